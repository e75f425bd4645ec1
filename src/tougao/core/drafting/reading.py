"""One mail read whole: what sort it is, which parts are manuscripts, and the draft each one gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from types import MappingProxyType

from tougao.core import documents, media_types, names, pictures, sender
from tougao.core.article import Draft, Picture
from tougao.core.characters import line
from tougao.core.documents import Manuscript
from tougao.core.drafting import cutting, fields, phrases, shaping
from tougao.core.drafting.blocks import PICTURE, TEXT, Block, blocks
from tougao.core.markup import paragraphs_html
from tougao.core.message import submission as parsed
from tougao.core.notice import Notice, gettext_noop, notice, told_by
from tougao.core.site import Site
from tougao.core.submission import Attachment, Kind, Role, Submission
from tougao.core.wrapping import unwrapped
from tougao.errors import SubmissionError

SHORTEST_MANUSCRIPT = 60  # characters; a shorter file is a form, a list, a note
SHORTEST_BODY = 150  # characters of a mail's body that may be an article beside a file
SAME_TEXT = 0.5
SHORTEST_REPLY = 100  # a reply that says more than this brings an article
SHORTEST_QUESTION = 15
MAX_PICTURES = 60
MAX_ARCHIVE_DEPTH = 2

NO_TITLE = gettext_noop("No title was found; the subject of the mail stands in its place.")
NO_BYLINE = gettext_noop("No byline was found; the mail is from {sender}.")
NOT_TAKEN = gettext_noop("{name} was not taken into a draft: {reason}")
SMALL_PICTURE = gettext_noop("it is a logo or an ornament")
PICTURE_KIND = gettext_noop("its format ({kind}) is not shown by browsers; ask for a JPEG")
TOO_MANY_PICTURES = gettext_noop("there are more than {limit} pictures")
LOOSE_PICTURES = gettext_noop(
    "{count} pictures came as files and stand at the end of the draft; move them where they belong."
)
WHOSE_PICTURES = gettext_noop("The mail holds several manuscripts; its pictures were given to the first.")
SEVERAL = gettext_noop("The mail holds {count} manuscripts; each is a draft of its own.")
FORWARDED = gettext_noop("Forwarded mail: it was first sent by {sender}.")
CLOUD = gettext_noop("The mail links to a file in a net disk ({name}); fetch it before the link expires.")
NO_TEXT = gettext_noop("No text of an article was found in this mail.")
REVISED = gettext_noop("The sender calls this a revised version; look for an earlier one.")
REMOTE_PICTURES = gettext_noop(
    "The mail shows pictures from elsewhere ({count}), which were not fetched; ask for them as files."
)

CLOUD_LINK = re.compile(
    r"(?:文件中转站|超大附件|云附件|网盘|pan\.baidu\.com|mail\.qq\.com/cgi-bin/ftnExs|wenshushu|weiyun\.com)",
    re.IGNORECASE,
)
READ_KINDS = (Kind.SUBMISSION, Kind.REPLY)


@dataclass(frozen=True)
class Reading:
    """What a mail became. `media` holds the bytes of each picture under its reference without "media:"."""

    submission: Submission
    kind: Kind
    drafts: tuple[Draft, ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    organisation: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class _Text:
    """A manuscript: where it stood and its blocks."""

    name: str
    blocks: tuple[Block, ...]
    claimed_title: str = ""
    aside: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def letters(self) -> int:
        return cutting.letters(self.blocks)


def read(raw: bytes, site: Site) -> Reading:
    """Read a mail. Same input, same reading; never raises for what a sender did."""
    return reading(parsed(raw), site)


def reading(mail: Submission, site: Site) -> Reading:
    kind = sender.kind(mail)
    if kind not in READ_KINDS:
        return Reading(mail, kind, attachments=mail.attachments, notices=mail.notices)
    desk = _Desk(mail, site)
    texts = desk.texts(kind)
    if not texts:
        has_something = bool(desk.pictures or mail.attachments) or len(mail.text.strip()) >= SHORTEST_QUESTION
        if kind is Kind.REPLY or not has_something:
            kind = kind if kind is Kind.REPLY else Kind.EMPTY
            return Reading(mail, kind, attachments=desk.attachments(), notices=(*mail.notices, *desk.notices))
        # A question, or files we cannot read: an editor must see it, with the words of the mail set aside.
        words = tuple(row.strip() for row in mail.text.split("\n") if row.strip())
        texts = (_Text("", (), aside=words, notices=(notice(NO_TEXT),)),)
    kind = Kind.SUBMISSION
    drafts = tuple(desk.draft(text, first=position == 0, only=len(texts) == 1) for position, text in enumerate(texts))
    if len(drafts) > 1:
        desk.notices.append(notice(SEVERAL, count=len(drafts)))
    organisation = next((draft.credit for draft, _ in drafts if draft.credit), "") or _organisation(
        mail, drafts[0][0].set_aside
    )
    return Reading(
        mail,
        kind,
        tuple(draft for draft, _ in drafts),
        tuple(headings for _, headings in drafts),
        desk.attachments(),
        MappingProxyType(dict(desk.media)),
        organisation,
        tuple(dict.fromkeys((*mail.notices, *desk.notices))),
    )


class _Desk:
    """The files of one mail spread out: what each is, and what has been made of it so far."""

    def __init__(self, mail: Submission, site: Site) -> None:
        self.mail, self.site = mail, site
        self.notices: list[Notice] = []
        self.roles: dict[int, tuple[Role, Notice | None]] = {}
        self.media: dict[str, bytes] = {}
        self.pictures: dict[str, Picture] = {}  # by the src of its block
        self.loose: list[str] = []  # the src of pictures that came as files, in order
        self.files: list[Attachment] = []
        self.read: list[tuple[Attachment, Manuscript]] = []
        for attachment in mail.attachments:
            self._spread(attachment, 0)
        for enclosed in mail.enclosed:
            for attachment in enclosed.attachments:
                self._spread(attachment, 0)

    def _spread(self, attachment: Attachment, depth: int) -> None:
        position = len(self.files)
        self.files.append(attachment)
        refused = documents.refusal(attachment)
        if refused:
            self._refuse(position, refused)
        elif attachment.media_type == media_types.ZIP and depth < MAX_ARCHIVE_DEPTH:
            try:
                members = documents.unpack(attachment)
            except SubmissionError as trouble:
                self._refuse(position, told_by(trouble))
                return
            self.roles[position] = (Role.MANUSCRIPT if any(map(documents.is_manuscript, members)) else Role.OTHER, None)
            for member in members:
                self._spread(member, depth + 1)
        elif attachment.media_type.startswith("image/"):
            self._take_picture(
                position, attachment, f"file-{position}" if not attachment.content_id else attachment.content_id
            )
        elif documents.is_manuscript(attachment):
            self._convert(position, attachment)
        else:
            self.roles[position] = (Role.OTHER, None)

    def _convert(self, position: int, attachment: Attachment) -> None:
        try:
            manuscript = documents.convert(attachment)
        except SubmissionError as trouble:
            self._refuse(position, told_by(trouble))
            return
        self.roles[position] = (Role.MANUSCRIPT, None)
        self.notices.extend(manuscript.notices)
        for inner in manuscript.files:
            self._take_picture(None, inner, inner.content_id)
        self.read.append((attachment, manuscript))

    def _refuse(self, position: int, reason: Notice) -> None:
        self.roles[position] = (Role.REFUSED, reason)
        self.notices.append(reason)

    def _take_picture(self, position: int | None, attachment: Attachment, src: str) -> None:
        def set_aside(reason: Notice) -> None:
            if position is not None:
                self.roles[position] = (Role.OTHER, reason)

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
                self.roles[position] = (Role.REFUSED, reason)
            return
        self.media[f"{picture.sha256}.{picture.extension}"] = data
        self.pictures[src] = picture
        if position is not None:
            self.roles[position] = (Role.IMAGE, None)
            self.loose.append(src)

    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(
            replace(file, role=role, reason=reason)
            for position, file in enumerate(self.files)
            for role, reason in [self.roles.get(position, (Role.OTHER, None))]
        )

    def texts(self, kind: Kind) -> tuple[_Text, ...]:
        """The manuscripts of the mail: its files, else its body; the body beside files only when it is another text."""
        body = self._body()
        files = []
        for attachment, manuscript in self.read:
            found = blocks(manuscript.html)
            kept = tuple(block for block in found if not (block.kind == TEXT and phrases.FURNITURE.match(block.text)))
            gone = tuple(block.text for block in found if block not in kept)
            if cutting.letters(kept) >= SHORTEST_MANUSCRIPT:
                files.append(_Text(attachment.name, kept, manuscript.title, gone))
        if not files:
            if kind is Kind.REPLY and body.letters < SHORTEST_REPLY:
                return ()
            return (body,) if body.letters >= 20 else ()
        aside = tuple(block.text for block in body.blocks if block.kind == TEXT)
        if body.letters >= 2 * SHORTEST_BODY and all(_likeness(body, file) < SAME_TEXT for file in files):
            return (*files, body)
        first = replace(files[0], aside=(*files[0].aside, *body.aside, *aside), notices=body.notices)
        return (first, *files[1:])

    def _body(self) -> _Text:
        mail = self.mail
        told: list[Notice] = []
        forward = sender.is_forward(mail)
        source = mail
        if mail.enclosed and len((mail.text or mail.html).strip()) < cutting.SHORT_NOTE_CHARACTERS * 2:
            source = mail.enclosed[0]
            told.append(notice(FORWARDED, sender=_spoken(source)))
        html = source.html or paragraphs_html(unwrapped(source.text))
        found = blocks(html)
        cut = cutting.cut(found, forward)
        if cut.original.address or cut.original.name:
            told.append(notice(FORWARDED, sender=_who(cut.original.name, cut.original.address)))
        remote = len(re.findall(r"<img[^>]+src\s*=\s*[\"']?https?:", source.html, re.IGNORECASE))
        if remote and source.html:
            told.append(notice(REMOTE_PICTURES, count=remote))
        cloud = CLOUD_LINK.search(source.html or source.text)
        if cloud:
            self.notices.append(notice(CLOUD, name=cloud[0]))
        aside = tuple(block.text for block in cut.aside)
        if source is not mail:
            aside = (*(row for row in mail.text.split("\n") if row.strip()), *aside)
        return _Text("", cut.kept, cut.original_subject, aside, tuple(told))

    def draft(self, text: _Text, first: bool, only: bool) -> tuple[Draft, tuple[str, ...]]:
        notices = list(text.notices)
        found, kept, aside = fields.taken(text.blocks)
        title = self._without_label(found.title or self._title(text))
        if not found.title and not (text.name and names.told(text.name)) and title and text.blocks:
            notices.append(notice(NO_TITLE))
        from_note = [fields.from_line(fields.Fields(), row) for row in text.aside]
        in_sentences = [fields.from_note(fields.Fields(), row) for row in text.aside]
        found = _filled(found, [*(note for note in from_note if note), *in_sentences])
        inside = {block.src for block in kept if block.kind == PICTURE}
        if first:
            extra = [src for src in self.loose if src not in inside and not self._shown_elsewhere(src, kept)]
            kept = (*kept, *(Block(PICTURE, src=src, align="loose") for src in extra))
            captions = tuple(Block(TEXT, row, row) for row in _captions(text.aside))
            kept = (*kept, *captions) if extra else kept
            if (
                extra
                and not any(phrases.PLACEHOLDER.match(block.text) for block in kept if block.kind == TEXT)
                and not only
            ):
                notices.append(notice(WHOSE_PICTURES))
            elif len(extra) > 1 and not any(phrases.PLACEHOLDER.match(block.text) for block in kept):
                notices.append(notice(LOOSE_PICTURES, count=len(extra)))
        shaped = shaping.body(_without_doubled_title(kept, title), self.pictures)
        source = found.source or (self.site.name if re.match(r"本网讯|本站讯", shaped.text) else "")
        byline = " ".join(found.people) if _is_han(found.people) else ", ".join(found.people)
        if not byline and text.blocks:
            notices.append(notice(NO_BYLINE, sender=_spoken(self.mail)))
        if phrases.REVISED.search(self.mail.subject):
            notices.append(notice(REVISED))
        draft = Draft(
            title=title,
            byline=byline,
            source=source,
            credit=found.credit,
            summary=shaping.summary(shaped.text, shaped.headings),
            html=shaped.html,
            category=suggested_category(title, shaped.text, self.site),
            manuscript=text.name,
            pictures=shaped.pictures,
            set_aside=tuple(dict.fromkeys((*text.aside, *(block.text for block in aside)))),
            notices=tuple(notices),
        )
        return draft, shaped.headings

    def _without_label(self, title: str) -> str:
        """【教育新闻】 before a title names a category, or says that it is news."""
        match = re.match(r"^[【\[](?P<label>[^】\]]{2,8})[】\]]\s*(?P<title>.{4,})$", title)
        labels = {category.name for category in self.site.categories} | phrases.TITLE_LABELS
        return match["title"] if match and match["label"] in labels else title

    def _shown_elsewhere(self, src: str, kept: tuple[Block, ...]) -> bool:
        """The same picture both in the text and as a file is one picture."""
        shown = {
            self.pictures[block.src].sha256 for block in kept if block.kind == PICTURE and block.src in self.pictures
        }
        return self.pictures[src].sha256 in shown

    def _title(self, text: _Text) -> str:
        """Where the text carries no title: the file's name, the subject, the first words."""
        subject = sender.bare_subject(text.claimed_title if not text.name else "") or sender.bare_subject(
            self.mail.subject
        )
        subject = bare_title(subject)
        told = bare_title(names.told(text.name)) if text.name else ""
        for candidate in (told, subject, text.claimed_title):
            if len(line(candidate)) >= 4:
                return line(candidate)
        lead = next((block.text for block in text.blocks if block.kind == TEXT), "")
        return (
            line(re.split(r"[。！？!?]", lead)[0])[: fields.MAX_TITLE_CHARACTERS] or subject or line(self.mail.subject)
        )


