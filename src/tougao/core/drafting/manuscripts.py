"""Which parts of a mail are manuscripts: its body, its files, the mails inside it; what is only said about them."""

import re
from dataclasses import dataclass, replace

from tougao.core import media_types, names, sender
from tougao.core.drafting import cutting, phrases
from tougao.core.drafting.blocks import TABLE, TEXT, Block, blocks
from tougao.core.drafting.fields import taken
from tougao.core.drafting.files import Files
from tougao.core.drafting.headline import is_title
from tougao.core.likeness import likeness
from tougao.core.markup import paragraphs_html
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.submission import Kind, Submission
from tougao.core.wrapping import unwrapped

SHORTEST_FILE = 60  # characters; a shorter file is a form, a list, a note
SHORTEST_BODY = 20
BODY_BESIDE_FILES = 300  # characters of a body that may be an article of its own beside files
SHORTEST_REPLY = 100  # a reply that says more than this brings an article
SAME_TEXT = 0.6
LONGEST_DECLARATION = 200
MAX_ENCLOSED = 30

FORWARDED = gettext_noop("Forwarded mail: it was first sent by {sender}.")
CLOUD = gettext_noop("The mail links to a file in a net disk ({name}); fetch it before the link expires.")
REMOTE_PICTURES = gettext_noop(
    "The mail shows pictures from elsewhere ({count}), which were not fetched; ask for them as files."
)
SAME_AGAIN = gettext_noop("{name} holds the same text as {other}; only that was taken.")
FORM = gettext_noop("{name} looks like a form, not an article; it is kept with the mail.")
NOTHING_CUT = gettext_noop(
    "Most of the text looks like a quoted mail or a signature; it was all left in. Check its ends."
)

CLOUD_LINK = re.compile(
    r"(?:文件中转站|超大附件|云附件|网盘|pan\.baidu\.com|mail\.qq\.com/cgi-bin/ftnExs|wenshushu|weiyun\.com)",
    re.IGNORECASE,
)
REMOTE_PICTURE = re.compile(r"<img[^>]+src\s*=\s*[\"']?https?:", re.IGNORECASE)

