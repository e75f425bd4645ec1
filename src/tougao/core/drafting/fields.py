"""Title, byline, source and credit: found in the lines round a text, taken out of it, kept as fields."""

import re
from dataclasses import dataclass, replace

from tougao.core.characters import is_chinese, line
from tougao.core.drafting import phrases
from tougao.core.drafting.blocks import TEXT, Block

MAX_TITLE_CHARACTERS = 80
MAX_TITLE_WORDS = 24  # of a title in letters
HEAD_BLOCKS = 8
TAIL_BLOCKS = 8
MAX_FIELD_LINE = 90


@dataclass(frozen=True)
class Fields:
    title: str = ""
    people: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str = ""
    credit: str = ""


def taken(blocks: tuple[Block, ...]) -> tuple[Fields, tuple[Block, ...], tuple[Block, ...]]:
    """The fields a manuscript carries, its text without their lines, and the lines that were set aside."""
    found = Fields()
    found, blocks = _title(found, blocks)
    kept: list[Block] = []
    aside: list[Block] = []
    for position, block in enumerate(blocks):
        near_end = len(blocks) - position <= TAIL_BLOCKS
        if block.kind == TEXT and (position < HEAD_BLOCKS or near_end):
            changed = from_line(found, block.text)
            if changed is None and phrases.TEXT_LABEL.match(block.text):
                changed = found
            if changed is None and position < 2:
                changed = _from_line_under_title(found, block)
            if changed is None and near_end and block.align == "right":
                changed = _from_signature(found, block.text)
            if changed is not None:
                found = changed
                aside.append(block)
                continue
        kept.append(block)
    found, kept = _from_tail(found, kept)
    found, kept = _from_lead(found, kept)
    return found, tuple(kept), tuple(aside)


def _title(found: Fields, blocks: tuple[Block, ...]) -> tuple[Fields, tuple[Block, ...]]:
    """The first line, where it looks like a title; a kicker above or a subtitle below belongs to it."""
    texts = [position for position, block in enumerate(blocks[:HEAD_BLOCKS]) if block.kind == TEXT]
    for position in texts:
        labelled = phrases.TITLE_LABEL.match(blocks[position].text)
        if labelled:
            rest = blocks[:position] + blocks[position + 1 :]
            return replace(found, title=line(labelled["title"])), rest
    if not texts:
        return found, blocks
    first = texts[0]
    if not is_title(blocks[first], blocks[first + 1 :]):
        return found, blocks
    title = line(blocks[first].text)
    end = first + 1
    if end < len(blocks) and _is_kicker(blocks[first], blocks[end]) and is_title(blocks[end], blocks[end + 1 :]):
        title = f"{title} {line(blocks[end].text)}"
        first_look = blocks[end]
        end += 1
    else:
        first_look = blocks[first]
    if end < len(blocks) and _continues_title(first_look, blocks[end]):
        title = _joined_title(title, line(blocks[end].text))
        end += 1
    return replace(found, title=title), blocks[:first] + blocks[end:]


def is_title(block: Block, rest: tuple[Block, ...] = ()) -> bool:
    """A short line that ends no sentence and stands above a text."""
    text = block.text
    if block.kind != TEXT or phrases.NOT_A_TITLE.search(text) or phrases.CAPTION.match(text):
        return False
    if phrases.SECTION.match(text) and block.level != 1:
        return False
    if is_chinese(text):
        if not 4 <= len(text) <= MAX_TITLE_CHARACTERS:
            return False
    elif not 2 <= len(text.split()) <= MAX_TITLE_WORDS or text.endswith("."):
        return False
    if from_line(Fields(), text) is not None or is_field_label(text):
        return False
    if block.level == 1 or block.align == "center" or block.bold:
        return True
    longer = [later for later in rest[:HEAD_BLOCKS] if len(later.text) > len(text)]
    return bool(longer)


def _continues_title(first: Block, second: Block) -> bool:
    """A subtitle begins with a dash; a title in two centred or equally marked lines goes on."""
    if second.kind != TEXT or phrases.NOT_A_TITLE.search(second.text) or len(second.text) > 50:
        return False
    if (
        from_line(Fields(), second.text) is not None
        or phrases.SECTION.match(second.text)
        or phrases.DATE_LINE.match(second.text)
    ):
        return False
    if re.match(r"^[—–－-]{1,3}\s*\S", second.text):
        return True
    same_look = (first.align, first.level, first.bold) == (second.align, second.level, second.bold)
    return same_look and first.level <= 1 and (first.align == "center" or first.level == 1)


def _is_kicker(first: Block, second: Block) -> bool:
    """A plain centred line above the line that is set as the title."""
    return (
        first.align == "center"
        and not first.bold
        and not first.level
        and second.align == "center"
        and (second.bold or second.level == 1)
    )


