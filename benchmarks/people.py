"""How long the desk takes to tell of many: readings, the list of contributors, the page of one, his figures counted anew.

    .venv/bin/python benchmarks/people.py [--submissions 20000] [--contributors 2000] [--json]

Peer: the first table of the readings alone (mails by kind and week) made in Python from the rows, in the same run;
`rows_ratio` is all readings of a year by week over it.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import json
import os
import random
import tempfile
import time
from bisect import bisect
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
VAR = Path(tempfile.mkdtemp(prefix="tougao-bench-"))
(VAR / "tougao.toml").write_text(
    '[site]\nname = "x"\nurl = "https://news.example.cn"\n[[categories]]\nslug = "news"\nname = "新闻"\n[storage]\nvar = "."\n'
)
os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")

from tougao.cli import setup

setup.django(verbose=False)

from django.db import transaction

from tougao.archive import contributors, readings
from tougao.archive.models import (
    ArticleRecord,
    ContributorRecord,
    DecisionRecord,
    DraftRecord,
    EditorRecord,
    SubmissionRecord,
)
from tougao.core.periods import Step, periods

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAYS = 364
KINDS = ["submission"] * 85 + ["reply"] * 6 + ["auto-reply"] * 4 + ["bounce"] * 3 + ["spam"] * 2
ACTIONS = {"published": "approve", "returned": "return", "spiked": "spike"}
TRIALS = 7


def fill(count: int, people: int) -> None:
    """A year of mails, most of them by a few, as life has it; decided within hours."""
    chance = random.Random(1)
    editors = EditorRecord.objects.bulk_create(EditorRecord(username=f"e{n}") for n in range(4))
    ContributorRecord.objects.bulk_create(
        (
            ContributorRecord(address=f"w{n}@s{n % 300}.example", name=f"投稿人{n}", organisation=f"第{n % 300}中学")
            for n in range(people)
        ),
        batch_size=500,
    )
    writers = list(ContributorRecord.objects.all())
    step = timedelta(days=DAYS) / count
    html = "<p>" + "青禾师范学院春季运动会开幕。" * 60 + "</p>"
    SubmissionRecord.objects.bulk_create(
        (
            SubmissionRecord(
                digest=f"{n:064x}", size=5000, received_at=NOON - n * step, kept_at=NOON, read_at=NOON, state="read",
                kind=chance.choice(KINDS), subject="投稿", contributor=writers[min(int(chance.paretovariate(0.6)), people - 1)],
            )
            for n in range(count)
        ),
        batch_size=1000,
    )  # fmt: skip
    DraftRecord.objects.bulk_create(
        (
            DraftRecord(
                submission=mail, title="标题", category="news", html=html, received_at=mail.received_at,
                changed_at=mail.received_at, status=chance.choices([*ACTIONS, "new"], [60, 20, 15, 5])[0],
            )
            for mail in SubmissionRecord.objects.filter(kind="submission").iterator(1000)
        ),
        batch_size=500,
    )  # fmt: skip
    decided = list(DraftRecord.objects.exclude(status="new").only("pk", "status", "received_at"))
    waits = [chance.expovariate(1 / 18000) for _ in decided]
    DecisionRecord.objects.bulk_create(
        (
            DecisionRecord(
                draft=draft, action=ACTIONS[draft.status], editor=chance.choice(editors), from_status="new",
                decided_at=draft.received_at + timedelta(seconds=wait), to_status=draft.status,
                waited_seconds=wait if draft.status == "published" else None,
            )
            for draft, wait in zip(decided, waits, strict=True)
        ),
        batch_size=1000,
    )  # fmt: skip
    ArticleRecord.objects.bulk_create(
        (
            ArticleRecord(
                draft=draft, number=n, entry_id=f"tag:{n}", title="标题", html="<p>文</p>", category="news", ordinal=n,
                published_at=draft.received_at, updated_at=draft.received_at, reads=int(chance.paretovariate(1) * 10),
            )
            for n, draft in enumerate((draft for draft in decided if draft.status == "published"), 1)
        ),
        batch_size=1000,
    )  # fmt: skip


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds, the median of some trials."""
    out = []
    for _ in range(TRIALS):
        began = time.perf_counter()
        deed()
        out.append((time.perf_counter() - began) * 1000)
    return round(median(out), 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=20_000)
    parser.add_argument("--contributors", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with transaction.atomic():
        fill(given.submissions, given.contributors)
    from zoneinfo import ZoneInfo

    zone, today = ZoneInfo("Asia/Shanghai"), NOON.date()
    weeks = periods(today - timedelta(days=83), today, Step.WEEK, zone)
    year = periods(today - timedelta(days=DAYS), today, Step.WEEK, zone)
    starts = [each.starts_at for each in year]

    def by_hand() -> Counter[tuple[int, str]]:
        rows = SubmissionRecord.objects.filter(received_at__gte=starts[0]).values_list("received_at", "kind")
        return Counter((bisect(starts, at), kind) for at, kind in rows)

    usual = ContributorRecord.objects.get(address="w40@s40.example")
    found = {
        "submissions": given.submissions,
        "contributors": given.contributors,
        "readings_12_weeks_ms": timed(lambda: readings.readings(weeks)),
        "readings_year_ms": timed(lambda: readings.readings(year)),
        "rows_year_ms": timed(by_hand),
        "contributors_ms": timed(lambda: contributors.page("中学", "acceptance", True, 3)),
        "contributor_ms": timed(lambda: contributors.history(usual)),
        "contributor_mails": usual.submissions.count(),
        "recount_ms": timed(lambda: contributors.recount_one(usual)),
    }
    found["rows_ratio"] = round(found["readings_year_ms"] / found["rows_year_ms"], 2)
    if given.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:24}{value}")


if __name__ == "__main__":
    main()
