"""Print a site of 130 articles with so many processes, and say what stands in its folder: a digest a file.

python tests/press/sharing.py VAR PROCESSES [GROUPS]     stands still where the GROUPS-th group of files is to be written
"""

import hashlib
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

VAR = Path(sys.argv[1])
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
ARTICLES = 130


def fill() -> None:
    from tougao.archive.models import ArticleRecord, DraftRecord, ListRecord, SubmissionRecord

    for number in range(1, ARTICLES + 1):
        at = NOON + timedelta(minutes=number)
        mail = SubmissionRecord.objects.create(
            digest=f"{number:064x}", size=1, received_at=at, kept_at=at, state="read"
        )
        words = {
            "title": f"第{number}篇",
            "html": f"<p>{number}号稿件的正文。</p>" * 40,
            "category": ("news", "campus")[number % 2],
        }
        draft = DraftRecord.objects.create(submission=mail, received_at=at, changed_at=at, status="published", **words)
        ArticleRecord.objects.create(
            draft=draft, number=number, entry_id=f"tag:x,2026:{number}", ordinal=(number + 1) // 2, published_at=at, updated_at=at,
            withdrawn_at=at if number % 17 == 0 else None, **words,
        )  # fmt: skip
    for slug, last in (("", ARTICLES), ("news", ARTICLES // 2), ("campus", ARTICLES // 2)):
        ListRecord.objects.create(slug=slug, last=last)


def stand_still_after(groups: int) -> None:
    from tougao.press.files import Files

    whole, count = Files.write, iter(range(1, 1_000_000))

    def write(self: Files, group: list[Any]) -> tuple[str, ...]:
        if next(count) == groups:
            os.kill(os.getpid(), signal.SIGSTOP)
        return whole(self, group)

    Files.write = write  # type: ignore[method-assign]


def main() -> None:
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "tougao.toml").write_text(
        '[site]\nname = "x"\nurl = "https://news.example.cn"\n[storage]\nvar = "."\n'
        '[[categories]]\nslug = "news"\nname = "新闻"\n[[categories]]\nslug = "campus"\nname = "校园"\n'
    )
    os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")
    from tougao.cli import setup

    is_new = not (VAR / "tougao.sqlite3").exists()
    setup.django(verbose=False)
    from dataclasses import replace

    from tougao import jobs
    from tougao.archive import print_orders

    if is_new:
        fill()
    print_orders.order_everything(NOON)
    if len(sys.argv) > 3:
        stand_still_after(int(sys.argv[3]))
    press = replace(jobs.press(), processes=int(sys.argv[2]), shared_from=1)
    press.print_ordered(NOON)
    for path in sorted(press.folder.rglob("*")):
        if path.is_file():
            print(path.relative_to(press.folder), hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
