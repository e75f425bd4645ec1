"""A stranger's file is opened elsewhere: what is found is the same, and what breaks there breaks nothing here."""

import io
import os
import signal
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_pictures import photo
from tests.mails import building
from tests.mails.building import mail, mime, mixed
from tests.mails.stories import SPORT
from tougao import config
from tougao.core import media_types
from tougao.core.article import Picture
from tougao.core.documents import Manuscript
from tougao.core.drafting import read
from tougao.core.message import submission
from tougao.core.notice import Notice
from tougao.core.opening import Opened, cut, opened
from tougao.core.pictures import WHOLE, Rectangle
from tougao.core.site import Category, Link, Site
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError
from tougao.sandbox import Bounds, Sandbox, wire

SITE = Site(name="华夏教育网", url="https://news.example.cn", categories=(Category("news", "教育新闻"),))
ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "mails" / "files"


def file(path: Path) -> Attachment:
    data = path.read_bytes()
    return Attachment(path.name, media_types.media_type(data, "", path.name), data)


def docx(paragraphs: int) -> Attachment:
    """A Word file that is small when packed and large when read."""
    rows = '<w:p><w:r><w:t xml:space="preserve">甲</w:t></w:r></w:p>' * paragraphs
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{rows}</w:body></w:document>',
        )
        archive.writestr("filler", os.urandom(len(rows) // 150))  # not so well packed that it looks like a bomb
    return Attachment("稿.docx", media_types.DOCX, out.getvalue())


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as box:
        yield box


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_a_file_opened_elsewhere_holds_the_same(path, sandbox):
    assert sandbox.opened(file(path)) == opened(file(path))


def test_files_of_every_demo_mail_hold_the_same(sandbox):
    for path in sorted((ROOT / "demo" / "mails").glob("*.eml")):
        for attachment in submission(path.read_bytes()).attachments:
            assert sandbox.opened(attachment) == opened(attachment)


def test_a_part_of_a_picture_is_cut_elsewhere_as_it_is_here(sandbox):
    picture = Attachment("操场.jpg", "image/jpeg", photo())
    for part in (WHOLE, Rectangle(2500, 0, 10_000, 5000)):
        assert sandbox.cut(picture, part) == cut(picture, part)
    broken = Attachment("坏.jpg", "image/jpeg", b"\xff\xd8\xff")
    assert "坏.jpg" in str(sandbox.cut(broken, WHOLE).trouble)


def test_a_file_that_wants_too_much_memory_is_told_and_the_next_one_is_opened():
    with Sandbox(Bounds(memory_bytes=400_000_000)) as box:
        told = box.opened(docx(700_000)).trouble
        assert told is not None
        assert "稿.docx" in str(told)
        assert box.opened(file(FILES / "visit.doc")).manuscript is not None


def test_a_file_that_takes_too_long_is_told_and_the_next_one_is_opened():
    with Sandbox(Bounds(seconds=1.0)) as box:
        told = box.opened(docx(250_000)).trouble
        assert told is not None
        assert "longer than 1 seconds" in str(told)
        assert box.opened(file(FILES / "visit.doc")).manuscript is not None


def test_a_file_that_eats_the_processor_is_told():
    with Sandbox(Bounds(cpu_seconds=1)) as box:
        told = box.opened(docx(250_000)).trouble
        assert told is not None
        assert "longer than" in str(told)


def test_a_process_that_is_killed_is_started_again():
    with Sandbox() as box:
        box.opened(file(FILES / "visit.doc"))
        os.kill(box._process.pid, signal.SIGKILL)
        box._process.wait()
        assert box.opened(file(FILES / "visit.doc")).manuscript is not None


def test_no_secret_of_ours_reaches_the_other_process(monkeypatch):
    monkeypatch.setenv("TOUGAO_SECRET", "hush")
    with Sandbox() as box:
        box.opened(file(FILES / "visit.doc"))
        if Path("/proc").exists():
            assert b"hush" not in Path(f"/proc/{box._process.pid}/environ").read_bytes()


def test_a_mail_read_elsewhere_reads_the_same(sandbox):
    for path in sorted((ROOT / "demo" / "mails").glob("*.eml")):
        raw = path.read_bytes()
        assert sandbox.read(raw, SITE) == read(raw, SITE)


def test_one_file_that_wants_too_much_costs_the_mail_that_file_alone():
    raw = mail(mixed(mime.text(f"{SPORT.title}\n\n{SPORT.text}"), building.docx("大.docx", docx(700_000).data)), "x")
    with Sandbox(Bounds(memory_bytes=400_000_000)) as box:
        reading = box.read(raw, SITE)
    assert [draft.title for draft in reading.drafts] == [SPORT.title]
    assert [str(file.role) for file in reading.attachments] == ["refused"]
    assert any("大.docx" in str(told) for told in reading.notices)


def test_a_mail_that_takes_too_long_whole_is_an_error_and_the_next_is_read():
    slow = mail("甲乙丙丁，" * 400_000, "x")
    with Sandbox(Bounds(seconds=0.01)) as box, pytest.raises(SubmissionError, match="too long"):
        box.read(slow, SITE)
    with Sandbox() as box:
        box.read(mail(f"{SPORT.title}\n\n{SPORT.text}", "x"), SITE)


def test_what_is_none_of_ours_does_not_cross():
    with pytest.raises(TypeError):
        wire.packed(object())
    with pytest.raises(KeyError):
        wire.unpacked(wire.packed(Notice("x")).replace(b"Notice", b"Popens"))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
files = st.builds(
    Attachment, words, words, st.binary(max_size=50), content_id=words, inline=st.booleans(), folder=words
)
notices = st.builds(Notice, words, st.lists(st.tuples(words, words), max_size=3).map(tuple))
manuscripts = st.builds(
    Manuscript, words, st.lists(files, max_size=3).map(tuple), words, words, st.lists(notices, max_size=2).map(tuple)
)


pictures = st.builds(
    Picture, words, st.sampled_from(["jpg", "png"]), words, words, st.integers(1), st.integers(1), st.integers(0)
)


@given(
    st.builds(
        Opened,
        manuscript=st.none() | manuscripts,
        picture=st.none() | pictures,
        printed=st.binary(max_size=20),
        members=st.lists(files, max_size=3).map(tuple),
        trouble=st.none() | notices,
        is_ornament=st.booleans(),
    )
    | files
    | st.builds(Site, words, words, categories=st.lists(st.builds(Category, words, words), max_size=2).map(tuple))
)
def test_values_survive_the_way_between_processes(value):
    assert wire.unpacked(wire.packed(value)) == value


def test_the_whole_site_arrives_as_it_was_whatever_its_settings():
    """Each mail is read for the site it was sent to: a setting that cannot cross would put every mail into quarantine."""
    ours = config.load(Path(__file__).parents[2] / "config" / "tougao.toml", {"TOUGAO_SECRET_KEY": "x"}).site
    for each in (
        ours,
        replace(ours, categories=(Category("a", "甲", keywords=("乙",)),), friends=(Link("友", "https://x.cn/"),)),
    ):
        assert wire.unpacked(wire.packed(each)) == each
