"""An editor decides: the decision, the new state, the print order and the letter are one transaction."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime

from tougao.archive import likeness, outbox, presence, search, texts
from tougao.archive.models import (
    ArticleRecord,
    DecisionRecord,
    DraftRecord,
    EditorRecord,
    ListRecord,
    PrintOrderRecord,
)
from tougao.core import letters, markup, workflow
from tougao.core.characters import line
from tougao.core.notice import gettext_noop
from tougao.core.site import Site
from tougao.core.workflow import Action, Effect, Role, Status, Transition
from tougao.errors import DecisionError

NO_SUCH_DRAFT = gettext_noop("There is no draft {id}.")
STALE = gettext_noop("Somebody else saved this draft after you opened it. Compare both versions, then save again.")
NO_TITLE = gettext_noop("A draft needs a title.")
NO_TEXT = gettext_noop("A draft needs a text before it can be published.")
NO_CATEGORY = gettext_noop("Choose a category first.")
NOT_EDITABLE = gettext_noop("A draft that is {status} cannot be changed. Reopen it first.")
UNDONE = gettext_noop("This decision has already been undone.")
TOO_LATE = gettext_noop("It is too late to undo this: ten seconds have passed.")
NOT_YOURS = gettext_noop("Only the editor who decided can undo it.")
NOT_LAST = gettext_noop("Another decision has followed; undo that one first.")
LETTER_GONE = gettext_noop("The letter has already left; this can no longer be undone.")

ARTICLE_FIELDS = ("title", "byline", "source", "credit", "summary", "html", "category")
SNAPSHOT_FIELDS = (*ARTICLE_FIELDS, "ordinal", "updated_at", "withdrawn_at")
TIMES = ("updated_at", "withdrawn_at")


@dataclass(frozen=True)
class DraftFields:
    """What an editor may change in a draft."""

    title: str
    byline: str
    source: str
    credit: str
    summary: str
    category: str
    html: str


def save(draft_id: int, version: int, editor: EditorRecord | None, now: datetime, fields: DraftFields) -> DraftRecord:
    """Store the fields as the next version. Raises DecisionError when `version` is not the draft's present one."""
    with transaction.atomic():
        draft = _draft(draft_id, version)
        if Status(draft.status) not in workflow.EDITABLE:
            raise DecisionError(NOT_EDITABLE, status=draft.status)
        if not fields.title.strip():
            raise DecisionError(NO_TITLE)
        one_line = {name: line(getattr(fields, name)) for name in ("title", "byline", "source", "credit")}
        wanted = asdict(fields) | one_line | {"html": markup.clean(fields.html)}
        if all(getattr(draft, name) == value for name, value in wanted.items()):
            return draft
        for name, value in wanted.items():
            setattr(draft, name, value)
        _touch(draft, now)
        presence.touch(draft, editor, now)
        return draft


def bring_back(draft_id: int, version: int, positions: Collection[int], now: datetime) -> DraftRecord:
    """Paragraphs that were set aside stand at the end of the text again. Raises DecisionError as `save` does."""
    with transaction.atomic():
        draft = _draft(draft_id, version)
        if Status(draft.status) not in workflow.EDITABLE:
            raise DecisionError(NOT_EDITABLE, status=draft.status)
        wanted = [row for position, row in enumerate(draft.set_aside) if position in positions]
        draft.html = markup.clean(draft.html + "".join(f"<p>{markup.escaped(row)}</p>" for row in wanted))
        draft.set_aside = [row for position, row in enumerate(draft.set_aside) if position not in positions]
        _touch(draft, now)
        return draft


def decide(
    draft_id: int,
    action: Action,
    editor: EditorRecord | None,
    now: datetime,
    site: Site,
    reason: str = "",
    version: int | None = None,
) -> DecisionRecord:
    """Take a decision on a draft; without an editor it is taken at the command line, with every right.

    Raises DecisionError when the table of core.workflow does not allow it, when `version` is given and is not
    the present one, or when the draft lacks what readers need.
    """
    with transaction.atomic():
        draft = _draft(draft_id, version)
        role = Role(editor.role) if editor else Role.ADMINISTRATOR
        status = Status(draft.status)
        step = workflow.transition(status, action, role, reason)
        article = ArticleRecord.objects.filter(draft=draft).first()
        before = _snapshot(article) if article else None
        if step.effect is not Effect.NONE:
            _order(*_take_effect(step, draft, article, now, site), now)
            likeness.remember(draft)
        draft.status = step.to
        _touch(draft, now)
        presence.touch(draft, editor, now)
        decision = DecisionRecord.objects.create(
            draft=draft,
            action=action,
            editor=editor,
            decided_at=now,
            reason=reason.strip(),
            from_status=status,
            to_status=step.to,
            before=before,
        )
        if step.letter:
            _write_letter(decision, now, site)
        return decision


