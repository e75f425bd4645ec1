"""An editor decides: the decision, the new state, the print order and the letter are one transaction."""

import logging
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from tougao.archive import (
    audit,
    correspondence,
    likeness,
    outbox,
    presence,
    print_orders,
    publication,
    reviewing,
    revisions,
    search,
    texts,
    undoing,
)
from tougao.archive.models import (
    ArticleRecord,
    CorrectionRecord,
    DecisionRecord,
    DraftRecord,
    EditorRecord,
)
from tougao.core import markup, workflow
from tougao.core.audit import Event
from tougao.core.characters import line, printable
from tougao.core.drafting.bounds import MOST_SAVED_CHARACTERS
from tougao.core.notice import gettext_noop
from tougao.core.site import Site
from tougao.core.workflow import Action, Effect, Role, Status
from tougao.errors import DecisionError

log = logging.getLogger("tougao.decisions")

SHOWS = (Effect.PUBLISH, Effect.CORRECT, Effect.AMEND)  # after these readers see the draft as it stands

NO_SUCH_DRAFT = gettext_noop("There is no draft {id}.")
STALE = gettext_noop("Somebody else saved this draft after you opened it. Compare both versions, then save again.")
NO_TITLE = gettext_noop("A draft needs a title.")
TOO_LONG = gettext_noop("The text has more than {count} characters. Shorten it or split it in two, then save again.")
NO_TEXT = gettext_noop("A draft needs a text before it can be published.")
NO_CATEGORY = gettext_noop("Choose a category first.")
NOT_EDITABLE = gettext_noop("A draft that is {status} cannot be changed. Reopen it first.")
ALREADY_SEEN = gettext_noop("Readers have seen this article already; an embargo comes too late.")
NOT_LAST = gettext_noop("Another decision has followed; undo that one first.")
EDITED_SINCE = gettext_noop(
    "The text was changed since; it cannot be scheduled again unseen. Look at it, then schedule it anew."
)


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


def normal(fields: DraftFields) -> DraftFields:
    """The fields as they are kept: lines without line breaks, the body as small HTML."""
    lines = {name: line(getattr(fields, name)) for name in ("title", "byline", "source", "credit", "category")}
    return replace(fields, **lines, summary=printable(fields.summary).strip(), html=markup.clean(fields.html))


def save(
    draft_id: int,
    version: int,
    editor: EditorRecord | None,
    now: datetime,
    fields: DraftFields,
    is_autosave: bool = False,
    restored_from: int | None = None,
) -> DraftRecord:
    """Store the fields as the next version, and keep it. Raises DecisionError when `version` is not the present one."""
    with transaction.atomic():
        draft = _draft(draft_id, version)
        if Status(draft.status) not in workflow.EDITABLE:
            raise DecisionError(NOT_EDITABLE, status=draft.status)
        if not fields.title.strip():
            raise DecisionError(NO_TITLE)
        wanted = asdict(normal(fields))
        before, before_at = revisions.fields_of(draft), draft.changed_at
        if before in (asdict(fields), wanted):
            if not is_autosave:
                revisions.settle(draft, editor)
            return draft
        if len(wanted["html"]) + len(wanted["summary"]) > MOST_SAVED_CHARACTERS:
            raise DecisionError(TOO_LONG, count=MOST_SAVED_CHARACTERS)
        for name, value in wanted.items():
            setattr(draft, name, value)
        draft.is_ahead = publication.is_ahead(draft)
        _touch(draft, now)
        revisions.note(draft, before, before_at, editor, now, is_autosave, restored_from)
        presence.touch(draft, editor, now)
        return draft


def bring_back(
    draft_id: int, version: int, positions: Collection[int], now: datetime, editor: EditorRecord | None = None
) -> DraftRecord:
    """Paragraphs that were set aside stand at the end of the text again. Raises DecisionError as `save` does."""
    with transaction.atomic():
        draft = _draft(draft_id, version)
        if Status(draft.status) not in workflow.EDITABLE:
            raise DecisionError(NOT_EDITABLE, status=draft.status)
        before, before_at = revisions.fields_of(draft), draft.changed_at
        wanted = [row for position, row in enumerate(draft.set_aside) if position in positions]
        draft.html = markup.clean(draft.html + "".join(f"<p>{markup.escaped(row)}</p>" for row in wanted))
        draft.set_aside = [row for position, row in enumerate(draft.set_aside) if position not in positions]
        draft.is_ahead = publication.is_ahead(draft)
        _touch(draft, now)
        revisions.note(draft, before, before_at, editor, now)
        presence.touch(draft, editor, now)
        return draft


