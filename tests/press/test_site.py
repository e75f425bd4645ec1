"""The printed demo site as machines see it: well-formed, linked, small, valid, without scripts. On the golden folder."""

import html
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import lxml.etree
import lxml.html
import pytest

from tests.support.parts import need

GOLDEN = Path(__file__).parents[1] / "golden"
SITE = "http://127.0.0.1:8000"
PAGES = sorted(GOLDEN.rglob("*.html"))
WAP = [page for page in PAGES if "wap" in page.parts]
MOBILE = [page for page in PAGES if "wap" not in page.parts]
XML = sorted([*GOLDEN.rglob("*.rss"), *GOLDEN.rglob("*.atom"), *GOLDEN.rglob("*.xml"), *GOLDEN.rglob("*.opml")])
MOST_WAP_BYTES = 10_000
MOST_PAGE_GZIP_BYTES = 14_000


def name(path: Path) -> str:
    return str(path.relative_to(GOLDEN))


@pytest.mark.parametrize("path", [*XML, *WAP], ids=name)
def test_every_xml_is_well_formed(path):
    lxml.etree.fromstring(path.read_bytes(), lxml.etree.XMLParser(load_dtd=False, no_network=True))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path):
    page = lxml.html.fromstring(path.read_bytes())
    base = f"{SITE}/{name(path)}".replace("/index.html", "/").replace("/gone/", "/")
    targets = set()
    for element in page.iter():
        for attribute in ("href", "src"):
            if element.get(attribute):
                targets.add(element.get(attribute))
        for choice in (element.get("srcset") or "").split(","):
            if choice.strip():
                targets.add(choice.split()[0])
    for target in targets:
        parts = urlsplit(urljoin(base, target))
        if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != SITE:
            continue
        if parts.path.startswith("/-/"):
            continue
        if target.startswith("#"):
            assert page.get_element_by_id(target[1:]) is not None
            continue
        file = GOLDEN / (parts.path.lstrip("/") + ("index.html" if parts.path.endswith("/") else ""))
        assert file.is_file(), f"{target} leads nowhere"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_page_needs_scripts_or_other_hosts(path):
    page = lxml.html.fromstring(path.read_bytes())
    run = [script for script in page.iter("script") if script.get("type") != "application/ld+json"]
    assert [(script.get("src"), script.text) for script in run] in (
        [],
        [("/read.js", None)],
    )  # the counter's, and none inline
    for element in page.iter():
        assert not [attribute for attribute in element.attrib if attribute.startswith("on")]
        if element.tag in ("img", "link", "iframe") and element.get("rel") != "canonical":
            assert not re.match(
                r"(?:https?:)?//(?!127\.0\.0\.1:8000/)", element.get("src") or element.get("href") or ""
            )


@pytest.mark.parametrize("path", WAP, ids=name)
def test_every_wap_page_is_small_enough_for_an_old_phone(path):
    assert len(path.read_bytes()) <= MOST_WAP_BYTES


