"""tougao reindex: make the index of the search anew."""

import argparse
import sys

from django.conf import settings
from rich.console import Console
from rich.progress import Progress

from tougao.archive import search
from tougao.archive.store import Store


def reindex(given: argparse.Namespace) -> int:
    """Batch by batch, each in a transaction of its own; killed, the standing job goes on where it was."""
    total, done = search.clear(), 0
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Indexing", total=total or None)
        for batch in search.fill(Store(settings.MAIL_STORE)):
            done += batch
            bar.update(task, completed=done, total=max(total, done))
    print(f"{done} texts can be found.")
    return 0
