"""Who has read a draft, and what may be decided on it next by whom."""

from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, EditorRecord
from tougao.core import workflow
from tougao.core.workflow import Action, NextWord, Reviews, Role, Status, Transition

LATER_STAGES = workflow.STAGES[1:]  # before them nobody can have read it


def offered(
    draft: DraftRecord, editor: EditorRecord, article: ArticleRecord | None, reviews: Reviews
) -> list[tuple[Action, Transition]]:
    """What would be taken of this editor now."""
    return list(
        workflow.offered(
            reviews,
            Status(draft.status),
            Role(editor.role),
            must_differ=must_differ(draft, editor, reviews),
            is_pinned=bool(article and article.pinned_at),
        )
    )


def waits_for(draft: DraftRecord, editor: EditorRecord, reviews: Reviews) -> NextWord | None:
    """Who has the next word, where it is not this editor's."""
    differs = must_differ(draft, editor, reviews)
    return workflow.waits_for(reviews, Status(draft.status), Role(editor.role), must_differ=differs)


def must_differ(draft: DraftRecord, editor: EditorRecord, reviews: Reviews) -> bool:
    """Is the review that a draft waits for one for somebody else, because this editor has done an earlier one?"""
    return reviews.differ and draft.status in LATER_STAGES and _has_read(draft, editor)


def _has_read(draft: DraftRecord, editor: EditorRecord) -> bool:
    """Has this editor passed it on since it last came to the desk?"""
    taken = DecisionRecord.objects.filter(draft=draft, undone_at=None)
    began = taken.filter(to_status=Status.NEW).order_by("-pk").values_list("pk", flat=True).first() or 0
    return taken.filter(pk__gt=began, action=Action.PASS, editor=editor).exists()
