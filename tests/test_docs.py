"""The documents for people: what they name in this repository is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")


def test_there_are_documents_and_they_lead_somewhere():
    assert {"README.md", "design.md", "desk.md"} <= {document.name for document in DOCUMENTS}
    assert LINK.findall("![稿件](images/a.png) [x](design.md#y) [z](https://a.cn) [w](#here)") == [
        "images/a.png",
        "design.md",
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_file_and_picture_that_a_document_names_is_there(document):
    named = LINK.findall(document.read_text("utf-8"))
    assert [each for each in named if not (document.parent / each).exists()] == []


def test_every_picture_is_shown_by_a_document():
    named = {
        (document.parent / each).resolve()
        for document in DOCUMENTS
        for each in LINK.findall(document.read_text("utf-8"))
    }
    assert [picture.name for picture in sorted(ROOT.glob("docs/images/*")) if picture.resolve() not in named] == []
