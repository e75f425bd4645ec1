"""What keeps a draft from being approved without being opened, and reasons that are given again and again."""

from dataclasses import replace

import pytest

from tougao.core.authentication import Verdict
from tougao.core.letters import CHINESE, ENGLISH
from tougao.core.readiness import Candidate, hindrances
from tougao.core.reasons import REASONS, worded

COMPLETE = Candidate("运动会开幕", "<p>今日开幕。</p>", "campus", "林晓禾", verdict=Verdict.UNVERIFIED)


def test_a_complete_draft_has_none(site):
    assert hindrances(COMPLETE, site) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": " "}, "it has no title"),
        ({"html": "<p></p>"}, "it has no text"),
        ({"category": "sports"}, "it has no category"),
        ({"people": ""}, "neither author nor source is named"),
        ({"guesses": ("byline",)}, "a field is a guess: byline"),
        ({"notices": 2}, "it has notices that somebody should read (2)"),
        ({"is_seen_before": True}, "a text like it was seen before"),
        ({"verdict": Verdict.SUSPECT}, "its sender may be forged"),
        ({"refused_pictures": 1}, "1 of its pictures could not be taken"),
        ({"others": ("zhao",)}, "zhao is at it now"),
    ],
)
def test_each_hindrance_is_told(site, change, told):
    assert [str(each) for each in hindrances(replace(COMPLETE, **change), site)] == [told]


def test_all_of_them_are_told_at_once(site):
    assert len(hindrances(replace(COMPLETE, title="", html="", category="", people="", notices=1), site)) == 5


def test_a_reason_is_worded_with_a_line_of_ones_own():
    for reason in REASONS:
        assert set(reason.letter) == {CHINESE, ENGLISH}
    assert worded("pictures", " 谢谢。 ", CHINESE).endswith("写明说明。\n\n谢谢。")
    assert worded("", "Only this.", ENGLISH) == "Only this."
    assert worded("", " ", ENGLISH) == ""
