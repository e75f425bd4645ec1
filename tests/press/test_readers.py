"""Somebody reads all the time while the press prints: no file is ever partial, missing, or older packed than plain."""

import gzip
import re
import threading
from dataclasses import replace
from datetime import timedelta

import brotli
import lxml.etree
import pytest

from tougao.archive import decisions
from tougao.core.pages import Printed
from tougao.core.workflow import Action
from tougao.press.files import Files

EDITIONS = 1000
LINK = re.compile(r'href="(?:https://news\.example\.cn)?/((?:wap/)?(?:a|c|s|p)/[^"#]*)"')


class Reader(threading.Thread):
    """Reads until it is stopped; what it found wrong is kept, with how often it read."""

    def __init__(self, read):
        super().__init__()
        self.read, self.stopped, self.wrong, self.times = read, threading.Event(), [], 0

    def run(self):
        while not self.stopped.is_set() and not self.wrong:
            try:
                self.wrong += self.read()
            except Exception as trouble:  # it is told in the test
                self.wrong.append(repr(trouble))
            self.times += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.join()


def edition(number: int) -> bytes:
    """Each of its rows says which edition it is, so that half of one and half of another is seen."""
    return f"<p>第{number}版</p>\n".encode() * (50 + number % 7)


def test_a_file_printed_a_thousand_times_is_whole_at_every_look(tmp_path):
    folder = Files(tmp_path, compresses=True)
    folder.write([Printed("a/1.html", edition(0))])
    page = tmp_path / "a" / "1.html"

    def version(data: bytes) -> int:
        number = int(re.match("<p>第(\\d+)版".encode(), data)[1])
        assert data == edition(number)
        return number

    def read():
        plain = version(page.read_bytes())
        zipped = version(gzip.decompress(page.with_name("1.html.gz").read_bytes()))
        packed = version(brotli.decompress(page.with_name("1.html.br").read_bytes()))
        # A twin is in place before its file: read after it, it is as new or newer.
        return [f"{plain} plain, {zipped} in gzip, {packed} in brotli"] if min(zipped, packed) < plain else []

    with Reader(read) as reader:
        for number in range(1, EDITIONS + 1):
            folder.write([Printed("a/1.html", edition(number))])
    assert reader.wrong == []
    assert reader.times > 20
    assert [path.name for path in sorted((tmp_path / "a").iterdir())] == ["1.html", "1.html.br", "1.html.gz"]


@pytest.mark.django_db
def test_a_reader_who_follows_every_link_while_articles_come_and_go_meets_none_that_is_dead(press, publish, noon, site):
    packing = replace(press, compresses=True)
    publish(category="news")
    packing.print_ordered(noon)

    def read():
        wrong = []
        for name in (
            "index.html",
            "wap/index.html",
            "all/index.html",
            "c/news/index.html",
            "feed.rss",
            "feed.atom",
            "sitemap-1.xml",
        ):
            data = (press.folder / name).read_bytes()
            if not name.endswith(".html"):
                lxml.etree.fromstring(data)
            elif not data.endswith(b"</html>\n"):
                wrong.append(f"{name} is cut short")
            for link in LINK.findall(data.decode()):
                path = link + ("index.html" if link.endswith("/") else "")
                # One that was withdrawn since the list was read has left its notice.
                if not (press.folder / path).exists() and not (press.folder / "gone" / path).exists():
                    wrong.append(f"{name} leads to {path}")
        return wrong

    with Reader(read) as reader:
        for number in range(40):
            draft = publish(category=("news", "campus")[number % 2], source=("青禾师范学院", "")[number % 2])
            packing.print_ordered(noon + timedelta(hours=1))
            if number % 5 == 4:
                decisions.decide(draft.pk, Action.WITHDRAW, None, noon + timedelta(hours=1), site, reason="误发")
                packing.print_ordered(noon + timedelta(hours=1))
    assert reader.wrong == []
    assert reader.times > 20
