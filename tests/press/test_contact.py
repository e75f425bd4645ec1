"""No harvester finds a mail address in any printed file, where the site wants it so; people still do."""

import gzip
from dataclasses import replace

import brotli
import pytest

from tests.press.conftest import tree
from tougao import config
from tougao.archive import messages
from tougao.core.fixed_pages import fixed_page
from tougao.core.messages import Deed, typed
from tougao.core.site import Guestbook, Link, Rights

pytestmark = pytest.mark.django_db
RAW = "tougao@news.example.cn"
PAGES = (
    fixed_page(
        "contact", f"# 联系我们\n\n写信至 [{RAW}](mailto:{RAW})，或找[主编](mailto:zhubian@news.example.cn?subject=x)。"
    ),
    fixed_page("about", f"# 关于我们\n\n<{RAW}>，{RAW}，tougao&#64;news.example.cn，tougao&#x40;news.example.cn"),
    fixed_page("rights", "# 权利声明\n\n请来信。"),
)


@pytest.fixture
def printed(press, publish, site, noon, tmp_path):
    """`printed("words")` is every file of such a site, unpacked."""

    def made(shown: str):
        shielded = replace(
            site, pages=PAGES, address_shown=shown, guestbook=Guestbook(on=True, comments=True), rights=Rights(on=True),
            footer=(*site.footer, Link("写信", f"mailto:{RAW}")), disclaimer=f"声明：来信请寄 {RAW}。", copyright=f"© {RAW}",
        )  # fmt: skip
        publish()
        messages.decide(
            [messages.receive(typed("", "留言一条"), None, f"t{shown}", True, "wap", noon).pk], Deed.SHOW, None, noon
        )
        folder = tmp_path / shown
        replace(press, site=shielded, folder=folder, compresses=True).print_ordered(noon)
        files = tree(folder)
        packed = {path: gzip.decompress(data) for path, data in files.items() if path.endswith(".gz")}
        packed |= {path: brotli.decompress(data) for path, data in files.items() if path.endswith(".br")}
        return files | packed

    return made


@pytest.mark.parametrize("shown", ["words", "form"])
def test_the_raw_address_is_in_no_printed_file(printed, shown):
    files = printed(shown)
    assert len(files) > 60
    for path, data in files.items():
        assert b"mailto:" not in data, path
        assert b"@news.example.cn" not in data, path
        assert b"&#64;" not in data, path


def test_people_read_it_in_both_editions(printed):
    files = printed("words")
    for path in (
        "index.html",
        "wap/index.html",
        "p/contact.html",
        "wap/p/contact.html",
        "p/rights.html",
        "guestbook/index.html",
    ):
        assert "tougao（at）news.example.cn" in files[path].decode(), path
    assert "主编（zhubian（at）news.example.cn）" in files["p/contact.html"].decode()


def test_or_a_link_to_the_form_stands_in_its_place(printed):
    files = printed("form")
    assert '<a href="/-/rights" rel="nofollow">写信给我们</a>' in files["index.html"].decode()
    assert '<a href="/-/wap/rights">写信给我们</a>' in files["wap/index.html"].decode()


def test_plain_it_is_a_link_as_ever(printed):
    assert f'<a href="mailto:{RAW}">{RAW}</a>'.encode() in printed("plain")["wap/index.html"]


def test_every_page_of_the_site_we_ship_can_be_shielded(press, tmp_path, noon):
    from pathlib import Path

    ours = config.load(Path(__file__).parents[2] / "config" / "tougao.toml", {"TOUGAO_SECRET_KEY": "x"}).site
    replace(press, site=replace(ours, address_shown="words"), folder=tmp_path / "ours").print_ordered(noon)
    files = tree(tmp_path / "ours")
    assert len(files) > 30
    assert not any(b"418526785@" in data for data in files.values())
