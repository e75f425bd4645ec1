"""Title, byline, source and credit: found in the lines round a text, taken out of it, kept as fields."""

import re
from dataclasses import replace

from tougao.core.article import Certainty
from tougao.core.characters import line
from tougao.core.drafting import phrases
from tougao.core.drafting.blocks import TABLE, TEXT, Block
from tougao.core.drafting.headline import HEAD_BLOCKS, titled
from tougao.core.drafting.lines import LABEL, Fields, from_brackets, from_line, noted, organisation_of, with_people
from tougao.core.drafting.people import is_name
from tougao.core.markup import escaped, tree
from tougao.core.notice import gettext_noop, notice

TAIL_BLOCKS = 8

UNDER_TITLE = gettext_noop("It stands below the title: {line}")
SIGNED = gettext_noop("The text is signed with it.")
BRACKETS = gettext_noop("It stands in brackets at the end of the text.")
LEAD = gettext_noop("It stands in brackets at the beginning of the text.")


def taken(blocks: tuple[Block, ...]) -> tuple[Fields, tuple[Block, ...], tuple[Block, ...]]:
    """The fields a manuscript carries, its text without their lines, and the lines that were set aside."""
    found = Fields()
    found, blocks = titled(found, _with_values(_without_field_tables(blocks)))
    kept: list[Block] = []
    aside: list[Block] = []
    for position, block in enumerate(blocks):
        near_end = len(blocks) - position <= TAIL_BLOCKS
        if block.kind == TEXT and (position < HEAD_BLOCKS or near_end):
            changed, certainty, place = from_line(found, block.text), Certainty.SURE, LABEL
            told = phrases.SUMMARY_LABEL.match(block.text) if position < HEAD_BLOCKS else None
            if told and (block.text[:1] in "【[" or re.match(r"^.{2,4}\s*[:：]", block.text)):
                changed = replace(found, summary=line(told["summary"]))
            if changed is None and phrases.TEXT_LABEL.match(block.text):
                changed = found
            if changed is None and position < 2:
                changed, certainty, place = _from_line_under_title(found, block), Certainty.LIKELY, UNDER_TITLE
            if changed is None and near_end and (block.align == "right" or _closes(blocks, position)):
                changed, certainty, place = _from_signature(found, block.text), Certainty.LIKELY, SIGNED
            if changed is not None:
                found = noted(found, changed, certainty, notice(place, line=block.text))
                aside.append(block)
                continue
        kept.append(block)
    tailed, kept = _from_tail(found, kept)
    found = noted(found, tailed, Certainty.SURE, notice(BRACKETS))
    led, kept = _from_lead(found, kept)
    return noted(found, led, Certainty.SURE, notice(LEAD)), tuple(kept), tuple(aside)


def _closes(blocks: tuple[Block, ...], position: int) -> bool:
    """Does this line stand alone behind the last sentence, with nothing below but fields and dates?"""
    above, below = blocks[:position], blocks[position + 1 :]
    return (
        len(above) >= 1
        and bool(re.search(r"[。！？”）)]$", above[-1].text))
        and all(block.kind == TEXT and from_line(Fields(), block.text) is not None for block in below)
    )


def _without_field_tables(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A table of labels and values at the head of a manuscript, as lines: 作者 | 秦朗 → 作者：秦朗."""
    out: list[Block] = []
    for position, block in enumerate(blocks):
        rows = field_rows(block) if block.kind == TABLE and position < HEAD_BLOCKS else ()
        out += [Block(TEXT, row, escaped(row)) for row in rows] or [block]
    return tuple(out)


def _with_values(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A label that stands alone takes the short line below it: 作者： / 周敏."""
    out: list[Block] = []
    for block in blocks:
        label = out[-1].text if out else ""
        is_alone = out and out[-1].kind == TEXT and re.fullmatch(rf"(?:{phrases.ANY_LABEL})\s*[:：]", label)
        if is_alone and block.kind == TEXT and len(block.text) <= 30 and not phrases.SENTENCE_MARK.search(block.text):
            out[-1] = replace(out[-1], text=label + block.text, html=out[-1].html + block.html)
        else:
            out.append(block)
    return tuple(out)


def field_rows(block: Block) -> tuple[str, ...]:
    """The lines a table stands for when most of its rows are a label and its value; else none."""
    rows = []
    cells = [[line(cell.text_content()) for cell in row.iter("td", "th")] for row in tree(block.html).iter("tr")]
    for row in cells:
        for label, value in zip(row[::2], row[1::2], strict=False):
            bare = re.sub(r"[\s：:]", "", label)
            if re.fullmatch(phrases.ANY_LABEL, bare):
                rows.append(f"{bare}：{value}")
    return tuple(rows) if cells and len(rows) * 2 > len(cells) else ()


def _from_line_under_title(found: Fields, block: Block) -> Fields | None:
    """`青禾师范学院 林晓禾`, `林晓禾（青禾师范学院）`, `（青山三小 刘洋）`, or a name alone."""
    text = phrases.BYLINE_MARK.sub("", block.text)
    told = phrases.ORGANISATION_AND_NAMES.match(text)
    if told:
        return with_people(replace(found, credit=found.credit or told["organisation"]), told["names"])
    after = phrases.NAMES_AND_ORGANISATION.match(text)
    if after and all(map(is_name, re.split(r"[\s\u3000、，,]+", after["names"]))):
        return with_people(replace(found, credit=found.credit or organisation_of(after)), after["names"])
    if len(text) <= 40 and re.fullmatch(r"[（(][^（()）]+[)）]", text):
        return from_brackets(found, text[1:-1])
    spread = re.sub(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]([\u4e00-\u9fff])(?![\u4e00-\u9fff])", r"\1\2", text
    )
    if len(spread) <= 20 and all(map(is_name, re.split(r"[\s\u3000、,，]+", spread))):
        return with_people(found, spread)
    return None


