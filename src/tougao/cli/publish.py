"""tougao publish"""

import argparse
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from tougao import jobs
from tougao.archive import decisions, print_orders
from tougao.cli.output import json_line
from tougao.press.work import Run

MOST_LISTED = 200


def publish(given: argparse.Namespace) -> int:
    now, press = jobs.clock(), jobs.press()
    if given.dry_run:
        run = press.rehearse(now)
    else:
        jobs.publish_due()
        if given.all:
            print_orders.order_everything(now)
        with _bar() as bar:
            task = bar.add_task("Printing", total=None)
            run = press.print_ordered(
                now, lambda done, total: bar.update(task, completed=done, total=total, refresh=True)
            )
    due = list(decisions.due(now).values_list("pk", "title")) if given.dry_run else []
    if given.json:
        told = {"due": [pk for pk, _ in due]} if given.dry_run else {}
        json_line({"changed": run.changed, "gone": run.gone} | told)
        return 0
    if given.dry_run:
        for pk, title in due:
            print(f"draft {pk} is due and would be published first: {title}")
        _list(run)
    would = "would be " if given.dry_run else ""
    print(f"{run.written} files {would}written, {run.removed} {would}removed")
    return 0


def _list(run: Run) -> None:
    """The files a run would touch, a sign before each; of very many the first."""
    touched = [*(f"+ {path}" for path in sorted(run.changed)), *(f"- {path}" for path in sorted(run.gone))]
    for line in touched[:MOST_LISTED]:
        print(line)
    if len(touched) > MOST_LISTED:
        print(f"… and {len(touched) - MOST_LISTED} more; --json names them all")


def _bar() -> Progress:
    """On a terminal: files done of all, how many a second, and the time left. Without a thread, so that the press may fork."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, auto_refresh=False, transient=True, disable=not sys.stderr.isatty())


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} files/s" if task.speed else "", style="progress.data.speed")
