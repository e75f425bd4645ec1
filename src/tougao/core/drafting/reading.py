"""One mail read whole: what sort it is, which parts are manuscripts, and the draft each one gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from types import MappingProxyType

from tougao.core import names, sender
from tougao.core.article import Draft
from tougao.core.characters import line
from tougao.core.drafting import cutting, fields, phrases, shaping, titles
from tougao.core.drafting.blocks import PICTURE, TEXT, Block, blocks
from tougao.core.drafting.files import Files
from tougao.core.markup import paragraphs_html
from tougao.core.message import submission as parsed
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Site
from tougao.core.submission import Attachment, Kind, Submission
from tougao.core.wrapping import unwrapped

SHORTEST_MANUSCRIPT = 60  # characters; a shorter file is a form, a list, a note
SHORTEST_BODY = 150  # characters of a mail's body that may be an article beside a file
SAME_TEXT = 0.5
SHORTEST_REPLY = 100  # a reply that says more than this brings an article
SHORTEST_QUESTION = 15

NO_TITLE = gettext_noop("No title was found; the subject of the mail stands in its place.")
NO_BYLINE = gettext_noop("No byline was found; the mail is from {sender}.")
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
        has_something = bool(desk.files.pictures or mail.attachments) or len(mail.text.strip()) >= SHORTEST_QUESTION
        if kind is Kind.REPLY or not has_something:
            kind = kind if kind is Kind.REPLY else Kind.EMPTY
            return Reading(mail, kind, attachments=desk.files.attachments(), notices=(*mail.notices, *desk.notices))
        # A question, or files we cannot read: an editor must see it, with the words of the mail set aside.
        words = tuple(row.strip() for row in mail.text.split("\n") if row.strip())
        texts = (_Text("", (), aside=words, notices=(notice(NO_TEXT),)),)
    kind = Kind.SUBMISSION
    drafts = tuple(desk.draft(text, first=position == 0, only=len(texts) == 1) for position, text in enumerate(texts))
    if len(drafts) > 1:
        desk.notices.append(notice(SEVERAL, count=len(drafts)))
    wrote_for = next((draft.credit for draft, _ in drafts if draft.credit), "") or titles.organisation(
        mail, drafts[0][0].set_aside
    )
    return Reading(
        mail,
        kind,
        tuple(draft for draft, _ in drafts),
        tuple(headings for _, headings in drafts),
        desk.files.attachments(),
        MappingProxyType(dict(desk.files.media)),
        wrote_for,
        tuple(dict.fromkeys((*mail.notices, *desk.notices))),
    )


class _Desk:
    """One mail on the copy desk: its files spread out, and what has been noticed so far."""

    def __init__(self, mail: Submission, site: Site) -> None:
        self.mail, self.site = mail, site
        self.files = Files(mail)
        self.notices = self.files.notices

    def texts(self, kind: Kind) -> tuple[_Text, ...]:
        """The manuscripts of the mail: its files, else its body; the body beside files only when it is another text."""
        body = self._body()
        files = []
        for attachment, manuscript in self.files.manuscripts:
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
        title = titles.without_label(found.title or self._stand_in(text), self.site)
        if not found.title and not (text.name and names.told(text.name)) and title and text.blocks:
            notices.append(notice(NO_TITLE))
        from_note = [fields.from_line(fields.Fields(), row) for row in text.aside]
        in_sentences = [fields.from_note(fields.Fields(), row) for row in text.aside]
        found = _filled(found, [*(note for note in from_note if note), *in_sentences])
        inside = {block.src for block in kept if block.kind == PICTURE}
        if first:
            extra = [src for src in self.files.loose if src not in inside and not self._shown_elsewhere(src, kept)]
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
        shaped = shaping.body(_without_doubled_title(kept, title), self.files.pictures)
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
            category=titles.suggested_category(title, shaped.text, self.site),
            manuscript=text.name,
            pictures=shaped.pictures,
            set_aside=tuple(dict.fromkeys((*text.aside, *(block.text for block in aside)))),
            notices=tuple(notices),
        )
        return draft, shaped.headings

    def _stand_in(self, text: _Text) -> str:
        lead = next((block.text for block in text.blocks if block.kind == TEXT), "")
        return titles.stand_in(self.mail, text.name, text.claimed_title, lead)

    def _shown_elsewhere(self, src: str, kept: tuple[Block, ...]) -> bool:
        """The same picture both in the text and as a file is one picture."""
        shown = {
            self.files.pictures[block.src].sha256
            for block in kept
            if block.kind == PICTURE and block.src in self.files.pictures
        }
        return self.files.pictures[src].sha256 in shown


def _captions(aside: tuple[str, ...]) -> list[str]:
    """The captions that a covering note carries, a line each: `图1：开幕式现场；图2：学生朗诵。`"""
    return [f"图{match['number']}：{match['caption']}" for row in aside for match in phrases.NOTE_CAPTION.finditer(row)]


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


def _is_han(people: tuple[str, ...]) -> bool:
    return all(not person.isascii() for person in people)


def _spoken(mail: Submission) -> str:
    return _who(mail.sender.name, mail.sender.address)


def _who(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address
