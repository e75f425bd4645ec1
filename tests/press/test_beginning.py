"""A site from nothing: made beside its folder and moved there whole, or printed in place where that cannot be."""

from datetime import timedelta

import pytest

from tests.press.conftest import tree
from tougao.press import beginning
from tougao.press.files import Files
from tougao.press.work import Work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("deadly", [0, 1, 2])
def test_a_first_run_that_is_cut_off_shows_nobody_a_half(press, publish, noon, monkeypatch, deadly):
    publish()
    whole, calls = Files.write, iter(range(1000))

    def write(self, group):
        if next(calls) == deadly:
            raise KeyboardInterrupt
        return whole(self, group)

    with monkeypatch.context() as cut:
        cut.setattr(Files, "write", write)
        with pytest.raises(KeyboardInterrupt):
            press.print_ordered(noon + HOUR)
    assert not press.folder.exists()
    press.print_ordered(noon + HOUR)
    assert {"index.html", "a/1.html", "feed.atom"} <= tree(press.folder).keys()
    assert not beginning.beside(press.folder).exists()


def test_a_link_is_kept_and_printed_through(press, publish, noon, tmp_path):
    publish()
    (tmp_path / "elsewhere").mkdir()
    press.folder.symlink_to(tmp_path / "elsewhere")
    press.print_ordered(noon + HOUR)
    assert press.folder.is_symlink()
    assert (tmp_path / "elsewhere/a/1.html").exists()


def test_a_folder_with_other_peoples_files_is_printed_in_place_and_they_stay(press, publish, noon):
    publish()
    press.folder.mkdir()
    (press.folder / "verify.html").write_text("theirs")
    press.print_ordered(noon + HOUR)
    assert (press.folder / "verify.html").read_text() == "theirs"
    assert (press.folder / "a/1.html").exists()


def test_where_somebody_puts_a_file_meanwhile_it_is_printed_in_place_and_theirs_stays(
    press, publish, noon, monkeypatch
):
    publish()
    whole = Work.everything

    def everything(self, *given):
        run = whole(self, *given)
        if not press.folder.exists():
            press.folder.mkdir()
            (press.folder / "verify.html").write_text("theirs")
        return run

    monkeypatch.setattr(Work, "everything", everything)
    press.print_ordered(noon + HOUR)
    assert (press.folder / "verify.html").read_text() == "theirs"
    assert {"index.html", "a/1.html", "feed.atom"} <= tree(press.folder).keys()
    assert not beginning.beside(press.folder).exists()
    assert press.print_ordered(noon + HOUR).changed == []