def embargo(draft_id: int, until: datetime | None, now: datetime, editor: EditorRecord | None = None) -> DraftRecord:
    """Nobody may publish the draft before; None lifts it. Raises DecisionError for one that readers see already."""
    with transaction.atomic():
        draft = _draft(draft_id, None)
        if Status(draft.status) is Status.PUBLISHED:
            raise DecisionError(ALREADY_SEEN)
        if draft.embargo_until == until:
            return draft
        draft.embargo_until = until
        _touch(draft, now)
        audit.record(
            Event.EMBARGOED, editor, now, f"draft {draft.pk}", {"until": until.isoformat() if until else "lifted"}
        )
        return draft


@dataclass(frozen=True)
class Told:
    """What goes with a decision."""

    reason: str = ""
    note: str = ""
    publish_at: datetime | None = None
    dated: datetime | None = None


def decide(
    draft_id: int,
    action: Action,
    editor: EditorRecord | None,
    now: datetime,
    site: Site,
    reason: str = "",
    version: int | None = None,
    note: str = "",
    publish_at: datetime | None = None,
    dated: datetime | None = None,
) -> DecisionRecord:
    """Take a decision on a draft; without an editor it is taken at the command line, with every right.

    `reason` is for the log and the contributor's letter, `note` for the readers of a correction, `publish_at` the hour
    of a publication to come, `dated` an earlier day that a first publication bears. Raises DecisionError when the table
    of core.workflow does not allow it, when `version` is given and is not the present one, or when the draft lacks what
    readers need.
    """
    role = Role(editor.role) if editor else Role.ADMINISTRATOR
    with transaction.atomic():
        draft = _draft(draft_id, version)
        decision = _decide(draft, action, editor, role, now, site, Told(reason, note, publish_at, dated))
        presence.touch(draft, editor, now)
        return decision


def due(now: datetime) -> QuerySet[DraftRecord]:
    """The drafts that are scheduled and whose hour has come, in the order of their hours."""
    return DraftRecord.objects.filter(status=Status.SCHEDULED, publish_at__lte=now).order_by("publish_at", "pk")


def publish_due(now: datetime, site: Site) -> int:
    """Publish what is scheduled and whose hour has come, in the name of whoever scheduled it; how many drafts.

    One that cannot be published any more (its category is gone, say) goes back to the queue with the reason, in the site's
    language. One that meets a fault of ours is tried again with the next round; the others go on.
    """
    numbers = [draft.pk for draft in due(now).only("pk")]
    for draft_id in numbers:
        try:
            _publish_scheduled(draft_id, now, site)
        except Exception:
            log.exception("scheduled, and not published", extra={"draft": draft_id})
    return len(numbers)


def _publish_scheduled(draft_id: int, now: datetime, site: Site) -> None:
    with transaction.atomic():
        draft = _draft(draft_id, None)
        if draft.status != Status.SCHEDULED or draft.publish_at is None or draft.publish_at > now:
            return
        editor = _last_scheduled(draft).editor
        try:
            with transaction.atomic():
                _decide(draft, Action.APPROVE, editor, Role.ADMINISTRATOR, now, site, Told())
        except DecisionError as trouble:
            draft.refresh_from_db()
            with override("zh-hans" if site.language.startswith("zh") else "en"):
                reason = gettext(trouble.message).format_map(trouble.values)
            _decide(draft, Action.REOPEN, None, Role.ADMINISTRATOR, now, site, Told(reason))


def _decide(
    draft: DraftRecord, action: Action, editor: EditorRecord | None, role: Role, now: datetime, site: Site, told: Told
) -> DecisionRecord:
    audit.hold()
    status = Status(draft.status)
    step = workflow.transition(site.reviews, status, action, role, told.reason)
    if editor and workflow.is_review(status, action) and reviewing.must_differ(draft, editor, site.reviews):
        raise DecisionError(workflow.REFUSALS["reader"])
    embargo = draft.embargo_until and draft.embargo_until.astimezone(site.zone)
    workflow.check_hour(step, action, told.publish_at, embargo, now)
    article = ArticleRecord.objects.select_related("supplier").filter(draft=draft).first()
    before = publication.snapshot(article) if article else None
    shown = print_orders.as_shown(article)
    if step.to in (Status.SCHEDULED, Status.PUBLISHED):
        _check_fit_for_print(draft, site)
    if step.effect is not Effect.NONE:
        article, places = publication.take_effect(step.effect, draft, article, now, site, told.dated)
        print_orders.order_article(article, places, shown, now)
        likeness.remember(draft)
    draft.status = step.to
    if step.effect in SHOWS or step.to is not Status.PUBLISHED:
        draft.is_ahead = False
    draft.publish_at = told.publish_at if step.hour else None
    _touch(draft, now)
    decision = DecisionRecord.objects.create(
        draft=draft,
        action=action,
        editor=editor,
        decided_at=now,
        reason=told.reason.strip(),
        publish_at=draft.publish_at,
        from_status=status,
        to_status=step.to,
        before=before,
    )
    if step.note and told.note.strip() and article:
        CorrectionRecord.objects.create(
            article=article, decision=decision, note=printable(told.note).strip(), corrected_at=article.updated_at
        )
    correspondence.decided(decision, site, now)
    audit.decided(decision)
    return decision


