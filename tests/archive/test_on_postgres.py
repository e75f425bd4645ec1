"""The same archive on PostgreSQL: its tests, and those of the desk that ask it most, run again on a real server, migrations and all."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.parts import plain_environment
from tests.support.postgres import PASSWORD, Server

ROOT = Path(__file__).parents[2]
OF_THE_DESK = ("queue", "presence", "draft", "talk", "working", "versions", "contributors", "settings")
ONCE_MORE = (
    "tests/archive",
    *(f"tests/desk/test_{name}.py" for name in OF_THE_DESK),
    "--ignore=tests/archive/test_on_postgres.py",
    "-m",
    "not browser",
)
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server():
    made = Server()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def environment(server, tmp_path):
    """What makes a command use that server."""
    (tmp_path / "tougao.toml").write_text(
        f'[site]\nname = "华夏教育网"\n[storage]\nvar = "var"\ndatabase = "{server.url}"\n'
    )
    return plain_environment() | {"TOUGAO_CONFIG": str(tmp_path / "tougao.toml"), "TOUGAO_DATABASE_PASSWORD": PASSWORD}


def test_archive_and_desk_do_the_same_on_postgresql(environment):
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *ONCE_MORE]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_the_commands_say_which_database_they_use(environment):
    def tougao(*arguments):
        command = [sys.executable, "-m", "tougao", *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert "postgres on 127.0.0.1" in tougao("check").stdout
    refused = tougao("backup", "/tmp/none.tar")
    assert (refused.returncode, "pg_dump postgres" in refused.stderr) == (78, True)
    environment["TOUGAO_DATABASE_PASSWORD"] = "wrong"
    told = tougao("drafts")
    assert (told.returncode, "Check storage.database" in told.stderr) == (78, True)
