"""Every page for browsers, and every style sheet, before the Nu Html Checker: no error and no warning."""

import json
import random
import re
import subprocess

from tests.proof.site import Built
from tests.support.parts import need, need_package
from tougao.core.markup import clean, text_of
from tougao.core.pages import body

# What the checker says of a contributor's own characters. The press prints a text as it was approved and changes none.
ALLOWED = (
    re.compile(r"Document uses the Unicode Private Use Area\(s\)"),
    re.compile(r"Text run is not in Unicode Normalization Form C\."),
)


def complaints(*arguments: str) -> list[str]:
    """What the checker says of some files, in one run of Java; what is allowed is left out."""
    java = need("java")
    jar = need_package("vnu-jar") / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [java, "-Xss2m", "-jar", str(jar), "--format", "json", "--stdout", *arguments],
        capture_output=True,
        timeout=300,
        check=False,
    )
    messages = json.loads(done.stdout)["messages"]
    said = (f"{message.get('url')}:{message.get('lastLine')} {message['message']}" for message in messages)
    return [words for words in said if not any(allowed.search(words) for allowed in ALLOWED)]


def test_every_page_is_valid_html_without_a_warning(built: Built):
    assert complaints(*map(str, built.mobile)) == []


def test_every_style_sheet_is_valid(built: Built):
    sheets = built.paths(".css")
    assert len(sheets) >= 2
    assert complaints("--css", *map(str, sheets)) == []


BROKEN = {
    "<p>甲<div>乙</div></p>": "No “p” element in scope",
    '<p><a href="https://example.cn/|">甲</a></p>': "Illegal character in path segment",
    "<h3>甲</h3>": "skipping 1 heading level",
    "<table><tr><td>甲<td>乙<tr><td>丙</table>": "less than the column count",
}


def test_the_checker_is_awake(tmp_path):
    pages = []
    for number, broken in enumerate(BROKEN):
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_text(
            f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>页</title><h1>页</h1>{broken}'
        )
    said = complaints(*map(str, pages))
    for page, words in zip(pages, BROKEN.values(), strict=True):
        assert [complaint for complaint in said if f"/{page.name}:" in complaint and words in complaint], words


def any_table(chance: random.Random) -> str:
    """A table as converters leave it: spans at random, rows without cells, groups or none."""

    def cell() -> str:
        spans = "".join(f' {name}="{chance.randrange(6)}"' for name in ("colspan", "rowspan") if chance.random() < 0.35)
        tag = chance.choice(("td", "td", "th"))
        return f"<{tag}{spans}>{chance.choice(('', '字', '<b>黑体</b>', '一<br>二'))}</{tag}>"

    def rows() -> str:
        return "".join(
            f"<tr>{''.join(cell() for _ in range(chance.randrange(5)))}</tr>" for _ in range(chance.randrange(1, 5))
        )

    return f"<table>{''.join(f'<{group}>{rows()}</{group}>' for group in ('thead', 'tbody', 'tfoot') if chance.random() < 0.6)}</table>"


def test_any_table_comes_out_valid_with_every_word(tmp_path):
    chance = random.Random(20261123)
    shown = []
    for _ in range(300):
        kept = clean(any_table(chance))
        table, _ = body.mobile(kept)
        assert text_of(str(table)).split() == text_of(kept).split()
        shown.append(str(table))
    page = tmp_path / "tables.html"
    page.write_text(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>表</title><h1>表</h1>' + "\n".join(shown)
    )
    assert complaints(str(page)) == []
