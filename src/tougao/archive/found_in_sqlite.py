"""The index of texts in SQLite: an FTS5 table without content, which is given the tokens of core.words and nothing else.

Its tokenizer only parts at spaces: outside ASCII every character belongs to a token, and the tokens hold no punctuation.
"""

from collections.abc import Iterable

from django.db import connection

from tougao.core.query import Field, Query, Term
from tougao.core.words import tokens

WEIGHTS = (10.0, 4.0, 1.0)  # title, people, body
FOUND = "SELECT found.rowid FROM found WHERE found MATCH %s"
COLUMNS = {Field.ANY: "", Field.TITLE: "title : ", Field.PEOPLE: "people : "}


def put(key: int, texts: tuple[str, str, str]) -> None:
    """Index a text under a key that was never used before."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO found (rowid, title, people, body) VALUES (%s, %s, %s, %s)", [key, *_tokens(texts)])


def drop(key: int, texts: tuple[str, str, str]) -> None:
    """Take a text out; an index without content must be told what stood there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO found (found, rowid, title, people, body) VALUES ('delete', %s, %s, %s, %s)",
            [key, *_tokens(texts)],
        )


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO found (found) VALUES ('delete-all')")


def keys(query: Query) -> tuple[str, list[str]]:
    """A SELECT of the keys of what has all that is wanted and none of the rest; the query must want something."""
    return FOUND, [_expression(query)]


def without(terms: Iterable[Term]) -> tuple[str, list[str]]:
    """A SELECT of the keys of what has any of these."""
    return FOUND, [_any(terms)]


def ranked(query: Query, where: str, values: list[object], most: int) -> tuple[str, list[object]]:
    """A SELECT of (key, rank) of the latest `most` texts, higher being better; `where` is about the row `t` of text."""
    weights = ", ".join(str(weight) for weight in WEIGHTS)
    return (
        f"SELECT found.rowid AS key, -bm25(found, {weights}) AS score FROM found CROSS JOIN text t ON t.id = found.rowid "
        f"WHERE found MATCH %s AND {where} ORDER BY found.rowid DESC LIMIT {int(most)}",
        [_expression(query), *values],
    )


def _tokens(texts: tuple[str, str, str]) -> list[str]:
    return [" ".join(tokens(text)) for text in texts]


def _expression(query: Query) -> str:
    wanted = " AND ".join(_term(term) for term in query.wanted)
    return f"({wanted}) NOT ({_any(query.unwanted)})" if query.unwanted else wanted


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    """Tokens hold letters and digits alone, so they need no escaping inside their quotes."""
    words = '"' + " ".join(term.phrase.tokens) + '"' + (" *" if term.phrase.is_prefix else "")
    return f"({COLUMNS[term.field]}{words})"
