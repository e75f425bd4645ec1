"""tougao approve, return, spike, correct, withdraw, reopen: decisions with every right, printed at once."""

import argparse

from tougao import jobs
from tougao.archive import decisions
from tougao.archive.models import DraftRecord
from tougao.cli.drafts import as_json
from tougao.cli.output import json_line
from tougao.core.workflow import Action
from tougao.errors import DecisionError


def decide(given: argparse.Namespace) -> int:
    action = Action(given.command)
    refused = []
    for draft_id in given.ids:
        try:
            decisions.decide(draft_id, action, None, jobs.clock(), jobs.site(), given.reason)
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
