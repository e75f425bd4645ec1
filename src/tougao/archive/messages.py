"""Messages of readers: they come in, wait, and are shown, answered, refused or taken back by editors."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet

from tougao.archive import audit
from tougao.archive.models import ArticleRecord, EditorRecord, MessageDeedRecord, MessageRecord, PrintOrderRecord
from tougao.archive.publication import next_ordinal
from tougao.archive.since import may_tell
from tougao.archive.undoing import TOO_LATE
from tougao.core import layout, messages
from tougao.core.audit import Event
from tougao.core.characters import printable
from tougao.core.horizon import Horizon
from tougao.core.layout import GUESTBOOK
from tougao.core.messages import Deed, Message, Standing, Typed
from tougao.core.notice import gettext_noop
from tougao.core.workflow import UNDO_WINDOW
from tougao.errors import DecisionError

PER_PAGE = 30
SAME_AGAIN = timedelta(days=30)
REFUSED_AGE = timedelta(days=30)
MOST_BELOW = 5  # newest messages that an article's own page shows

TWICE = gettext_noop("The same message has been sent before; one is enough. Change it if you have more to say.")
NO_ARTICLE = gettext_noop("This article takes no messages: it is not on the site, or no longer.")
NO_SUCH_MESSAGE = gettext_noop("There is no message {id}.")


# -- coming in


def receive(
    written: Typed, article_number: int | None, token: str, has_proof: bool, edition: str, now: datetime
) -> MessageRecord:
    """Keep a message; the same `token` again is the same message. Raises DecisionError for one that was sent before."""
    known = MessageRecord.objects.filter(token=token).first()
    if known:
        return known
    article = None
    if article_number is not None:
        article = ArticleRecord.objects.filter(number=article_number, withdrawn_at=None).first()
        if article is None:
            raise DecisionError(NO_ARTICLE)
    slug = layout.below_slug(article.number) if article else GUESTBOOK
    digest = messages.digest(written.text)
    if MessageRecord.objects.filter(slug=slug, digest=digest, written_at__gt=now - SAME_AGAIN).exists():
        raise DecisionError(TWICE)
    try:
        with transaction.atomic():
            return MessageRecord.objects.create(
                article=article,
                slug=slug,
                name=written.name,
                text=written.text,
                digest=digest,
                token=token,
                edition=edition,
                has_proof=has_proof,
                links=written.links,
                written_at=now,
            )
    except IntegrityError:  # the same form at the same time
        return MessageRecord.objects.get(token=token)


def takes_messages(article_number: int) -> str | None:
    """The title of an article that readers see; None where there is none."""
    rows = ArticleRecord.objects.filter(number=article_number, withdrawn_at=None)
    return rows.values_list("title", flat=True).first()


# -- on the desk


def listed(standing: Standing) -> QuerySet[MessageRecord]:
    """The longest waiting first, else the last decided first."""
    rows = MessageRecord.objects.filter(standing=standing).select_related("article")
    return rows.order_by("written_at", "pk") if standing is Standing.WAITING else rows.order_by("-decided_at", "-pk")


def waiting_count() -> int:
    return MessageRecord.objects.filter(standing=Standing.WAITING).count()


def counts() -> dict[str, int]:
    found = dict(MessageRecord.objects.values_list("standing").annotate(Count("pk")).order_by())
    return {standing.value: found.get(standing.value, 0) for standing in Standing}


def decide(
    ids: Collection[int], deed: Deed, editor: EditorRecord | None, now: datetime, answer: str = ""
) -> list[MessageDeedRecord]:
    """Do the same with all of these messages, or with none; the changed pages are ordered printed.

    Raises DecisionError for a message that is not there, one that this cannot be done with, and an answer without words.
    """
    kept = messages.answer(answer) if deed is Deed.ANSWER else ""
    batch = uuid4().hex
    with transaction.atomic():
        rows = {row.pk: row for row in MessageRecord.objects.select_for_update().filter(pk__in=ids)}
        audit.hold()  # deeds are numbered one transaction after the other (archive.since)
        done = []
        for number in dict.fromkeys(ids):
            row = rows.get(number)
            if row is None:
                raise DecisionError(NO_SUCH_MESSAGE, id=number)
            done.append(_decide(row, deed, editor, now, kept, batch))
        _order((each.message for each in done if Standing.SHOWN in (each.from_standing, each.to_standing)), now)
        return done


def _decide(
    row: MessageRecord, deed: Deed, editor: EditorRecord | None, now: datetime, answer: str, batch: str
) -> MessageDeedRecord:
    before = {"answer": row.answer, "answered_at": row.answered_at.isoformat() if row.answered_at else None}
    came_from = Standing(row.standing)
    row.standing = messages.after(came_from, deed)
    if row.standing == Standing.SHOWN and row.number is None:
        row.number = next_ordinal(row.slug)
    if deed is Deed.ANSWER:
        row.answer, row.answered_at = answer, now
    row.decided_at = now
    row.save()
    done = MessageDeedRecord.objects.create(
        message=row,
        batch=batch,
        deed=deed,
        editor=editor,
        done_at=now,
        from_standing=came_from,
        to_standing=row.standing,
        before=before,
    )
    steps = {"action": deed.value, "from": came_from.value, "to": str(row.standing)}
    audit.record(Event.MESSAGE_DECIDED, editor, now, f"message {row.pk}", steps)
    return done


@dataclass(frozen=True)
class Batch:
    """What an editor did last, while it can be undone."""

    name: str
    deed: Deed
    count: int
    seconds: int


def undoable(editor: EditorRecord, now: datetime) -> Batch | None:
    """An editor's last batch within ten seconds, as long as nothing else happened to its messages."""
    last = MessageDeedRecord.objects.filter(editor=editor).order_by("-pk").first()
    if last is None or last.undone_at or now - last.done_at > UNDO_WINDOW:
        return None
    found = MessageDeedRecord.objects.filter(batch=last.batch)
    if _later(found):
        return None
    left = (UNDO_WINDOW - (now - last.done_at)).total_seconds()
    return Batch(last.batch, Deed(last.deed), found.count(), max(1, round(left)))


