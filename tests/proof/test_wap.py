"""Every page of the wap edition: valid by its DTD, small enough for an old phone with all it loads, and the whole text."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.proof.bodies import BODIES
from tests.proof.site import Built
from tests.support.parts import need
from tougao import config
from tougao.core.article import Article, Place
from tougao.core.layout import Edition
from tougao.core.markup import clean
from tougao.core.pages import Pages, body
from tougao.core.pages.sheets import pieces, size
from tougao.press.run import compiled

MOST_PAGE_BYTES, MOST_LOADED_BYTES = 10_000, 20_000  # W3C mobileOK Basic 1.0, PAGE_SIZE_LIMIT
BASIC = "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd"
MOBILE = "http://www.openmobilealliance.org/tech/DTD/xhtml-mobile12.dtd"
# The schema of the Open Mobile Alliance may not be passed on. Who has its files puts them here, with a catalog.xml.
MOBILE_CATALOG = Path(__file__).with_name("schemas") / "oma" / "catalog.xml"
DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>")
ELEMENTS = frozenset(
    "html head title meta link body h1 h2 h3 p ul ol li blockquote table tr th td a img b i br form input span".split()
)
SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
FURNITURE = ("t", "m", "k", "n", "r", "b")  # classes of the paragraphs that are not the text of an article


def invalid(pages: list[Path], dtd: str, folder: Path, catalog: Path | None = None) -> str:
    """What xmllint says of some pages, in one run."""
    need("w3c-sgml-lib", "/usr/share/xml/w3c-sgml-lib")
    bare = []
    for number, page in enumerate(pages):
        bare.append(folder / f"{number}-{page.name}")
        bare[-1].write_bytes(DOCTYPE.sub(b"", page.read_bytes()))
    done = subprocess.run(
        [need("xmllint"), "--nonet", "--noout", "--dtdvalid", dtd, *map(str, bare)],
        env={"XML_CATALOG_FILES": str(catalog)} if catalog else None,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.stderr.decode() if done.returncode else ""


def test_every_page_is_valid_xhtml_basic(built: Built, tmp_path: Path):
    """XHTML Basic 1.1 is the sibling of XHTML Mobile Profile 1.2 whose DTD may be had freely."""
    assert invalid(built.wap, BASIC, tmp_path) == ""


def test_the_validator_is_awake(built: Built, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_bytes(built.wap[0].read_bytes().replace(b"</body>", b"<p><p>x</p></p></body>"))
    assert "Element p is not declared in p" in invalid([page], BASIC, tmp_path)


def test_every_page_is_valid_xhtml_mobile_profile(built: Built, tmp_path: Path):
    if not MOBILE_CATALOG.exists():
        pytest.skip("the DTD of XHTML Mobile Profile may not be passed on, so it is not here; see MOBILE_CATALOG")
    assert invalid(built.wap, MOBILE, tmp_path, MOBILE_CATALOG) == ""


def test_every_page_keeps_to_what_both_profiles_know(built: Built):
    """Mobile Profile 1.2 has no `lang`, only `xml:lang`; of elements we use those that Basic 1.1 and it share."""
    for path in built.wap:
        assert b'"-//WAPFORUM//DTD XHTML Mobile 1.2//EN"' in path.read_bytes()[:200]
        root = lxml.etree.fromstring(path.read_bytes())
        assert {lxml.etree.QName(element).localname for element in root.iter()} <= ELEMENTS, built.name(path)
        assert root.xpath("//@lang | //@style") == []
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"


def test_every_page_is_small_and_so_is_all_it_loads(built: Built):
    for path in built.wap:
        data = path.read_bytes()
        assert len(data) <= MOST_PAGE_BYTES, built.name(path)
        loaded = set(re.findall(r'<(?:img|link)\b[^>]*?(?:src|href)="(/[^"]*\.(?:css|jpg|png))"', data.decode()))
        weight = len(data) + sum(built.file(address).stat().st_size for address in loaded)
        assert weight <= MOST_LOADED_BYTES, built.name(path)


def test_no_page_stands_alone_and_sheets_follow_one_another(built: Built):
    """Every sheet of a long text is linked from the one before and the one after it."""
    firsts = [path for path in built.wap if re.fullmatch(r"\d+\.html", path.name) and path.parent.name == "a"]
    many = 0
    for first in firsts:
        if "gone" in first.parts:
            continue
        sheet, current = 1, first
        while (following := current.with_name(f"{first.stem}-{sheet + 1}.html")).exists():
            assert f'href="{built.address(following)}" accesskey="6"' in current.read_text()
            assert f'href="{built.address(current)}" accesskey="4"' in following.read_text()
            sheet, current = sheet + 1, following
        assert 'accesskey="6"' not in current.read_text()
        many += sheet > 1
    assert many >= 8


def test_lynx_shows_every_page_whole_and_in_order(built: Built):
    for path in built.wap:
        command = [
            need("lynx"),
            "-dump",
            "-nolist",
            "-nonumbers",
            "-width=60",
            "-assume_charset=utf-8",
            "-display_charset=utf-8",
        ]
        done = subprocess.run([*command, str(path)], capture_output=True, timeout=30, check=True)
        shown, at = letters(done.stdout.decode()), 0
        for piece in lxml.etree.fromstring(path.read_bytes()).find("{*}body").itertext():
            found = shown.find(letters(piece), at)
            assert found >= 0, (built.name(path), piece)
            at = found + len(letters(piece))


def letters(words: str) -> str:
    """What no terminal shows otherwise: Han, Latin letters, digits."""
    return "".join(re.findall(r"[\u4e00-\u9fffA-Za-z0-9]", words))


# -- the whole text, in order, once


def squeezed(words: str) -> str:
    return "".join(words.split())


def words_of_sheets(sheets: list[bytes]) -> str:
    """The text of an article from its sheets, as a reader turns them."""
    out = []
    for sheet in sheets:
        found = lxml.etree.fromstring(sheet).find("{*}body")
        out += [
            "".join(block.itertext())
            for block in found
            if block.get("class") not in FURNITURE and not block.tag.endswith("h1")
        ]
    return squeezed("".join(out))


def words_of_page(page: bytes) -> str:
    """The text of the mobile page, without the credit line, which wap sets apart."""
    (text,) = lxml.html.fromstring(page.replace(b"<wbr>", b"")).find_class(
        "text"
    )  # libxml2 takes it for one that closes
    for credit in text.find_class("credit"):
        credit.drop_tree()
    return squeezed(text.text_content())


def test_the_sheets_of_every_article_are_the_text_of_its_page(built: Built):
    compared = 0
    for page in (built.folder / "a").glob("*.html"):
        first = built.folder / "wap" / "a" / page.name
        sheets = [
            first,
            *sorted(first.parent.glob(f"{page.stem}-*.html"), key=lambda path: int(path.stem.split("-")[1])),
        ]
        assert words_of_sheets([sheet.read_bytes() for sheet in sheets]) == words_of_page(page.read_bytes()), page.name
        compared += 1
    assert compared > 75


@pytest.fixture(scope="module")
def editions(built: Built) -> tuple[Pages, Pages]:
    site = config.load(built.folder.parent / "config" / "tougao.toml", {"TOUGAO_SECRET_KEY": "x"}).site
    templates = compiled(config.OWN_TEMPLATES, site, frozenset())
    return Pages(site, templates, Edition.MOBILE), Pages(site, templates, Edition.WAP)


def made(html: str, title: str = "标题", **fields: Any) -> Article:
    at = datetime(2026, 11, 20, 4, tzinfo=UTC)
    values: dict[str, Any] = {"byline": "林晓禾", "source": "华夏教育网", "credit": "", "summary": ""}
    return Article(
        7, "tag:x,2026:7", title, html=html, place=Place("news", 1), published_at=at, updated_at=at, **values | fields
    )


@settings(SLOW, max_examples=150)
@given(
    html=BODIES,
    title=st.sampled_from(["标题", "长" * 300, "A&B <b>" * 40]),
    line=st.sampled_from(["", "很长的一行" * 60]),
)
def test_any_body_is_whole_in_its_sheets_and_every_sheet_is_small(editions, html, title, line):
    mobile, wap = editions
    article = made(clean(html), title, byline=line, source=line, credit=line)
    beside = made("", "邻" * 300)
    (page,) = mobile.article(article, beside, beside)
    sheets = wap.article(article, beside, beside)
    assert words_of_sheets([sheet.data for sheet in sheets]) == words_of_page(page.data)
    assert max(len(sheet.data) for sheet in sheets) <= MOST_PAGE_BYTES
    assert max(sheet.data.count(b'<img src="/media/') for sheet in sheets) <= 1  # the counter has no bytes to speak of


@settings(SLOW, max_examples=200)
@given(html=BODIES, limit=st.integers(700, 3000))
def test_a_block_in_pieces_says_the_same_and_every_piece_is_xml(html, limit):
    for block in body.wap_blocks(clean(html)):
        cut = pieces(block, limit)
        words = "".join("".join(lxml.etree.fromstring(piece).itertext()) for piece in cut)
        assert squeezed(words) == squeezed("".join(lxml.etree.fromstring(block).itertext()))
        assert all(size(piece) <= limit for piece in cut)


@pytest.mark.parametrize(
    "html",
    ["<p>{}</p>", "<p><b>{}</b></p>", "<p><a href='https://example.cn/'><b>{}</b></a></p>", "<ul><li>{}</li></ul>", "<ol><li>甲</li><li>{}</li><li>乙</li></ol>",
     "<blockquote><p>{}</p></blockquote>", "<table><tr><td>{}</td><td>乙</td></tr></table>", "<h2>{}</h2>"],
)  # fmt: skip
@pytest.mark.parametrize(
    "words", ["春江潮水连海平，" * 3000, "甲" * 50_000, "a&<b " * 9000, "😀" * 9000, "句子。" * 12_000]
)
def test_fifty_thousand_characters_in_one_block_are_cut(editions, html, words):
    _, wap = editions
    kept = clean(html.format(words.replace("&", "&amp;").replace("<", "&lt;")))
    sheets = wap.article(made(kept), None, None)
    assert len(sheets) >= 3
    assert max(len(sheet.data) for sheet in sheets) <= MOST_PAGE_BYTES
    text = words_of_sheets([sheet.data for sheet in sheets])
    assert squeezed(words) in text
