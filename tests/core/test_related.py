"""Which earlier articles stand beside a new one."""

import pytest

from tougao.core.article import Reference
from tougao.core.related import Candidate, related

TITLES = (
    "青禾师院：春季运动会开幕",
    "青禾师院：读书节开幕",
    "梧桐大学举行春季运动会",
    "江城师大附小：开学第一课",
    "全市教育工作会议召开",
    "新愚公众创空间获评示范基地",
)


def candidates(*same_supplier: int):
    return [Candidate(Reference(number, title), number in same_supplier) for number, title in enumerate(TITLES, 1)]


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("云岭一中：春季运动会闭幕", [1, 3]),
        ("众创空间示范基地揭牌", [6]),
        ("图书馆闭馆通知", []),
        ("开幕", []),  # one pair that others have, too, is no kinship
        ("", []),
    ],
)
def test_titles_that_share_rare_words_are_related(title, numbers):
    assert [each.number for each in related(title, candidates())] == numbers


def test_what_comes_from_the_same_organisation_is_nearer():
    assert [each.number for each in related("云岭一中：春季运动会闭幕", candidates(3))] == [3, 1]


def test_no_more_than_asked_for_and_the_newest_first_among_equals():
    alike = [Candidate(Reference(number, "全国职业技能大赛开赛")) for number in range(1, 9)]
    assert [each.number for each in related("职业技能大赛落幕", [*alike, *candidates()], most=3)] == [8, 7, 6]


def test_the_order_of_the_candidates_does_not_matter():
    assert related("春季运动会", candidates()) == related("春季运动会", reversed(candidates()))
