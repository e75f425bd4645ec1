"""One mail read whole: what sort it is, which parts are manuscripts, and the draft each one gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tougao.core import names, sender
from tougao.core.article import Certainty, Draft, Origin
from tougao.core.characters import line
from tougao.core.drafting import bounds, cutting, fields, lines, manuscripts, phrases, shaping, titles
from tougao.core.drafting.blocks import PICTURE, TEXT, Block, blocks
from tougao.core.drafting.files import Files
from tougao.core.drafting.manuscripts import Text, spoken
from tougao.core.markup import paragraphs_html
from tougao.core.message import submission as parsed
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.opening import Opener, opened
from tougao.core.site import Site
from tougao.core.submission import Attachment, Kind, Submission
from tougao.core.wrapping import unwrapped

SHORTEST_QUESTION = 15
SHORTEST_SHARED_NAME = 4  # characters two file names must begin with alike to belong together

NO_TITLE = gettext_noop("No title was found; the subject of the mail stands in its place.")
NO_BYLINE = gettext_noop("No byline was found; the mail is from {sender}.")
LOOSE_PICTURES = gettext_noop(
    "{count} pictures came as files and stand at the end of the draft; move them where they belong."
)
WHOSE_PICTURES = gettext_noop("The mail holds several manuscripts; pictures that name none were given to the first.")
SEVERAL = gettext_noop("The mail holds {count} manuscripts; each is a draft of its own.")
NO_TEXT = gettext_noop("No text of an article was found in this mail.")
REVISED = gettext_noop("The sender calls this a revised version; look for an earlier one.")
IN_NOTE = gettext_noop("The covering note says so: {line}")
TOO_LONG = gettext_noop(
    "This manuscript is very long: the draft holds its beginning, {count} characters. All of it stands beside it, in the mail."
)
HOUSE_LABEL = gettext_noop("The text begins with 本网讯, so it is our own.")

READ_KINDS = (Kind.SUBMISSION, Kind.REPLY)


@dataclass(frozen=True)
class Reading:
    """What a mail became. `media` holds the bytes of each picture under its reference without "media:"; `words` is what a
    mail that answers another says itself, a paragraph a line."""

    submission: Submission
    kind: Kind
    drafts: tuple[Draft, ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    organisation: str = ""
    notices: tuple[Notice, ...] = ()
    words: str = ""


def read(raw: bytes, site: Site, open_file: Opener = opened) -> Reading:
    """Read a mail. Same input, same reading; never raises for what a sender did. `open_file` opens its files."""
    return reading(parsed(raw), site, open_file)


def reading(mail: Submission, site: Site, open_file: Opener = opened) -> Reading:
    kind = sender.kind(mail)
    if kind not in READ_KINDS:
        return Reading(mail, kind, attachments=mail.attachments, notices=mail.notices)
    files = Files((mail, *manuscripts.enclosed_in(mail)), open_file)
    texts, told = manuscripts.texts(mail, kind, files)
    notices = [*mail.notices, *files.notices, *told]
    if not texts:
        has_something = bool(files.pictures or mail.attachments) or len(mail.text.strip()) >= SHORTEST_QUESTION
        if kind is Kind.REPLY or not has_something:
            kind = kind if kind is Kind.REPLY else Kind.EMPTY
            told = tuple(dict.fromkeys(notices))
            return Reading(mail, kind, attachments=files.attachments(), notices=told, words=_words(mail))
        # A question, or files we cannot read: an editor must see it, with the words of the mail set aside.
        words = tuple(row.strip() for row in mail.text.split("\n") if row.strip())
        texts = (Text("", (), aside=words, notices=(notice(NO_TEXT),)),)
    owners = {src: _owner(src, texts, files) for src in files.loose}
    drafts = tuple(
        _Drafting(mail, site, files).draft(text, [src for src in files.loose if owners[src] == place], len(texts))
        for place, text in enumerate(texts)
    )
    if len(drafts) > 1:
        notices.append(notice(SEVERAL, count=len(drafts)))
    wrote_for = next((draft.credit for draft, _ in drafts if draft.credit), "") or titles.organisation(
        mail, drafts[0][0].set_aside
    )
    return Reading(
        mail,
        Kind.SUBMISSION,
        tuple(draft for draft, _ in drafts),
        tuple(headings for _, headings in drafts),
        files.attachments(),
        MappingProxyType(dict(files.media)),
        wrote_for,
        tuple(dict.fromkeys(notices)),
        _words(mail),
    )


def _words(mail: Submission) -> str:
    if not (mail.in_reply_to or mail.references):
        return ""
    said = cutting.unquoted(blocks(mail.html or paragraphs_html(unwrapped(mail.text))))
    return "\n".join(block.text for block in said if block.text)


def _owner(src: str, texts: tuple[Text, ...], files: Files) -> int:
    """Which manuscript a picture that came as a file belongs to: one packed in its folder, or named like it, else the first."""
    if len(texts) == 1:
        return 0
    folder = files.folders.get(src, "")
    if folder and [text.folder for text in texts].count(folder) == 1:
        return [text.folder for text in texts].index(folder)
    name = names.stem(files.pictures[src].name)
    shared = [_shared(name, names.stem(text.name)) for text in texts]
    best = max(shared)
    return shared.index(best) if best >= SHORTEST_SHARED_NAME and shared.count(best) == 1 else 0


def _shared(one: str, other: str) -> int:
    """How many characters two names begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


