"""`tougao import` as an administrator runs it: once each, with pictures, days, categories and old addresses."""

import functools
import http.server
import io
import json
import random
import threading
from pathlib import Path

import pytest
from PIL import Image

DATA = Path(__file__).parents[1] / "data" / "import"
WORDPRESS, GBK_FEED, ATOM, TABLE = (
    str(DATA / name) for name in ("wordpress.xml", "feed-gbk.xml", "feed-atom.xml", "table-gbk.csv")
)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def photo(seed: int) -> bytes:
    """A picture with enough in it to be a photo."""
    chance = random.Random(seed)
    image = Image.effect_noise((640, 480), 90).convert("RGB") if seed < 0 else Image.new("RGB", (640, 480))
    image.putdata([(chance.randrange(256), place % 256, seed % 256) for place in range(640 * 480)])
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def uploads(tmp_path_factory):
    """wp-content/uploads of the old site, as it was copied; the lead picture of the library is missing."""
    folder = tmp_path_factory.mktemp("uploads")
    for number, name in enumerate(("2021/04/open.jpg", "2020/09/hall.jpg", "2021/kaixue.jpg")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(photo(number))
    return folder


def test_articles_become_drafts_once_each(tougao, home, uploads):
    first = tougao(
        "import",
        WORDPRESS,
        GBK_FEED,
        ATOM,
        TABLE,
        "--pictures",
        str(uploads),
        "--category",
        "学院要闻=campus",
        fails=True,
    )
    assert first.returncode == 1  # one entry has no text
    assert "6 imported" in first.stdout
    assert "1 failed" in first.stdout
    assert "没有正文的一条: it has no text" in first.stderr
    assert "thumb.jpg is not in the folder" in first.stderr
    assert '1 of “综合新闻” have no category; choose one with --category "综合新闻=SLUG"' in first.stdout
    drafts = {draft["title"]: draft for draft in lines(tougao("drafts", "--json").stdout)}
    assert len(drafts) == 6
    again = tougao("import", WORDPRESS, GBK_FEED, ATOM, TABLE, "--pictures", str(uploads), fails=True)
    assert "6 known already" in again.stdout
    assert len(lines(tougao("drafts", "--json").stdout)) == 6
    assert list(home.glob("var/site/a/*")) == []


def test_a_dry_run_says_everything_and_does_nothing(tougao, home, uploads):
    told = tougao(
        "import",
        WORDPRESS,
        TABLE,
        "--publish",
        "--dry-run",
        "--category",
        "学院要闻=campus",
        "--pictures",
        "/nowhere",
        fails=True,
    )
    assert "would be published\t2021-04-20\t春季运动会开幕" in told.stdout
    assert "failed\t2019-09-09\t教师节座谈会召开" in told.stdout
    assert "3 would be published" in told.stdout
    assert lines(tougao("drafts", "--json").stdout) == []
    assert list(home.glob("var/media/*/*")) == []


def test_published_articles_keep_their_days_pictures_and_old_addresses(tougao, home, uploads):
    told = lines(
        tougao(
            "import", WORDPRESS, GBK_FEED, TABLE, "--publish", "--json", "--pictures", str(uploads),
            "--category", "学院要闻=campus", "--default-category", "news", fails=True,
        ).stdout
    )  # fmt: skip
    numbers = {row["title"]: row["number"] for row in told if row["number"]}
    assert list(numbers.values()) == [1, 2, 3, 4, 5]  # the oldest first
    assert next(iter(numbers)) == "教师节座谈会召开"
    sports = numbers["春季运动会开幕 – 赛出风格"]
    page = (home / f"var/site/a/{sports}.html").read_text()
    assert "2021年4月20日" in page or "2021-04-20" in page
    assert "林晓禾" in page
    assert "/media/" in page
    assert "alert(1)" not in page
    assert (home / f"var/site/wap/a/{sports}.html").is_file()
    moved = (home / "var" / "moved.map").read_text()
    assert f'"/2021/04/spring-sports/" /a/{sports}.html;' in moved
    assert f'"/?p=101" /a/{sports}.html;' in moved
    assert '"/show.asp?id=301"' in moved
    assert '"/html/2019/7.html"' in moved
    assert (
        "2021-04-20T09:30:00+08:00" in (home / "var/site/feed.atom").read_text()
        or "2021-04-20T01:30:00" in (home / "var/site/feed.atom").read_text()
    )


def test_pictures_come_from_the_web_within_bounds(tougao, home, uploads, tmp_path):
    """The old site is up still; it stands on a private network, so it must be allowed."""
    handler = functools.partial(Quiet, directory=str(uploads))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        site = f"http://127.0.0.1:{server.server_port}"
        feed = (
            Path(GBK_FEED)
            .read_bytes()
            .decode("gbk")
            .replace("http://old.example.cn/", f"{site}/")
            .replace("/upload/2021", "/2021")
        )
        (uploads / "feed.xml").write_bytes(feed.encode("gbk"))
        refused = tougao("import", f"{site}/feed.xml", fails=True)
        assert refused.returncode == 1
        assert "not on the public network" in refused.stderr
        tougao("import", f"{site}/feed.xml", "--allow-network", "127.0.0.0/8", fails=True)
        assert len(list((home / "var" / "media").rglob("*.jpg"))) == 1
    finally:
        server.shutdown()
        server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        pass


def test_what_is_wrong_with_the_command_is_said_before_anything_is_done(tougao, home):
    for words in (
        ("--category", "学院要闻=nowhere"),
        ("--default-category", "nowhere"),
        ("--allow-network", "10.0.0.1/8"),
    ):
        told = tougao("import", WORDPRESS, *words, fails=True)
        assert told.returncode == 78, words
        assert words[0] in told.stderr
    assert tougao("import", "/nowhere.xml", fails=True).returncode == 66
    (home / "x.txt").write_text("hello")
    assert "no feed, no WordPress export" in tougao("import", "x.txt", fails=True).stderr
    assert lines(tougao("drafts", "--json").stdout) == []