# Of the same text in two formats the one that keeps most of its form is taken.
PREFERENCE = (
    media_types.DOCX, media_types.DOC, media_types.OLE, media_types.ODT, media_types.RTF, "text/html", "text/markdown",
    "text/plain", media_types.PDF,
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A manuscript: the file it stood in ("" for the body of a mail), its blocks, and what was left out of it."""

    name: str
    blocks: tuple[Block, ...]
    claimed_title: str = ""
    aside: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    folder: str = ""
    media_type: str = ""

    @property
    def letters(self) -> int:
        return cutting.letters(self.blocks)

    @property
    def words(self) -> str:
        return "\n".join(block.text for block in self.blocks)


def enclosed_in(mail: Submission) -> tuple[Submission, ...]:
    """The mails inside a mail, and those inside them, in order."""
    out: list[Submission] = []
    for inner in mail.enclosed:
        out += [inner, *enclosed_in(inner)]
    return tuple(out[:MAX_ENCLOSED])


def texts(mail: Submission, kind: Kind, files: Files) -> tuple[tuple[Text, ...], tuple[Notice, ...]]:
    """The manuscripts of a mail, none twice, and what is to be told of the whole mail."""
    told: list[Notice] = []
    body = _body(mail, told)
    inner = [_enclosed(each, told) for each in enclosed_in(mail)]
    from_files, notes = _from_files(files, told)
    if not from_files and not any(text.letters >= SHORTEST_FILE for text in inner):
        if kind is Kind.REPLY and body.letters < SHORTEST_REPLY:
            return (), tuple(told)
        found = _parted(replace(body, aside=(*body.aside, *notes)))
        return (found if body.letters >= SHORTEST_BODY else ()), tuple(told)
    found = tuple(piece for text in _without_twins(from_files, told) for piece in _parted(text))
    for text, least in [(each, SHORTEST_FILE if not from_files else BODY_BESIDE_FILES) for each in inner] + [
        (body, BODY_BESIDE_FILES)
    ]:
        if text.letters >= least and all(likeness(text.words, taken.words) < SAME_TEXT for taken in found):
            found += _parted(text)
        else:
            notes += (*text.aside, *(block.text for block in text.blocks if block.kind == TEXT))
            found = (replace(found[0], notices=(*found[0].notices, *text.notices)), *found[1:]) if found else found
    first = replace(found[0], aside=(*found[0].aside, *notes))
    return (first, *found[1:]), tuple(told)


def _from_files(files: Files, told: list[Notice]) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """The files that hold an article, and the words of those that are forms about one."""
    found: list[Text] = []
    forms: list[Text] = []
    for attachment, manuscript in files.manuscripts:
        all_blocks = blocks(manuscript.html)
        if attachment.media_type == media_types.TNEF:
            cut = cutting.cut(all_blocks, is_forward=False)
            text = Text("", cut.kept, "", tuple(block.text for block in cut.aside))
        else:
            kept = tuple(block for block in all_blocks if not _is_furniture(block))
            gone = tuple(block.text for block in all_blocks if _is_furniture(block))
            text = Text(
                attachment.name,
                kept,
                manuscript.title,
                gone,
                folder=attachment.folder,
                media_type=attachment.media_type,
            )
        if text.letters >= SHORTEST_FILE:
            (forms if _is_form(text) else found).append(text)
    if not found and not any(phrases.DECLARATION.search(form.words) for form in forms):
        return tuple(forms), ()
    told += [notice(FORM, name=form.name) for form in forms]
    return tuple(found), tuple(row for form in forms for row in form.words.split("\n"))


def _is_furniture(block: Block) -> bool:
    return block.kind == TEXT and bool(phrases.FURNITURE.match(block.text) or phrases.SIGNATURE_MARK.match(block.text))


def _is_form(text: Text) -> bool:
    """A file named as a form, one that is hardly more than a table, or a short one that only declares something."""
    if text.letters < LONGEST_DECLARATION and phrases.DECLARATION.search(text.words):
        return True
    if phrases.FORM_NAME.search(names.stem(text.name)):
        return True
    tables = cutting.letters(block for block in text.blocks if block.kind == TABLE)
    return tables > 0.8 * text.letters


def _without_twins(found: tuple[Text, ...], told: list[Notice]) -> tuple[Text, ...]:
    """The same text as .docx and .pdf is one manuscript; of two versions the one that is called final, else the later."""
    kept: list[Text] = []
    for text in found:
        twin = next((each for each in kept if likeness(each.words, text.words) >= SAME_TEXT), None)
        if twin is None:
            kept.append(text)
            continue
        better, worse = (text, twin) if _rank(text) <= _rank(twin) else (twin, text)
        kept[kept.index(twin)] = better
        told.append(notice(SAME_AGAIN, name=worse.name, other=better.name))
    return tuple(kept)


def _rank(text: Text) -> tuple[bool, int]:
    place = PREFERENCE.index(text.media_type) if text.media_type in PREFERENCE else len(PREFERENCE)
    return not phrases.REVISED.search(text.name), place


def _body(mail: Submission, told: list[Notice]) -> Text:
    text = _cut_body(mail, sender.is_forward(mail), told)
    if enclosed_in(mail):
        return text
    cloud = CLOUD_LINK.search(mail.html or mail.text)
    if cloud:
        told.append(notice(CLOUD, name=cloud[0]))
    return text


def _enclosed(mail: Submission, told: list[Notice]) -> Text:
    text = _cut_body(mail, True, told)
    forwarded = notice(FORWARDED, sender=spoken(mail))
    return replace(text, claimed_title=text.claimed_title or mail.subject, notices=(forwarded, *text.notices))


def _cut_body(mail: Submission, is_forward: bool, told: list[Notice]) -> Text:
    html = mail.html or paragraphs_html(unwrapped(mail.text))
    cut = cutting.cut(blocks(html), is_forward)
    notices: list[Notice] = []
    if cut.original.address or cut.original.name:
        notices.append(notice(FORWARDED, sender=who(cut.original.name, cut.original.address)))
    if cut.left_whole:
        notices.append(notice(NOTHING_CUT))
    remote = len(REMOTE_PICTURE.findall(mail.html))
    if remote:
        notices.append(notice(REMOTE_PICTURES, count=remote))
    kept = tuple(block for block in cut.kept if not _is_furniture(block))
    aside = (*cut.aside, *(block for block in cut.kept if _is_furniture(block)))
    return Text("", kept, cut.original_subject, tuple(block.text for block in aside), tuple(notices))


def _parted(text: Text) -> tuple[Text, ...]:
    """One text, or several where lines such as 稿件一： part them."""
    starts = [
        place
        for place, block in enumerate(text.blocks)
        if block.kind == TEXT and phrases.MANUSCRIPT_MARK.match(block.text)
    ]
    if len(starts) < 2:
        return _parted_by_titles(text)
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(text.blocks)], strict=True):
        mark = text.blocks[start]
        rest = phrases.MANUSCRIPT_MARK.sub("", mark.text).strip()
        head = (replace(mark, text=rest, html=phrases.MANUSCRIPT_MARK.sub("", mark.html).strip()),) if rest else ()
        pieces.append(replace(text, blocks=(*head, *text.blocks[start + 1 : end]), aside=(), notices=()))
    if any(piece.letters < SHORTEST_FILE for piece in pieces):
        return (text,)
    before = tuple(block.text for block in text.blocks[: starts[0]])
    pieces[0] = replace(pieces[0], aside=(*text.aside, *before), notices=text.notices)
    return tuple(pieces)


def _parted_by_titles(text: Text) -> tuple[Text, ...]:
    """Several manuscripts one below the other: each has a title set as one, and names its own author or sender."""
    starts = [
        place
        for place, block in enumerate(text.blocks)
        if block.kind == TEXT and block.align == "center" and (block.bold or block.level == 1) and is_title(block)
    ]
    if len(starts) < 2 or starts[0] != 0:
        return (text,)
    pieces = [
        replace(text, blocks=text.blocks[start:end], aside=(), notices=())
        for start, end in zip(starts, [*starts[1:], len(text.blocks)], strict=True)
    ]
    for piece in pieces:
        found, _kept, _aside = taken(piece.blocks)
        if piece.letters < SHORTEST_FILE or not (found.people or found.credit):
            return (text,)
    return (replace(pieces[0], aside=text.aside, notices=text.notices), *pieces[1:])


def spoken(mail: Submission) -> str:
    return who(mail.sender.name, mail.sender.address)


def who(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address
