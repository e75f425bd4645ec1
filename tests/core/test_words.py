"""Texts as words: every place of a Chinese run is a token, and what is found is found by the same rule everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.words import (
    MAX_INDEXED_CHARACTERS,
    Piece,
    fold,
    letters,
    phrase,
    places,
    runs,
    snippet,
    spaced,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("教育部", "教育 育部 部"),
        ("部", "部"),
        ("教育，部门", "教育 育 部门 门"),
        ("2026年AI白皮书", "2026 年 ai 白皮 皮书 书"),
        ("ＡＢＣ１２３", "abc123"),
        ("Café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("臺灣", "臺灣 灣"),
        ("⼀⼆三", "一二 二三 三"),  # Kangxi radicals, as some PDF files have them
        ("snake_case-word", "snake case word"),
        ("リーダー", "リー ーダ ダー ー"),
        ("서울", "서울 울"),
        ("𠮷野家", "𠮷野 野家 家"),
        ("a@b.example.cn", "a b example cn"),
        ("，。！ \n", ""),
    ],
)
def test_a_text_is_these_words(text, expected):
    assert " ".join(tokens(text)) == expected


@given(st.text())
def test_folding_moves_no_character_from_its_place(text):
    assert len(fold(text)) == len(text)


@given(st.characters())
def test_folding_twice_is_folding_once(character):
    assert fold(fold(character)) == fold(character)


@given(st.text())
def test_every_token_is_letters_and_digits_alone(text):
    """What is put into an index needs no escaping."""
    for each in tokens(text):
        assert each
        assert not set(each) & set("\0 \t\n'\"\\%_*:&|!()<>-")
        assert len(each.split()) == 1


HAN = st.text("教育部门AI 2，é", min_size=1, max_size=12)


@given(HAN, HAN, HAN)
def test_what_stands_in_a_text_is_found_in_it(before, words, after):
    """By its pattern, and by tokens that stand there side by side."""
    wanted = phrase(words)
    if wanted is None:
        return
    text = f"{before}、{words}、{after}"
    assert wanted.pattern in spaced(text)
    row, size = tokens(text), len(wanted.tokens)
    windows = [row[at : at + size] for at in range(len(row) - size + 1)]
    assert any(
        tuple(window[:-1]) == wanted.tokens[:-1]
        and (window[-1].startswith(wanted.tokens[-1]) if wanted.is_prefix else window[-1] == wanted.tokens[-1])
        for window in windows
    )


@given(HAN, HAN)
def test_index_and_pattern_find_the_same(text, words):
    """SQLite looks for tokens side by side, PostgreSQL for the pattern: they never differ."""
    wanted = phrase(words)
    if wanted is None:
        return
    row, size = tokens(text), len(wanted.tokens)
    windows = [row[at : at + size] for at in range(len(row) - size + 1)]
    in_index = any(
        tuple(window[:-1]) == wanted.tokens[:-1]
        and (window[-1].startswith(wanted.tokens[-1]) if wanted.is_prefix else window[-1] == wanted.tokens[-1])
        for window in windows
    )
    assert in_index == (wanted.pattern in spaced(text))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("青禾师范学院春季运动会", "运动会", ["运动会"]),
        ("教育，教育部", "教", ["教", "教"]),
        ("ＡＩ时代，AI 课堂", "ai", ["ＡＩ", "AI"]),
        ("AIR and AI", "ai", ["AI"]),
        ("第5届读书节", "第5届", ["第5届"]),
        ("在AI时代", "AI时", ["AI时"]),
        ("Café de Flore", "cafe DE", ["Café de"]),
        ("校企合作，协议", "校企合作 协议", ["校企合作，协议"]),
        ("无关", "有关", []),
    ],
)
def test_found_words_are_marked_as_they_stand(text, words, expected):
    assert [text[start:end] for start, end in places(text, [phrase(words)])] == expected


def test_a_snippet_shows_where_most_of_it_stands():
    text = "开头。" * 100 + "产教融合推动校企合作，" + "结尾。" * 100
    found = snippet(text, [phrase("产教融合"), phrase("校企")], width=40)
    assert Piece("产教融合", True) in found
    assert Piece("校企", True) in found
    assert found[0] == Piece("…")
    assert found[-1] == Piece("…")
    assert sum(len(piece.words) for piece in found) <= 42


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet("青禾师范学院", [phrase("没有")]) == (Piece("青禾师范学院"),)


def test_runs_know_their_places():
    assert [(run.word, run.start, run.end) for run in runs("第５届，AI")] == [
        ("第", 0, 1), ("5", 1, 2), ("届", 2, 3), ("ai", 4, 6)
    ]  # fmt: skip


def test_a_single_character_is_a_letter_of_the_text():
    assert letters("教育，教育部。AI 5G、アイ") == ["教", "育", "部", "ア", "イ"]
    assert [phrase(words).is_letter for words in ("教", "教育", "a", "5", "5届", "教 育")] == [True, *[False] * 5]
    assert not phrase("a", is_prefix=True).is_letter


def test_an_endless_text_is_indexed_to_a_bound():
    assert len(tokens("教" * 2 * MAX_INDEXED_CHARACTERS)) == MAX_INDEXED_CHARACTERS
    assert phrase("，。") is None
