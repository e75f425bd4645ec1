"""What tells that a theme has changed: its files, also behind links, and nothing that an editor's program leaves for a moment."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tougao.press import imprint

HOUR = timedelta(hours=1)


@pytest.fixture
def theme(tmp_path):
    folder = tmp_path / "theme"
    (folder / "mobile").mkdir(parents=True)
    (folder / "mobile/home.html").write_text("甲")
    return folder


def names(folder):
    return sorted(os.path.relpath(path, folder) for path, _ in imprint.state_of((folder,)))


def test_a_lock_that_an_editor_leaves_is_nothing_and_so_is_a_link_to_nothing(theme):
    before = imprint.digest_of((theme,))
    (theme / "mobile/.#home.html").symlink_to("lin@machine.1234:5678")
    (theme / "mobile/.home.html.swp").write_text("乙")
    (theme / ".git").mkdir()
    (theme / ".git/index").write_text("丙")
    (theme / "mobile/old.html").symlink_to("nowhere.html")
    assert names(theme) == ["mobile/home.html"]
    assert imprint.digest_of((theme,)) == before


@pytest.mark.parametrize("taken", ["mobile/list.html", "mobile/parts"])
def test_what_is_taken_away_while_it_is_looked_at_is_not_there(theme, taken, monkeypatch):
    (theme / "mobile/parts").mkdir()
    (theme / "mobile/list.html").write_text("乙")
    scandir = os.scandir

    class Listed:
        """Entries as they stood before one was taken away."""

        def __init__(self, folder):
            with scandir(folder) as found:
                self.entries = list(found)
            if str(folder).endswith("mobile") and (theme / taken).exists():
                (theme / taken).rename(theme.parent / "taken")

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(imprint.os, "scandir", Listed)
    assert "mobile/home.html" in names(theme)
    assert taken not in names(theme)


def test_a_file_that_is_taken_away_before_it_is_read_is_not_there(theme, monkeypatch):
    whole = imprint.digest_of((theme,))
    (theme / "mobile/more.html").write_text("乙")
    read = Path.read_bytes

    def taken(path):
        if path.name == "more.html":
            path.unlink()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", taken)
    assert imprint.digest_of((theme,)) == whole


def test_a_change_behind_a_link_is_seen_and_a_link_in_a_circle_ends(theme, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "footer.html").write_text("甲")
    (theme / "common").symlink_to(shared)
    (shared / "back").symlink_to(theme)
    (theme / "mobile/itself").symlink_to(theme / "mobile")
    assert names(theme) == ["common/footer.html", "mobile/home.html"]
    before = imprint.digest_of((theme,))
    (shared / "footer.html").write_text("乙乙")
    assert imprint.digest_of((theme,)) != before


@pytest.mark.django_db
def test_a_site_is_printed_with_a_theme_that_holds_an_editors_lock_and_a_linked_folder(press, publish, noon, theme):
    publish()
    (theme / "mobile/home.html").write_text('{% include "common/words.html" %}')
    (theme / "mobile/.#home.html").symlink_to("lin@machine.1234:5678")
    (theme.parent / "shared").mkdir()
    words = theme.parent / "shared/words.html"
    words.write_text("起初")
    (theme / "common").symlink_to(theme.parent / "shared")
    own = replace(press, templates=(theme, *press.templates))
    own.print_ordered(noon)
    assert (own.folder / "index.html").read_text() == "起初\n"
    words.write_text("换过了")
    assert own.is_theme_changed()
    own.print_ordered(noon + HOUR)
    assert (own.folder / "index.html").read_text() == "换过了\n"