def undo(batch: str, editor: EditorRecord, now: datetime) -> int:
    """Take one's last batch back; how many messages. Raises DecisionError when it is too late."""
    with transaction.atomic():
        open_one = undoable(editor, now)
        if open_one is None or open_one.name != batch:
            raise DecisionError(TOO_LATE)
        changed = []
        for deed in MessageDeedRecord.objects.select_related("message").filter(batch=batch):
            row = deed.message
            row.standing, row.answer = deed.from_standing, deed.before["answer"]
            moment = deed.before["answered_at"]
            row.answered_at = datetime.fromisoformat(moment) if moment else None
            row.save()
            deed.undone_at = now
            deed.save(update_fields=["undone_at"])
            audit.record(Event.UNDONE, editor, now, f"message {row.pk}", {"action": deed.deed})
            if Standing.SHOWN in (deed.from_standing, deed.to_standing):
                changed.append(row)
        _order(changed, now)
        return open_one.count


def _later(batch: QuerySet[MessageDeedRecord]) -> bool:
    last = batch.aggregate(Max("pk"))["pk__max"]
    touched = batch.values_list("message_id", flat=True)
    return MessageDeedRecord.objects.filter(message_id__in=list(touched), pk__gt=last, undone_at=None).exists()


def _order(rows: Iterable[MessageRecord], now: datetime) -> None:
    places = [[row.slug, row.number] for row in rows]
    if places:
        PrintOrderRecord.objects.create(article=None, places=places, ordered_at=now)


def sweep(now: datetime) -> int:
    """Forget what was refused or taken back a month ago; how many. Feeds that told so are ordered printed without it."""
    old = MessageRecord.objects.filter(standing=Standing.REFUSED, decided_at__lt=now - REFUSED_AGE)
    with transaction.atomic():
        slugs = old.exclude(number=None).order_by("slug").values_list("slug", flat=True).distinct()
        places = [[slug, layout.FRONT] for slug in slugs]
        if places:
            PrintOrderRecord.objects.create(article=None, places=places, ordered_at=now)
        count, _ = old.delete()
    return count


# -- for the press


def slugs() -> list[str]:
    """Every list that ever showed a message below an article."""
    rows = MessageRecord.objects.exclude(number=None).exclude(slug=GUESTBOOK)
    return list(rows.values_list("slug", flat=True).distinct().order_by("slug"))


def within(slug: str, ordinals: range) -> list[Message]:
    """The shown messages of a list that hold these ordinals, newest first."""
    return _read(_shown(slug).filter(number__gte=ordinals.start, number__lt=ordinals.stop))


def newest(slug: str, count: int, horizon: Horizon) -> list[Message]:
    """The newest of those that are shown."""
    return _read(_shown(slug).filter(may_tell(horizon))[:count])


def below(article_numbers: Collection[int], horizon: Horizon) -> dict[int, tuple[tuple[Message, ...], int]]:
    """The newest messages below each of these articles, and how many there are in all."""
    rows = MessageRecord.objects.filter(article__number__in=list(article_numbers), standing=Standing.SHOWN)
    found = rows.filter(may_tell(horizon)).values_list("article__number").annotate(Count("pk")).order_by()
    return {number: (tuple(newest(layout.below_slug(number), MOST_BELOW, horizon)), count) for number, count in found}


def taken_back_since(slug: str, since: datetime) -> list[tuple[int, datetime]]:
    """(number, moment) of messages that were shown and are no more, newest first: feeds tell their readers to forget them."""
    rows = MessageRecord.objects.filter(slug=slug, standing=Standing.REFUSED, decided_at__gte=since)
    return [(int(number or 0), moment) for number, moment in _moments(rows.exclude(number=None))]


def _moments(rows: QuerySet[MessageRecord]) -> Iterable[tuple[int | None, datetime]]:
    return [(n, at) for n, at in rows.order_by("-decided_at").values_list("number", "decided_at")[:100] if at]


def _shown(slug: str) -> QuerySet[MessageRecord]:
    return MessageRecord.objects.filter(slug=slug, standing=Standing.SHOWN).exclude(number=None).order_by("-number")


def _read(rows: QuerySet[MessageRecord]) -> list[Message]:
    columns = ("number", "name", "text", "written_at", "answer", "answered_at")
    return [
        Message(number or 0, printable(name), printable(text), written_at, printable(answer), answered_at)
        for number, name, text, written_at, answer, answered_at in rows.values_list(*columns)
    ]
