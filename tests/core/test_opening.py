"""How much the desk's page shows of a text that is longer than it can carry."""

import pytest

from tougao.core.drafting.bounds import MOST_BODY_CHARACTERS, MOST_SAVED_CHARACTERS, MOST_SUMMARY_CHARACTERS
from tougao.core.drafting.opening import opening
from tougao.core.markup import clean


def test_what_may_be_saved_is_shown_whole():
    html = "<p>" + "春" * (MOST_SAVED_CHARACTERS - 10) + "</p>"
    assert opening(html, "提要。") == (html, "提要。")


@pytest.mark.parametrize("sign", ["春", "&lt;", "&amp;", "<b>春</b>"])
@pytest.mark.parametrize("size", [50, MOST_SAVED_CHARACTERS])
def test_of_a_longer_text_stands_the_beginning_and_is_whole_html(sign, size):
    html = ("<p>" + sign * size + "</p>") * (1 + MOST_SAVED_CHARACTERS // size)
    shown, summary = opening(html, "提要。" * MOST_SUMMARY_CHARACTERS)
    assert MOST_BODY_CHARACTERS / 10 < len(shown) <= MOST_BODY_CHARACTERS
    assert clean(shown) == shown
    assert len(summary) == MOST_SUMMARY_CHARACTERS
