"""The index of texts in PostgreSQL: a tsvector of the tokens of core.words, made by ourselves, under a GIN index.

A tsvector counts places only to 16,383 and 255 of one token, so that words stand side by side is looked up in `spaced`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from tougao.core.query import Field, Query, Term
from tougao.core.words import spaced, tokens

WEIGHTS = "{0.1, 0.1, 0.4, 1.0}"  # D body, C none, B people, A title
LABELS = {Field.ANY: "", Field.TITLE: "A", Field.PEOPLE: "B"}
PARTS = {Field.TITLE: 1, Field.PEOPLE: 2}
LETTERS = "ABD"
MAX_PLACE, MAX_PLACES = 16_383, 200
FOUND = "SELECT found.id FROM found WHERE "


def put(key: int, kind: str, texts: tuple[str, str, str]) -> None:
    """Index a text under its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO found (id, tokens, spaced) VALUES (%s, %s::tsvector, %s)",
            [key, _vector(texts), "\n".join(spaced(text) for text in texts)],
        )


def drop(key: int, kind: str, texts: tuple[str, str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM found WHERE id = %s", [key])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE found")


def objects(query: Query, kinds: Sequence[str], where: str, values: list[object]) -> tuple[str, list[object]]:
    """A SELECT of the objects of what has all that is wanted and none of the rest; `where` is about the row `t` of text."""
    found, given = _where(query)
    return f"SELECT t.object_id FROM found JOIN text t ON t.id = found.id WHERE {found} AND {where}", [*given, *values]


def without(terms: Iterable[Term]) -> tuple[str, list[object]]:
    """A SELECT of the keys of what has any of these."""
    where, values = _any(terms)
    return FOUND + where, values


def ranked(query: Query, kinds: Sequence[str], where: str, values: list[object], most: int) -> tuple[str, list[object]]:
    """A SELECT of (key, rank) of the latest `most` texts, higher being better; `where` is about the row `t` of text."""
    found, given = _where(query)
    return (
        f"SELECT found.id AS key, ts_rank('{WEIGHTS}', found.tokens, %s::tsquery) AS score FROM found "
        f"JOIN text t ON t.id = found.id WHERE {found} AND {where} ORDER BY found.id DESC LIMIT {int(most)}",
        [_lexemes(query.wanted), *given, *values],
    )


def _where(query: Query) -> tuple[str, list[object]]:
    conditions = ["found.tokens @@ %s::tsquery"]
    values: list[object] = [_lexemes(query.wanted)]
    for term in query.wanted:
        if len(term.phrase.tokens) > 1:
            condition, value = _side_by_side(term)
            conditions.append(condition)
            values.append(value)
    if query.unwanted:
        condition, more = _any(query.unwanted)
        conditions.append(f"NOT ({condition})")
        values += more
    return " AND ".join(conditions), values


def _any(terms: Iterable[Term]) -> tuple[str, list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for term in terms:
        condition, value = _side_by_side(term)
        conditions.append(f"(found.tokens @@ %s::tsquery AND {condition})")
        values += [_lexemes([term]), value]
    return " OR ".join(conditions), values


def _side_by_side(term: Term) -> tuple[str, str]:
    """Patterns hold letters, digits and spaces alone, so nothing in them has a meaning for LIKE."""
    part = f"split_part(found.spaced, E'\\n', {PARTS[term.field]})" if term.field in PARTS else "found.spaced"
    return f"{part} LIKE %s", f"%{term.phrase.pattern}%"


def _lexemes(terms: Iterable[Term]) -> str:
    """A tsquery: every token, in its field; tokens hold no quotes."""
    out = []
    for term in terms:
        row = term.phrase.tokens
        for place, token in enumerate(row):
            star = "*" if term.phrase.is_prefix and place == len(row) - 1 else ""
            mark = star + LABELS[term.field]
            out.append(f"'{token}'" + (f":{mark}" if mark else ""))
    return " & ".join(dict.fromkeys(out))


def _vector(texts: tuple[str, str, str]) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    place = 0
    for letter, text in zip(LETTERS, texts, strict=True):
        for token in tokens(text):
            place = min(place + 1, MAX_PLACE)
            if len(places[token]) < MAX_PLACES:
                places[token].append(f"{place}{letter if letter != 'D' else ''}")
    return " ".join(f"'{token}':{','.join(dict.fromkeys(row))}" for token, row in places.items())
