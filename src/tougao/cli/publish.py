"""tougao publish"""

import argparse
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from tougao import jobs
from tougao.archive import reading
from tougao.cli.output import json_line


def publish(given: argparse.Namespace) -> int:
    now, press = jobs.clock(), jobs.press()
    if given.dry_run:
        run = press.rehearse(now)
    else:
        jobs.publish_due()
        if given.all:
            reading.order_everything(now)
        with _bar() as bar:
            task = bar.add_task("Printing", total=None)
            run = press.print_ordered(
                now, lambda done, total: bar.update(task, completed=done, total=total, refresh=True)
            )
    if given.json:
        json_line({"changed": run.changed, "gone": run.gone})
        return 0
    would = "would be " if given.dry_run else ""
    print(f"{run.written} files {would}written, {run.removed} {would}removed")
    return 0


def _bar() -> Progress:
    """On a terminal: articles done of all, how many a second, and the time left. Without a thread, so that the press may fork."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, auto_refresh=False, transient=True, disable=not sys.stderr.isatty())


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} articles/s" if task.speed else "", style="progress.data.speed")
