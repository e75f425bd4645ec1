"""The desk's own scripts: small, of one state, and no more than a page may load."""

import re
from pathlib import Path

from tougao.desk import files

TEMPLATES = Path(__file__).parents[2] / "templates/desk"
NAMED = re.compile(r'asset\("([^"]+)"\)')

MOST_BYTES = 200_000


APART = (
    "passkey.js",
    "messages.js",
    "list.js",
)  # of pages that have no paper; test_axe weighs every page as it is loaded


def test_all_scripts_that_could_meet_on_a_page_are_less_than_it_may_load():
    found = (path for path in files.FOLDER.rglob("*.js") if path.name not in APART)
    sizes = {path.relative_to(files.FOLDER).as_posix(): path.stat().st_size for path in found}
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_a_page_names_the_state_of_its_scripts():
    assert len(files.state()) == 12
    assert files.state() == files.state()
    assert files.address("desk.css") == f"/desk/static/{files.state()}/desk.css"


def test_templates_name_the_files_of_the_desk_in_one_way_and_none_that_is_not_there():
    pages = {path.name: path.read_text() for path in TEMPLATES.glob("*.html")}
    assert [name for name, page in pages.items() if "/desk/static" in page or "?v=" in page] == []
    named = {each for page in pages.values() for each in NAMED.findall(page)}
    assert len(named) > 10
    assert [each for each in named if not (files.FOLDER / each).is_file()] == []


def test_what_is_not_ours_stands_beside_its_licence():
    for path in (files.FOLDER / "vendor").glob("*.js"):
        assert "MIT" in path.with_suffix(".LICENSE").read_text()
        assert path.read_text().startswith("// ")
