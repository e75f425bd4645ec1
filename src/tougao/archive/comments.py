"""Comments on drafts, and who is called upon in them."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tougao.archive.models import CommentRecord, DraftRecord, EditorRecord, MentionRecord
from tougao.core.characters import printable
from tougao.core.mentions import mentioned
from tougao.core.notice import gettext_noop
from tougao.core.workflow import SENT_TWICE
from tougao.errors import DecisionError

MOST_CHARACTERS = 4000
EMPTY = gettext_noop("Write something first.")
TOO_LONG = gettext_noop("A comment may have {most} characters; this one has {count}.")


def write(draft: DraftRecord, editor: EditorRecord, text: str, now: datetime) -> CommentRecord:
    """Keep a comment and call upon whom it names; what was just said is not said twice.

    Raises DecisionError when it is empty or too long.
    """
    words = printable(text).strip()
    if not words:
        raise DecisionError(EMPTY)
    if len(words) > MOST_CHARACTERS:
        raise DecisionError(TOO_LONG, most=MOST_CHARACTERS, count=len(words))
    with transaction.atomic():
        DraftRecord.objects.select_for_update().get(pk=draft.pk)  # whoever says the same at the same time waits here
        last = of(draft).order_by("-pk").first()
        if last and (last.editor_id, last.text) == (editor.pk, words) and now - last.written_at < SENT_TWICE:
            return last
        comment = CommentRecord.objects.create(draft=draft, editor=editor, text=words, written_at=now)
        people = {each.username: each for each in EditorRecord.objects.filter(is_active=True)}
        MentionRecord.objects.bulk_create(
            MentionRecord(comment=comment, editor=people[name])
            for name in mentioned(words, people)
            if people[name] != editor
        )
    return comment


def of(draft: DraftRecord) -> QuerySet[CommentRecord]:
    return CommentRecord.objects.select_related("editor").filter(draft=draft)


def unseen(editor: EditorRecord) -> QuerySet[MentionRecord]:
    """Where this editor is called upon and has not looked yet, the newest first."""
    rows = MentionRecord.objects.filter(editor=editor, seen_at=None)
    return rows.select_related("comment__draft", "comment__editor").order_by("-pk")


def see(draft: DraftRecord, editor: EditorRecord, now: datetime) -> int:
    """The editor has looked at the draft's comments; how many mentions that answered."""
    return MentionRecord.objects.filter(comment__draft=draft, editor=editor, seen_at=None).update(seen_at=now)
