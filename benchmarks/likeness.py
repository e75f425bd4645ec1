"""How long it takes to know a text that was seen before, among many, and whether it is known at all.

    .venv/bin/python benchmarks/likeness.py [--drafts 1000 100000] [--json]

Peer: comparing the new text with every kept one (core.likeness.likeness on texts at hand, no database), timed on a
part and multiplied; `scan_ratio` is its time over ours, in the same run.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import json
import os
import random
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
VAR = Path(tempfile.mkdtemp(prefix="tougao-bench-"))
(VAR / "tougao.toml").write_text('[site]\nname = "x"\nurl = "https://news.example.cn"\n[storage]\nvar = "."\n')
os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")

from tougao.cli import setup

setup.django(verbose=False)

from tests.mails.stories import STORIES

from tougao.archive import likeness as seen
from tougao.archive.models import DraftRecord, FingerprintRecord, LikenessRecord, SubmissionRecord
from tougao.core.likeness import fingerprint, likeness

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
WORDS = sorted(
    {
        word
        for story in STORIES
        for row in story.paragraphs
        for word in (row[at : at + 4] for at in range(0, len(row) - 3, 4))
    }
)
SAMPLE = 2000
TRIALS = 30


def article(chance: random.Random) -> str:
    """About 800 characters in the words of school news, no two articles alike."""
    return "，".join("".join(chance.choices(WORDS, k=5)) + str(chance.randrange(1000)) for _ in range(36)) + "。"


def html(text: str) -> str:
    return f"<p>{text}</p>"


def fill(texts: list[str]) -> None:
    for start in range(0, len(texts), 2000):
        part = range(start, min(start + 2000, len(texts)))
        SubmissionRecord.objects.bulk_create(
            SubmissionRecord(pk=n + 1, digest=f"{n:064x}", size=1, received_at=NOON, kept_at=NOON, state="read")
            for n in part
        )
        DraftRecord.objects.bulk_create(
            DraftRecord(
                pk=n + 1, submission_id=n + 1, title=str(n), html=html(texts[n]), received_at=NOON, changed_at=NOON
            )
            for n in part
        )
        FingerprintRecord.objects.bulk_create(
            FingerprintRecord(draft_id=n + 1, number=number) for n in part for number in fingerprint(texts[n])
        )


def versions(text: str, chance: random.Random) -> list[str]:
    """A corrected version: some words changed. One with a paragraph gone. One with another head and foot."""
    rows = text.split("，")
    changed = [row if chance.random() > 0.08 else row[::-1] for row in rows]
    return [
        "，".join(changed),
        "，".join(rows[len(rows) // 4 :]),
        "本网讯 " + text + "（供稿）" + "".join(chance.choices(WORDS, k=20)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--drafts", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if len(given.drafts) > 1:
        for size in sorted(given.drafts):
            command = [sys.executable, __file__, "--drafts", str(size), *(["--json"] if given.json else [])]
            subprocess.run(command, check=True)
        return
    size, chance = given.drafts[0], random.Random(1)
    texts = [article(chance) for _ in range(size)]
    fill(texts)
    took, known, strangers = [], 0, 0
    for number in range(TRIALS):
        for place, text in enumerate([*versions(texts[chance.randrange(size)], chance), article(chance)]):
            digest = f"new-{number}-{place}"
            submission = SubmissionRecord.objects.create(
                digest=digest, size=1, received_at=NOON, kept_at=NOON, state="read"
            )
            draft = DraftRecord.objects.create(
                submission=submission, title=digest, html=html(text), received_at=NOON, changed_at=NOON
            )
            began = time.perf_counter()
            seen.note_seen_before(draft)
            took.append(time.perf_counter() - began)
            is_known = LikenessRecord.objects.filter(draft=draft).exists()
            known, strangers = known + (is_known and place < 3), strangers + (is_known and place == 3)
            draft.delete()
    part = texts[:SAMPLE]
    began = time.perf_counter()
    for text in part:
        likeness(texts[-1], text)
    scan = (time.perf_counter() - began) * size / len(part)
    ours = median(took)
    print(
        f"{size} drafts: {ours * 1000:.1f} ms to look one up and remember it (p95 {sorted(took)[int(len(took) * 0.95)] * 1000:.1f}), "
        f"{scan / ours:.0f} times as fast as comparing with each; "
        f"{known} of {3 * TRIALS} versions known, {strangers} of {TRIALS} strangers taken for one"
    )
    if given.json:
        print(
            json.dumps(
                {
                    "drafts": size,
                    "lookup_ms": round(ours * 1000, 2),
                    "scan_ratio": round(scan / ours, 1),
                    "known": known,
                    "of": 3 * TRIALS,
                }
            )
        )


if __name__ == "__main__":
    main()