def undo(decision_id: int, editor: EditorRecord | None, now: datetime) -> DecisionRecord:
    """Take a decision back within core.workflow.UNDO_WINDOW; what it did to the site and the letter goes with it."""
    with transaction.atomic():
        decision = DecisionRecord.objects.select_for_update().select_related("draft").get(pk=decision_id)
        draft = decision.draft
        _check_undo(decision, editor, now)
        letter = getattr(decision, "letter", None)
        if letter and not outbox.cancel(letter.pk, now):
            raise DecisionError(LETTER_GONE)
        step = workflow.TRANSITIONS[Status(decision.from_status), Action(decision.action)]
        if step.effect is not Effect.NONE:
            article = ArticleRecord.objects.get(draft=draft)
            places: list[list[str | int]] = [[article.category, article.ordinal]]
            if decision.before is None:
                article.withdrawn_at = now
            else:
                _restore(article, decision.before)
            article.save()
            search.index(texts.of_article(article))
            _order(article, [*places, [article.category, article.ordinal]], now)
        draft.status = decision.from_status
        _touch(draft, now)
        decision.undone_at = now
        decision.save(update_fields=["undone_at"])
        return decision


def undoable(decision: DecisionRecord, editor: EditorRecord | None, now: datetime) -> bool:
    try:
        _check_undo(decision, editor, now)
    except DecisionError:
        return False
    return True


def _check_undo(decision: DecisionRecord, editor: EditorRecord | None, now: datetime) -> None:
    if decision.undone_at:
        raise DecisionError(UNDONE)
    if editor is not None and decision.editor_id != editor.pk:
        raise DecisionError(NOT_YOURS)
    if now - decision.decided_at > workflow.UNDO_WINDOW:
        raise DecisionError(TOO_LATE)
    later = DecisionRecord.objects.filter(draft_id=decision.draft_id, pk__gt=decision.pk, undone_at=None)
    if later.exists():
        raise DecisionError(NOT_LAST)


def _draft(draft_id: int, version: int | None) -> DraftRecord:
    draft = DraftRecord.objects.select_for_update().select_related("submission").filter(pk=draft_id).first()
    if draft is None:
        raise DecisionError(NO_SUCH_DRAFT, id=draft_id)
    if version is not None and draft.version != version:
        raise DecisionError(STALE)
    return draft


def _touch(draft: DraftRecord, now: datetime) -> None:
    draft.version += 1
    draft.changed_at = now
    draft.save()
    search.index(texts.of_draft(draft))


def _take_effect(
    step: Transition, draft: DraftRecord, article: ArticleRecord | None, now: datetime, site: Site
) -> tuple[ArticleRecord, list[list[str | int]]]:
    """Write the article's row and say which places of the site it touches."""
    if step.effect is Effect.REMOVE:
        if article is None:
            raise DecisionError(NO_SUCH_DRAFT, id=draft.pk)
        article.withdrawn_at = now
        article.save(update_fields=["withdrawn_at"])
        search.index(texts.of_article(article))
        return article, [[article.category, article.ordinal]]
    _check_fit_for_print(draft, site)
    places: list[list[str | int]] = []
    if article is None:
        number = _next("")
        article = ArticleRecord(draft=draft, number=number, entry_id=site.entry_id(number), published_at=now)
    else:
        places.append([article.category, article.ordinal])
    if article.category != draft.category:
        article.ordinal = _next(draft.category)
    for name in ARTICLE_FIELDS:
        setattr(article, name, getattr(draft, name))
    article.updated_at = now
    article.withdrawn_at = None
    article.save()
    search.index(texts.of_article(article))
    place: list[str | int] = [article.category, article.ordinal]
    return article, places if place in places else [*places, place]


def _check_fit_for_print(draft: DraftRecord, site: Site) -> None:
    if not draft.title.strip():
        raise DecisionError(NO_TITLE)
    if not markup.text(draft.html).strip() and "<img" not in draft.html:
        raise DecisionError(NO_TEXT)
    if site.category(draft.category) is None:
        raise DecisionError(NO_CATEGORY)


def _next(slug: str) -> int:
    """The next ordinal of a list. Ordinals are never given out twice, so a permanent page never changes its order."""
    ListRecord.objects.get_or_create(slug=slug)
    row = ListRecord.objects.select_for_update().get(slug=slug)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _order(article: ArticleRecord, places: list[list[str | int]], now: datetime) -> None:
    PrintOrderRecord.objects.create(article=article, places=places, ordered_at=now)


def _snapshot(article: ArticleRecord) -> dict[str, object]:
    values = {name: getattr(article, name) for name in SNAPSHOT_FIELDS}
    return values | {name: values[name] and values[name].isoformat() for name in TIMES}


def _restore(article: ArticleRecord, before: dict[str, str | int | None]) -> None:
    for name, value in before.items():
        setattr(article, name, parse_datetime(str(value)) if name in TIMES and value else value)


def _write_letter(decision: DecisionRecord, now: datetime, site: Site) -> None:
    """Tell the contributor, once the ten seconds of undo are over."""
    draft = decision.draft
    submission = draft.submission
    if not outbox.may_be_answered(submission, site.submissions_address):
        return
    subject, body = letters.returned(
        site, draft.title, decision.reason, markup.text(draft.html), letters.language_of(draft.title)
    )
    outbox.write_letter(
        submission=submission,
        recipient=submission.sender_address,
        subject=subject,
        body=body,
        message_id=f"<decision-{decision.pk}@{site.domain}>",
        in_reply_to=submission.message_id,
        now=now,
        not_before=now + workflow.UNDO_WINDOW,
        decision=decision,
    )
