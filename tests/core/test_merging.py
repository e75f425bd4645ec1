"""Two people at one draft: what only one changed is taken over, what both changed is shown to a person, nothing is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.merging import Choice, Clash, body, merge

LONG = {
    "开幕": "<p>十一月二十日，青禾师范学院第二十届田径运动会在南校区田径场开幕。</p>\n",
    "开幕二": "<p>十一月二十一日，青禾师范学院第二十届田径运动会在南校区田径场开幕。</p>\n",
    "致辞": "<p>院长梁思远致开幕辞，向全体运动员、教练员、裁判员表示问候。</p>\n",
    "致辞二": "<p>院长梁思远致开幕辞，向全体运动员、教练员、裁判员和志愿者表示问候。</p>\n",
    "闭幕": "<p>比赛共设三十六个项目，历时两天，于二十二日下午圆满闭幕。</p>\n",
    "新": "<p>本届运动会首次设立教工组的趣味项目，吸引三百余名教职工报名。</p>\n",
}


def rows(*names: str) -> tuple[str, ...]:
    return tuple(LONG[name] for name in names)


def html(*names: str) -> str:
    return "".join(rows(*names)).strip()


def bare(html: str) -> str:
    return html.replace("\n", "")


BASE = ("开幕", "致辞", "闭幕")


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (BASE, BASE, BASE),
        (("开幕二", "致辞", "闭幕"), BASE, ("开幕二", "致辞", "闭幕")),
        (BASE, ("开幕二", "致辞", "闭幕"), ("开幕二", "致辞", "闭幕")),
        # Neighbours are not one paragraph: this is no clash.
        (("开幕二", "致辞", "闭幕"), ("开幕", "致辞二", "闭幕"), ("开幕二", "致辞二", "闭幕")),
        (("开幕二", "致辞二", "闭幕"), ("开幕", "致辞", "闭幕", "新"), ("开幕二", "致辞二", "闭幕", "新")),
        (("开幕", "新", "致辞", "闭幕"), ("开幕二", "致辞", "闭幕"), ("开幕二", "新", "致辞", "闭幕")),
        (("开幕", "闭幕"), ("开幕二", "致辞", "闭幕"), ("开幕二", "闭幕")),
        # Both did the same.
        (("开幕二", "致辞", "闭幕"), ("开幕二", "致辞", "闭幕", "新"), ("开幕二", "致辞", "闭幕", "新")),
        ((), BASE, ()),
    ],
)
def test_what_does_not_clash_is_put_together(mine, theirs, together):
    found = merge({"html": html(*BASE)}, {"html": html(*mine)}, {"html": html(*theirs)})
    assert found.clashes == ()
    assert bare(found.fields({})["html"]) == bare(html(*together))


@pytest.mark.parametrize(
    ("choice", "together"),
    [
        (Choice.MINE, ("开幕", "致辞", "新")),
        (Choice.THEIRS, ("开幕", "致辞二")),
        (Choice.BOTH, ("开幕", "致辞二", "致辞", "新")),
    ],
)
def test_one_paragraph_changed_by_both_is_a_clash_for_a_person(choice, together):
    mine, theirs = html("开幕", "致辞", "新"), html("开幕", "致辞二")
    found = merge({"html": html("开幕", "闭幕")}, {"html": mine}, {"html": theirs})
    (clash,) = found.clashes
    assert clash.stretch.base == (LONG["闭幕"].strip(),)
    assert found.unsettled({}) == (clash,)
    assert found.unsettled({clash.key: choice}) == ()
    assert bare(found.fields({clash.key: choice})["html"]) == bare(html(*together))
    with pytest.raises(KeyError):
        found.fields({})


def test_two_insertions_at_one_place_clash_and_both_may_stay():
    found = merge({"html": html("开幕")}, {"html": html("开幕", "新")}, {"html": html("开幕", "闭幕")})
    (clash,) = found.clashes
    assert clash.choices == tuple(Choice)
    assert bare(found.fields({clash.key: Choice.BOTH})["html"]) == bare(html("开幕", "闭幕", "新"))


def test_fields_merge_each_by_itself_and_take_no_both():
    found = merge(
        {"title": "旧", "byline": "甲", "html": ""},
        {"title": "我的", "byline": "甲乙", "html": ""},
        {"title": "别人的", "byline": "甲", "html": html("开幕")},
    )
    (clash,) = found.clashes
    assert (clash.key, clash.field, clash.choices) == ("title", "title", (Choice.MINE, Choice.THEIRS))
    assert found.unsettled({"title": Choice.BOTH}) == (clash,)
    assert found.fields({"title": Choice.MINE}) == {"title": "我的", "byline": "甲乙", "html": html("开幕")}


def test_white_space_between_paragraphs_is_no_change():
    found = merge(
        {"html": "<p>甲</p>\n<p>乙</p>"}, {"html": "<p>甲</p><p>乙</p>"}, {"html": "<p>甲</p>\n\n<p>丙丁</p>"}
    )
    assert found.clashes == ()


def test_a_clash_names_its_field():
    assert Clash("html-12", merge({"html": ""}, {"html": ""}, {"html": ""}).stretches[0][1]).field == "html"


PIECES = st.lists(st.sampled_from([*LONG.values(), "<p>短</p>\n", "<h2>一</h2>\n", "<h2>二</h2>\n"]), max_size=7)


@given(PIECES, PIECES, PIECES)
def test_every_stretch_comes_from_all_three_and_all_of_each_is_there(base, mine, theirs):
    stretches = body(base, mine, theirs)
    assert [piece for each in stretches for piece in each.base] == base
    assert [piece for each in stretches for piece in each.mine] == mine
    assert [piece for each in stretches for piece in each.theirs] == theirs


@given(PIECES, PIECES)
def test_who_changed_nothing_yields_to_who_did(base, changed):
    for mine, theirs in ((base, changed), (changed, base), (changed, changed)):
        found = merge({"html": "".join(base)}, {"html": "".join(mine)}, {"html": "".join(theirs)})
        assert found.clashes == ()
        assert found.fields({})["html"] == "".join(changed).strip()


@given(PIECES, PIECES, PIECES)
def test_what_was_written_by_either_stays_where_both_are_kept(base, mine, theirs):
    found = merge({"html": "".join(base)}, {"html": "".join(mine)}, {"html": "".join(theirs)})
    kept = found.fields({clash.key: Choice.BOTH for clash in found.clashes})["html"]
    for piece in {*mine, *theirs} - set(base):
        assert piece.strip() in kept
