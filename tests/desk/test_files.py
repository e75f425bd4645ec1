"""The desk's own scripts: small, of one state, and no more than a page may load."""

from tougao.desk import files

MOST_BYTES = 200_000


def test_all_scripts_of_the_desk_together_are_less_than_a_page_may_load():
    sizes = {path.relative_to(files.FOLDER).as_posix(): path.stat().st_size for path in files.FOLDER.rglob("*.js")}
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_a_page_names_the_state_of_its_scripts():
    assert len(files.state()) == 12
    assert files.state() == files.state()


def test_what_is_not_ours_stands_beside_its_licence():
    for path in (files.FOLDER / "vendor").glob("*.js"):
        assert "MIT" in path.with_suffix(".LICENSE").read_text()
        assert path.read_text().startswith("// ")