@dataclass(frozen=True)
class _Drafting:
    """One mail on the copy desk, its files spread out."""

    mail: Submission
    site: Site
    files: Files

    def draft(self, text: Text, loose: list[str], count: int) -> tuple[Draft, tuple[str, ...]]:
        notices = list(text.notices)
        found, kept, aside = fields.taken(text.blocks)
        title, label, title_origin = self._title(found, text)
        if not found.title and not (text.name and names.told(text.name)) and title and text.blocks:
            notices.append(notice(NO_TITLE))
        found = _filled(found, text.aside)
        signer = titles.signed_by(self.mail)
        if signer and not found.everybody:
            signed = replace(found, people=(signer,))
            found = lines.noted(found, signed, Certainty.LIKELY, notice(titles.FROM_SUBJECT))
        kept, told = self._with_loose(kept, text, loose, count)
        notices += told
        bounded = bounds.body(kept)
        set_aside = tuple(dict.fromkeys((*text.aside, *(block.text for block in aside))))
        bounded_aside = bounds.aside(set_aside)
        if (bounded, bounded_aside) != (kept, set_aside):
            notices.append(notice(TOO_LONG, count=bounds.MOST_BODY_CHARACTERS))
        shaped = shaping.body(
            _without_doubled_title(bounded, title), self.files.pictures, (title, names.told(text.name))
        )
        origins = [*title_origin, *(origin for origin in found.origins if origin.field != "title")]
        source = found.source
        if not source and re.match(r"本网讯|本站讯", shaped.text):
            source = self.site.name
            origins.append(Origin("source", Certainty.LIKELY, notice(HOUSE_LABEL)))
        byline = (" " if _is_han(found.everybody) else ", ").join(found.everybody)
        if not byline and text.blocks:
            notices.append(notice(NO_BYLINE, sender=spoken(self.mail)))
        if phrases.REVISED.search(self.mail.subject):
            notices.append(notice(REVISED))
        category, reason = titles.suggested_category(title, shaped.text, self.site, label)
        draft = Draft(
            title=title,
            byline=byline,
            source=source,
            credit=found.credit,
            summary=(found.summary or shaping.summary(shaped.text, shaped.headings))[: bounds.MOST_SUMMARY_CHARACTERS],
            html=shaped.html,
            category=category,
            manuscript=text.name,
            pictures=shaped.pictures,
            set_aside=bounded_aside,
            origins=(*origins, *((reason,) if reason else ())),
            notices=tuple(notices),
        )
        return draft, shaped.headings

    def _title(self, found: lines.Fields, text: Text) -> tuple[str, str, list[Origin]]:
        """The title, the label that stood before it, and where it came from."""
        if found.title:
            origins = [origin for origin in found.origins if origin.field == "title"]
            return (*titles.without_label(found.title, self.site), origins)
        lead = next((block.text for block in text.blocks if block.kind == TEXT), "")
        words, origin = titles.stand_in(self.mail, text.name, text.claimed_title, lead)
        return (*titles.without_label(words, self.site), [origin])

    def _with_loose(
        self, kept: tuple[Block, ...], text: Text, loose: list[str], count: int
    ) -> tuple[tuple[Block, ...], list[Notice]]:
        """The pictures that came as files, behind the text, with the captions that a covering note has for them."""
        inside = {block.src for block in kept if block.kind == PICTURE}
        extra = [src for src in loose if src not in inside and not self._shown_elsewhere(src, kept)]
        if not extra:
            return kept, []
        captions = tuple(Block(TEXT, row, row) for row in _captions(text.aside))
        asked_for = any(phrases.PLACEHOLDER.match(block.text) for block in kept if block.kind == TEXT)
        kept = (*kept, *(Block(PICTURE, src=src, align="loose") for src in extra), *captions)
        if asked_for:
            return kept, []
        if count > 1 and not any(self.files.folders.get(src) for src in extra):
            return kept, [notice(WHOSE_PICTURES)]
        return kept, [notice(LOOSE_PICTURES, count=len(extra))] if len(extra) > 1 else []

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


def _filled(found: lines.Fields, rows: tuple[str, ...]) -> lines.Fields:
    """What the manuscript does not say, the covering note may: in a line of its own, or within a sentence."""
    for read_line, certainty in ((lines.from_line, Certainty.SURE), (lines.from_note, Certainty.LIKELY)):
        for row in rows:
            note = read_line(lines.Fields(), row)
            if note:
                filled = replace(
                    found,
                    people=found.people or note.people,
                    photographers=found.photographers or note.photographers,
                    source=found.source or note.source,
                    credit=found.credit or note.credit,
                )
                found = lines.noted(found, filled, certainty, notice(IN_NOTE, line=row))
    return found


def _without_doubled_title(kept: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    first = next((block for block in kept if block.kind == TEXT), None)
    return tuple(block for block in kept if not (block is first and line(block.text) == title))


def _is_han(people: tuple[str, ...]) -> bool:
    return all(not person.isascii() for person in people)
