"""What a print run costs: a full rebuild, and one approval at several sizes of the archive, in one run.

    .venv/bin/python benchmarks/press.py [--articles 1000 10000] [--json]

Peer: a bare loop that renders the same article pages with the same templates and writes them, without lists, feeds, WAP,
comparison or fsync. `rebuild_ratio_to_bare_loop` is our files per second over its; the ratio holds from machine to machine.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import json
import os
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
VAR = Path(os.environ.setdefault("TOUGAO_BENCH_VAR", "") or tempfile.mkdtemp(prefix="tougao-bench-"))
os.environ["TOUGAO_BENCH_VAR"] = str(VAR)  # the processes that print with us import this file, too
SLUGS = ("news", "campus", "higher", "schools")
(VAR / "tougao.toml").write_text(
    '[site]\nname = "华夏教育网"\nurl = "https://news.example.cn"\n[storage]\nvar = "."\n'
    + "".join(f'[[categories]]\nslug = "{slug}"\nname = "{slug}"\n' for slug in SLUGS)
)
os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")

from tougao.cli import setup

setup.django(verbose=False)

from django.conf import settings

from tougao import jobs
from tougao.archive import decisions, reading
from tougao.archive.models import ArticleRecord, DraftRecord, ListRecord, PrintOrderRecord, SubmissionRecord
from tougao.core.layout import Edition
from tougao.core.workflow import Action

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
PARAGRAPH = (
    "产教融合、校企合作已成为推动职业教育改革和服务经济社会发展的重要途径，学校秉承合作共赢的原则，构建了协同发展机制。"
)
BODY = "".join(f"<p>{PARAGRAPH * 3}</p>" for _ in range(15))  # about 2,500 characters


def fill(first: int, last: int) -> None:
    """Published articles with these numbers, straight into the rows."""
    for start in range(first, last + 1, 2000):
        numbers = range(start, min(start + 2000, last + 1))
        SubmissionRecord.objects.bulk_create(
            SubmissionRecord(pk=n, digest=f"{n:064x}", size=1, received_at=NOON, kept_at=NOON, state="read")
            for n in numbers
        )
        DraftRecord.objects.bulk_create(
            DraftRecord(pk=n, submission_id=n, title=f"第{n}篇：深化产教融合", category=SLUGS[n % 4], html=BODY, status="published",
                        received_at=NOON, changed_at=NOON) for n in numbers
        )  # fmt: skip
        ArticleRecord.objects.bulk_create(
            ArticleRecord(draft_id=n, number=n, entry_id=f"tag:x,2026:{n}", title=f"第{n}篇：深化产教融合",
                          byline="王小语", summary=PARAGRAPH, html=BODY, category=SLUGS[n % 4], ordinal=(n - n % 4) // 4 + 1, published_at=NOON + timedelta(minutes=n),
                          updated_at=NOON + timedelta(minutes=n)) for n in numbers
        )  # fmt: skip
    ListRecord.objects.update_or_create(slug="", defaults={"last": last})
    for place, slug in enumerate(SLUGS):
        top = last - (last - place) % 4
        ListRecord.objects.update_or_create(slug=slug, defaults={"last": (top - top % 4) // 4 + 1})


def bare_loop(count: int) -> float:
    """Files per second of rendering and writing article pages, and nothing else."""
    pages = jobs.press().pages(Edition.MOBILE)
    articles = list(reading.articles(range(1, count + 1)).values())
    folder = VAR / "bare"
    folder.mkdir(exist_ok=True)
    began = time.perf_counter()
    for article in articles:
        for printed in pages.article(article, None, None):
            (folder / f"{article.number}.html").write_bytes(printed.data)
    return count / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if len(given.articles) > 1:
        # Each size begins with an empty database, in a process of its own.
        for size in sorted(given.articles):
            command = [sys.executable, __file__, "--articles", str(size), *(["--json"] if given.json else [])]
            subprocess.run(command, check=True, env={**os.environ, "TOUGAO_BENCH_VAR": ""})
        return
    for size in given.articles:
        fill(1, size)
        reading.order_everything(NOON)
        began = time.perf_counter()
        run = jobs.press().print_ordered(NOON)
        seconds = time.perf_counter() - began
        bare = bare_loop(min(size, 1000))
        lives, touched = [], []
        for number in range(5):
            submission = SubmissionRecord.objects.create(
                digest=f"{size}-{number}", size=1, received_at=NOON, kept_at=NOON, state="read"
            )
            draft = DraftRecord.objects.create(
                submission=submission, title="新的一篇", category="news", html=BODY, received_at=NOON, changed_at=NOON
            )
            began = time.perf_counter()
            decisions.decide(draft.pk, Action.APPROVE, None, NOON + timedelta(days=9), settings.SITE)
            done = jobs.press().print_ordered(NOON + timedelta(days=9))
            lives.append((time.perf_counter() - began) * 1000)
            touched.append(done.written)
        assert not PrintOrderRecord.objects.filter(printed_at=None).exists()
        result = {
            "articles": size,
            "files_written": run.written,
            "files_per_second": round(run.written / seconds),
            "rebuild_ratio_to_bare_loop": round(run.written / seconds / bare, 3),
            "approve_to_live_ms": round(sorted(lives)[2], 1),
            "files_touched": sorted(touched)[2],
        }
        if given.json:
            print(json.dumps(result))
        else:
            print("  ".join(f"{name} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
