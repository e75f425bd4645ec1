"""Files from the web for an import: from public addresses alone, and bounded in size, time and redirects.

A name is resolved once and the address that was looked at is the one that is connected to, so a name server cannot answer
otherwise the second time.
"""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tougao.core.notice import gettext_noop
from tougao.errors import SubmissionError

MOST_REDIRECTS = 5
PIECE_BYTES = 64 * 1024
AGENT = "Tougao-import/1"
NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address

BAD_ADDRESS = gettext_noop("{url} is no address of the web (http or https)")
NOT_PUBLIC = gettext_noop("{url} leads to {address}, which is not on the public network; allow it with --allow-network")
NOT_FOUND = gettext_noop("{url}: the name of its server is not known")
NOT_REACHED = gettext_noop("{url} was not fetched: {trouble}")
REFUSED = gettext_noop("{url} was answered with {status}")
TOO_LARGE = gettext_noop("{url} is larger than {limit} MB")
TOO_SLOW = gettext_noop("{url} took longer than {seconds} seconds")
TOO_MANY_REDIRECTS = gettext_noop("{url} was redirected more than {limit} times")


def is_public(address: Address) -> bool:
    """May anybody reach it, with whatever address of IPv4 it holds inside?"""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class Fetcher:
    """`most_bytes` and `seconds` bound one file; `may_ask` says which addresses may be connected to."""

    most_bytes: int = 40 * 1024 * 1024
    seconds: float = 60
    may_ask: Callable[[Address], bool] = is_public

    def fetch(self, url: str) -> bytes:
        """The bytes behind an address. Raises SubmissionError, which says why they could not be had."""
        until = time.monotonic() + self.seconds
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            try:
                onwards, data = self._ask(at, until)
            except TimeoutError as trouble:
                raise SubmissionError(TOO_SLOW, url=url, seconds=f"{self.seconds:g}") from trouble
            except (OSError, http.client.HTTPException, ValueError) as trouble:
                raise SubmissionError(
                    NOT_REACHED, url=at, trouble=f"{trouble}"[:200] or type(trouble).__name__
                ) from trouble
            if not onwards:
                return data
            at = urljoin(at, onwards)
        raise SubmissionError(TOO_MANY_REDIRECTS, url=url, limit=MOST_REDIRECTS)

    def _ask(self, url: str, until: float) -> tuple[str, bytes]:
        """One request: where it leads on, or what it gave."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            raise SubmissionError(BAD_ADDRESS, url=url)
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
        port = parts.port or (443 if parts.scheme == "https" else 80)
        line = _connected(self._public_addresses(url, host, port), port, until)
        try:
            if parts.scheme == "https":
                line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
            connection = http.client.HTTPConnection(host, port, timeout=_left(until))
            connection.sock = line
            path = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/%?=&+,;:@!$'()*~#[]")
            connection.request(
                "GET", path, headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
            )
            with contextlib.closing(connection.getresponse()) as answer:
                return self._told(answer, line, url, until)
        finally:
            line.close()

    def _told(self, answer: http.client.HTTPResponse, line: socket.socket, url: str, until: float) -> tuple[str, bytes]:
        if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
            return answer.headers["Location"], b""
        if answer.status != 200:
            raise SubmissionError(REFUSED, url=url, status=answer.status)
        return "", self._read(answer, line, url, until)

    def _read(self, answer: http.client.HTTPResponse, line: socket.socket, url: str, until: float) -> bytes:
        pieces: list[bytes] = []
        total = 0
        while True:
            line.settimeout(_left(until))
            piece = answer.read1(PIECE_BYTES)
            if not piece:
                return b"".join(pieces)
            total += len(piece)
            if total > self.most_bytes:
                raise SubmissionError(TOO_LARGE, url=url, limit=self.most_bytes // 1024 // 1024)
            pieces.append(piece)

    def _public_addresses(self, url: str, host: str, port: int) -> list[str]:
        """Every address of a name, all of which must be allowed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as trouble:
            raise SubmissionError(NOT_FOUND, url=url) from trouble
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for each in addresses:
            if not self.may_ask(ip_address(each.partition("%")[0])):
                raise SubmissionError(NOT_PUBLIC, url=url, address=each)
        return addresses


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    trouble: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=_left(until))
        except OSError as found:
            trouble = found
    raise trouble


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
