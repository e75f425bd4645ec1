"""A submissions mailbox: what a round needs of it (`Mailbox`), and its IMAP form (RFC 9051, RFC 3501) by imapclient."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

import tougao
from tougao.core.notice import gettext_noop
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.accounts import ImapAccount
from tougao.mailroom.advice import advice
from tougao.mailroom.oauth2 import access_token

TROUBLE = gettext_noop("Mailbox {name} ({user} at {host}): {trouble} {advice}")
NO_PASSWORD = gettext_noop(
    "Mailbox {name} has no password. Set the environment variable {variable}, or password_file in the configuration."
)
NO_GRANT = gettext_noop(
    "Mailbox {name} wants OAuth2 and lacks a part of it. Register an application with the provider, write its client_id (and "
    "token_url for a provider of your own) into the mailbox's table, get a refresh token for this mailbox with the provider's "
    "tool, and set {prefix}_REFRESH_TOKEN (and {prefix}_CLIENT_SECRET). docs/operating.md has the steps."
)
KEPT_FLAG = b"$TougaoKept"
IDLE_RENEW_SECONDS = 9 * 60  # RFC 2177 says 29 minutes; home routers forget a quiet connection sooner
IDLE_GLANCE_SECONDS = 1.0
CONNECT_SECONDS = 20
TICK_SECONDS = 5.0
PIECE_BYTES = 2 * 1024 * 1024
NEWS = ((b"EXISTS",), (b"RECENT",))
MOVE_AT_ONCE = 100
FETCH_AT_ONCE = 25
LIST_AT_ONCE = 500  # some servers refuse very long sets of UIDs


@dataclass(frozen=True)
class Listed:
    """A mail on the server, not yet fetched. `size` is what the server says, in bytes."""

    uid: int
    size: int
    received_at: datetime | None


class Mailbox(Protocol):
    """Every method raises MailboxError when the server is gone, refuses, or talks nonsense."""

    def select(self) -> int:
        """Open the submissions folder afresh; its UIDVALIDITY."""

    def uids(self) -> list[int]:
        """Every mail of the folder, ascending."""

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Size and time of arrival of these; fewer when some are gone meanwhile."""

    def fetch(self, mails: Sequence[Listed]) -> Iterator[tuple[Listed, Iterator[bytes]]]:
        """Each mail in pieces, its flags untouched; no piece when it is gone. Read one mail's pieces before the next."""

    def header(self, uid: int) -> bytes | None: ...

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Move to another folder, made when it is not there; only flag when `folder` is empty."""

    def wait(self, seconds: float, stop: threading.Event, tick: Callable[[], None]) -> None:
        """Until something may have come, `seconds` are over, or `stop` is set; `tick` is called now and then."""

    def close(self) -> None: ...


class ImapMailbox:
    """One connection, one folder. Not shared between threads."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self.separator, self.prefix = "/", ""
        self.folders: set[str] = set()
        if not account.password and not account.oauth2:
            raise ConfigError(NO_PASSWORD.format(name=account.name, variable=password_variable(account.name)))
        if account.oauth2 and not (
            account.oauth2.client_id and account.oauth2.refresh_token and account.oauth2.token_url
        ):
            prefix = password_variable(account.name).removesuffix("_PASSWORD")
            raise ConfigError(NO_GRANT.format(name=account.name, prefix=prefix))
        with self._told():
            self.client = self._connected()

    def _connected(self) -> IMAPClient:
        account = self.account
        context = ssl.create_default_context(cafile=str(account.ca_file) if account.ca_file else None)
        client = IMAPClient(
            account.host,
            port=account.port,
            ssl=account.security == "tls",
            ssl_context=context if account.security == "tls" else None,
            timeout=SocketTimeout(CONNECT_SECONDS, account.timeout_seconds),
        )
        client.normalise_times = False
        try:
            if account.security == "starttls":
                client.starttls(context)
            if account.oauth2:
                client.oauth2_login(account.user, access_token(account.oauth2))
            else:
                client.login(account.user, account.password)
            # NetEase refuses SELECT ("Unsafe Login") on every connection that has not introduced itself (RFC 2971).
            if client.has_capability("ID"):
                client.id_(
                    {"name": "Tougao", "version": tougao.__version__, "vendor": "Tougao", "support-email": account.user}
                )
            if client.has_capability("NAMESPACE"):
                personal = client.namespace().personal
                if personal:
                    self.prefix, self.separator = personal[0][0], personal[0][1] or "/"
        except BaseException:
            with contextlib.suppress(Exception):
                client.shutdown()
            raise
        return client

    def select(self) -> int:
        with self._told():
            self.selected: dict[bytes, Any] = self.client.select_folder(self.account.folder)
            return int(self.selected[b"UIDVALIDITY"])

    def uids(self) -> list[int]:
        """ALL is the one criterion every server honours; QQ ignores others."""
        if not self.selected.get(b"EXISTS"):
            return []
        with self._told():
            return sorted(self.client.search("ALL"))

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        out = []
        with self._told():
            for start in range(0, len(uids), LIST_AT_ONCE):
                rows = self.client.fetch(uids[start : start + LIST_AT_ONCE], ["RFC822.SIZE", "INTERNALDATE"])
                out += [
                    Listed(uid, int(row.get(b"RFC822.SIZE", 0)), row.get(b"INTERNALDATE")) for uid, row in rows.items()
                ]
        return sorted(out, key=lambda mail: mail.uid)

    def fetch(self, mails: Sequence[Listed]) -> Iterator[tuple[Listed, Iterator[bytes]]]:
        """Small mails several to a FETCH, as far as they fit into PIECE_BYTES; large ones alone, in pieces."""
        for group in groups(mails):
            if group[0].size > PIECE_BYTES:
                yield group[0], self._in_pieces(group[0].uid)
                continue
            for mail, data in self._whole(group):
                yield mail, iter((data,) if data else ())

    def _whole(self, group: Sequence[Listed]) -> list[tuple[Listed, bytes]]:
        """Answers are matched by UID, never by order: some servers send others' rows along."""
        with self._told():
            rows = self.client.fetch([mail.uid for mail in group], ["BODY.PEEK[]"])
            return [(mail, rows.get(mail.uid, {}).get(b"BODY[]") or b"") for mail in group]

    def _in_pieces(self, uid: int) -> Iterator[bytes]:
        """RFC 9051 6.4.5.1, partial fetches, until one comes short: what a server says of a size may be wrong."""
        start = 0
        while True:
            piece = self._body(uid, b"BODY[]<%d>" % start, f"BODY.PEEK[]<{start}.{PIECE_BYTES}>")
            if piece:
                yield piece
            if not piece or len(piece) < PIECE_BYTES:
                return
            start += len(piece)

    def header(self, uid: int) -> bytes | None:
        return self._body(uid, b"BODY[HEADER]", "BODY.PEEK[HEADER]")

    def _body(self, uid: int, key: bytes, wanted: str) -> bytes | None:
        with self._told():
            row = self.client.fetch([uid], [wanted]).get(uid, {})
            data = row.get(key)
            return data if isinstance(data, bytes) and data else None

    def file(self, uids: Sequence[int], folder: str) -> None:
        with self._told():
            for start in range(0, len(uids), MOVE_AT_ONCE):
                some = list(uids[start : start + MOVE_AT_ONCE])
                if not folder:
                    self.client.add_flags(some, [KEPT_FLAG], silent=True)
                    continue
                name = self._ensured(folder)
                if self.client.has_capability("MOVE"):
                    self.client.move(some, name)
                    continue
                self.client.copy(some, name)
                self.client.delete_messages(some, silent=True)
                if self.client.has_capability("UIDPLUS"):
                    self.client.uid_expunge(some)

    def _ensured(self, folder: str) -> str:
        name = folder.replace("/", self.separator)
        if self.prefix and not name.startswith(self.prefix):
            name = self.prefix + name
        if name not in self.folders:
            if not self.client.folder_exists(name):
                self.client.create_folder(name)
                with contextlib.suppress(IMAPClientError):
                    self.client.subscribe_folder(name)
            self.folders.add(name)
        return name

    def wait(self, seconds: float, stop: threading.Event, tick: Callable[[], None] = lambda: None) -> None:
        if not (self.account.idle and self.client.has_capability("IDLE")):
            pause(seconds, stop, tick)
            return
        with self._told():
            self.client.idle()
            until = time.monotonic() + min(seconds, IDLE_RENEW_SECONDS)
            try:
                while not stop.is_set() and time.monotonic() < until:
                    tick()
                    began = time.monotonic()
                    told = self.client.idle_check(IDLE_GLANCE_SECONDS)
                    # A connection that was closed answers at once with nothing; idle_done then raises.
                    is_closed = not told and time.monotonic() - began < IDLE_GLANCE_SECONDS / 2
                    if is_closed or any(b"BYE" in row[:1] or row[1:2] in NEWS for row in told):
                        break
            finally:
                self.client.idle_done()

    def close(self) -> None:
        try:
            self.client.logout()
        except Exception:  # whatever state it is in, the socket goes
            with contextlib.suppress(Exception):
                self.client.shutdown()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Translate what imapclient, imaplib and the socket raise."""
        account = self.account
        try:
            yield
        except (IMAPClientError, OSError, ssl.SSLError, EOFError, ValueError, KeyError, AssertionError) as trouble:
            words = _spoken(trouble)
            for secret in (account.password, account.oauth2.refresh_token if account.oauth2 else ""):
                words = words.replace(secret, "…") if secret else words
            raise MailboxError(
                TROUBLE, name=account.name, user=account.user, host=account.host, trouble=words, advice=advice(words)
            ) from trouble


def groups(mails: Sequence[Listed]) -> Iterator[list[Listed]]:
    """Neighbours that together hold at most PIECE_BYTES and FETCH_AT_ONCE mails; a larger one stands alone."""
    group: list[Listed] = []
    for mail in mails:
        if group and (len(group) >= FETCH_AT_ONCE or sum(each.size for each in group) + mail.size > PIECE_BYTES):
            yield group
            group = []
        group.append(mail)
    if group:
        yield group


def pause(seconds: float, stop: threading.Event, tick: Callable[[], None]) -> None:
    """Wait, calling `tick` every few seconds."""
    until = time.monotonic() + seconds
    while not stop.is_set() and (left := until - time.monotonic()) > 0:
        tick()
        stop.wait(min(left, TICK_SECONDS))


def password_variable(name: str) -> str:
    """The environment variable that holds a mailbox's password.

    >>> password_variable("school-news")
    'TOUGAO_SCHOOL_NEWS_PASSWORD'
    """
    return f"TOUGAO_{''.join(c if c.isascii() and c.isalnum() else '_' for c in name).upper()}_PASSWORD"


def _spoken(trouble: BaseException) -> str:
    words = str(trouble) or type(trouble).__name__
    return words[2:-1] if words.startswith("b'") else words
