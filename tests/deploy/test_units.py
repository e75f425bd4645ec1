"""The systemd units and the container file: what can be said of them without a systemd or an engine that runs."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.parts import need

DEPLOY = Path(__file__).parents[2] / "config" / "deploy"
ROOT = DEPLOY.parents[1]
MOST_EXPOSED = {
    "tougao.service": 2.0,
    "tougao-backup.service": 1.5,
}  # of 10; systemd's own measure, 9.6 without hardening


@pytest.mark.nginx
def test_systemd_finds_nothing_wrong_in_the_units(tmp_path):
    """`tougao` itself is not where an installation has it, so another program stands for it."""
    for unit in DEPLOY.glob("tougao*.*"):
        text = unit.read_text().replace("/srv/tougao/.venv/bin/tougao", "/bin/true").replace("User=tougao\n", "")
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        [need("systemd-analyze", "systemd-analyze"), "verify", *sorted(tmp_path.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.nginx
@pytest.mark.parametrize("unit", MOST_EXPOSED)
def test_a_unit_may_do_little_but_its_work(unit):
    done = subprocess.run(
        [need("systemd-analyze", "systemd-analyze"), "security", "--offline=true", "--no-pager", DEPLOY / unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+ ([0-9.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= MOST_EXPOSED[unit]


def test_the_socket_and_the_web_servers_files_name_one_port():
    ports = {
        name: set(re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / name).read_text()))
        for name in ("tougao.socket", "nginx.conf", "Caddyfile")
    }
    assert set(map(tuple, ports.values())) == {("8000",)}


def test_what_the_container_file_copies_is_there_and_what_it_runs_exists():
    from tougao.cli.main import parser

    text = (DEPLOY / "Containerfile").read_text()
    copied = [
        source for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for source in line.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
    (command,) = re.findall(r'^CMD \["[^"]+/tougao", "(\w+)"', text, re.MULTILINE)
    assert command in parser().format_help()
    assert shutil.which("sh")