def _captions(aside: tuple[str, ...]) -> list[str]:
    """The captions that a covering note carries, a line each: `图1：开幕式现场；图2：学生朗诵。`"""
    return [f"图{match['number']}：{match['caption']}" for row in aside for match in phrases.NOTE_CAPTION.finditer(row)]


def bare_title(text: str) -> str:
    """A subject or file name without 投稿, 【供稿】, （修改稿）.

    >>> bare_title("【投稿】青禾师范学院春季运动会开幕（修改稿）")
    '青禾师范学院春季运动会开幕'
    """
    while True:
        shorter = phrases.SUBJECT_NOISE.sub("", text).strip()
        if shorter == text or not shorter:
            return text if shorter else ""
        text = shorter


def suggested_category(title: str, text: str, site: Site) -> str:
    """The category whose keywords the text uses most, a word in the title counting five times; else the first."""
    best, most = site.categories[0].slug if site.categories else "", 0
    for category in site.categories:
        count = sum(5 * title.count(word) + min(text.count(word), 5) for word in category.keywords)
        if count > most:
            best, most = category.slug, count
    return best


def _filled(found: fields.Fields, notes: list[fields.Fields]) -> fields.Fields:
    """What the manuscript does not say, the covering note may."""
    for note in notes:
        found = replace(
            found,
            people=found.people or note.people,
            source=found.source or note.source,
            credit=found.credit or note.credit,
        )
    return found


def _likeness(one: _Text, other: _Text) -> float:
    first, second = (re.sub(r"\W", "", "".join(block.text for block in text.blocks))[:4000] for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).quick_ratio() if first and second else 0.0


def _without_doubled_title(kept: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    first = next((block for block in kept if block.kind == TEXT), None)
    return tuple(block for block in kept if not (block is first and line(block.text) == title))


def _organisation(mail: Submission, aside: tuple[str, ...]) -> str:
    """Whom the sender writes for, as the signature or the name of the mailbox says."""
    for words in (*reversed(aside), mail.sender.name):
        match = re.match(rf"^{phrases.ORGANISATION}(?=$|[\s\u3000])", words)
        if match and len(match[0]) >= 4:
            return match[0]
    return ""


def _is_han(people: tuple[str, ...]) -> bool:
    return all(not person.isascii() for person in people)


def _spoken(mail: Submission) -> str:
    return _who(mail.sender.name, mail.sender.address)


def _who(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address
