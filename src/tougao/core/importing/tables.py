"""A CSV table (RFC 4180, also with semicolons or tabs, in any charset) → entries. docs/importing.md names its columns."""

import csv
import html as escaping
import io
import re
from datetime import tzinfo

from tougao.core import charsets
from tougao.core.characters import line
from tougao.core.importing.entry import Entry, moment
from tougao.core.markup import paragraphs_html

COLUMNS: dict[str, tuple[str, ...]] = {
    "guid": ("guid", "id", "编号"),
    "url": ("url", "link", "链接", "网址", "地址"),
    "title": ("title", "标题", "题目"),
    "byline": ("byline", "author", "作者"),
    "source": ("source", "来源"),
    "credit": ("credit", "供稿", "供稿单位", "单位"),
    "summary": ("summary", "摘要", "导读"),
    "html": ("html", "body", "content", "正文", "内容"),
    "text": ("text", "纯文本"),
    "category": ("category", "栏目", "分类"),
    "tags": ("tags", "标签", "关键词"),
    "published": ("published", "date", "发布时间", "发布日期", "日期", "时间"),
    "updated": ("updated", "更新时间", "修改时间"),
    "picture": ("picture", "image", "图片", "题图"),
}
SEPARATORS = re.compile(r"[;；,，、|]")
LONGEST_CELL = 4_000_000
TAG = re.compile(r"<(?:p|br|div|img|h[1-6]|table|ul|ol|strong|b|span)\b", re.IGNORECASE)


def entries(data: bytes, zone: tzinfo) -> tuple[Entry, ...] | None:
    """None where there is no title column."""
    text = charsets.decode(data).text.replace("\x00", "")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((row for row in rows if any(row)), [])
        places = _places(header)
        if "title" not in places:
            return None
        return tuple(_entry(row, places, zone) for row in rows if any(cell.strip() for cell in row))
    except csv.Error:
        return None


def _paragraphs(text: str) -> str:
    """Whoever fills in a table ends a paragraph with a line break."""
    return paragraphs_html(re.sub(r"\s*\n\s*", "\n\n", text))


def _places(header: list[str]) -> dict[str, int]:
    told = [line(cell).lower() for cell in header]
    return {column: told.index(name) for column, names in COLUMNS.items() for name in reversed(names) if name in told}


def _entry(row: list[str], places: dict[str, int], zone: tzinfo) -> Entry:
    def cell(column: str) -> str:
        place = places.get(column, len(row))
        return row[place].strip() if place < len(row) else ""

    body = cell("html")
    if not body:
        body = _paragraphs(cell("text"))
    elif not TAG.search(body):
        body = _paragraphs(escaping.unescape(body))
    return Entry(
        guid=cell("guid"),
        urls=(cell("url"),) if cell("url") else (),
        title=line(cell("title")),
        byline=line(cell("byline")),
        source=line(cell("source")),
        credit=line(cell("credit")),
        summary=line(cell("summary")),
        html=body,
        lead=cell("picture"),
        categories=tuple(filter(None, map(line, SEPARATORS.split(cell("category"))))),
        tags=tuple(filter(None, map(line, SEPARATORS.split(cell("tags"))))),
        published_at=moment(cell("published"), zone),
        updated_at=moment(cell("updated"), zone),
    )
