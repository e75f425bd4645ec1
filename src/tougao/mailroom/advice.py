"""What providers' refusals mean, in plain words: their texts are short, and half of them are wrong."""

import re

from tougao.core.notice import gettext_noop

UNSAFE_LOGIN = gettext_noop(
    "163, 126 and yeah.net refuse programs that do not introduce themselves or are not allowed yet. Switch on IMAP in the "
    "mailbox's settings, use the authorization code (授权码) instead of the password, then try again in a few minutes."
)
AUTHORIZATION_CODE = gettext_noop(
    "The mail server refused user name or password. QQ, 163 and most Chinese providers want the authorization code (授权码) "
    "from the mailbox's settings, not the password, and IMAP must be switched on there."
)
APP_PASSWORD = gettext_noop(
    "Gmail wants an app password (16 letters) of an account with two-step verification, not the usual password."
)
BASIC_AUTH = gettext_noop(
    'Microsoft 365 takes no passwords over IMAP any more. Set auth = "microsoft" in the mailbox\'s table, '
    "with client_id and a refresh token (docs/operating.md)."
)
TOO_MANY = gettext_noop("The server counts too many connections or logins; it will be tried again later, more slowly.")
NO_SUCH_HOST = gettext_noop(
    "There is no server of that name. Check `host` in the configuration, and this machine's network."
)
REFUSED = gettext_noop(
    "Nothing answers at that address and port. Check `port` and `security` (IMAP over TLS is usually 993)."
)
CERTIFICATE = gettext_noop(
    "The server's certificate is not trusted here. Check `host`, or name its authority in `ca_file`."
)
TIMED_OUT = gettext_noop("The server did not answer in time. It will be tried again.")
WRONG_PROTOCOL = gettext_noop("The server does not speak TLS at this port. Check `port` and `security`.")
NO_FOLDER = gettext_noop("There is no such folder in the mailbox. Check `folder` in the configuration.")

# (pattern of the server's or the system's words, advice), the first that fits.
ADVICE = tuple(
    (re.compile(pattern, re.IGNORECASE), advice)
    for pattern, advice in (
        (r"unsafe login|kefu@188", UNSAFE_LOGIN),
        (r"application-specific password|\[alert\].*google", APP_PASSWORD),
        (r"basicauthblocked|basic auth|outlook", BASIC_AUTH),
        (r"too many|maximum number|limit exceeded|frequency", TOO_MANY),
        (r"authenticat|login fail|password|invalid credentials|authorized code|授权码|login error", AUTHORIZATION_CODE),
        (r"name or service not known|nodename|getaddrinfo|temporary failure in name", NO_SUCH_HOST),
        (r"certificate", CERTIFICATE),
        (r"wrong version number|unknown protocol|record layer|eof occurred in violation", WRONG_PROTOCOL),
        (r"refused|unreachable", REFUSED),
        (r"timed out|timeout", TIMED_OUT),
        (r"nonexistent|doesn't exist|unknown mailbox|no such mailbox|does not exist", NO_FOLDER),
    )
)


def advice(words: str) -> str:
    """What to do about a server's words, or an empty string."""
    return next((told for pattern, told in ADVICE if pattern.search(words)), "")
