"""The form for whoever is wronged by an article: what becomes a case, and what is asked again with nothing lost."""

import re
from dataclasses import replace

import lxml.etree
import pytest
from django.core.cache import cache

from tests.newsstand.test_messages import SECOND, token_of, words
from tougao import jobs
from tougao.archive import decisions
from tougao.archive.models import CaseRecord
from tougao.core.site import Guestbook, Rights
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db
RIGHT = {
    "where": "https://news.example.cn/a/1.html",
    "ground": "copyright",
    "name": "赵一",
    "address": "zhao@example.cn",
    "text": "文中照片是我拍摄的，未经许可，请撤下。",
    "declared": "yes",
}


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = replace(site, guestbook=Guestbook(proof_bits=8), rights=Rights(on=True))
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()


@pytest.fixture
def send(client, monkeypatch, noon):
    def sent(path="/-/rights", **fields):
        monkeypatch.setattr(jobs, "clock", lambda: noon)
        token = token_of(client.get(path))
        monkeypatch.setattr(jobs, "clock", lambda: noon + 9 * SECOND)
        return client.post(path, {"token": token} | RIGHT | fields)

    return sent


@pytest.mark.parametrize("path", ["/-/rights", "/-/wap/rights"])
def test_a_complaint_becomes_a_case_and_its_writer_is_told(send, client, path, new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    answer = send(path)
    case = CaseRecord.objects.get()
    assert (case.article.number, case.ground, case.name, case.address) == (1, "copyright", "赵一", "zhao@example.cn")
    assert answer["Location"] == f"{path}?sent={case.pk}"
    assert "30 日内答复" in words(client.get(answer["Location"]))


@pytest.mark.parametrize("path", ["/-/rights", "/-/wap/rights"])
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"where": " "}, "请写明是哪篇文章"),
        ({"where": "网" * 301}, "最多 300 字"),
        ({"name": ""}, "请填写您或委托人的姓名"),
        ({"address": "zhao at example"}, "请填写能收到答复的邮箱"),
        ({"address": "zhao@example.cn\r\nBcc: all@example.cn"}, "请填写能收到答复的邮箱"),
        ({"text": "短"}, "至少 10 字"),
        ({"text": "长" * 4001}, "内容最多 4000 字"),
        ({"declared": ""}, "请勾选内容属实"),
        ({"website": "x"}, "一栏留空"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_what_was_typed_stays(send, path, fields, told):
    answer = send(path, **fields)
    assert answer.status_code == 422
    assert told in words(answer)
    page = answer.content.decode()
    if "wap" in path:
        lxml.etree.fromstring(answer.content)
    for field in ("where", "name", "text"):
        assert (RIGHT | fields)[field].strip() in page
    assert re.search(r'value="copyright" selected', page)
    assert CaseRecord.objects.count() == 0


def test_the_article_one_came_from_stands_in_the_form(client, settings):
    page = client.get("/-/rights?article=1796").content.decode()
    assert 'value="https://news.example.cn/a/1796.html"' in page
    assert "onload" not in client.get("/-/rights?article=1%22onload=x").content.decode()


def test_it_speaks_english_and_so_will_its_letters(send, client):
    answer = send("/-/rights", language="en", text="My photo is used without asking me.")
    assert CaseRecord.objects.get().language == "en"
    assert "Your complaint has arrived" in words(client.get(answer["Location"]))


def test_switched_off_there_is_no_form(client, settings, site):
    settings.SITE = site
    assert client.get("/-/rights").status_code == 404