def _joined_title(title: str, more: str) -> str:
    if re.match(r"^[—–－-]", more):
        return title + "——" + re.sub(r"^[—–－\-\s]+", "", more)
    return f"{title} {more}"


def is_field_label(text: str) -> bool:
    match = phrases.LABELLED.match(text)
    return bool(match) and len(text) <= MAX_FIELD_LINE


def from_line(found: Fields, text: str) -> Fields | None:
    """The fields of one line such as `作者：王小语  来源：华夏教育网  阅读：796`, or None when it is not such a line."""
    if len(text) > MAX_FIELD_LINE or phrases.FURNITURE.match(text):
        return found if phrases.FURNITURE.match(text) else None
    bare = phrases.SLASHED_LABEL.sub(r"\g<label>：", text.strip("（()）【】[] "))
    for pattern in (phrases.SPACED_BYLINE, phrases.SLASHED, phrases.BY):
        match = pattern.match(text)
        if match:
            return _with_people(found, match["names"], photo=text.startswith(("图", "摄影")))
    labels = list(phrases.LABELLED.finditer(bare))
    if not labels or labels[0].start() > 0:
        return found if phrases.DATE_LINE.match(text) else None
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = bare[label.end() : following.start() if following else len(bare)].strip(" \u3000|｜;；,，、")
        if re.search(r"[！？?!“”‘’]", value) or (following is None and "。" in value[:-1]):
            return None  # a question to somebody interviewed, a sentence: no field
        found = _with_value(found, label["label"], value)
    return found


def _with_value(found: Fields, label: str, value: str) -> Fields:
    label = label.replace("\u3000", "")
    if not value:
        return found
    if re.fullmatch(phrases.SOURCE_LABELS, label):
        return replace(found, source=found.source or value)
    if re.fullmatch(phrases.CREDIT_LABELS, label):
        supplied = re.sub(r"\s*(?:供稿|供图)$", "", value)
        organisation, names = people(supplied)
        if (label == "供稿" and _are_people(supplied)) or (organisation and names and " " in supplied):
            return _with_people(found, supplied)
        return replace(found, credit=found.credit or supplied)
    if re.fullmatch(phrases.BYLINE_LABELS, label):
        return _with_people(found, value)
    if re.fullmatch(phrases.PHOTO_LABELS, label):
        return _with_people(found, value, photo=True)
    return found


def _from_line_under_title(found: Fields, block: Block) -> Fields | None:
    """`青禾师范学院 林晓禾`, `（青山三小 刘洋）`, or a name in the middle."""
    text = block.text
    if phrases.ORGANISATION_AND_NAMES.match(text):
        return _with_people(found, text)
    if len(text) <= 40 and re.fullmatch(r"[（(][^（()）]+[)）]", text):
        return _from_brackets(found, text[1:-1])
    if (
        block.align == "center"
        and len(text) <= 20
        and all(is_name(part) for part in re.split(r"[\s\u3000、,，]+", text))
    ):
        return _with_people(found, text)
    return None


def _from_signature(found: Fields, text: str) -> Fields | None:
    """What stands at the right below a text: who wrote it, or for whom."""
    if len(text) <= 30 and re.fullmatch(phrases.ORGANISATION, text):
        return replace(found, credit=found.credit or text)
    return _with_people(found, text) if is_name(text) else None


def is_name(text: str) -> bool:
    """Two to four Han that begin with a surname; an organisation is none."""
    bare = re.sub(r"[ \u3000]", "", text)
    return (
        bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?", bare))
        and bare[0] in phrases.SURNAMES
        and not re.search(rf"(?:{phrases.ORGANISATION_END})$", bare)
    )


def from_note(found: Fields, text: str) -> Fields:
    """Fields named within the sentences of a covering note: `作者：刘洋，单位：青山市第三中学。`"""
    for match in phrases.NOTE_FIELD.finditer(text):
        found = _with_value(found, match["label"], match["value"])
    return found


def _are_people(value: str) -> bool:
    return bool(re.fullmatch(phrases.NAMES, value.strip())) and not re.search(
        rf"(?:{phrases.ORGANISATION_END})$", value.strip()
    )


