"""Searching mails, drafts and articles: what can be found of each, kept in step with it, and found again.

Whoever changes a text calls `index` in the same transaction. `fill` indexes what is not indexed yet (an archive from before
there was an index), `clear` forgets everything. Words and queries are core.words' and core.query's, the same on SQLite and PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from tougao.archive import found_in_postgres, found_in_sqlite
from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
from tougao.archive.queue_records import TextRecord
from tougao.archive.store import Store
from tougao.core import markup
from tougao.core.characters import printable
from tougao.core.message import submission as parsed_mail
from tougao.core.query import Findable, Query
from tougao.core.submission import Submission
from tougao.core.words import Piece, snippet
from tougao.core.wrapping import unwrapped

MOST_RANKED = 3000  # the latest texts that fit; the best of them are shown first
BATCH = 100
MAIL_SUFFIX = ".eml"

ENGINES: dict[str, ModuleType] = {"sqlite": found_in_sqlite, "postgresql": found_in_postgres}


@dataclass(frozen=True)
class Text:
    """What of a mail, a draft or an article can be found. `people` is whoever it is from."""

    kind: Findable
    object_id: int
    at: datetime
    title: str
    people: str
    body: str
    category: str = ""
    is_public: bool = False


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


def of_mail(record: SubmissionRecord, mail: Submission, files: Iterable[str]) -> Text:
    """Subject, sender, the words of the body and of mails enclosed in it, and the names of the files."""
    bodies = (
        unwrapped(each.text) if each.text.strip() else markup.text_of(each.html) for each in (mail, *mail.enclosed)
    )
    return Text(
        Findable.MAIL,
        record.pk,
        record.received_at,
        record.subject,
        _lines(record.sender_name, record.sender_address, record.organisation),
        _lines(*bodies, *files),
    )


def of_draft(record: DraftRecord) -> Text:
    sent = record.submission
    return Text(
        Findable.DRAFT,
        record.pk,
        record.received_at,
        record.title,
        _lines(sent.sender_name, sent.sender_address, sent.organisation, record.byline, record.source, record.credit),
        _lines(markup.text(record.html), record.summary),
        record.category,
    )


def of_article(record: ArticleRecord) -> Text:
    return Text(
        Findable.ARTICLE,
        record.pk,
        record.published_at,
        record.title,
        _lines(record.byline, record.source, record.credit),
        _lines(markup.text(record.html), record.summary),
        record.category,
        is_public=record.withdrawn_at is None,
    )


def _lines(*rows: str) -> str:
    return "\n".join(row for row in (printable(row).strip() for row in rows) if row)


def index(text: Text) -> None:
    """Let a text be found as it is now. Call it in the transaction that changed the text."""
    with transaction.atomic():
        record = _forgotten(text.kind, text.object_id, unless=text)
        if record:
            return
        made = TextRecord.objects.create(
            kind=text.kind,
            object_id=text.object_id,
            at=text.at,
            category=text.category,
            is_public=text.is_public,
            title=printable(text.title)[:998],
            people=text.people,
            body=text.body,
        )
        _engine().put(made.pk, (made.title, made.people, made.body))


def remove(kind: Findable, object_id: int) -> None:
    with transaction.atomic():
        _forgotten(kind, object_id)


def _forgotten(kind: Findable, object_id: int, unless: Text | None = None) -> TextRecord | None:
    """Take the text out of the index. `unless` it says the same words: then the row stays, brought up to date, and is returned."""
    record = TextRecord.objects.select_for_update().filter(kind=kind, object_id=object_id).first()
    if record is None:
        return None
    words = (record.title, record.people, record.body)
    if unless and words == (printable(unless.title)[:998], unless.people, unless.body):
        record.at, record.category, record.is_public = unless.at, unless.category, unless.is_public
        record.save(update_fields=["at", "category", "is_public"])
        return record
    _engine().drop(record.pk, words)
    record.delete()
    return None


def _engine() -> ModuleType:
    return ENGINES[connection.vendor]


def find(
    query: Query, kinds: Sequence[Findable] = tuple(Findable), limit: int = 20, for_readers: bool = False
) -> list[Found]:
    """The best of what fits, with the latest first where nothing tells them apart.

    `for_readers` finds only what readers may see: published articles that were not withdrawn.
    """
    if query.is_empty or query.troubles:
        return []
    where, values = _about_rows(query, kinds, for_readers)
    if query.wanted:
        inner, given = _engine().ranked(query, where, values, MOST_RANKED)
    else:
        unwanted, more = _engine().without(query.unwanted) if query.unwanted else ("", [])
        condition = f" AND t.id NOT IN ({unwanted})" if unwanted else ""
        inner = f"SELECT t.id AS key, 0.0 AS score FROM text t WHERE {where}{condition} ORDER BY t.at DESC, t.id DESC LIMIT %s"
        given = [*values, *more, limit]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT best.key, best.score FROM ({inner}) AS best JOIN text o ON o.id = best.key "
            "ORDER BY best.score DESC, o.at DESC, best.key DESC LIMIT %s",
            [*given, limit],
        )
        ranks = dict(cursor.fetchall())
    records = TextRecord.objects.in_bulk(list(ranks))
    return [_found(records[key], rank, query) for key, rank in ranks.items()]


def matching(query: Query, kind: Findable) -> Q:
    """As a condition on the rows themselves: those of this kind that fit."""
    where, values = _about_rows(query, (kind,), for_readers=False)
    condition = ""
    if query.wanted:
        inner, more = _engine().keys(query)
        condition, values = f" AND t.id IN ({inner})", [*values, *more]
    elif query.unwanted:
        inner, more = _engine().without(query.unwanted)
        condition, values = f" AND t.id NOT IN ({inner})", [*values, *more]
    return Q(pk__in=RawSQL(f"SELECT t.object_id FROM text t WHERE {where}{condition}", values))  # noqa: S611 - values as parameters


def _about_rows(query: Query, kinds: Sequence[Findable], for_readers: bool) -> tuple[str, list[object]]:
    """What the query says of kind, category and day, as SQL about the row `t`."""
    if query.troubles:
        return "1 = 0", []
    wanted = [Findable.ARTICLE] if for_readers else list(kinds)
    conditions, values = [f"t.kind IN ({_places(wanted)})"], [str(kind) for kind in wanted]
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


def _found(record: TextRecord, rank: float, query: Query) -> Found:
    title = snippet(record.title, query.phrases, width=len(record.title))
    return Found(
        Findable(record.kind),
        record.object_id,
        float(rank),
        record.at,
        title,
        snippet(record.body, query.phrases),
        record.people.split("\n")[0],
        record.category,
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


def text_of(kind: Findable, object_id: int) -> str:
    """The text as it can be found; empty when it is not indexed."""
    return TextRecord.objects.filter(kind=kind, object_id=object_id).values_list("body", flat=True).first() or ""


def clear() -> int:
    """Forget every text; `fill` brings them back. How many there were."""
    with transaction.atomic():
        count, _ = TextRecord.objects.all().delete()
        _engine().clear()
    return count


def fill(mails: Store) -> int:
    """Index a batch of what is not indexed yet; how many. Mails are read again from their kept bytes."""
    with transaction.atomic():
        for texts in (_missing_articles, _missing_drafts, lambda: _missing_mails(mails)):
            found = list(texts())
            for text in found:
                index(text)
            if found:
                return len(found)
    return 0


def _missing(kind: Findable) -> Q:
    return ~Q(Exists(TextRecord.objects.filter(kind=kind, object_id=OuterRef("pk"))))


def _missing_articles() -> Iterable[Text]:
    return [
        of_article(each) for each in ArticleRecord.objects.filter(_missing(Findable.ARTICLE)).order_by("pk")[:BATCH]
    ]


def _missing_drafts() -> Iterable[Text]:
    rows = DraftRecord.objects.filter(_missing(Findable.DRAFT)).select_related("submission").order_by("pk")[:BATCH]
    return [of_draft(each) for each in rows]


def _missing_mails(mails: Store) -> Iterable[Text]:
    state = SubmissionRecord.State
    rows = SubmissionRecord.objects.filter(_missing(Findable.MAIL)).exclude(state=state.KEPT).order_by("pk")[:BATCH]
    for each in rows:
        try:
            mail = parsed_mail(mails.read(each.digest, MAIL_SUFFIX))
        except FileNotFoundError:
            mail = Submission()  # somebody has taken its file away; its row is still found
        yield of_mail(each, mail, each.attachments.values_list("name", flat=True))
