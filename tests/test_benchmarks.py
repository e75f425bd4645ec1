"""The benchmarks run and end in what they promise to whoever reads them by program; how fast anything is, is not asked here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.nginx import PLACES
from tests.support.parts import need, plain_environment

ROOT = Path(__file__).parents[1]


def objects(*words: str, **environment: str) -> list[dict[str, object]]:
    """What a benchmark says with --json: an object a line, and nothing after the last."""
    done = subprocess.run(
        [sys.executable, *words, "--json"],
        cwd=ROOT,
        env=plain_environment() | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [
        json.loads(line)
        for line in done.stdout.splitlines()
        if line.startswith("{") or line == done.stdout.splitlines()[-1]
    ]


@pytest.mark.nginx
def test_the_press_is_measured_and_an_approval_touches_few_files_in_an_archive_of_any_size():
    need("nginx", *PLACES)
    small, larger = objects("benchmarks/press.py", "--articles", "45", "120", "--rounds", "1")
    wanted = {"files_per_second", "approve_to_live_ms", "files_touched", "page_bytes_gzip", "page_requests"}
    wanted |= {"twins_touched", "correct_illustrated_to_live_ms", "withdraw_illustrated_to_live_ms"}
    assert wanted | {"unchanged_per_second_nginx", "unchanged_per_second_tougao_run"} <= larger.keys()
    assert larger["files_touched"] <= small["files_touched"] < 30
    assert larger["page_bytes_gzip"] < 14_000


def test_the_desk_is_measured_page_by_page(tmp_path):
    *_, found = objects(
        "benchmarks/desk.py",
        "--submissions",
        "200",
        "--rounds",
        "2",
        "--without-browser",
        TOUGAO_BENCH_VAR=str(tmp_path),
    )
    pages = found["pages"]
    assert {"queue: new", "draft", "live: nothing (304)", "search: rare"} <= pages.keys()
    assert all(page["queries"] < 40 for page in pages.values())
