"""tougao approve, schedule, return, spike, correct, amend, pin, unpin, withdraw, reopen: decisions with every right, printed at
once."""

import argparse
from datetime import datetime

import dateutil.parser
from django.conf import settings

from tougao import jobs
from tougao.archive import decisions
from tougao.archive.models import DraftRecord
from tougao.cli.drafts import as_json
from tougao.cli.output import json_line
from tougao.core.workflow import Action
from tougao.errors import DecisionError


def decide(given: argparse.Namespace) -> int:
    action = Action(given.command)
    publish_at = _hour(given.at) if action is Action.SCHEDULE else None
    note = given.note if action is Action.CORRECT else ""
    dated = _hour(given.dated) if action is Action.APPROVE and given.dated else None
    refused = []
    for draft_id in given.ids:
        try:
            decisions.decide(
                draft_id,
                action,
                None,
                jobs.clock(),
                jobs.site(),
                given.reason,
                note=note,
                publish_at=publish_at,
                dated=dated,
            )
        except DecisionError as trouble:
            refused.append(f"draft {draft_id}: {trouble}")
            continue
        shown = as_json(DraftRecord.objects.get(pk=draft_id))
        if given.json:
            json_line(shown)
        else:
            print(f"draft {draft_id} is {shown['status']}: {shown['title']} {shown['url']}".rstrip())
    jobs.print_ordered()
    if refused:
        raise DecisionError("{refused}", refused="\n".join(refused))
    return 0


def _hour(words: str) -> datetime:
    """Raises DecisionError for what is no date and time."""
    try:
        found = dateutil.parser.parse(words)
    except (ValueError, OverflowError) as trouble:
        raise DecisionError("“{words}” is no date and time. Write it like 2026-12-01 08:30.", words=words) from trouble
    return found if found.tzinfo else found.replace(tzinfo=settings.SITE.zone)
