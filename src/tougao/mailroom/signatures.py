"""DKIM (RFC 6376) checked by ourselves with dkimpy: the domains that signed a mail and stand by it."""

import logging
from collections.abc import Callable

import dkim
import dns.exception
import dns.resolver

log = logging.getLogger("tougao.mailroom")

DNS_SECONDS = 3.0
MOST_SIGNATURES = 3

Lookup = Callable[..., bytes | None]


def text_record(name: bytes, timeout: int = 5) -> bytes | None:
    """The TXT record of a name; None when there is none or nobody answers."""
    resolver = dns.resolver.Resolver()
    resolver.lifetime = min(DNS_SECONDS, timeout)
    try:
        answer = resolver.resolve(name.decode("ascii"), "TXT")
    except (dns.exception.DNSException, OSError, UnicodeDecodeError):
        return None
    return b"".join(answer[0].strings)


def signed_by(raw: bytes, lookup: Lookup = text_record) -> tuple[str, ...]:
    """The d= domains of the signatures that hold. Never raises; without a signature nothing is looked up."""
    head = raw[:200_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    count = min(MOST_SIGNATURES, head.count(b"\ndkim-signature:") + head.startswith(b"dkim-signature:"))
    out = []
    for index in range(count):
        try:
            check = dkim.DKIM(raw, logger=logging.getLogger("tougao.dkim"))
            if check.verify(idx=index, dnsfunc=lookup):
                out.append(check.domain.decode("ascii").lower())
        except (
            dkim.DKIMException,
            dkim.DnsTimeoutError,
            ValueError,
            IndexError,
            KeyError,
            TypeError,
            UnicodeError,
        ) as trouble:
            log.debug("signature not checked", extra={"trouble": str(trouble)})
    return tuple(out)
