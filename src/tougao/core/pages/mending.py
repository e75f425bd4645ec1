"""What contributors' markup lacks to be valid HTML that everybody can use. No word is added, changed or lost.

The WHATWG's table model (HTML, 4.9.12) wants every row as wide as the first, no cell beyond its group or over another, and no
column in which no cell begins. WCAG 2.2 wants headings without gaps (1.3.1) and what scrolls reachable by keyboard (2.1.1).
"""

from typing import TypeAlias

import lxml.html

ROW_GROUPS = ("thead", "tbody", "tfoot")
Element: TypeAlias = lxml.html.HtmlElement
Grid = list[list[tuple[Element, int, int, int]]]  # for each row its cells: (cell, first column, columns, rows)


def mended(body: Element) -> list[Element]:
    """The blocks of a body, changed in place: empty headings and tables left out, the others set right."""
    for table in body.iter("table"):
        _square(table)
    for figure in body.iter("figure"):
        _told_once(figure)
    out = []
    has_section = False
    for node in body:
        if node.tag in ("h2", "h3"):
            if not node.text_content().strip() and node.find(".//img") is None:
                continue
            if node.tag == "h3" and not has_section:
                node.tag = "h2"  # a page's title is its h1: what comes first below it is an h2
            has_section = True
        elif node.tag == "table" and node.find(".//tr") is None:
            continue
        out.append(node)
    return out


def _told_once(figure: Element) -> None:
    """In a cell, an item or a paragraph a screen reader would say the same words twice: as the picture and below it."""
    caption = figure.find("figcaption")
    if caption is None or not any(above.tag in ("td", "th", "li", "p") for above in figure.iterancestors()):
        return
    for image in figure.iter("img"):
        if image.get("alt", "").strip() == caption.text_content().strip():
            image.set("alt", "")


def _square(table: Element) -> None:
    rows_of_groups = [_placed(rows) for rows in _groups(table)]
    begun = sorted({first for rows in rows_of_groups for row in rows for _, first, _, _ in row})
    place = {column: number for number, column in enumerate(begun)}
    for rows in rows_of_groups:
        used = [0] * len(rows)
        for number, row in enumerate(rows):
            for cell, first, columns, high in row:
                kept = sum(column in place for column in range(first, first + columns))
                _span(cell, "colspan", kept)
                _span(cell, "rowspan", high)
                for below in range(number, number + high):
                    used[below] += kept
                if cell.tag == "th" and not cell.text_content().strip() and cell.find(".//img") is None:
                    cell.tag = "td"
        for row, filled in zip(rows, used, strict=True):
            last = row[-1][0]
            for _ in range(len(begun) - filled):
                last.addnext(lxml.html.Element("td"))


def _groups(table: Element) -> list[list[Element]]:
    """The rows of each row group that have cells; what has none is taken out."""
    holders = [table, *(child for child in table if child.tag in ROW_GROUPS)]
    groups = []
    for holder in holders:
        rows = [child for child in holder if child.tag == "tr"]
        for row in rows:
            if not _cells(row):
                holder.remove(row)
        groups.append([row for row in rows if _cells(row)])
    return [group for group in groups if group]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _placed(rows: list[Element]) -> Grid:
    """Where each cell stands. A span ends with its group, and before a cell that reaches down from above."""
    taken: list[set[int]] = [set() for _ in rows]
    grid: Grid = []
    for number, row in enumerate(rows):
        placed = []
        column = 0
        for cell in _cells(row):
            while column in taken[number]:
                column += 1
            columns = 1
            while columns < _number(cell, "colspan") and column + columns not in taken[number]:
                columns += 1
            high = min(_number(cell, "rowspan"), len(rows) - number)
            for below in range(number, number + high):
                taken[below].update(range(column, column + columns))
            placed.append((cell, column, columns, high))
            column += columns
        grid.append(placed)
    return grid


def _number(cell: Element, name: str) -> int:
    value = cell.get(name, "")
    return max(1, int(value)) if value.isdecimal() else 1


def _span(cell: Element, name: str, wanted: int) -> None:
    if wanted > 1:
        cell.set(name, str(wanted))
    else:
        cell.attrib.pop(name, None)
