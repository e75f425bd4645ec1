"""Searching mails, drafts and articles: what can be found of each, kept in step with it, and found again.

Whoever changes a text calls `index` in the same transaction. `fill` indexes what is not indexed yet (an archive from before
there was an index), `clear` forgets everything. Words and queries are core.words' and core.query's, the same on SQLite and PostgreSQL.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import ModuleType
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from tougao.archive import found_in_postgres, found_in_sqlite
from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
from tougao.archive.rows.queue import TextRecord, WordsRecord
from tougao.archive.store import Store
from tougao.archive.texts import Text, of_article, of_draft, of_mail, of_row
from tougao.core.characters import printable
from tougao.core.message import submission as parsed_mail
from tougao.core.query import Findable, Query
from tougao.core.words import MAX_INDEXED_CHARACTERS, Piece, snippet

MOST_RANKED = 3000  # the latest texts that fit; the best of them are shown first
BATCH = 100
MOST_CHARACTERS = 200_000  # indexed in one transaction of `fill`: some tenths of a second
MAIL_SUFFIX = ".eml"

ENGINES: dict[str, ModuleType] = {"sqlite": found_in_sqlite, "postgresql": found_in_postgres}


@dataclass(frozen=True)
class Found:
    """A text that was found; a higher `rank` is a better one. `title` and `snippet` mark what was looked for."""

    kind: Findable
    object_id: int
    rank: float
    at: datetime
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    people: str
    category: str


def index(text: Text) -> None:
    """Let a text be found as it is now. Call it in the transaction that changed the text."""
    text = replace(
        text,
        title=printable(text.title)[:998],
        people=printable(text.people),
        body=printable(text.body[:MAX_INDEXED_CHARACTERS]),
    )
    with transaction.atomic():
        if _forgotten(text.kind, text.object_id, unless=text):
            return
        made = TextRecord.objects.create(
            kind=text.kind, object_id=text.object_id, at=text.at, category=text.category, is_public=text.is_public
        )
        WordsRecord.objects.create(text=made, title=text.title, people=text.people, body=text.body)
        _engine().put(made.pk, text.kind, (text.title, text.people, text.body))


def remove(kind: Findable, object_id: int) -> None:
    with transaction.atomic():
        _forgotten(kind, object_id)


def _forgotten(kind: Findable, object_id: int, unless: Text | None = None) -> bool:
    """Take the text out of the index. `unless` it says the same words: then it stays, is brought up to date, and the answer is true."""
    found = WordsRecord.objects.select_related("text").filter(text__kind=kind, text__object_id=object_id)
    words = found.select_for_update().first()
    if words is None:
        return False
    said = (words.title, words.people, words.body)
    if unless and said == (unless.title, unless.people, unless.body):
        TextRecord.objects.filter(pk=words.pk).update(
            at=unless.at, category=unless.category, is_public=unless.is_public
        )
        return True
    _engine().drop(words.pk, kind, said)
    words.text.delete()
    return False


def _engine() -> ModuleType:
    return ENGINES[connection.vendor]


def find(
    query: Query,
    kinds: Sequence[Findable] = tuple(Findable),
    limit: int = 20,
    for_readers: bool = False,
    offset: int = 0,
) -> list[Found]:
    """The best of what fits behind the first `offset`, with the latest first where nothing tells them apart.

    `for_readers` finds only what readers may see: published articles that were not withdrawn.
    """
    if query.is_empty or query.troubles:
        return []
    kinds = (Findable.ARTICLE,) if for_readers else kinds
    where, values = _about_rows(query, kinds, for_readers)
    if query.wanted:
        inner, given = _engine().ranked(query, kinds, where, values, MOST_RANKED)
    else:
        unwanted, more = _engine().without(query.unwanted) if query.unwanted else ("", [])
        condition = f" AND t.id NOT IN ({unwanted})" if unwanted else ""
        inner = f"SELECT t.id AS key, 0.0 AS score FROM text t WHERE {where}{condition} ORDER BY t.at DESC, t.id DESC LIMIT %s"
        given = [*values, *more, offset + limit]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT best.key, best.score FROM ({inner}) AS best JOIN text o ON o.id = best.key "
            "ORDER BY best.score DESC, o.at DESC, best.key DESC LIMIT %s OFFSET %s",
            [*given, limit, offset],
        )
        ranks = dict(cursor.fetchall())
    words = WordsRecord.objects.select_related("text").in_bulk(list(ranks))
    return [_found(words[key], rank, query) for key, rank in ranks.items()]


def matching(query: Query, kind: Findable) -> Q:
    """As a condition on the rows themselves: those of this kind that fit."""
    where, values = _about_rows(query, (kind,), for_readers=False)
    if query.wanted:
        found, values = _engine().objects(query, (kind,), where, values)
    else:
        unwanted, more = _engine().without(query.unwanted) if query.unwanted else ("", [])
        condition = f" AND t.id NOT IN ({unwanted})" if unwanted else ""
        found, values = f"SELECT t.object_id FROM text t WHERE {where}{condition}", [*values, *more]
    return Q(pk__in=RawSQL(found, values))  # noqa: S611 - values as parameters


def _about_rows(query: Query, kinds: Sequence[Findable], for_readers: bool) -> tuple[str, list[object]]:
    """What the query says of kind, category and day, as SQL about the row `t`."""
    if query.troubles:
        return "1 = 0", []
    conditions, values = [f"t.kind IN ({_places(kinds)})"], [str(kind) for kind in kinds]
    if for_readers:
        conditions.append("t.is_public")
    for column, slugs, negation in (("category", query.categories, ""), ("category", query.not_categories, "NOT ")):
        if slugs:
            conditions.append(f"t.{column} {negation}IN ({_places(slugs)})")
            values += slugs
    field = TextRecord._meta.get_field("at")
    for moment, sign in ((query.since, ">="), (query.until, "<")):
        if moment:
            conditions.append(f"t.at {sign} %s")
            values.append(field.get_db_prep_value(moment, connection))
    return " AND ".join(conditions), list(values)


def _places(values: Sequence[object]) -> str:
    return ", ".join("%s" for _ in values) or "NULL"


def _found(words: WordsRecord, rank: float, query: Query) -> Found:
    return Found(
        Findable(words.text.kind),
        words.text.object_id,
        float(rank),
        words.text.at,
        snippet(words.title, query.phrases, width=len(words.title)),
        snippet(words.body, query.phrases),
        words.people.split("\n")[0],
        words.text.category,
    )


@dataclass(frozen=True)
class Shelved:
    """What was found, and how it stands: the draft of a draft or of an article, the mail of a mail."""

    found: Found
    draft: DraftRecord | None = None
    mail: SubmissionRecord | None = None
    article: ArticleRecord | None = None


def with_drafts(found: Sequence[Found]) -> list[Shelved]:
    """Each with its rows, in three statements; what is gone meanwhile is left out."""

    def keys(kind: Findable) -> list[int]:
        return [each.object_id for each in found if each.kind is kind]

    drafts = DraftRecord.objects.only("pk", "status", "title").in_bulk(keys(Findable.DRAFT))
    mails = SubmissionRecord.objects.in_bulk(keys(Findable.MAIL))
    rows = ArticleRecord.objects.select_related("draft").only(
        "pk", "number", "withdrawn_at", "draft__status", "draft__title"
    )
    articles = rows.in_bulk(keys(Findable.ARTICLE))
    out = []
    for each in found:
        article = articles.get(each.object_id) if each.kind is Findable.ARTICLE else None
        draft = article.draft if article else drafts.get(each.object_id) if each.kind is Findable.DRAFT else None
        mail = mails.get(each.object_id) if each.kind is Findable.MAIL else None
        if draft or mail:
            out.append(Shelved(each, draft, mail, article))
    return out


def articles(found: Sequence[Found]) -> dict[int, ArticleRecord]:
    """The articles that were found, by their keys, as far as readers may see them still."""
    rows = ArticleRecord.objects.filter(withdrawn_at=None).only("pk", "number", "source", "credit")
    return rows.in_bulk([each.object_id for each in found if each.kind is Findable.ARTICLE])


def text_of(kind: Findable, object_id: int) -> str:
    """The text as it can be found; empty when it is not indexed."""
    found = WordsRecord.objects.filter(text__kind=kind, text__object_id=object_id)
    return found.values_list("body", flat=True).first() or ""


def clear() -> int:
    """Forget every text; `fill` brings them back. How many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM text_words")
        cursor.execute("DELETE FROM text")
        count: int = cursor.rowcount
        _engine().clear()
    return count


