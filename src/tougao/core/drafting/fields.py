"""Title, byline, source and credit: found in the lines round a text, taken out of it, kept as fields."""

import re
from dataclasses import dataclass, replace

from tougao.core.article import Certainty, Origin
from tougao.core.characters import is_chinese, line
from tougao.core.drafting import phrases
from tougao.core.drafting.blocks import TABLE, TEXT, Block
from tougao.core.markup import escaped, tree
from tougao.core.notice import Notice, gettext_noop, notice

MAX_TITLE_CHARACTERS = 80
MAX_TITLE_WORDS = 24  # of a title in letters
HEAD_BLOCKS = 8
TAIL_BLOCKS = 8
MAX_FIELD_LINE = 90


LABEL = gettext_noop("The manuscript names it: {line}")
TITLE_LINE = gettext_noop("It is the first line of the manuscript, set as a title.")
FIRST_LINE = gettext_noop("It is the first line of the manuscript.")
UNDER_TITLE = gettext_noop("It stands below the title: {line}")
SIGNED = gettext_noop("The text is signed with it.")
BRACKETS = gettext_noop("It stands in brackets at the end of the text.")
LEAD = gettext_noop("It stands in brackets at the beginning of the text.")


@dataclass(frozen=True)
class Fields:
    """What has been found so far; `origins` tell of each field that is filled where it stood."""

    title: str = ""
    people: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str = ""
    credit: str = ""
    origins: tuple[Origin, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Writers first, then those who took the pictures."""
        return tuple(dict.fromkeys((*self.people, *self.photographers)))


def noted(before: Fields, after: Fields, certainty: Certainty, place: Notice) -> Fields:
    """`after`, with an origin for every field that `before` did not have."""
    new = [
        Origin(name, certainty, place)
        for name, had, has in (
            ("title", before.title, after.title),
            ("byline", before.everybody, after.everybody),
            ("source", before.source, after.source),
            ("credit", before.credit, after.credit),
        )
        if has and not had
    ]
    return replace(after, origins=(*after.origins, *new))


def taken(blocks: tuple[Block, ...]) -> tuple[Fields, tuple[Block, ...], tuple[Block, ...]]:
    """The fields a manuscript carries, its text without their lines, and the lines that were set aside."""
    found = Fields()
    found, blocks = _title(found, _without_field_tables(blocks))
    kept: list[Block] = []
    aside: list[Block] = []
    for position, block in enumerate(blocks):
        near_end = len(blocks) - position <= TAIL_BLOCKS
        if block.kind == TEXT and (position < HEAD_BLOCKS or near_end):
            changed, certainty, place = from_line(found, block.text), Certainty.SURE, LABEL
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


def _title(found: Fields, blocks: tuple[Block, ...]) -> tuple[Fields, tuple[Block, ...]]:
    """The first line, where it looks like a title; a kicker above or a subtitle below belongs to it."""
    texts = [position for position, block in enumerate(blocks[:HEAD_BLOCKS]) if block.kind == TEXT]
    for position in texts:
        labelled = phrases.TITLE_LABEL.match(_closed_up(blocks[position].text))
        if labelled:
            rest = blocks[:position] + blocks[position + 1 :]
            told = notice(LABEL, line=blocks[position].text)
            title, rest = _with_its_neighbours(line(labelled["title"]), rest)
            return noted(found, replace(found, title=title), Certainty.SURE, told), rest
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
    is_set = bool(first_look.level == 1 or first_look.align == "center" or first_look.bold)
    certainty, place = (Certainty.SURE, TITLE_LINE) if is_set else (Certainty.LIKELY, FIRST_LINE)
    return noted(found, replace(found, title=title), certainty, notice(place)), blocks[:first] + blocks[end:]


def _with_its_neighbours(title: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """A labelled title with the kicker and the subtitle that are labelled too."""
    kept = []
    for position, block in enumerate(blocks):
        text = _closed_up(block.text)
        above, below = phrases.KICKER_LABEL.match(text), phrases.SUBTITLE_LABEL.match(text)
        if position < HEAD_BLOCKS and above:
            title = f"{line(above['title'])} {title}"
        elif position < HEAD_BLOCKS and below:
            title = f"{title}——{re.sub(r'^[—–－-]+', '', line(below['title']))}"
        else:
            kept.append(block)
    return title, tuple(kept)


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
    text = _closed_up(phrases.BYLINE_MARK.sub("", text))
    bare = phrases.SLASHED_LABEL.sub(_colon, _unbracketed(text))
    supplied = phrases.SUPPLIED_LINE.match(text)
    if supplied:
        return _from_brackets(found, text)
    for pattern in (phrases.SPACED_BYLINE, phrases.SLASHED, phrases.BY):
        match = pattern.match(text)
        if match:
            return _with_people(found, match["names"], photo=text.startswith(("图", "摄影")))
    if _is_labels_and_names(bare):
        return _with_people(found, bare)
    labels = list(phrases.LABELLED.finditer(bare))
    if not labels or labels[0].start() > 0:
        return found if phrases.DATE_LINE.match(text) else None
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = bare[label.end() : following.start() if following else len(bare)].strip(" \u3000|｜;；,，、")
        if re.search(r"[！？?!“”‘’]", value) or (following is None and "。" in value[:-1]):
            return None  # a question to somebody interviewed, a sentence: no field
        found = _with_value(found, label["label"], value)
    return found


def _unbracketed(text: str) -> str:
    """A line without the brackets that stand round the whole of it."""
    bare = text.strip()
    return bare[1:-1].strip() if re.fullmatch(r"[（(【\[][^（()）【】\[\]]*[)）】\]]", bare) else bare


def _is_labels_and_names(text: str) -> bool:
    """`本报记者 周婷婷 本报通讯员 王强`: a label first, and nothing but labels and names."""
    parts = [part for part in phrases.TOKENS.split(text) if part]
    kinds = [bool(re.fullmatch(rf"{phrases.BYLINE_LABELS}|{phrases.PHOTO_LABELS}", part)) for part in parts]
    return (
        len(parts) >= 2
        and kinds[0]
        and not all(kinds)
        and all(is_label or is_name(part) for is_label, part in zip(kinds, parts, strict=True))
    )


def _colon(label: re.Match[str]) -> str:
    return f"{label['label'] or label['barred'] or label['slashed']}："


def _closed_up(text: str) -> str:
    """A line whose label was spread out to the width of its neighbours: 标    题：… → 标题：…"""
    spread = phrases.SPREAD_LABEL.match(text)
    label = re.sub(r"\s", "", spread[0]) if spread else ""
    return label + text[spread.end() :].lstrip() if spread and re.fullmatch(phrases.ANY_LABEL, label) else text


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
    """`青禾师范学院 林晓禾`, `林晓禾（青禾师范学院）`, `（青山三小 刘洋）`, or a name alone."""
    text = phrases.BYLINE_MARK.sub("", block.text)
    if phrases.ORGANISATION_AND_NAMES.match(text):
        return _with_people(found, text)
    after = phrases.NAMES_AND_ORGANISATION.match(text)
    if after and all(map(is_name, re.split(r"[\s\u3000、，,]+", after["names"]))):
        return _with_people(replace(found, credit=found.credit or _organisation(after)), after["names"])
    if len(text) <= 40 and re.fullmatch(r"[（(][^（()）]+[)）]", text):
        return _from_brackets(found, text[1:-1])
    if len(text) <= 20 and all(map(is_name, re.split(r"[\s\u3000、,，]+", text))):
        return _with_people(found, text)
    return None


def _organisation(found: re.Match[str]) -> str:
    return found["bracketed"] or found["spaced"]


def _from_signature(found: Fields, text: str) -> Fields | None:
    """What stands at the right below a text: who wrote it, or for whom."""
    if len(text) <= 30 and re.fullmatch(phrases.ORGANISATION, text):
        return replace(found, credit=found.credit or text)
    if len(text) <= 40 and phrases.ORGANISATION_AND_NAMES.match(text):
        return _with_people(found, text)
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
        if not part or part in phrases.NO_NAME:
            continue
        if re.search(rf"(?:{phrases.ORGANISATION_END if len(part) > 4 else phrases.SCHOOL_END})$", part):
            organisation = organisation or part
        elif re.fullmatch(phrases.NAME, part) or (len(part) <= 12 and re.search(r"[^\W\d_]", part)):
            names.append(part)
    return organisation, tuple(dict.fromkeys(names))


def _with_people(found: Fields, value: str, photo: bool = False) -> Fields:
    organisation, names = people(phrases.BYLINE_WORD.sub(" ", value))
    bracketed = re.search(rf"[（(]\s*(?P<organisation>{phrases.ORGANISATION})\s*[)）]\s*$", value)
    organisation = organisation or (bracketed["organisation"] if bracketed and names else "")
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
        is_sure = any(origin.field == "credit" and origin.certainty is Certainty.SURE for origin in found.origins)
        return found if found.credit and is_sure else replace(found, credit=who)
    author_is = phrases.AUTHOR_IS.match(inside)
    if author_is:
        return replace(found, credit=found.credit or author_is["organisation"])
    after = phrases.NAMES_AND_ORGANISATION.match(inside)
    if after and all(map(is_name, after["names"].split())):
        return _with_people(replace(found, credit=found.credit or _organisation(after)), after["names"])
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
