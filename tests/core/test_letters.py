"""The words of letters, in both languages."""

import pytest

from tougao.core.letters import LANGUAGES, LETTER_OF, WORDINGS, Facts, Letter, language_of, written
from tougao.core.workflow import Status

FACTS = Facts(
    "春季运动会\n开幕",
    12,
    address="https://news.example.cn/a/7.html",
    status_address="https://news.example.cn/-/status/12.x.y/",
    reason="请补图。",
    text="正文。",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", [each for each in Letter if each is not Letter.UPLOADED])
def test_each_letter_names_the_piece_its_number_and_the_site(site, letter, language):
    subject, body = written(letter, FACTS, site, language)
    assert "春季运动会 开幕" in subject
    for words in ("春季运动会 开幕", "12", site.name, site.url):
        assert words in body
    assert "\n" not in subject
    assert "{" not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_of_a_form_names_its_number_and_repeats_nothing(site, language):
    subject, body = written(Letter.UPLOADED, FACTS, site, language)
    assert "12" in subject
    for words in ("12", site.name, site.url, FACTS.status_address):
        assert words in body
    assert "运动会" not in subject + body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_and_a_return_point_to_the_status_page_and_say_what_they_must(site, language):
    assert FACTS.status_address in written(Letter.RECEIVED, FACTS, site, language)[1]
    returned = written(Letter.RETURNED, FACTS, site, language)[1]
    for words in (FACTS.status_address, "请补图。", "正文。"):
        assert words in returned
    assert FACTS.address in written(Letter.APPROVED, FACTS, site, language)[1]
    assert "请补图。" in written(Letter.WITHDRAWN, FACTS, site, language)[1]


def test_braces_in_a_senders_title_are_only_braces(site):
    subject, body = written(Letter.RECEIVED, Facts("{site.url} {0}", 1), site, "zh")
    assert subject == "已收到来稿：{site.url} {0}"
    assert "{site.url} {0}" in body
    assert "处理进度" not in body


def test_a_title_of_any_length_makes_a_subject(site):
    assert len(written(Letter.RECEIVED, Facts("长" * 500, 1), site, "zh")[0]) == 120


def test_every_letter_is_worded_in_every_language():
    assert set(WORDINGS) == {(letter, language) for letter in Letter for language in LANGUAGES}
    assert LETTER_OF == {
        Status.PUBLISHED: Letter.APPROVED,
        Status.RETURNED: Letter.RETURNED,
        Status.WITHDRAWN: Letter.WITHDRAWN,
    }


@pytest.mark.parametrize(("text", "language"), [("运动会 opened", "zh"), ("Reading festival opens", "en"), ("", "en")])
def test_the_language_is_that_of_the_words(text, language):
    assert language_of(text) == language
