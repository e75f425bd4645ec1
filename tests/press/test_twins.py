"""Texts stand packed beside themselves: equal, never older than their file, gone with it."""

import gzip
from dataclasses import replace

import brotli
import pytest

from tougao.archive import print_orders
from tougao.core.pages import Printed
from tougao.errors import PressError
from tougao.press import files
from tougao.press.files import Files

PAGE = Printed("a/1.html", "<p>运动会开幕</p>".encode() * 50)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_text_has_twins_that_hold_the_same_and_a_picture_has_none(tmp_path):
    written = Files(tmp_path, compresses=True).write([PAGE, Printed("media/ab/x.jpg", b"jpg")])
    found = tree(tmp_path)
    assert written == ("a/1.html", "media/ab/x.jpg")
    assert set(found) == {"a/1.html", "a/1.html.gz", "a/1.html.br", "media/ab/x.jpg"}
    assert gzip.decompress(found["a/1.html.gz"]) == brotli.decompress(found["a/1.html.br"]) == PAGE.data


def test_equal_bytes_leave_the_twins_alone_and_a_missing_twin_is_made_again(tmp_path):
    folder = Files(tmp_path, compresses=True)
    folder.write([PAGE])
    before = (tmp_path / "a/1.html.gz").stat().st_mtime_ns
    assert folder.write([PAGE]) == ()
    assert (tmp_path / "a/1.html.gz").stat().st_mtime_ns == before
    (tmp_path / "a/1.html.br").unlink()
    folder.write([PAGE])
    assert (tmp_path / "a/1.html.br").exists()


def test_a_twin_is_in_place_before_its_file(tmp_path, monkeypatch):
    order = []
    whole = files.os.replace
    monkeypatch.setattr(files.os, "replace", lambda old, new: (order.append(new.rpartition("/")[2]), whole(old, new)))
    Files(tmp_path, compresses=True).write([PAGE])
    assert order == ["1.html.gz", "1.html.br", "1.html"]


def test_a_disk_that_is_full_leaves_file_and_twins_as_they_were(tmp_path, monkeypatch):
    folder = Files(tmp_path, compresses=True)
    folder.write([PAGE])
    before = tree(tmp_path)
    whole, calls = files._write, iter(range(10))

    def full(path, data):
        if next(calls) == 2:
            raise OSError(28, "No space left on device")
        whole(path, data)

    monkeypatch.setattr(files, "_write", full)
    with pytest.raises(PressError):
        folder.write([Printed(PAGE.path, b"new")])
    assert tree(tmp_path) == before


def test_twins_go_with_their_file(tmp_path):
    folder = Files(tmp_path, compresses=True)
    folder.write([PAGE])
    assert folder.remove(["a/1.html"]) == ("a/1.html",)
    assert tree(tmp_path) == {}


def test_twins_nobody_wants_any_more_are_files_to_be_cleared_away(tmp_path):
    Files(tmp_path, compresses=True).write([PAGE])
    (tmp_path / "a/2.html.gz").write_bytes(b"alone")
    assert list(Files(tmp_path, compresses=True).printed()) == ["a/1.html", "a/2.html.gz"]
    assert list(Files(tmp_path).printed()) == ["a/1.html", "a/1.html.br", "a/1.html.gz", "a/2.html.gz"]


def test_twins_beside_the_home_page_are_cleared_away_too_and_a_strangers_archive_is_not(tmp_path):
    Files(tmp_path, compresses=True).write([Printed("index.html", b"home" * 40), Printed("feed.json", b"{}" * 40)])
    (tmp_path / "backup.tar.gz").write_bytes(b"not ours")
    assert list(Files(tmp_path, compresses=True).printed()) == []
    assert set(Files(tmp_path).printed()) == {"index.html.gz", "index.html.br", "feed.json.gz", "feed.json.br"}


def test_a_twin_goes_before_its_file(tmp_path, monkeypatch):
    """A server sends a packed twin whose file is gone, so a withdrawn article must not leave one when we die in between."""
    folder = Files(tmp_path, compresses=True)
    folder.write([PAGE])
    order = []
    whole = files.os.unlink
    monkeypatch.setattr(files.os, "unlink", lambda path: (order.append(path.rpartition("/")[2]), whole(path)))
    folder.remove([PAGE.path])
    assert order == ["1.html.gz", "1.html.br", "1.html"]


def test_what_a_killed_run_left_is_cleared_away_with_twins_that_may_be_newer_than_their_file(tmp_path):
    folder = Files(tmp_path, compresses=True)
    folder.write([PAGE, Printed("a/2.html", PAGE.data)])
    (tmp_path / "a/1.html.gz").write_bytes(gzip.compress(b"of the run that was killed"))
    (tmp_path / ".printing/77").mkdir()
    (tmp_path / ".printing/77/3-a%2F1.html").write_bytes(b"of the run that was")
    folder.prepare()
    assert set(tree(tmp_path)) == {"a/1.html", "a/2.html", "a/2.html.gz", "a/2.html.br"}
    folder.write([PAGE])
    assert gzip.decompress((tmp_path / "a/1.html.gz").read_bytes()) == PAGE.data


def test_a_file_replaced_within_a_second_gets_another_date(tmp_path):
    folder = Files(tmp_path)
    seconds = set()
    for word in (b"one", b"two", b"six"):
        folder.write([Printed("a/1.html", word)])
        seconds.add(int((tmp_path / "a/1.html").stat().st_mtime))
    assert len(seconds) == 3


def test_a_text_that_was_lost_comes_back_between_its_twins(press, publish, noon):
    packing = replace(press, compresses=True)
    publish()
    packing.print_ordered(noon)
    whole = tree(press.folder)
    (press.folder / "a/1.html").unlink()
    print_orders.order_everything(noon)
    run = packing.print_ordered(noon)
    assert tree(press.folder) == whole
    assert (run.changed, run.gone) == (["a/1.html"], [])
