"""Blocks → the body of an article: section headings, the label before the lead, run-ins, figures with their captions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tougao.core import names
from tougao.core.article import Picture
from tougao.core.characters import is_chinese
from tougao.core.drafting import phrases
from tougao.core.drafting.blocks import ITEM, PICTURE, TABLE, TEXT, Block
from tougao.core.markup import escaped

MAX_HEADING_CHARACTERS = 45
MAX_CAPTION_CHARACTERS = 120
SUMMARY_CHARACTERS = 120
SHORTEST_BESIDE_HEADING = 25  # characters of a paragraph
LONGEST_SUMMARY = 220  # of one sentence, which is better whole


@dataclass(frozen=True)
class Body:
    html: str
    headings: tuple[str, ...]
    pictures: tuple[Picture, ...]
    text: str


@dataclass
class _Writing:
    pieces: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    in_list: bool = False


def body(blocks: tuple[Block, ...], pictures: Mapping[str, Picture], known: tuple[str, ...] = ()) -> Body:
    """`pictures` maps a picture block's `src` to what will be published; those it does not hold are left out.

    A picture whose name only repeats one of the `known` words (the manuscript's name, its title) has no caption by it.
    """
    blocks = captioned(numbered_placed(marked(blocks)))
    out = _Writing()
    led = False
    for block in blocks:
        if out.in_list and block.kind != ITEM:
            out.pieces.append("</ul>")
            out.in_list = False
        if block.kind == PICTURE:
            _write_picture(out, block, pictures, known)
        elif block.kind == TABLE:
            out.pieces.append(block.html)
            out.rows.extend(block.text.split("\n"))
        elif block.level:
            out.pieces.append(f"<h{block.level}>{escaped(block.text)}</h{block.level}>")
            out.rows.append(block.text)
            if block.level == 2:
                out.headings.append(block.text)
        elif block.kind == ITEM:
            if not out.in_list:
                out.pieces.append("<ul>")
                out.in_list = True
            out.pieces.append(f"<li>{block.html}</li>")
            out.rows.append(block.text)
        else:
            out.pieces.append(f"<p>{run_in(block.html if led else datelined(block))}</p>")
            out.rows.append(block.text)
            led = True
    if out.in_list:
        out.pieces.append("</ul>")
    return Body("\n".join(out.pieces), tuple(out.headings), tuple(out.pictures), "\n".join(out.rows))


def marked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Which lines are section headings: 一、 lines that end no sentence; bold short lines between paragraphs."""
    numbered = [
        block
        for position, block in enumerate(blocks)
        if is_numbered_heading(block) and not _is_listed(blocks, position)
    ]
    bare = _bare_headings(blocks) if not numbered else ()
    out = []
    for position, block in enumerate(blocks):
        level = 0
        if block.kind == TEXT and not block.caption:
            if block.level in (1, 2, 3) and len(block.text) <= 60:
                level = 2 if block.level <= 2 else 3
            elif block in numbered:
                level = 2 if _depth(block) == min(map(_depth, numbered)) else 3
            elif _is_bold_heading(block, blocks[position + 1 : position + 2]):
                level = 2 if not numbered else 3
            elif position in bare:
                level = 2
        out.append(replace(block, level=level))
    return tuple(out)


def _is_listed(blocks: tuple[Block, ...], position: int) -> bool:
    """1. 2. 3. in a row, with nothing between them, are a list and no headings."""
    beside = (blocks[place] for place in (position - 1, position + 1) if 0 <= place < len(blocks))
    return bool(phrases.NUMBERED_LINE.match(blocks[position].text)) and any(
        phrases.NUMBERED_LINE.match(block.text) for block in beside
    )


def _bare_headings(blocks: tuple[Block, ...]) -> tuple[int, ...]:
    """Short lines that end no sentence, each between longer paragraphs that do; one alone is left a line."""
    found = []
    for position, block in enumerate(blocks[1:-1], 1):
        above, below = blocks[position - 1], blocks[position + 1]
        if (
            block.kind == above.kind == below.kind == TEXT
            and not (block.caption or phrases.CAPTION.match(block.text) or phrases.PLACEHOLDER.match(block.text))
            and 4 <= len(block.text) <= (24 if is_chinese(block.text) else 60)
            and not phrases.SENTENCE_MARK.search(block.text)
            and all(
                len(each.text) >= SHORTEST_BESIDE_HEADING and phrases.SENTENCE_MARK.search(each.text[-2:])
                for each in (above, below)
            )
        ):
            found.append(position)
    return tuple(found) if len(found) >= 2 else ()


def _depth(block: Block) -> int:
    """一、 stands above （一）, and that above 1."""
    return 2 if phrases.NUMBERED_LINE.match(block.text) else 1 if phrases.SUBSECTION.match(block.text) else 0


def is_numbered_heading(block: Block) -> bool:
    text = block.text
    return (
        block.kind == TEXT
        and len(text) <= MAX_HEADING_CHARACTERS
        and bool(phrases.SECTION.match(text) or phrases.NUMBERED_LINE.match(text))
        and not re.search(r"[。；;，,：:]$", text)
        and not re.search(r"[。！？].", text)
    )


def _is_bold_heading(block: Block, following: tuple[Block, ...]) -> bool:
    return (
        block.bold
        and 2 <= len(block.text) <= MAX_HEADING_CHARACTERS
        and not re.search(r"[。！？；，：:.,;]$", block.text)
        and not phrases.CAPTION.match(block.text)
        and bool(following)
        and (following[0].kind != TEXT or len(following[0].text) > len(block.text))
    )


def datelined(block: Block) -> str:
    """The lead with its label (本网讯, 本报讯) set apart; one space stands between label and text."""
    match = phrases.DATELINE.match(block.text)
    if not match or block.bold:
        return block.html
    label = match["label"]
    rest = re.sub(rf"^(?:<b>)?{re.escape(label)}(?:</b>)?[\s\u3000:：]*(?:</b>)?", "", block.html)
    return f'<b class="dateline">{escaped(label)}</b> {rest}' if rest != block.html else block.html


def run_in(html: str) -> str:
    """The first sentence of an 一是 paragraph in bold, unless the writer has marked something there."""
    if "<b>" in html[:80]:
        return html
    match = phrases.RUN_IN.match(html)
    if not match or "<" in match[0] or not re.match(r"[一二三四五六七八九十]是", html):
        return html
    return f"<b>{match[0]}</b>{html[match.end() :]}"


def numbered_placed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Pictures that came as files stand where （图1） asks for them; such placeholders never reach readers."""
    loose = [block for block in blocks if block.kind == PICTURE and block.align == "loose"]
    out: list[Block] = []
    for block in blocks:
        if block.kind == TEXT and phrases.PLACEHOLDER.match(block.text):
            number = _number(block.text)
            wanted = loose[number - 1] if 0 < number <= len(loose) else next((b for b in loose if b not in out), None)
            if wanted and wanted not in out:
                out.append(replace(wanted, align="placed"))
            if wanted:
                continue
        out.append(block)
    placed = {block.src for block in out if block.align == "placed"}
    return tuple(block for block in out if not (block.align == "loose" and block.src in placed))


def _number(text: str) -> int:
    match = re.search(r"[\d一二三四五六七八九十]{1,2}", text)
    if not match:
        return 0
    return int(match[0]) if match[0].isdecimal() else "一二三四五六七八九十".find(match[0]) + 1


def captioned(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give each picture the caption line beside it; captions collected at the end go to their pictures in order."""
    out = list(blocks)
    used: set[int] = set()
    pictures = [position for position, block in enumerate(out) if block.kind == PICTURE]
    for ordinal, position in enumerate(pictures, 1):
        for beside in (position + 1, position - 1):
            if (
                not 0 <= beside < len(out)
                or beside in used
                or not is_caption(out[beside], after_picture=beside > position)
            ):
                continue
            if _of_another(out[beside].text, ordinal, len(pictures)):
                continue
            out[position] = replace(out[position], alt=caption_words(out[beside].text))
            used.add(beside)
            break
    waiting = [position for position in pictures if not any(position + step in used for step in (1, -1))]
    for position, block in enumerate(out):
        if (
            position not in used
            and block.kind == TEXT
            and phrases.CAPTION_LABEL.match(block.text)
            and is_caption(block, False)
        ):
            number = _number(phrases.CAPTION_LABEL.match(block.text)[0])  # type: ignore[index]
            target = pictures[number - 1] if 0 < number <= len(pictures) else (waiting[0] if waiting else None)
            if target is not None:
                out[target] = replace(out[target], alt=caption_words(block.text))
                waiting = [other for other in waiting if other != target]
                used.add(position)
    return tuple(block for position, block in enumerate(out) if position not in used)


def _of_another(caption: str, ordinal: int, count: int) -> bool:
    """Does the caption's own number name another of these pictures?"""
    match = phrases.CAPTION_LABEL.match(caption)
    number = _number(match[0]) if match else 0
    return 0 < number <= count and number != ordinal


def is_caption(block: Block, after_picture: bool) -> bool:
    if block.kind != TEXT or block.level or len(block.text) > MAX_CAPTION_CHARACTERS:
        return False
    if block.caption:
        return after_picture
    if phrases.CAPTION.match(block.text):
        return True
    if after_picture and len(block.text) <= 60 and phrases.PHOTOGRAPHED.search(block.text):
        return True
    short = len(block.text) <= 40 and not re.search(r"[。！？]", block.text[:-1])
    return after_picture and block.align == "center" and short


def caption_words(text: str) -> str:
    """The caption without its label: 图1：学生在实训 → 学生在实训. 图为… stays: it is how the sentence begins."""
    words = phrases.CAPTION_LABEL.sub("", phrases.CAPTION_MARK.sub("", text)).strip()
    if text[:1] in "（(【" and words[-1:] in "）)】":
        words = words[:-1].lstrip("（(【")
    return words or text


def _write_picture(out: _Writing, block: Block, pictures: Mapping[str, Picture], known: tuple[str, ...]) -> None:
    picture = pictures.get(block.src)
    if picture is None or any(earlier.sha256 == picture.sha256 for earlier in out.pictures):
        return
    said = "" if phrases.NO_CAPTION.fullmatch(block.alt) else block.alt
    told = names.told(picture.name)
    caption = said or picture.caption or ("" if told in known else told)
    picture = replace(picture, caption=caption)
    out.pictures.append(picture)
    out.pieces.append(figure(picture))


def figure(picture: Picture) -> str:
    quoted = escaped(picture.caption).replace('"', "&quot;")
    below = f"<figcaption>{escaped(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure><img src="{picture.reference}" width="{picture.width}" height="{picture.height}" alt="{quoted}">'
        f"{below}</figure>"
    )


def summary(text: str, headings: tuple[str, ...]) -> str:
    """The first sentence of the lead, and the second where both are short; only a sentence without end is cut."""
    lead = next((row for row in text.split("\n") if row not in headings and len(row) >= 15), text.split("\n", 1)[0])
    match = phrases.DATELINE.match(lead)
    lead = lead[match.end() :] if match else lead
    width = 1 if not lead.isascii() else 2
    ends = [found.end() for found in phrases.SENTENCE_END.finditer(lead)]
    whole = [end for end in ends[:2] if end <= SUMMARY_CHARACTERS * width] or ends[:1]
    if whole and whole[-1] <= LONGEST_SUMMARY * width:
        return lead[: whole[-1]].strip()
    if len(lead) <= LONGEST_SUMMARY * width:
        return lead
    return lead[: SUMMARY_CHARACTERS * width - 1].rstrip("，、；：, ") + "…"