def _from_signature(found: Fields, text: str) -> Fields | None:
    """What stands at the right below a text: who wrote it, or for whom."""
    text = phrases.TRAILING_DATE.sub("", text)
    after = phrases.NAMES_AND_ORGANISATION.match(text)
    if after and all(map(is_name, after["names"].split())):
        return with_people(replace(found, credit=found.credit or organisation_of(after)), after["names"])
    if len(text) <= 30 and re.fullmatch(phrases.ORGANISATION, text):
        return replace(found, credit=found.credit or text)
    told = phrases.ORGANISATION_AND_NAMES.match(text)
    if told and len(text) <= 40:
        return with_people(replace(found, credit=found.credit or told["organisation"]), told["names"])
    return with_people(found, text) if is_name(text) else None


def _from_tail(found: Fields, kept: list[Block]) -> tuple[Fields, list[Block]]:
    """The brackets that close a Chinese news text: （济源职业技术学院供稿）, （通讯员 张三）, （青禾师院 林晓禾）."""
    for _ in range(3):
        position = next((i for i in range(len(kept) - 1, -1, -1) if kept[i].kind == TEXT and not kept[i].caption), None)
        if position is None:
            break
        block = kept[position]
        match = phrases.TAIL.search(block.text)
        changed = from_brackets(found, match["inside"]) if match else None
        if match is None or changed is None:
            break
        found = changed
        text = block.text[: match.start()].rstrip()
        if text:
            kept[position] = replace(block, text=text, html=_cut_tail(block.html))
        else:
            del kept[position]
    return found, kept


def _cut_tail(html: str) -> str:
    """The paragraph without its last brackets, whatever tags stand in them."""
    start = max(html.rfind(mark) for mark in "（(【[")
    nested = re.search(r"[（(][^（(]*[（(][^（()）]{1,20}[)）][^（()）]*[)）]\s*(?:</\w+>)*\s*$", html)
    if nested and html.count("（") + html.count("(") == html.count("）") + html.count(")") and nested.start() < start:
        start = nested.start()
    tags = "".join(re.findall(r"</?\w+[^>]*>", html[start:]))
    return html[:start].rstrip() + re.sub(r"<(\w+)[^>]*></\1>", "", tags)


def _from_lead(found: Fields, kept: list[Block]) -> tuple[Fields, list[Block]]:
    """`本报讯（记者 林晓禾 通讯员 赵蕊）…`: the people go to the byline, the label stays."""
    for position, block in enumerate(kept[:4]):
        if block.kind != TEXT:
            continue
        lead = phrases.LEAD_BRACKETS.match(block.text)
        if lead:
            found = with_people(found, re.sub(rf"(?:{phrases.BYLINE_LABELS}|本网通讯员)", " ", lead["inside"]))
            kept[position] = replace(
                block, text=block.text[lead.end() :], html=re.sub(r"^[（(][^）)]*[)）]\s*", "", block.html, count=1)
            )
            break
        reports = phrases.LEAD_REPORTS.match(block.text)
        if reports:
            found = with_people(found, phrases.BYLINE_RUN.sub(" ", reports["who"]))
            rest = block.text[reports.end() :]
            html = block.html.replace(block.text[: reports.end()].rstrip(), f"{reports['label']} ", 1)
            kept[position] = replace(block, text=f"{reports['label']} {rest}", html=re.sub(r" {2,}", " ", html))
            break
        match = phrases.DATELINE.match(block.text)
        if match and match["inside"]:
            found = with_people(found, match["inside"])
            brackets = re.compile(r"\s*[（(]" + re.escape(match["inside"]) + r"[)）]")
            html = brackets.sub(" ", block.html, count=1) if match["inside"] in block.html else block.html
            text = block.text.replace(match["people"], " ", 1)
            kept[position] = replace(block, text=line(text), html=re.sub(r" {2,}", " ", html))
        if match:
            break
    return found, kept
