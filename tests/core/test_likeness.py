"""Texts that are alike are found, and shown side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mails.stories import STORIES
from tougao.core.likeness import SEEN_BEFORE, differences, fingerprint, likeness, runs

TEXT = "\n".join(row for story in STORIES for row in story.paragraphs[:2])


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("，", ","),
        "本网讯 " + TEXT + "\n（林晓禾）",
        "\n".join(TEXT.split("\n")[1:]),
        TEXT.replace("1260名", "1620名").replace("三百余名", "四百余名"),
        TEXT[: len(TEXT) * 3 // 4],
    ],
)
def test_another_version_shares_fingerprints_and_is_like(other):
    assert set(fingerprint(TEXT)) & set(fingerprint(other))
    assert likeness(TEXT, other) > 0.8


def test_two_pieces_of_news_are_not_alike():
    pieces = [story.text for story in STORIES]
    for one in pieces:
        for other in pieces:
            if one is not other:
                assert likeness(one, other) < SEEN_BEFORE
                assert not set(fingerprint(one)) & set(fingerprint(other))


def test_a_short_text_has_no_fingerprint():
    assert fingerprint("请查收附件") == ()


def test_a_fingerprint_is_the_same_on_every_machine():
    assert fingerprint(STORIES[0].text)[:2] == GOLDEN


GOLDEN = (2060591840606571452, 5807269157409369723)


def test_differences_are_told_paragraph_by_paragraph():
    rows = differences(
        ["题", "甲乙丙丁戊己庚辛", "旧的一段话在这里写着"], ["题", "甲乙丙丁戊己庚壬", "另外一个新的自然段"]
    )
    assert rows[0][0].is_same
    assert [(piece.before, piece.after) for piece in rows[1]] == [("甲乙丙丁戊己庚", "甲乙丙丁戊己庚"), ("辛", "壬")]
    assert [(row[0].before, row[0].after) for row in rows[2:]] == [
        ("", "另外一个新的自然段"),
        ("旧的一段话在这里写着", ""),
    ]


def test_rows_come_in_runs_and_changes_are_counted():
    rows = differences(["一", "二", "甲乙丙", "三", "丁戊己"], ["一", "二", "甲乙庚", "三", "丁戊辛", "四"])
    found = [(run.is_same, len(run.rows), run.first) for run in runs(rows)]
    assert found == [(True, 2, 1), (False, 2, 1), (True, 1, 3), (False, 3, 3)]
    assert runs([]) == []


paragraphs = st.lists(st.text(st.sampled_from("甲乙丙丁戊己，。"), max_size=20), max_size=6)


@given(paragraphs, paragraphs)
def test_no_character_is_lost_between_two_versions(before, after):
    rows = differences(before, after)
    assert sorted("".join(piece.before for row in rows for piece in row)) == sorted("".join(before))
    assert "".join(piece.after for row in rows for piece in row) == "".join(after)
