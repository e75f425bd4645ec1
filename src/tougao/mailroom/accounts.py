"""How to reach a mail server. Values only; nothing is opened here."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True)
class ImapAccount:
    """A submissions mailbox. `name` is ours and never changes: deliveries are remembered under it.

    `filed_folder` and `refused_folder` may hold any characters (RFC 3501 modified UTF-7 is made on the wire);
    an empty `filed_folder` leaves mails where they are and only flags them $TougaoKept.
    """

    name: str
    host: str
    user: str
    password: str = field(repr=False)
    port: int = 993
    security: Security = "tls"
    folder: str = "INBOX"
    filed_folder: str = "Tougao/已收"
    refused_folder: str = "Tougao/拒收"
    poll_seconds: int = 60
    idle: bool = True
    max_mail_bytes: int = 60 * 1024 * 1024
    timeout_seconds: int = 60
    ca_file: Path | None = None
    oauth2: "OAuth2 | None" = None


@dataclass(frozen=True)
class OAuth2:
    """A refresh token (RFC 6749 section 6) instead of a password; the server then wants XOAUTH2."""

    client_id: str
    token_url: str
    scope: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)


@dataclass(frozen=True)
class MaildirAccount:
    """A Maildir that a mail server on this machine delivers into."""

    name: str
    path: Path
    folder: str = "INBOX"
    filed_folder: str = "Tougao/已收"
    refused_folder: str = "Tougao/拒收"
    poll_seconds: int = 5
    max_mail_bytes: int = 60 * 1024 * 1024


Account = ImapAccount | MaildirAccount


@dataclass(frozen=True)
class SmtpAccount:
    """Where letters leave. With `folder` set they are written there as .eml files and no server is spoken to."""

    sender: str
    sender_name: str = ""
    host: str = ""
    port: int = 465
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = "tls"
    timeout_seconds: int = 30
    folder: Path | None = None