def fill(mails: Store) -> Iterator[int]:
    """Index what is not indexed yet, the latest first; the size of each batch, when it is committed.

    Mails are read again from their kept bytes, before the transaction begins: on SQLite everybody else waits for its end.
    """
    sources: tuple[tuple[Findable, QuerySet[Any], Callable[[Any], Text]], ...] = (
        (Findable.ARTICLE, ArticleRecord.objects.all(), of_article),
        (Findable.DRAFT, DraftRecord.objects.select_related("submission"), of_draft),
        (Findable.MAIL, SubmissionRecord.objects.exclude(state=SubmissionRecord.State.KEPT), partial(_of_kept, mails)),
    )
    for kind, rows, made in sources:
        texts = TextRecord.objects.filter(kind=kind)
        if rows.count() == texts.count():
            continue
        missing = rows.filter(~Exists(texts.filter(object_id=OuterRef("pk")))).order_by("-pk")
        keys = list(missing.values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            for lot in _lots(made(record) for record in missing.filter(pk__in=keys[start : start + BATCH])):
                yield _index_missing(rows.model, lot)


def _lots(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Texts of not much more than MOST_CHARACTERS together, one at least."""
    lot: list[Text] = []
    characters = 0
    for text in texts:
        lot.append(text)
        characters += min(len(text.body), MAX_INDEXED_CHARACTERS)
        if characters >= MOST_CHARACTERS:
            yield lot
            lot, characters = [], 0
    if lot:
        yield lot


def _index_missing(model: type[Model], lot: Sequence[Text]) -> int:
    """How many were indexed: what was indexed meanwhile is newer and stays."""
    keys, kind = [text.object_id for text in lot], lot[0].kind
    with transaction.atomic():
        list(model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
        known = set(TextRecord.objects.filter(kind=kind, object_id__in=keys).values_list("object_id", flat=True))
        missing = [text for text in lot if text.object_id not in known]
        for text in missing:
            index(text)
    return len(missing)


def _of_kept(mails: Store, record: SubmissionRecord) -> Text:
    """What broke the reader may break this process too: a mail in quarantine is found by its row alone."""
    if record.state == SubmissionRecord.State.QUARANTINED:
        return of_row(record)
    try:
        mail = parsed_mail(mails.read(record.digest, MAIL_SUFFIX))
    except FileNotFoundError:
        return of_row(record)  # somebody has taken its file away; its row is still found
    return of_mail(record, mail, record.attachments.values_list("name", flat=True))
