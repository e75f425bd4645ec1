"""Range fields against the rule of RFC 9110, 14.1.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.newsstand import ranges


@given(st.integers(0, 50), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60)))
def test_a_range_is_the_slice_it_names(size, first, last):
    data = bytes(range(size))
    field = f"bytes={first}-{'' if last is None else last}"
    if last is not None and last < first:
        assert ranges.wanted(field, size) is None
    elif first >= size:
        with pytest.raises(ranges.UnsatisfiableError):
            ranges.wanted(field, size)
    else:
        begin, end = ranges.wanted(field, size)
        assert data[begin : end + 1] == data[first : size if last is None else last + 1]


@given(st.integers(1, 50), st.integers(1, 60))
def test_a_suffix_is_the_end(size, length):
    data = bytes(range(size))
    begin, end = ranges.wanted(f"bytes=-{length}", size)
    assert data[begin : end + 1] == data[-length:]


@pytest.mark.parametrize(
    "field", ["", "bytes", "bytes=", "bytes=-", "bytes=1-2,5-6", "items=0-1", "bytes=a-b", "bytes=1"]
)
def test_what_is_no_single_range_is_passed_over(field):
    assert ranges.wanted(field, 10) is None
