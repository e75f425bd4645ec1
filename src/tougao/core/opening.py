"""One file of a mail → what is inside it: a manuscript, a picture fit to print, the members of an archive, or why not.

This is all that is ever done with the bytes of a stranger's file, so a shell may do it in a process of its own
(tougao.sandbox) and a crash there costs one file.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tougao.core import documents, media_types, pictures
from tougao.core.article import Picture
from tougao.core.documents import Manuscript, tnef
from tougao.core.markup import paragraphs_html
from tougao.core.notice import Notice, gettext_noop, notice, told_by
from tougao.core.pictures import Rectangle
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

SMALL_PICTURE = gettext_noop("it is a logo or an ornament")
BROKEN = gettext_noop("{name} broke the program that opened it; it is kept with the mail. Ask for another format.")
TOO_SLOW = gettext_noop("{name} took longer than {seconds} seconds to open; it is kept with the mail.")
TOO_MUCH = gettext_noop("{name} needs more memory than one file may have; it is kept with the mail.")


@dataclass(frozen=True)
class Opened:
    """A `manuscript`, a `picture` (with its `printed` bytes) or `members`, or else `trouble`, which says why not.

    A mail packed by Outlook has both text and members. `is_ornament` tells that the trouble is no loss: a logo, a
    line, a tracking dot. A file of no interest has nothing.
    """

    manuscript: Manuscript | None = None
    picture: Picture | None = None
    printed: bytes = b""
    members: tuple[Attachment, ...] = ()
    trouble: Notice | None = None
    is_ornament: bool = False


Opener = Callable[[Attachment], Opened]


def broken(attachment: Attachment) -> Opened:
    """What is told of a file whose opening took its process down."""
    return Opened(trouble=notice(BROKEN, name=attachment.name))


def too_slow(attachment: Attachment, seconds: float) -> Opened:
    return Opened(trouble=notice(TOO_SLOW, name=attachment.name, seconds=f"{seconds:g}"))


def opened(attachment: Attachment) -> Opened:
    """Never raises for what stands in the file."""
    refused = documents.refusal(attachment)
    if refused:
        return Opened(trouble=refused)
    try:
        if attachment.media_type == media_types.TNEF:
            packet = tnef.opened(attachment.data, attachment.name)
            return Opened(Manuscript(packet.html or paragraphs_html(packet.text)), members=packet.files)
        if documents.is_archive(attachment):
            return Opened(members=documents.unpack(attachment))
        if attachment.media_type.startswith("image/"):
            return _picture(attachment)
        if documents.is_manuscript(attachment):
            return Opened(manuscript=documents.convert(attachment))
    except SubmissionError as trouble:
        return Opened(trouble=told_by(trouble))
    except MemoryError:
        return Opened(trouble=notice(TOO_MUCH, name=attachment.name))
    return Opened()


def cut(attachment: Attachment, part: Rectangle) -> Opened:
    """A picture somebody chose, or a part of it, fit to print; however small, for he has seen it. Never raises either."""
    try:
        picture, printed = pictures.published(attachment.data, attachment.name, part=part)
    except SubmissionError as trouble:
        return Opened(trouble=told_by(trouble))
    except MemoryError:
        return Opened(trouble=notice(TOO_MUCH, name=attachment.name))
    return Opened(picture=picture, printed=printed)


def _picture(attachment: Attachment) -> Opened:
    if pictures.is_decoration(attachment.data):
        return Opened(trouble=notice(SMALL_PICTURE), is_ornament=True)
    picture, printed = pictures.published(attachment.data, attachment.name)
    return Opened(picture=picture, printed=printed)
