"""The files of one mail spread out on the desk: what each is, and what has been made of it."""

from dataclasses import replace

from tougao.core import documents
from tougao.core.article import Picture
from tougao.core.documents import Manuscript
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.opening import Opened, Opener
from tougao.core.submission import Attachment, Role, Submission

MAX_PICTURES = 60
MAX_FILES = 300
MAX_ARCHIVE_DEPTH = 3

TOO_MANY_PICTURES = gettext_noop("there are more than {limit} pictures")
TOO_DEEP = gettext_noop("{name} is packed {limit} times over; unpack it yourself.")
TOO_MANY_FILES = gettext_noop("The mail holds more than {limit} files; the rest was not opened.")


class Files:
    """`manuscripts` were converted, in order; `pictures` are known by the src of their blocks, `loose` ones came as files.

    `media` holds the bytes of each picture as it will be published, under its reference without "media:".
    """

    def __init__(self, mails: tuple[Submission, ...], open_file: Opener) -> None:
        self.notices: list[Notice] = []
        self.manuscripts: list[tuple[Attachment, Manuscript]] = []
        self.media: dict[str, bytes] = {}
        self.pictures: dict[str, Picture] = {}
        self.loose: list[str] = []
        self.folders: dict[str, str] = {}  # of each loose picture, where it was packed
        self._open = open_file
        self._found: list[Attachment] = []
        self._roles: dict[int, tuple[Role, Notice | None]] = {}
        for mail in mails:
            for attachment in mail.attachments:
                self._spread(attachment, 0)

    def _spread(self, attachment: Attachment, depth: int) -> None:
        if len(self._found) >= MAX_FILES:
            self._tell(notice(TOO_MANY_FILES, limit=MAX_FILES))
            return
        position = len(self._found)
        self._found.append(attachment)
        if documents.is_archive(attachment) and depth >= MAX_ARCHIVE_DEPTH:
            self._refuse(position, notice(TOO_DEEP, name=attachment.name, limit=MAX_ARCHIVE_DEPTH))
            return
        inside = self._open(attachment)
        if inside.picture:
            src = attachment.content_id or f"file-{position}"
            if self._take_picture(inside, src):
                self._roles[position] = (Role.IMAGE, None)
                self.loose.append(src)
                self.folders[src] = attachment.folder
            else:
                self._roles[position] = (Role.OTHER, notice(TOO_MANY_PICTURES, limit=MAX_PICTURES))
        elif inside.is_ornament:
            self._roles[position] = (Role.OTHER, inside.trouble)
        elif inside.trouble:
            self._refuse(position, inside.trouble)
        else:
            holds_text = bool(inside.manuscript) or any(map(documents.is_manuscript, inside.members))
            self._roles[position] = (Role.MANUSCRIPT if holds_text else Role.OTHER, None)
            if inside.manuscript:
                self._take_manuscript(attachment, inside.manuscript)
            for member in inside.members:
                self._spread(member, depth + 1)

    def _take_manuscript(self, attachment: Attachment, manuscript: Manuscript) -> None:
        for told in manuscript.notices:
            self._tell(told)
        for file in manuscript.files:
            inside = self._open(file)
            if inside.picture:
                self._take_picture(inside, file.content_id)
            elif inside.trouble and not inside.is_ornament:
                self._tell(inside.trouble)
        self.manuscripts.append((attachment, manuscript))

    def _take_picture(self, inside: Opened, src: str) -> bool:
        if inside.picture is None or len(self.pictures) >= MAX_PICTURES:
            return False
        self.media[inside.picture.reference.removeprefix("media:")] = inside.printed
        self.pictures[src] = inside.picture
        return True

    def _refuse(self, position: int, reason: Notice) -> None:
        self._roles[position] = (Role.REFUSED, reason)
        self._tell(reason)

    def _tell(self, told: Notice) -> None:
        if told not in self.notices:
            self.notices.append(told)

    def attachments(self) -> tuple[Attachment, ...]:
        """Every file with the role it turned out to have, and why it was not taken."""
        return tuple(
            replace(file, role=role, reason=reason)
            for position, file in enumerate(self._found)
            for role, reason in [self._roles.get(position, (Role.OTHER, None))]
        )
