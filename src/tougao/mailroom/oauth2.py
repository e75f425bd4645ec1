"""Access tokens for XOAUTH2 mailboxes (Gmail, Microsoft 365): a refresh token is changed for one at every connection."""

import json
import urllib.error
import urllib.parse
import urllib.request

from tougao.core.notice import gettext_noop
from tougao.errors import MailboxError
from tougao.mailroom.accounts import OAuth2

REFUSED = gettext_noop(
    "The token server {url} refused: {trouble}. If it says invalid_grant, the consent has run out: give it anew and store "
    "the new refresh token."
)
SECONDS = 20
MOST_BYTES = 100_000

# (token endpoint, scope) of the providers one can name instead of writing them out.
PROVIDERS = {
    "google": ("https://oauth2.googleapis.com/token", "https://mail.google.com/"),
    "microsoft": (
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office365.com/IMAP.AccessAsUser.All offline_access",
    ),
}


def access_token(grant: OAuth2) -> str:
    """RFC 6749 section 6. Raises MailboxError with the server's reason; no secret is in it."""
    form = {"grant_type": "refresh_token", "client_id": grant.client_id, "refresh_token": grant.refresh_token}
    form |= {"client_secret": grant.client_secret} if grant.client_secret else {}
    form |= {"scope": grant.scope} if grant.scope else {}
    request = urllib.request.Request(grant.token_url, urllib.parse.urlencode(form).encode())  # noqa: S310 - from configuration
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            token = json.loads(answer.read(MOST_BYTES)).get("access_token")
    except urllib.error.HTTPError as trouble:
        with trouble:
            raise MailboxError(
                REFUSED, url=grant.token_url, trouble=_reason(trouble.read(MOST_BYTES), trouble.code)
            ) from trouble
    except (OSError, ValueError) as trouble:
        raise MailboxError(REFUSED, url=grant.token_url, trouble=trouble) from trouble
    if not isinstance(token, str):
        raise MailboxError(REFUSED, url=grant.token_url, trouble="no access_token in its answer")
    return token


def _reason(body: bytes, code: int) -> str:
    try:
        told = json.loads(body)
        return f"{told['error']} {told.get('error_description', '')}".strip()[:300]
    except (ValueError, KeyError, TypeError):
        return f"HTTP {code}"
