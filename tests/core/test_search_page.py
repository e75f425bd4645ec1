"""A row of what was found, as wide as an old phone shows it."""

from hypothesis import example, given
from hypothesis import strategies as st

from tougao.core.pages.search import cut
from tougao.core.typography import clipped
from tougao.core.words import Piece

PIECES = st.builds(Piece, st.text(st.sampled_from("春a—，- "), min_size=1), st.booleans())


@given(st.lists(PIECES, min_size=1).map(tuple), st.integers(4, 80))
@example((Piece("—" * 90),), 80)
@example((Piece("—" * 90, True), Piece("春")), 80)
def test_a_row_of_pieces_is_cut_where_its_words_are(pieces, most):
    kept = cut(pieces, most)
    assert "".join(each.words for each in kept) == clipped("".join(each.words for each in pieces), most)
    assert [each.is_found for each in kept] == [each.is_found for each in pieces[: len(kept)]]
