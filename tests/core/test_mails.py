"""Every mail of tests/mails becomes what an editor would have made of it."""

import json
from pathlib import Path

import pytest

from tests.mails.scoring import findings
from tests.support.parts import need_library
from tougao import config
from tougao.core.drafting import read
from tougao.core.inspection import as_json
from tougao.core.markup import clean

FOLDER = Path(__file__).parents[1] / "mails"
MAILS = sorted(FOLDER.glob("*.eml"))
SITE = config.load(None).site


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_becomes_the_draft_an_editor_wants(path):
    if path.stem in ("format-7z", "format-rar", "nasty-7z-with-a-password"):
        need_library("archive")
    got = as_json(read(path.read_bytes(), SITE))
    wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
    checked = list(findings(wanted, got))
    assert [finding for finding in checked if not finding.is_right] == []
    assert checked
    for article in got["articles"]:
        assert clean(article["html"]) == article["html"]
        assert not {"\u202e", "\u200b", "\u2066"} & set(article["html"] + article["title"])


def test_there_are_mails_of_every_sort():
    groups = {path.stem.split("-")[0] for path in MAILS}
    assert len(MAILS) >= 80
    assert {"charset", "mime", "kind", "part", "format", "refused", "head", "tail", "title", "hostile"} <= groups


def test_the_mails_are_what_their_writer_writes(tmp_path):
    from tests.mails.write import GROUPS, written

    for group in GROUPS:
        written(group.mails(), tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {path.name for path in FOLDER.iterdir() if path.suffix in (".eml", ".json")}
    for path in tmp_path.glob("*.json"):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes()
