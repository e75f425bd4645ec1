"""How far to believe who a mail is from: the receiving server's Authentication-Results (RFC 8601), and DKIM checked by ourselves.

From is a claim. It is verified when DMARC passes, or when SPF or DKIM passes for the domain of From (alignment, RFC 7489 3.1).
"""

from collections.abc import Iterable
from enum import StrEnum

from authres import AuthenticationResultsHeader, AuthResError

from tougao.core.submission import Submission


class Verdict(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"  # nobody we believe said anything
    SUSPECT = "suspect"  # somebody we believe said it is not from there


def verdict(mail: Submission, servers: Iterable[str], signed_by: Iterable[str] = ()) -> Verdict:
    """`servers` are the authserv-ids we believe; `signed_by` the domains whose DKIM signature we verified ourselves.

    Only the topmost field of a believed server counts: our own server writes above whatever a sender has put there.
    """
    domain = mail.sender.address.rpartition("@")[2].lower()
    if not domain:
        return Verdict.UNVERIFIED
    results = _results(mail, {server.lower() for server in servers})
    passed = any(aligned(domain, signer) for signer in signed_by)
    failed = False
    for method, result, about in results:
        if method == "dmarc":
            passed |= result == "pass" and aligned(domain, about or domain)
            failed |= result in ("fail", "reject", "quarantine")
        elif method in ("dkim", "spf"):
            passed |= result == "pass" and aligned(domain, about)
            failed |= method == "spf" and result == "fail"
    # A pass of DMARC outweighs a failed SPF (a forwarder); a fail of DMARC outweighs everything.
    if any(method == "dmarc" and result in ("fail", "reject", "quarantine") for method, result, _ in results):
        return Verdict.SUSPECT
    return Verdict.VERIFIED if passed else Verdict.SUSPECT if failed else Verdict.UNVERIFIED


def aligned(domain: str, other: str) -> bool:
    """Relaxed alignment: the same domain, or one inside the other.

    >>> aligned("mail.jyvtc.edu.cn", "jyvtc.edu.cn"), aligned("evil-jyvtc.edu.cn", "jyvtc.edu.cn"), aligned("x.cn", "cn")
    (True, False, False)
    """
    domain, other = domain.lower().rstrip("."), other.lower().rstrip(".")
    if "." not in domain or "." not in other:
        return False
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def _results(mail: Submission, servers: set[str]) -> list[tuple[str, str, str]]:
    """(method, result, domain it is about) of the topmost field of a server we believe."""
    for value in mail.header_all("authentication-results"):
        try:
            header = AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
        except (AuthResError, ValueError, IndexError):
            continue
        if str(header.authserv_id or "").lower() in servers:
            return [
                (str(each.method).lower(), str(each.result).lower(), _about(each.properties)) for each in header.results
            ]
    return []


def _about(properties: Iterable[object]) -> str:
    """The domain a result speaks of: header.d, header.from, or that of smtp.mailfrom."""
    found = {
        (str(getattr(p, "type", "")), str(getattr(p, "name", ""))): str(getattr(p, "value", "")) for p in properties
    }
    for key in (("header", "d"), ("header", "from"), ("smtp", "mailfrom"), ("header", "i")):
        if found.get(key):
            return found[key].rpartition("@")[2]
    return ""
