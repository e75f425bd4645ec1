"""What keeps a draft from being approved without being opened."""

from dataclasses import replace

import pytest

from tougao.core.authentication import Verdict
from tougao.core.readiness import Candidate, hindrances

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
