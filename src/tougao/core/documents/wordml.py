"""WordprocessingML made plain before mammoth reads it: what Word prints but does not write as text stands in the text.

ECMA-376 part 1: numbering (17.9), tracked moves (17.13.5), text boxes, ruby, hidden runs, and the alignment and
weight that a paragraph inherits from its style (17.7).
"""

import io
import zipfile
from dataclasses import dataclass, field

import lxml.etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
VAL = f"{WORD}val"
DOCUMENT = "word/document.xml"
MAX_STYLE_DEPTH = 12

DIGITS = "零一二三四五六七八九"
LEGAL = str.maketrans("零一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")
STEMS = "甲乙丙丁戊己庚辛壬癸"
CHINESE = frozenset(
    (
        "chineseCounting chineseCountingThousand ideographTraditional japaneseCounting taiwaneseCounting "
        "taiwaneseCountingThousand chineseLegalSimplified ideographLegalTraditional japaneseDigitalTenThousand"
    ).split()
)

Element = lxml.etree._Element


def plain(data: bytes) -> tuple[bytes, Element]:
    """The same .docx with its main part made plain, and the root of that part. Raises what zipfile and lxml raise."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        root = _parsed(source, DOCUMENT)
        if root is None:
            raise KeyError(DOCUMENT)
        styles = _styles(_parsed(source, "word/styles.xml"))
        numbering = _numbering(_parsed(source, "word/numbering.xml"))
        _without_hidden(root)
        _hoist_boxes(root)
        counts: dict[tuple[str, int], int] = {}
        for paragraph in root.iter(f"{WORD}p"):
            _inherit(paragraph, styles)
            _number(paragraph, styles, numbering, counts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for member in source.infolist():
                if member.filename == DOCUMENT:
                    target.writestr(DOCUMENT, lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
                else:
                    target.writestr(member.filename, source.read(member))
    return out.getvalue(), root


def _parsed(source: zipfile.ZipFile, member: str) -> Element | None:
    if member not in source.namelist():
        return None
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return lxml.etree.fromstring(source.read(member), parser)


# --- what readers must not see, and what they must


def _without_hidden(root: Element) -> None:
    hidden = [run for run in root.iter(f"{WORD}r") if run.find(f"{WORD}rPr/{WORD}vanish") is not None]
    for gone in [*root.iter(f"{WORD}moveFrom"), *hidden]:
        _replace(gone, [])
    for ruby in list(root.iter(f"{WORD}ruby")):
        _replace(ruby, [text for base in ruby.iter(f"{WORD}rubyBase") for text in base.iter(f"{WORD}t")])
    for formula in list(root.iter(f"{MATH}oMath")):
        run = lxml.etree.Element(f"{WORD}r")
        lxml.etree.SubElement(run, f"{WORD}t").text = "".join(each.text or "" for each in formula.iter(f"{MATH}t"))
        _replace(formula, [run])


def _replace(old: Element, new: list[Element]) -> None:
    parent = old.getparent()
    if parent is not None:
        place = parent.index(old)
        parent[place : place + 1] = new


def _hoist_boxes(root: Element) -> None:
    """The paragraphs of a text box stand behind the paragraph it hangs on; of two forms of one box only one is read."""
    for choice in list(root.iter(ALTERNATE)):
        forms = list(choice)
        if any(form.find(f".//{WORD}txbxContent") is not None for form in forms):
            for spare in forms[1:]:
                choice.remove(spare)
    for box in list(root.iter(f"{WORD}txbxContent")):
        host = next((above for above in box.iterancestors(f"{WORD}p")), None)
        if host is not None:
            _replace(host, [host, *box])


# --- styles


@dataclass(frozen=True)
class _Style:
    align: str = ""
    is_bold: bool = False
    number: tuple[str, int] | None = None


def _styles(root: Element | None) -> dict[str, _Style]:
    if root is None:
        return {}
    rows = {row.get(f"{WORD}styleId", ""): row for row in root.iter(f"{WORD}style")}
    return {name: _resolved(name, rows, 0) for name in rows}


def _resolved(name: str, rows: dict[str, Element], depth: int) -> _Style:
    row = rows.get(name)
    if row is None or depth > MAX_STYLE_DEPTH:
        return _Style()
    based_on = row.find(f"{WORD}basedOn")
    above = _resolved(based_on.get(VAL, ""), rows, depth + 1) if based_on is not None else _Style()
    align, bold = row.find(f"{WORD}pPr/{WORD}jc"), row.find(f"{WORD}rPr/{WORD}b")
    return _Style(
        align.get(VAL, "") if align is not None else above.align,
        _is_on(bold) if bold is not None else above.is_bold,
        _number_of(row.find(f"{WORD}pPr")) or above.number,
    )


def _is_on(switch: Element) -> bool:
    return switch.get(VAL, "1") not in ("0", "false", "off")


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return style.get(VAL, "") if style is not None else ""


def _inherit(paragraph: Element, styles: dict[str, _Style]) -> None:
    """Alignment and weight of the style, written on the paragraph and its runs where they say nothing themselves."""
    style = styles.get(_style_of(paragraph), _Style())
    properties = paragraph.find(f"{WORD}pPr")
    if style.align and properties is not None and properties.find(f"{WORD}jc") is None:
        lxml.etree.SubElement(properties, f"{WORD}jc").set(VAL, style.align)
    if not style.is_bold:
        return
    for run in paragraph.iter(f"{WORD}r"):
        look = run.find(f"{WORD}rPr")
        if look is None:
            look = lxml.etree.Element(f"{WORD}rPr")
            run.insert(0, look)
        if look.find(f"{WORD}b") is None:
            lxml.etree.SubElement(look, f"{WORD}b")


# --- numbers that Word counts by itself


@dataclass
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class _Numbering:
    lists: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)


def _numbering(root: Element | None) -> _Numbering:
    out = _Numbering()
    if root is None:
        return out
    for abstract in root.iter(f"{WORD}abstractNum"):
        for level in abstract.iter(f"{WORD}lvl"):
            said = {
                name: found.get(VAL, "")
                for name in ("numFmt", "lvlText", "start")
                if (found := level.find(f"{WORD}{name}")) is not None
            }
            key = (abstract.get(f"{WORD}abstractNumId", ""), _integer(level.get(f"{WORD}ilvl", "0")))
            out.levels[key] = _Level(
                said.get("numFmt", "decimal"), said.get("lvlText", ""), _integer(said.get("start", "1"), 1)
            )
    for number in root.iter(f"{WORD}num"):
        abstract_id = number.find(f"{WORD}abstractNumId")
        if abstract_id is not None:
            out.lists[number.get(f"{WORD}numId", "")] = abstract_id.get(VAL, "")
    return out


def _integer(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _number_of(properties: Element | None) -> tuple[str, int] | None:
    if properties is None:
        return None
    number, level = properties.find(f"{WORD}numPr/{WORD}numId"), properties.find(f"{WORD}numPr/{WORD}ilvl")
    if number is None:
        return None
    return number.get(VAL, ""), _integer(level.get(VAL, "0")) if level is not None else 0


def _number(
    paragraph: Element, styles: dict[str, _Style], numbering: _Numbering, counts: dict[tuple[str, int], int]
) -> None:
    """Write the number before the words. Bullets stay what they are: mammoth makes a list of them."""
    properties = paragraph.find(f"{WORD}pPr")
    place = _number_of(properties) or styles.get(_style_of(paragraph), _Style()).number
    if place is None or not "".join(text.text or "" for text in paragraph.iter(f"{WORD}t")).strip():
        return
    listed = numbering.lists.get(place[0], "")
    level = numbering.levels.get((listed, place[1]))
    if level is None or level.form in ("bullet", "none"):
        return
    key = (listed, place[1])
    counts[key] = counts.get(key, level.start - 1) + 1
    for other in list(counts):
        if other[0] == listed and other[1] > place[1]:
            del counts[other]
    label = level.text
    for depth in range(9):
        above = numbering.levels.get((listed, depth), level)
        label = label.replace(f"%{depth + 1}", _counted(counts.get((listed, depth), above.start), above.form))
    gap = " " if label[-1:].isascii() and label[-1:] != "" else ""
    run = lxml.etree.Element(f"{WORD}r")
    lxml.etree.SubElement(run, f"{WORD}t").text = label + gap
    first = paragraph.find(f"{WORD}r")
    look = first.find(f"{WORD}rPr") if first is not None else None
    if look is not None:
        run.insert(0, lxml.etree.fromstring(lxml.etree.tostring(look)))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)
    if properties is not None and (numbered := properties.find(f"{WORD}numPr")) is not None:
        properties.remove(numbered)


def _counted(number: int, form: str) -> str:
    """A number as Word writes it in that form.

    >>> _counted(12, "chineseCounting"), _counted(3, "decimal"), _counted(2, "upperLetter"), _counted(3, "ideographTraditional")
    ('十二', '3', 'B', '丙')
    """
    if form == "ideographTraditional":
        return STEMS[(number - 1) % len(STEMS)]
    if form in CHINESE:
        words = chinese(number)
        return words.translate(LEGAL) if "Legal" in form else words
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def chinese(number: int) -> str:
    """1 to 99 in words; beyond that the digits one by one.

    >>> chinese(7), chinese(10), chinese(21)
    ('七', '十', '二十一')
    """
    if not 0 < number < 100:
        return "".join(DIGITS[int(digit)] for digit in str(abs(number)))
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")
