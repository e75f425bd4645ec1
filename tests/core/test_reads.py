"""Who is a reader, what is noted of him, and which notes count."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core import reads
from tougao.core.reads import HOUR, Hit, Window

TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
SALT = b"s" * 32

PEOPLE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN",
    "Mozilla/5.0 (Linux; Android 14; 22127RK46C Build/UKQ1) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47",
    "Mozilla/5.0 (Linux; U; Android 13; zh-cn; V2183A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0 MQQBrowser/15.3 Mobile Safari/537.36 COVC/046915",
    "Mozilla/5.0 (Linux; U; Android 12; zh-CN; HLK-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.4896.58 UCBrowser/15.8.8.1298 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 12; HarmonyOS; ALN-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 HuaweiBrowser/15.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; PGEM10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0 Mobile Safari/537.36 T7/13.60 baiduboxapp/13.60.0.10",
    "Mozilla/5.0 (Linux; U; Android 14; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0 Quark/7.0.0.660 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
    "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0 Safari/537.36 360SE",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Nokia6300/2.0 (05.50) Profile/MIDP-2.0 Configuration/CLDC-1.1 UNTRUSTED/1.0",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/9.5/37.8069; U; zh) Presto/2.12.423 Version/12.16",
)
ROBOTS = (
    "",
    "  ",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0 Safari/537.36; 360Spider",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; https://zhanzhang.toutiao.com/)",
    "Mozilla/5.0 (compatible;PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
    "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) YisouSpider/5.0 Chrome/69.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0 Safari/537.36",
    "curl/8.5.0",
    "python-requests/2.32.3",
    "Go-http-client/2.0",
    "Java/17.0.1",
)


@pytest.mark.parametrize("agent", PEOPLE)
def test_a_person_counts_whatever_he_reads_with(agent):
    assert reads.is_reader(agent, {"Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_does_not_count(agent):
    assert not reads.is_reader(agent, {})


@pytest.mark.parametrize(
    "fields",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin", "Referer": "https://news.example.cn/desk/drafts/7/preview"},
    ],
)
def test_what_is_fetched_ahead_or_shown_elsewhere_does_not_count(fields):
    assert not reads.is_reader(PEOPLE[0], fields)


def test_a_digest_tells_readers_articles_and_days_apart_and_nothing_else():
    mine = reads.digest(SALT, "192.0.2.7", PEOPLE[0], 7)
    assert len(mine) == 16
    assert mine == reads.digest(SALT, "192.0.2.7", PEOPLE[0], 7)
    others = {
        reads.digest(b"t" * 32, "192.0.2.7", PEOPLE[0], 7),
        reads.digest(SALT, "192.0.2.8", PEOPLE[0], 7),
        reads.digest(SALT, "192.0.2.7", PEOPLE[1], 7),
        reads.digest(SALT, "192.0.2.7", PEOPLE[0], 8),
    }
    assert len(others | {mine}) == 5
    assert reads.digest(SALT, "2001:db8::1", PEOPLE[0], 7) == reads.digest(SALT, "2001:db8::ffff:1", PEOPLE[0], 7)
    assert reads.digest(SALT, "::ffff:192.0.2.7", PEOPLE[0], 7) == mine


HITS = st.lists(st.builds(lambda n, r: Hit(n, f"{n:08x}{r:08x}"), st.integers(1, 6), st.integers(0, 9)), max_size=60)


@given(HITS, st.data())
def test_a_journal_reads_back_what_was_written_in_whatever_pieces(written, data):
    whole = b"".join(map(reads.line, written))
    place, out = 0, []
    while place < len(whole):
        end = data.draw(st.integers(place + 1, len(whole)))
        piece = whole[place:end]
        taken = reads.whole(piece)
        out += reads.hits(piece[:taken])
        if not taken:
            out += reads.hits(whole[place:])
            break
        place += taken
    assert out == written


@given(HITS, st.binary(max_size=40).filter(lambda junk: b"\n" not in junk), st.integers(0, 60))
def test_a_torn_line_costs_itself_and_what_ran_into_it(written, junk, place):
    lines = list(map(reads.line, written))
    lines.insert(min(place, len(lines)), junk)
    found = list(reads.hits(b"".join(lines)))
    missing = Counter(written) - Counter(found)
    assert missing.total() <= (1 if junk else 0)
    assert Counter(found) - Counter(written) == Counter() or junk


@given(HITS)
def test_each_reader_counts_once_an_hour_for_each_article(noted):
    assert Window().take(TEN, noted) == Counter(hit.number for hit in set(noted))


@given(HITS, st.integers(0, 60))
def test_how_the_hits_were_cut_into_pieces_does_not_matter(noted, place):
    window = Window()
    assert window.take(TEN, noted[:place]) + window.take(TEN, noted[place:]) == Window().take(TEN, noted)


@given(HITS, HITS)
def test_taking_in_what_was_taken_before_counts_nothing(before, after):
    """So a teller that starts anew, and looks at the journal from its beginning, goes on where the last one was."""
    window, anew = Window(), Window()
    window.take(TEN, before)
    expected = window.take(TEN, after)
    anew.take(TEN, before)
    assert anew.take(TEN, before) == Counter()
    assert anew.take(TEN, after) == expected


def test_a_reload_in_the_next_hour_does_not_count_and_one_in_the_hour_after_does():
    hit, window = Hit(7, "0" * 16), Window()
    assert window.take(TEN, [hit]) == {7: 1}
    assert window.take(TEN + HOUR, [hit]) == {}
    assert Window().take(TEN + 2 * HOUR, [hit]) == {7: 1}
    window.forget(TEN + 2 * HOUR)
    assert window.take(TEN + 2 * HOUR, [hit]) == {7: 1}


def test_a_hit_that_comes_late_is_compared_with_the_hour_that_began_meanwhile():
    hit, window = Hit(7, "0" * 16), Window()
    window.take(TEN + HOUR, [hit])
    assert window.take(TEN, [hit]) == {}


def test_memory_is_bounded_and_counting_goes_on(monkeypatch):
    monkeypatch.setattr(reads, "MOST_READERS", 100)
    window = Window()
    assert window.take(TEN, [Hit(1, f"{n:016x}") for n in range(1000)]) == {1: 1000}
    assert len(window) <= 100
    window.forget(TEN + timedelta(minutes=1))
    assert len(window) == 0