def people(value: str) -> tuple[str, tuple[str, ...]]:
    """An organisation standing before the names, and the names: `青禾师范学院 林晓禾 赵蕊`."""
    value = re.sub(r"[（(][^（()）]*[)）]", " ", value)
    value = re.sub(
        rf"(?:^|(?<=[\s/|、]))(?:{phrases.BYLINE_LABELS}|{phrases.PHOTO_LABELS})(?=[\s:：])[:：]?", " ", value
    )
    value = re.sub(r"(?<=[\u4e00-\u9fff])\s*(?:文/图|图/文|文/摄|摄/文|/文|/图|/摄)\s*$", " ", value)
    if not is_chinese(value):
        parts = [line(part) for part in re.split(r",|;|/|\band\b|&|、|，", value)]
        return "", tuple(part for part in parts if part and len(part.split()) <= 5)
    value = re.sub(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])", r"\1\2", value
    )
    organisation = ""
    names = []
    for part in (line(part) for part in re.split(r"[、，,;；/|｜\s\u3000和与]+", value)):
        if not part or part in ("文", "图", "摄", "摄影", "文图", "图文", "供稿", "供图", "通讯员", "记者"):
            continue
        if len(part) > 4 and re.search(rf"(?:{phrases.ORGANISATION_END})$", part):
            organisation = organisation or part
        elif re.fullmatch(phrases.NAME, part) or (len(part) <= 12 and re.search(r"[^\W\d_]", part)):
            names.append(part)
    return organisation, tuple(dict.fromkeys(names))


def _with_people(found: Fields, value: str, photo: bool = False) -> Fields:
    organisation, names = people(value)
    if organisation and not found.credit:
        found = replace(found, credit=organisation)
    if photo:
        return replace(found, photographers=tuple(dict.fromkeys((*found.photographers, *names))))
    return replace(found, people=tuple(dict.fromkeys((*found.people, *names))))


def _from_tail(found: Fields, kept: list[Block]) -> tuple[Fields, list[Block]]:
    """The brackets that close a Chinese news text: （济源职业技术学院供稿）, （通讯员 张三）, （青禾师院 林晓禾）."""
    for _ in range(3):
        position = next((i for i in range(len(kept) - 1, -1, -1) if kept[i].kind == TEXT and not kept[i].caption), None)
        if position is None:
            break
        block = kept[position]
        match = phrases.TAIL.search(block.text)
        changed = _from_brackets(found, match["inside"]) if match else None
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


def _from_brackets(found: Fields, inside: str) -> Fields | None:
    inside = line(inside)
    if re.search(r"[。！？]", inside):
        return None
    by = phrases.SUPPLIED_BY.match(inside)
    supplied = phrases.SUPPLIED.match(inside)
    if by or supplied:
        who = line((by or supplied)["organisation"])  # type: ignore[index]
        if _are_people(who):
            return _with_people(found, who)
        organisation, names = people(who)
        if organisation and names:
            return _with_people(found, who)
        return replace(found, credit=found.credit or who)
    changed = from_line(found, inside)
    if changed is not None:
        return changed
    words = inside.split()
    if len(words) >= 2 and re.search(rf"(?:{phrases.ORGANISATION_END})$", words[0]) and len(words[0]) > 3:
        return _with_people(replace(found, credit=found.credit or words[0]), " ".join(words[1:]))
    if is_name(inside):
        return _with_people(found, inside)
    mixed = re.match(rf"^(?:{phrases.BYLINE_LABELS})\s*(?P<names>{phrases.NAMES})$", inside)
    if mixed:
        return _with_people(found, mixed["names"])
    if re.search(r"(?:文/图|图/文|/文|/图|摄影|摄)$", inside):
        return _with_people(found, inside)
    if len(inside) >= 4 and re.fullmatch(rf"[\u4e00-\u9fff]{{2,24}}(?:{phrases.ORGANISATION_END})", inside):
        return replace(found, credit=found.credit or inside)
    return None


def _from_lead(found: Fields, kept: list[Block]) -> tuple[Fields, list[Block]]:
    """`本报讯（记者 林晓禾 通讯员 赵蕊）…`: the people go to the byline, the label stays."""
    for position, block in enumerate(kept[:4]):
        if block.kind != TEXT:
            continue
        lead = phrases.LEAD_BRACKETS.match(block.text)
        if lead:
            found = _with_people(found, re.sub(rf"(?:{phrases.BYLINE_LABELS}|本网通讯员)", " ", lead["inside"]))
            kept[position] = replace(
                block, text=block.text[lead.end() :], html=re.sub(r"^[（(][^）)]*[)）]\s*", "", block.html, count=1)
            )
            break
        match = phrases.DATELINE.match(block.text)
        if match and match["inside"]:
            found = _with_people(found, match["inside"])
            brackets = re.compile(r"\s*[（(]" + re.escape(match["inside"]) + r"[)）]")
            html = brackets.sub(" ", block.html, count=1) if match["inside"] in block.html else block.html
            text = block.text.replace(match["people"], " ", 1)
            kept[position] = replace(block, text=line(text), html=re.sub(r" {2,}", " ", html))
        if match:
            break
    return found, kept
