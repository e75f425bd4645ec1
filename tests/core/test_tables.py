"""Tables for spreadsheets."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.tables import FORMULA, as_csv


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_is_told_that_it_is_utf_8():
    data = as_csv(["单位"], [["青禾师范学院"]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert read(data) == [["单位"], ["青禾师范学院"]]


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+86 10",
        "-x",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        '=cmd|"/c calc"!A0',
        "\n=1",
    ],
)
def test_no_text_is_a_formula(words):
    assert read(as_csv(["谁"], [[words]]))[1:] == [[f"'{words}"]]


def test_numbers_stay_numbers_and_commas_and_quotes_words():
    assert as_csv(["a"], [[3, 2.5, None, 'x,"y"']]).decode("utf-8-sig") == 'a\r\n3,2.5,,"x,""y"""\r\n'


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=3), max_size=5
    )
)
def test_every_cell_comes_back_and_none_begins_like_a_formula(rows):
    found = read(as_csv(["x"], rows))[1:]
    for row, back in zip(rows, found, strict=True) if "\r" not in str(rows) and all(any(row) for row in rows) else ():
        for cell, told in zip(row, back, strict=True):
            assert told.removeprefix("'") == cell.removeprefix("'") or told == f"'{cell}"
    assert not any(cell[:1] in FORMULA for row in found for cell in row)
