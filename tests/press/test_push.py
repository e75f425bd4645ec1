"""Hubs and search engines are told of what was printed: once, again when they failed, and nobody who is not configured."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from tougao.archive import decisions
from tougao.archive.models import ArticleRecord, PushRecord
from tougao.core.push import News, Push, requests, told_of
from tougao.core.workflow import Action
from tougao.press.push import push_printed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Peer:
    """A hub and search engine that remembers what it was told, and fails when asked to."""

    def __init__(self):
        self.asked, self.status = [], 200
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                peer.asked.append((self.path, self.headers["Content-Type"], body))
                self.send_response(peer.status)
                self.end_headers()
                self.wfile.write(b"quota is used up" if peer.status >= 400 else b"{}")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def peer():
    made = Peer()
    yield made
    made.close()


@pytest.fixture
def hears(press, site, peer):
    """`hears(now)` prints what is ordered and gives the addresses that hubs and search engines are told of."""

    def listen(now, press=press):
        press.print_ordered(now)
        del peer.asked[:]
        push_printed(Push(hub=f"{peer.url}/hub", indexnow_key="abcdef12", indexnow_url=f"{peer.url}/in"), site, now)
        hubs = {parse_qs(body.decode())["hub.url"][0] for path, _, body in peer.asked if path == "/hub"}
        engines = {url for path, _, body in peer.asked if path == "/in" for url in json.loads(body)["urlList"]}
        return tuple({url.removeprefix("https://news.example.cn") for url in urls} for urls in (hubs, engines))

    return listen


def feeds(*folders):
    return {f"/{folder}feed.{form}" for folder in folders for form in ("atom", "rss", "json")}


def test_hubs_hear_of_a_suppliers_feed_too_and_of_no_category_that_is_gone(press, publish, noon, site, hears):
    publish(credit="济源职业技术学院")
    without = replace(press, site=replace(site, categories=tuple(c for c in site.categories if c.slug != "campus")))
    assert hears(noon, without)[0] == feeds("", "s/1/")


def test_a_pin_is_told_to_search_engines_for_the_home_page_alone_and_to_no_hub(publish, noon, site, hears):
    drafts = [publish() for _ in range(12)]
    assert hears(noon)[0] == feeds("", "c/campus/")
    decisions.decide(drafts[0].pk, Action.PIN, None, noon + MINUTE, site)
    assert hears(noon + MINUTE) == (set(), {"/"})


def test_a_mended_slip_that_changes_no_byte_is_told_to_nobody(publish, noon, site, hears):
    draft = publish()
    hears(noon)
    decisions.decide(draft.pk, Action.AMEND, None, noon + MINUTE, site)
    assert hears(noon + MINUTE) == (set(), set())


def test_what_a_run_that_was_cut_off_may_have_changed_is_told_when_the_next_one_has_finished_it(
    publish, noon, hears, monkeypatch, press
):
    publish()
    hears(noon)
    publish(title="写完未及记下")
    with monkeypatch.context() as cut:
        cut.setattr("tougao.archive.pushes.printed", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            press.print_ordered(noon)
    hubs, engines = hears(noon)
    assert hubs == feeds("", "c/campus/")
    assert engines == {"/", "/c/campus/", "/a/2.html"}


def test_what_changes_twice_before_anybody_is_told_is_told_once_and_as_it_stands_now(press, publish, noon, site, peer):
    draft = publish()
    press.print_ordered(noon)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + MINUTE, site, "侵权")
    press.print_ordered(noon + MINUTE)
    push = Push(baidu_token="x", baidu_url=f"{peer.url}/urls")
    assert push_printed(push, site, noon + MINUTE) == 2
    told = {path.partition("?")[0]: body.decode().split("\n") for path, _, body in peer.asked}
    assert told["/del"] == ["https://news.example.cn/a/1.html"]
    assert "https://news.example.cn/a/1.html" not in told["/urls"]


def test_reads_that_move_a_page_are_told_to_nobody(press, publish, noon, hears):
    publish()
    hears(noon)
    ArticleRecord.objects.update(reads=900)
    assert press.print_reads(100, noon + MINUTE).changed
    assert hears(noon + MINUTE) == (set(), set())


def test_a_hub_is_told_of_each_feed_that_changed_and_only_once(press, publish, noon, site, peer):
    publish()
    press.print_ordered(noon)
    push = Push(hub=f"{peer.url}/hub")
    assert push_printed(push, site, noon) == 6
    forms = [parse_qs(body.decode()) for _, _, body in peer.asked]
    assert {form["hub.url"][0] for form in forms} == {
        f"https://news.example.cn/{folder}feed.{form}"
        for folder in ("", "c/campus/")
        for form in ("atom", "rss", "json")
    }
    assert all(form["hub.mode"] == ["publish"] for form in forms)
    assert push_printed(push, site, noon + MINUTE) == 0


def test_search_engines_get_addresses_in_their_own_ways(press, publish, noon, site, peer):
    publish()
    press.print_ordered(noon)
    push = Push(
        indexnow_key="abcdef12", indexnow_url=f"{peer.url}/in", baidu_token="hush", baidu_url=f"{peer.url}/urls"
    )
    assert push_printed(push, site, noon) == 2
    told = {path.partition("?")[0]: (path, kind, body) for path, kind, body in peer.asked}
    pages = ["https://news.example.cn/a/1.html", "https://news.example.cn/c/campus/", "https://news.example.cn/"]
    indexnow = json.loads(told["/in"][2])
    assert (indexnow["host"], indexnow["key"], indexnow["urlList"]) == ("news.example.cn", "abcdef12", pages)
    assert indexnow["keyLocation"] == "https://news.example.cn/abcdef12.txt"
    assert (told["/urls"][1], told["/urls"][2].decode().split("\n")) == ("text/plain", pages)
    assert "token=hush" in told["/urls"][0]


def test_one_that_fails_is_told_later_and_the_others_go_on(press, publish, noon, site, peer, caplog):
    publish()
    press.print_ordered(noon)
    push = Push(hub="http://127.0.0.1:9/hub", baidu_token="hush", baidu_url=f"{peer.url}/urls")
    assert push_printed(push, site, noon) == 1
    row = PushRecord.objects.get(target="websub")
    assert (row.attempts, row.told_until, row.not_before) == (1, 0, noon + MINUTE)
    asked = len(peer.asked)
    assert push_printed(replace(push, hub=f"{peer.url}/hub"), site, noon + MINUTE / 2) == 0
    assert push_printed(replace(push, hub=f"{peer.url}/hub"), site, noon + MINUTE) == 6
    assert len(peer.asked) == asked + 6
    assert PushRecord.objects.get(target="websub").attempts == 0


def test_what_a_refusing_server_says_is_kept_and_no_secret_with_it(press, publish, noon, site, peer, caplog):
    publish()
    press.print_ordered(noon)
    peer.status = 400
    assert push_printed(Push(baidu_token="hush", baidu_url=f"{peer.url}/urls"), site, noon) == 0
    trouble = PushRecord.objects.get().trouble
    assert "HTTP 400 quota is used up" in trouble
    assert "hush" not in trouble + caplog.text


def test_a_withdrawn_article_is_told_too(press, publish, noon, site, peer):
    draft = publish()
    press.print_ordered(noon)
    push = Push(indexnow_key="abcdef12", indexnow_url=f"{peer.url}/in", baidu_token="x", baidu_url=f"{peer.url}/urls")
    push_printed(push, site, noon)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + MINUTE, site, "侵权")
    press.print_ordered(noon + MINUTE)
    assert push_printed(push, site, noon + MINUTE) == 3
    told = {path.partition("?")[0]: body.decode() for path, _, body in peer.asked[-3:]}
    gone = "https://news.example.cn/a/1.html"
    assert gone in json.loads(told["/in"])["urlList"]
    assert told["/del"] == gone
    assert gone not in told["/urls"]


def test_what_was_printed_days_ago_is_left_to_crawlers(press, publish, noon, site, peer):
    publish()
    press.print_ordered(noon)
    assert push_printed(Push(hub=f"{peer.url}/hub"), site, noon + timedelta(days=2)) == 0


def test_many_addresses_go_out_in_as_many_calls_as_are_allowed(site):
    news = News(told_of((number, ("news",)) for number in range(1, 4001)))
    baidu = list(requests("baidu", Push(baidu_token="x"), site, news))
    assert [request.body.count(b"\n") + 1 for request in baidu] == [2000, 2000, 2]
    assert len(list(requests("indexnow", Push(indexnow_key="abcdef12"), site, news))) == 1


def test_the_hub_stands_in_the_current_feeds_and_the_key_in_a_file(press, publish, noon, site):
    publish()
    told = replace(press, site=replace(site, hub="https://hub.example/", indexnow_key="abcdef12"))
    told.print_ordered(noon)
    assert b'<link href="https://hub.example/" rel="hub"/>' in (press.folder / "feed.atom").read_bytes()
    assert b'<atom:link href="https://hub.example/" rel="hub"/>' in (press.folder / "feed.rss").read_bytes()
    assert json.loads((press.folder / "feed.json").read_bytes())["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/"}
    ]
    assert (press.folder / "abcdef12.txt").read_text() == "abcdef12"
    assert b"https://news.example.cn/feed.rss" in (press.folder / "feed.rss").read_bytes()


def test_a_key_that_is_replaced_or_given_up_leaves_no_file_and_other_peoples_files_stay(press, publish, noon, site):
    publish()
    press.folder.mkdir(parents=True)
    (press.folder / "theirs12.txt").write_text("theirs12")
    for key in ("abcdef12", "98765432", ""):
        replace(press, site=replace(site, indexnow_key=key), compresses=True).print_ordered(noon)
        found = {path.name for path in press.folder.glob("*.txt*")} - {"robots.txt", "robots.txt.gz", "robots.txt.br"}
        assert found == {"theirs12.txt"} | ({f"{key}.txt{twin}" for twin in ("", ".gz", ".br")} if key else set())
