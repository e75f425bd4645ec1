"""Titles cut for small screens: by their width, at a word, and never silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.typography import ELLIPSIS, clipped, columns


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("青禾师范学院", 12, "青禾师范学院"),
        ("青禾师范学院春季运动会", 12, "青禾师范学…"),
        ("Lakeside International School", 29, "Lakeside International School"),
        ("Lakeside International School", 28, "Lakeside International…"),
        ("Lakeside International School", 24, "Lakeside International…"),
        ("Lakeside International School", 23, "Lakeside…"),
        ("读书节 opening ceremony", 16, "读书节 opening…"),
        ("Donaudampfschifffahrtsgesellschaft", 12, "Donaudampf…"),
        ("运动会开幕，二十三个学院参加", 14, "运动会开幕…"),
        ("e\u0301" * 8, 8, "e\u0301" * 8),
    ],
)
def test_a_title_is_cut_at_a_word_and_says_so(text, most, shown):
    assert clipped(text, most) == shown


@given(st.text(alphabet="产教，。abc 1-'é\u0301👩\u200d👧", max_size=60), st.integers(4, 40))
def test_what_is_cut_is_a_beginning_and_stands_in_its_columns(text, most):
    shown = clipped(text, most)
    assert shown == text or (shown.endswith(ELLIPSIS) and text.startswith(shown[:-1]))
    assert columns(shown) <= max(most, 0)
    assert (shown == text) == (columns(text) <= most)