def undo(decision_id: int, editor: EditorRecord | None, now: datetime) -> DecisionRecord:
    """Take a decision back within core.workflow.UNDO_WINDOW; what it did to the site and the letter goes with it."""
    with transaction.atomic():
        decision = DecisionRecord.objects.select_for_update().select_related("draft").get(pk=decision_id)
        draft = decision.draft
        _check_undo(decision, editor, now)
        if decision.from_status == Status.SCHEDULED and revisions.is_changed_since(draft, decision.decided_at):
            raise DecisionError(EDITED_SINCE)
        audit.hold()
        letter = getattr(decision, "letter", None)
        if letter and not outbox.cancel(letter.pk, now):
            raise DecisionError(undoing.LETTER_GONE)
        if workflow.effect_of(Action(decision.action)) is not Effect.NONE:
            article = ArticleRecord.objects.select_related("supplier").get(draft=draft)
            CorrectionRecord.objects.filter(decision=decision).delete()
            shown = print_orders.as_shown(article)
            places = publication.restore(article, decision.before, now)
            print_orders.order_article(article, places, shown, now)
        decision.undone_at = now
        decision.save(update_fields=["undone_at"])
        draft.status = decision.from_status
        draft.publish_at = _last_scheduled(draft).publish_at if draft.status == Status.SCHEDULED else None
        draft.is_ahead = publication.is_ahead(draft)
        _touch(draft, now)
        correspondence.undone(decision)
        audit.undone(decision, editor, now)
        return decision


def undoable(decision: DecisionRecord, editor: EditorRecord | None, now: datetime) -> bool:
    try:
        _check_undo(decision, editor, now)
    except DecisionError:
        return False
    return True


def _check_undo(decision: DecisionRecord, editor: EditorRecord | None, now: datetime) -> None:
    is_theirs = editor is None or decision.editor_id == editor.pk
    undoing.check(decision.decided_at, decision.undone_at, is_theirs, now)
    later = DecisionRecord.objects.filter(draft_id=decision.draft_id, pk__gt=decision.pk, undone_at=None)
    if later.exists():
        raise DecisionError(NOT_LAST)


def _draft(draft_id: int, version: int | None) -> DraftRecord:
    rows = DraftRecord.objects.select_for_update(no_key=True, of=("self",)).select_related("submission")
    draft = rows.filter(pk=draft_id).first()
    if draft is None:
        raise DecisionError(NO_SUCH_DRAFT, id=draft_id)
    if version is not None and draft.version != version:
        raise DecisionError(STALE)
    return draft


def hold(draft_ids: Collection[int]) -> None:
    """Keep these drafts as they are for the rest of the transaction, but for what it does itself.

    Whoever decides on several takes all of them first, in this order (archive.audit.hold says why).
    """
    rows = DraftRecord.objects.select_for_update(no_key=True).filter(pk__in=draft_ids)
    list(rows.order_by("pk").values_list("pk"))


def _touch(draft: DraftRecord, now: datetime) -> None:
    draft.version += 1
    draft.changed_at = now
    draft.save()
    search.index(texts.of_draft(draft))


def _last_scheduled(draft: DraftRecord) -> DecisionRecord:
    """The decision that scheduled a draft which is scheduled."""
    rows = DecisionRecord.objects.select_related("editor").filter(draft=draft, action=Action.SCHEDULE, undone_at=None)
    return rows.latest("pk")


def _check_fit_for_print(draft: DraftRecord, site: Site) -> None:
    if not draft.title.strip():
        raise DecisionError(NO_TITLE)
    if not markup.text(draft.html).strip() and "<img" not in draft.html:
        raise DecisionError(NO_TEXT)
    if site.category(draft.category) is None:
        raise DecisionError(NO_CATEGORY)
