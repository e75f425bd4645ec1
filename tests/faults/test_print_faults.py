"""The press killed after any act on the disk: what stands there is whole, leads nowhere dead, and the next run finishes it.

`make faults` kills at more than two hundred different files; `make test` at a few.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.printing import SCENARIOS
from tests.faults.table import FULL, SEED, many, tell

ROOT = Path(__file__).parents[2]
KILLS = {"change": many(12, 300), "renew": many(6, 80), "first": many(4, 40)}
FILES_IN_FULL = 200


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_killed_print_run_leaves_a_whole_site_and_the_next_one_finishes(scenario, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.printing", str(tmp_path), scenario, str(KILLS[scenario]), f"{SEED}{scenario}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["partial"], told["dead links"], told["unfinished"]) == ([], [], [])
    assert told["kills"] == KILLS[scenario]
    assert told["files"] >= (FILES_IN_FULL if FULL and scenario == "change" else min(KILLS[scenario], told["of"]) - 4)
    tell(f"kill -9 of a print run ({scenario})", faults=told["kills"])
