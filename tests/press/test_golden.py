"""The whole published folder, byte for byte: demo mails read, approved and printed.

After a wanted change: TOUGAO_REWRITE_GOLDEN=1 pytest tests/press/test_golden.py, and read the diff.
"""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.press.conftest import tree
from tougao import config
from tougao.archive import decisions, intake
from tougao.archive.models import ArticleRecord, DraftRecord
from tougao.archive.store import Store
from tougao.core.workflow import Action
from tougao.press.run import Press

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
TEXTS = {".html", ".rss", ".atom", ".json", ".xml", ".opml", ".txt", ".css", ".svg"}


@pytest.mark.django_db
def test_the_demo_site_is_printed_as_it_was(noon, tmp_path):
    site = config.load(ROOT / "config" / "tougao.toml", {"TOUGAO_SECRET_KEY": "x"}).site
    site = replace(site, upload=replace(site.upload, unopened=()))  # whatever is installed here
    mails, media = Store(tmp_path / "mail"), Store(tmp_path / "media")
    for number, path in enumerate(sorted((ROOT / "demo" / "mails").glob("*.eml"))):
        kept = intake.keep(path.read_bytes(), noon + timedelta(minutes=number), noon, mails)
        intake.read(kept.submission_id, site, mails, media, noon)
    for number, draft in enumerate(DraftRecord.objects.exclude(html="").order_by("pk")):
        decisions.decide(draft.pk, Action.APPROVE, None, noon + timedelta(hours=1, minutes=number), site)
    withdrawn = ArticleRecord.objects.get(number=3).draft
    decisions.decide(withdrawn.pk, Action.WITHDRAW, None, noon + timedelta(hours=3), site, reason="作者要求")
    Press(site, config.OWN_TEMPLATES, tmp_path / "site", media).print_ordered(noon + timedelta(hours=4))
    printed = {path: shown(path, data) for path, data in tree(tmp_path / "site").items()}
    if os.environ.get("TOUGAO_REWRITE_GOLDEN"):
        rewrite(printed)
    golden = tree(GOLDEN)
    assert sorted(printed) == sorted(golden)
    for path, data in printed.items():
        assert data == golden[path], f"{path} is printed otherwise"


def shown(path: str, data: bytes) -> bytes:
    """Texts as they are; pictures by name and form, for another Pillow may pack the same picture otherwise."""
    if Path(path).suffix in TEXTS:
        return data
    return f"{data[:3].hex()}\n".encode()


def rewrite(printed: dict[str, bytes]) -> None:
    for path in GOLDEN.rglob("*"):
        if path.is_file():
            path.unlink()
    for path, data in printed.items():
        (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / path).write_bytes(data)


def test_the_golden_folder_was_not_lost():
    assert len(tree(GOLDEN)) > 60