def test_every_wap_page_is_valid_xhtml_basic():
    """XHTML Basic 1.1 is the sibling of XHTML Mobile Profile 1.2 whose DTD may be had freely."""
    program = need("xmllint")
    need("w3c-sgml-lib", "/usr/share/xml/w3c-sgml-lib")
    for path in WAP:
        done = subprocess.run(
            [program, "--nonet", "--noout", "--dtdvalid", "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd", "-"],
            input=re.sub(rb"<!DOCTYPE[^>]*>", b"", path.read_bytes()),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"{name(path)}: {done.stderr.decode()[:600]}"


@pytest.mark.parametrize("path", MOBILE, ids=name)
def test_every_page_fits_the_first_flight(path):
    import gzip

    assert len(gzip.compress(path.read_bytes(), 9, mtime=0)) < MOST_PAGE_GZIP_BYTES


def test_the_seed_article_shows_everything_the_seed_page_shows():
    page = (GOLDEN / "a" / "1.html").read_text()
    words = "".join(lxml.html.fromstring(page).find("body").text_content().split())
    rows = (Path(__file__).parents[2] / "demo" / "seed.txt").read_text().strip().split("\n")
    for row in rows[2:]:
        assert "".join(row.removesuffix("(济源职业技术学院供稿)").split()) in words
    for wanted in (
        "华夏教育网", "首页>教育新闻", "济源职业技术学院:“三联递进”深化产教融合校企合作,主动服务地方经济社会高质量发展",
        "作者：王小语", "来源：华夏教育网", "阅读：0", "（济源职业技术学院供稿）", "下一篇清河师范学院举行第三十二届校园读书节开幕式",
        "联系我们", "服务报价", "关于我们", "留言本", "行业动态", "网站地图", "投稿邮箱：418526785@qq.com",
        "如因作品内容、版权和其它问题需要同本网联系的，请在30日内进行。", "声明：华夏教育网登载此页内容", "粤ICP备15082623号", "2026年11月20日",
    ):  # fmt: skip
        assert wanted in words, wanted
    assert "上一篇" in "".join(lxml.html.fromstring((GOLDEN / "a" / "2.html").read_text()).text_content().split())


def test_the_sheets_of_the_seed_article_hold_its_text_once_and_in_order():
    words = ""
    for path in (GOLDEN / "wap/a/1.html", GOLDEN / "wap/a/1-2.html"):
        body = lxml.etree.fromstring(path.read_bytes()).find("{*}body")
        words += "".join(
            "".join(each.itertext()) for each in body if each.get("class") is None and not each.tag.endswith("h1")
        )
    rows = (Path(__file__).parents[2] / "demo" / "seed.txt").read_text().strip().split("\n")[2:]
    wanted = "".join("".join(row.split()) for row in rows).removesuffix("(济源职业技术学院供稿)")
    assert wanted in "".join(words.split())


def test_the_three_feeds_say_the_same():
    atom = feedparser.parse((GOLDEN / "feed.atom").read_bytes())
    rss = feedparser.parse((GOLDEN / "feed.rss").read_bytes())
    items = json.loads((GOLDEN / "feed.json").read_text())["items"]
    assert not atom.bozo
    assert not rss.bozo
    assert len(items) >= 8

    def told(entry):
        return (
            entry.id,
            entry.link,
            entry.title,
            entry.published_parsed[:6],
            entry.content[0].value if "content" in entry else "",
            entry.summary,
        )

    assert [told(entry)[:4] for entry in atom.entries] == [told(entry)[:4] for entry in rss.entries]
    assert [entry.link for entry in atom.entries] == [item["url"] for item in items]
    assert [entry.id for entry in atom.entries] == [item["id"] for item in items]
    assert [entry.title for entry in atom.entries] == [html.escape(item["title"], quote=False) for item in items]
    for entry, item in zip(atom.entries, items, strict=True):
        assert entry.summary == item["summary"]
        assert [author.name for author in entry.authors] == [author["name"] for author in item["authors"]]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds_name_themselves_their_site_and_their_language(form):
    feed = feedparser.parse((GOLDEN / f"c/campus/feed.{form}").read_bytes()).feed
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == f"{SITE}/c/campus/feed.{form}"
    assert feed.link == f"{SITE}/c/campus/"
    assert feed.language == "zh-CN"
    assert feed.title == "华夏教育网 · 校园动态"


def test_entry_links_of_atom_keep_what_they_are():
    root = lxml.etree.fromstring((GOLDEN / "feed.atom").read_bytes())
    entries = root.findall("{*}entry")
    pictured = [entry for entry in entries if entry.find("{*}link[@rel='enclosure']") is not None]
    assert len(pictured) >= 3
    for entry in entries:
        assert len(entry.findall("{*}link[@rel='alternate']")) == 1
    for entry in pictured:
        link = entry.find("{*}link[@rel='enclosure']")
        assert link.get("type") == "image/jpeg"
        assert int(link.get("length")) > 1000
        assert (GOLDEN / urlsplit(link.get("href")).path.lstrip("/")).exists()


def test_feeds_hold_no_relative_address():
    for path in GOLDEN.rglob("feed*.*"):
        if path.suffix in (".rss", ".atom", ".json"):
            entries = path.read_text().partition(
                "<channel>" if path.suffix == ".rss" else "<entry>" if path.suffix == ".atom" else "items"
            )[2]
            assert not re.search(r'(?:src|href)=\\?(?:&quot;|")/', entries), name(path)


def test_sitemaps_name_every_live_article_and_no_other():
    found = set(re.findall(r"<loc>([^<]+)</loc>", (GOLDEN / "sitemap-1.xml").read_text()))
    assert found == {f"{SITE}/a/{path.name}" for path in (GOLDEN / "a").glob("*.html")}
