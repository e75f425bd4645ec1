"""What a sender sent: one mail, decoded, nothing judged yet."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from tougao.core.notice import Notice


class Kind(StrEnum):
    """What sort of mail it is."""

    SUBMISSION = "submission"
    REPLY = "reply"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    SPAM = "spam"
    EMPTY = "empty"


class Role(StrEnum):
    """What an attachment turned out to be."""

    MANUSCRIPT = "manuscript"
    IMAGE = "image"
    OTHER = "other"
    REFUSED = "refused"


@dataclass(frozen=True)
class Address:
    """A mailbox of RFC 5322 3.4. `name` is decoded and may be empty; `address` is lower case at the domain."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Attachment:
    """A leaf part that is not the text of the mail.

    `name` is what a person would read, made safe to show and to save; `media_type` is what the bytes are,
    whatever the sender declared; `content_id` has no angle brackets (RFC 2392); `folder` is where it stood in an archive.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False
    folder: str = ""
    role: Role = Role.OTHER
    reason: Notice | None = None

    @property
    def size(self) -> int:
        return len(self.data)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Submission:
    """One mail as it came. `text` and `html` are the two forms of the body; either may be empty.

    `headers` keeps every decoded header field in order, names in lower case. `enclosed` holds attached mails
    (message/rfc822), read the same way. `sent_at` is the Date field (aware) or None where it is absent or absurd.
    """

    sender: Address = Address()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    enclosed: tuple["Submission", ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()

    def header(self, name: str) -> str:
        """The first field of that name, or an empty string."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def header_all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key == name.lower())
