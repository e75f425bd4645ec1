"""A paragraph that passes the bound of a draft is cut, and is whole HTML as far as it goes, with the words it shows."""

import pytest

from tougao.core.drafting import bounds
from tougao.core.drafting.blocks import TEXT, Block
from tougao.core.markup import escaped, text_of


@pytest.mark.parametrize("sign", ["<", ">", "&", "甲", "&lt;", "&#11;"])
@pytest.mark.parametrize("shift", range(6))
def test_a_long_text_is_cut_between_its_characters_and_its_words_are_those_of_its_html(sign, shift):
    long = "乙" * shift + sign * bounds.MOST_BODY_CHARACTERS
    (cut,) = bounds.body([Block(TEXT, long, escaped(long))])
    most = bounds.MOST_BODY_CHARACTERS - bounds.TAGS
    assert most - 4 <= len(cut.html) <= most
    assert cut.html == escaped(cut.text)
    assert text_of(f"<p>{cut.html}</p>") == cut.text
    assert long.startswith(cut.text)
