"""Where a paragraph came from: by its words, however it was edited, parted or joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.counterparts import Pair, pairs, placed
from tougao.core.markup import text_of, viewable

TITLE = "青禾师范学院第二十届田径运动会开幕"
FIRST = "十一月二十日，青禾师范学院第二十届田径运动会在南校区田径场开幕。"
SECOND = "来自十八个代表队的运动员1260名参加比赛，场面热烈。"
THIRD = "院长梁思远致开幕辞，向全体运动员、教练员、裁判员表示问候。"
ORIGINAL = ["各位编辑：", "您好！", TITLE, FIRST, SECOND, THIRD, "（林晓禾）"]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ([TITLE, FIRST, SECOND, THIRD], [(0, 2), (1, 3), (2, 4), (3, 5)]),
        # edited, moved, of no known source
        ([SECOND.replace("1260名", "1620人"), "编者按：本文有删节。", FIRST[7:]], [(0, 4), (2, 3)]),
        # one made of two, two made of one
        ([FIRST + SECOND], [(0, 3), (0, 4)]),
        ([THIRD[:9], THIRD[10:]], [(0, 5), (1, 5)]),
        ([], []),
        (["", "、。"], []),
    ],
)
def test_paragraphs_find_each_other(body, wanted):
    found = [(pair.body, pair.original) for pair in pairs(body, ORIGINAL)]
    assert set(wanted) <= set(found)
    for number in range(len(body)):
        best = next((pair for pair in found if pair[0] == number), None)
        assert best is None or best in wanted


def test_short_headings_find_themselves_and_not_the_paragraphs_that_hold_their_words():
    original = ["一、领导重视", "学校领导重视这项工作，一抓到底。", "二、措施得力"]
    assert pairs(["二、措施得力", "一、领导重视"], original) == (Pair(0, 2), Pair(1, 0))


def test_a_caption_is_not_taken_for_a_paragraph_with_some_of_its_words():
    original = ["运动员入场", "院长希望全体运动员赛出风格。"]
    assert pairs(["院长希望全体运动员赛出好风格。"], original)[0].original == 1
    assert len(pairs(["院长希望全体运动员赛出好风格。"], original)) == 1


def test_the_most_alike_come_first():
    likenesses = [pair.likeness for pair in pairs([FIRST[5:], SECOND, FIRST + SECOND], ORIGINAL)]
    assert likenesses == sorted(likenesses, reverse=True)


def test_the_same_line_twice_is_matched_in_order():
    original = ["单位：青禾师院", FIRST, "单位：青禾师院", SECOND]
    assert pairs(["单位：青禾师院", FIRST, "单位：青禾师院", SECOND], original) == tuple(Pair(n, n) for n in range(4))


@given(st.lists(st.text(st.sampled_from("甲乙丙丁，1a "), max_size=12), max_size=12))
def test_a_text_is_its_own_counterpart(rows):
    found = {
        pair.body: {each.original for each in pairs(rows, rows) if each.body == pair.body} for pair in pairs(rows, rows)
    }
    for number, row in enumerate(rows):
        if any(character.isalnum() for character in row):
            assert any("".join(rows[other].split()) for other in found[number])


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<p>甲</p><p>乙</p>", ("甲", "乙")),
        ("<div>甲<br>乙<b>丙</b><br><br>丁</div>", ("甲", "乙丙", "丁")),
        ("<div>甲<div>乙</div>丙</div>", ("甲", "乙", "丙")),
        ("<ul><li>甲</li><li><p>乙</p></li></ul>", ("甲", "乙")),
        ("<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>", ("甲", "乙")),
        ("<p>甲<img src=\"data:x\">乙</p>", ("甲乙",)),
        ("<p> <img src=\"data:x\"> </p>", ()),
        ("裸字", ("裸字",)),
        ("<b><p>甲</p></b>", ("甲",)),
        ("", ()),
    ],
)  # fmt: skip
def test_the_paragraphs_of_an_original_are_numbered(html, rows):
    shown = placed(html)
    assert shown.rows == rows
    for number in range(len(rows)):
        assert f'<span data-place="{number}">' in shown.html
    assert shown.html.count("<img") == html.count("<img")


@given(st.text(st.sampled_from("甲乙<>&/pb divbr2 \"='\n"), max_size=80))
def test_numbering_loses_no_word_and_no_order(html):
    cleaned = viewable(html, lambda content_id: "")
    shown = placed(cleaned)
    assert "".join("".join(shown.rows).split()) == "".join(text_of(cleaned).split())
    assert "".join(text_of(shown.html).split()) == "".join(text_of(cleaned).split())


def test_a_long_original_is_matched_at_once():
    rows = [f"第{number}段：{FIRST}{number * 7919}" for number in range(1000)]
    assert len(pairs(rows, rows)) >= 1000
    assert len(pairs([f"{row}。新" for row in rows], rows)) >= 1000
