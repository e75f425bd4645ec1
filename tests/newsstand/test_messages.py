"""The form of the guestbook: what arrives, what is kept out and in which words, and that nothing typed is lost."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import lxml.etree
import pytest
from django.core.cache import cache

from tougao import jobs
from tougao.archive import decisions
from tougao.archive import site as sites
from tougao.archive.models import MessageRecord
from tougao.core import setting
from tougao.core.messages import MOST_TEXT
from tougao.core.setting import Part
from tougao.core.site import Guestbook
from tougao.core.workflow import Action
from tougao.newsstand import limits, tokens

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TEXT = "请问投稿邮箱是哪个？祝编辑部各位老师工作顺利。"
BITS = 8


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = replace(site, guestbook=Guestbook(on=True, comments=True, proof_bits=BITS))
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()


@pytest.fixture
def at(monkeypatch, noon):
    def set_clock(moment):
        monkeypatch.setattr(jobs, "clock", lambda: moment)

    set_clock(noon)
    return set_clock


@pytest.fixture
def send(client, at, noon):
    """`send(text=…)` opens the form, waits, and sends it."""

    def sent(path: str = "/-/guestbook", opened=noon, after=10 * SECOND, **fields):
        at(opened)
        token = token_of(client.get(path))
        at(opened + after)
        address = fields.pop("REMOTE_ADDR", "203.0.113.7")
        return client.post(path, {"token": token, "text": TEXT, "proof": ""} | fields, REMOTE_ADDR=address)

    return sent


def token_of(answer) -> str:
    return re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]


def proof_of(token: str) -> str:
    return next(
        str(n) for n in range(100_000) if hashlib.sha256(f"{token}:{n}".encode()).digest()[0] >> (8 - BITS) == 0
    )


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_message_arrives_waits_and_its_writer_is_told(send, client):
    answer = send(name="林晓禾")
    assert answer.status_code == 302
    row = MessageRecord.objects.get()
    assert (row.name, row.text, row.standing, row.slug) == ("林晓禾", TEXT, "waiting", "guestbook/")
    assert (row.has_proof, row.edition) == (False, "mobile")
    assert "留言已经收到" in words(client.get(answer["Location"]))


def test_nothing_of_the_writer_is_kept_and_no_cookie_is_set(send, client):
    send(name="林晓禾")
    row = MessageRecord.objects.values().get()
    assert "203.0.113.7" not in str(row)
    assert limits.visitor_of("203.0.113.7", jobs.clock()) not in str(row)
    answer = client.get("/-/guestbook")
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]


def test_work_done_by_a_script_is_believed_only_for_its_own_form(client, at, noon):
    token = token_of(client.get("/-/guestbook"))
    at(noon + 10 * SECOND)
    client.post("/-/guestbook", {"token": token, "text": TEXT, "proof": proof_of(token)})
    assert MessageRecord.objects.get().has_proof
    other = token_of(client.get("/-/guestbook"))
    at(noon + 20 * SECOND)
    wrong = next(str(n) for n in range(10**6) if hashlib.sha256(f"{other}:{n}".encode()).digest()[0])
    client.post("/-/guestbook", {"token": other, "text": "另一条留言", "proof": wrong})
    assert not MessageRecord.objects.get(text="另一条留言").has_proof


def test_work_that_was_done_stays_in_a_form_that_is_shown_again_and_no_other_words_do(client, at, noon):
    token = token_of(client.get("/-/guestbook"))
    at(noon + 10 * SECOND)
    for proof, shown in ((proof_of(token), proof_of(token)), ('"><b>', "")):
        page = lxml.etree.HTML(client.post("/-/guestbook", {"token": token, "text": "", "proof": proof}).content)
        assert page.xpath("//input[@name='token']/@value") == [token]
        assert page.xpath("//input[@name='proof']/@value") == [shown]


def test_the_wap_form_is_xhtml_without_scripts_and_works(send, client):
    answer = client.get("/-/wap/guestbook", HTTP_ACCEPT="application/vnd.wap.xhtml+xml, */*")
    assert answer["Content-Type"] == "application/vnd.wap.xhtml+xml; charset=utf-8"
    lxml.etree.fromstring(answer.content)
    assert b"<script" not in answer.content
    assert len(answer.content) < 10_000
    sent = send("/-/wap/guestbook", text="老手机发来的\x00\x08<b>留言</b>]]>")
    assert sent.status_code == 302
    assert MessageRecord.objects.get().edition == "wap"
    assert "留言已经收到" in words(client.get(sent["Location"]))


@pytest.mark.parametrize("path", ["/-/guestbook", "/-/wap/guestbook"])
@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"text": " \n "}, 422, "请先写点什么"),
        ({"text": "长" * (MOST_TEXT + 1)}, 422, f"留言最多 {MOST_TEXT} 字"),
        ({"name": "名" * 31}, 422, "署名最多 30 字"),
        ({"text": "看 http://a.cn http://b.cn www.c.cn"}, 422, "最多写 2 个网址"),
        ({"website": "http://spam.example"}, 422, "请将“Website”一栏留空"),
        ({"token": "guestbook.1.x.y"}, 403, "不是从本站打开的"),
        ({"after": SECOND}, 422, "填写得太快"),
        ({"after": 49 * HOUR}, 422, "打开的时间太久"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_what_was_typed_stays(send, path, fields, status, told):
    answer = send(path, **{"name": "林晓<禾>", "text": "一条\x07“留言”<b>&"} | fields)
    assert answer.status_code == status
    assert told in words(answer)
    if "wap" in path:
        lxml.etree.fromstring(answer.content)
    typed = {"name": "林晓<禾>", "text": "一条“留言”<b>&"} | {k: v for k, v in fields.items() if k in ("name", "text")}
    shown = lxml.etree.HTML(answer.content.decode().partition("?>")[2] or answer.content.decode())
    assert (shown.xpath("//textarea")[0].text or "").strip() == typed["text"].strip()
    assert shown.xpath("//input[@name='name']/@value") == [typed["name"]]
    assert MessageRecord.objects.count() == 0


def test_a_form_that_was_refused_can_be_sent_at_once(send, client, at, noon):
    answer = send(text="", after=49 * HOUR)
    at(noon + 49 * HOUR + 5 * SECOND)
    assert client.post("/-/guestbook", {"token": token_of(answer), "text": TEXT}).status_code == 302


def test_the_same_form_sent_twice_is_one_message(client, at, noon):
    token = token_of(client.get("/-/guestbook"))
    at(noon + 10 * SECOND)
    for _ in range(2):
        assert client.post("/-/guestbook", {"token": token, "text": TEXT}).status_code == 302
    assert MessageRecord.objects.count() == 1


def test_the_same_words_from_elsewhere_are_refused(send):
    send()
    answer = send(REMOTE_ADDR="198.51.100.9")
    assert answer.status_code == 422
    assert "不必重发" in words(answer)


def test_an_address_that_sends_too_much_is_asked_to_wait_and_others_are_not(send, settings, noon):
    settings.READER_LIMITS = {"message": "3/h/key", "message-of-all": "100/h/key"}
    for number in range(3):
        assert send(text=f"第{number}条留言", opened=noon + number * SECOND).status_code == 302
    answer = send(text="再来一条")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "再来一条" in answer.content.decode()
    assert send(text="再来一条", REMOTE_ADDR="198.51.100.9").status_code == 302
    assert send(text="网段一", REMOTE_ADDR="2001:db8::1").status_code == 302


def test_how_much_one_address_may_send_is_set_on_the_desk_and_holds_at_once(send, settings, noon):
    value = setting.taken(settings.SITE, Part.GUESTBOOK) | {"per_hour": 1}
    sites.edit(Part.GUESTBOOK, value, 0, None, settings.SITE, noon)
    answers = [send(text=f"第{number}条留言", opened=noon + number * SECOND).status_code for number in range(2)]
    assert answers == [302, 429]
    sites.edit(Part.GUESTBOOK, value | {"per_hour": 2}, 1, None, settings.SITE, noon)
    assert send(text="再来一条").status_code == 302


def test_one_network_of_ipv6_is_one_sender():
    from tests.conftest import NOON

    def visitor(address, moment=NOON):
        return limits.visitor_of(address, moment)

    assert visitor("2001:db8::1") == visitor("2001:db8::ffff")
    assert visitor("2001:db8::1") != visitor("2001:db8:0:1::1")
    assert visitor("203.0.113.7") != visitor("203.0.113.8")
    assert visitor("203.0.113.7") != visitor("203.0.113.7", NOON + DAY)


def test_a_token_is_for_its_own_form(noon):
    token = tokens.issued("message-0", noon)
    assert tokens.opened(token, "message-0", noon + 5 * SECOND).age == tokens.Age.RIGHT
    assert tokens.opened(token, "message-7", noon + 5 * SECOND).age == tokens.Age.FOREIGN
    assert tokens.opened(token[:-1] + "x", "message-0", noon + 5 * SECOND).age == tokens.Age.FOREIGN


def test_below_an_article_readers_see_and_below_no_other(send, client, new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    assert send("/-/comment/1").status_code == 302
    assert MessageRecord.objects.get().slug == "a/1/"
    assert draft.title in client.get("/-/comment/1").content.decode()
    assert client.get("/-/comment/2").status_code == 404
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, reason="误发")
    assert client.get("/-/wap/comment/1").status_code == 404


def test_switched_off_there_is_no_form(settings, site, client, at):
    settings.SITE = replace(site, guestbook=Guestbook(on=False, comments=False))
    assert client.get("/-/guestbook").status_code == 404
    assert client.post("/-/wap/guestbook", {"text": TEXT}).status_code == 404


def test_it_speaks_english_when_asked(send, client, at):
    page = client.get("/-/guestbook?language=en").content.decode()
    assert '<html lang="en">' in page
    assert "Write a message" in page
    answer = send(text="", language="en")
    assert "Write something first." in words(answer)
    sent = send(text="Hello from abroad", language="en")
    assert "has arrived" in words(client.get(sent["Location"]))
