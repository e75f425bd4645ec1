"""The files of one mail spread out on the desk: what each is, and what has been made of it."""

from dataclasses import replace

from tougao.core import documents, media_types, pictures
from tougao.core.article import Picture
from tougao.core.documents import Manuscript
from tougao.core.notice import Notice, gettext_noop, notice, told_by
from tougao.core.submission import Attachment, Role, Submission
from tougao.errors import SubmissionError

MAX_PICTURES = 60
MAX_ARCHIVE_DEPTH = 2

NOT_TAKEN = gettext_noop("{name} was not taken into a draft: {reason}")
SMALL_PICTURE = gettext_noop("it is a logo or an ornament")
PICTURE_KIND = gettext_noop("its format ({kind}) is not shown by browsers; ask for a JPEG")
TOO_MANY_PICTURES = gettext_noop("there are more than {limit} pictures")


class Files:
    """`manuscripts` were converted, in order; `pictures` are known by the src of their blocks, `loose` ones came as files.

    `media` holds the bytes of each picture as it will be published, under its reference without "media:".
    """

    def __init__(self, mail: Submission) -> None:
        self.notices: list[Notice] = []
        self.manuscripts: list[tuple[Attachment, Manuscript]] = []
        self.media: dict[str, bytes] = {}
        self.pictures: dict[str, Picture] = {}
        self.loose: list[str] = []
        self._found: list[Attachment] = []
        self._roles: dict[int, tuple[Role, Notice | None]] = {}
        for attachment in mail.attachments:
            self._spread(attachment, 0)
        for enclosed in mail.enclosed:
            for attachment in enclosed.attachments:
                self._spread(attachment, 0)

    def _spread(self, attachment: Attachment, depth: int) -> None:
        position = len(self._found)
        self._found.append(attachment)
        refused = documents.refusal(attachment)
        if refused:
            self._refuse(position, refused)
        elif attachment.media_type == media_types.ZIP and depth < MAX_ARCHIVE_DEPTH:
            try:
                members = documents.unpack(attachment)
            except SubmissionError as trouble:
                self._refuse(position, told_by(trouble))
                return
            self._roles[position] = (
                Role.MANUSCRIPT if any(map(documents.is_manuscript, members)) else Role.OTHER,
                None,
            )
            for member in members:
                self._spread(member, depth + 1)
        elif attachment.media_type.startswith("image/"):
            self._take_picture(
                position, attachment, f"file-{position}" if not attachment.content_id else attachment.content_id
            )
        elif documents.is_manuscript(attachment):
            self._convert(position, attachment)
        else:
            self._roles[position] = (Role.OTHER, None)

    def _convert(self, position: int, attachment: Attachment) -> None:
        try:
            manuscript = documents.convert(attachment)
        except SubmissionError as trouble:
            self._refuse(position, told_by(trouble))
            return
        self._roles[position] = (Role.MANUSCRIPT, None)
        self.notices.extend(manuscript.notices)
        for inner in manuscript.files:
            self._take_picture(None, inner, inner.content_id)
        self.manuscripts.append((attachment, manuscript))

    def _refuse(self, position: int, reason: Notice) -> None:
        self._roles[position] = (Role.REFUSED, reason)
        self.notices.append(reason)

    def _take_picture(self, position: int | None, attachment: Attachment, src: str) -> None:
        def set_aside(reason: Notice) -> None:
            if position is not None:
                self._roles[position] = (Role.OTHER, reason)

        if len(self.pictures) >= MAX_PICTURES:
            set_aside(notice(TOO_MANY_PICTURES, limit=MAX_PICTURES))
            return
        try:
            if pictures.is_decoration(attachment.data):
                set_aside(notice(SMALL_PICTURE))
                return
            picture, data = pictures.published(attachment.data, attachment.name)
        except SubmissionError as trouble:
            reason = told_by(trouble)
            if attachment.media_type in ("image/heic", "image/avif"):
                reason = notice(PICTURE_KIND, kind=attachment.media_type)
                self.notices.append(notice(NOT_TAKEN, name=attachment.name, reason=str(reason)))
            else:
                self.notices.append(reason)
            if position is not None:
                self._roles[position] = (Role.REFUSED, reason)
            return
        self.media[f"{picture.sha256}.{picture.extension}"] = data
        self.pictures[src] = picture
        if position is not None:
            self._roles[position] = (Role.IMAGE, None)
            self.loose.append(src)

    def attachments(self) -> tuple[Attachment, ...]:
        """Every file with the role it turned out to have, and why it was not taken."""
        return tuple(
            replace(file, role=role, reason=reason)
            for position, file in enumerate(self._found)
            for role, reason in [self._roles.get(position, (Role.OTHER, None))]
        )
