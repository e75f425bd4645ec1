"""tougao publish"""

import argparse
import sys

from rich.console import Console
from rich.progress import Progress

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
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("Printing", total=None)
            run = press.print_ordered(now, lambda done, total: bar.update(task, completed=done, total=total))
    if given.json:
        json_line({"changed": run.changed, "gone": run.gone})
        return 0
    would = "would be " if given.dry_run else ""
    print(f"{run.written} files {would}written, {run.removed} {would}removed")
    return 0
