"""The index of texts in SQLite: an FTS5 table without content, which is given the tokens of core.words and nothing else.

Its tokenizer only parts at spaces: outside ASCII every character belongs to a token, and the tokens hold no punctuation.
A single character is looked up among the letters: as the beginning of tokens it would be a thousand lists to merge.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from tougao.core.query import Field, Findable, Query, Term
from tougao.core.words import letters, tokens

WEIGHTS = (10.0, 4.0, 1.0, 0.0, 0.0)  # title, people, body; letters and kind tell no text from another
FOUND = "SELECT found.rowid FROM found WHERE found MATCH %s"
COLUMNS = {Field.ANY: "{title people body} : ", Field.TITLE: "title : ", Field.PEOPLE: "people : "}
PUT = "INSERT INTO found (rowid, title, people, body, letters, kind) VALUES (%s, %s, %s, %s, %s, %s)"
DROP = "INSERT INTO found (found, rowid, title, people, body, letters, kind) VALUES ('delete', %s, %s, %s, %s, %s, %s)"


def put(key: int, kind: str, texts: tuple[str, str, str]) -> None:
    """Index a text under a key that was never used before."""
    with connection.cursor() as cursor:
        cursor.execute(PUT, [key, *_columns(kind, texts)])


def drop(key: int, kind: str, texts: tuple[str, str, str]) -> None:
    """Take a text out; an index without content must be told what stood there."""
    with connection.cursor() as cursor:
        cursor.execute(DROP, [key, *_columns(kind, texts)])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO found (found) VALUES ('delete-all')")


def objects(query: Query, kinds: Sequence[str], where: str, values: list[object]) -> tuple[str, list[object]]:
    """A SELECT of the objects of what has all that is wanted and none of the rest; `where` is about the row `t` of text."""
    return (
        f"SELECT t.object_id FROM found CROSS JOIN text t ON t.id = found.rowid WHERE found MATCH %s AND {where}",
        [_expression(query, kinds), *values],
    )


def without(terms: Iterable[Term]) -> tuple[str, list[object]]:
    """A SELECT of the keys of what has any of these."""
    return FOUND, [_any(terms)]


def ranked(query: Query, kinds: Sequence[str], where: str, values: list[object], most: int) -> tuple[str, list[object]]:
    """A SELECT of (key, rank) of the latest `most` texts, higher being better; `where` is about the row `t` of text."""
    weights = ", ".join(str(weight) for weight in WEIGHTS)
    return (
        f"SELECT found.rowid AS key, -bm25(found, {weights}) AS score FROM found CROSS JOIN text t ON t.id = found.rowid "
        f"WHERE found MATCH %s AND {where} ORDER BY found.rowid DESC LIMIT {int(most)}",
        [_expression(query, kinds), *values],
    )


def _columns(kind: str, texts: tuple[str, str, str]) -> list[str]:
    return [*(" ".join(tokens(text)) for text in texts), " ".join(letters("\n".join(texts))), kind]


def _expression(query: Query, kinds: Sequence[str]) -> str:
    wanted = " AND ".join([*(_term(term) for term in query.wanted), *_kinds(kinds)])
    return f"({wanted}) NOT ({_any(query.unwanted)})" if query.unwanted else wanted


def _kinds(kinds: Sequence[str]) -> list[str]:
    return ["(" + " OR ".join(f"kind : {kind}" for kind in kinds) + ")"] if len(kinds) < len(Findable) else []


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    """Tokens hold letters and digits alone, so they need no escaping inside their quotes."""
    if term.field is Field.ANY and term.phrase.is_letter:
        return f'(letters : "{term.phrase.tokens[0]}")'
    words = '"' + " ".join(term.phrase.tokens) + '"' + (" *" if term.phrase.is_prefix else "")
    return f"({COLUMNS[term.field]}{words})"
