import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.parts import plain_environment

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path) -> Path:
    """An installation of its own: configuration, pages, an empty var."""
    (tmp_path / "config").mkdir()
    text = (ROOT / "config" / "tougao.toml").read_text("utf-8")
    (tmp_path / "config" / "tougao.toml").write_text(text, "utf-8")
    (tmp_path / "config" / "pages").symlink_to(ROOT / "config" / "pages")
    return tmp_path


@pytest.fixture
def tougao(home) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`tougao("drafts", "--json")` runs the real command in a process of its own."""

    def run(*arguments: str, given: bytes = b"", fails: bool = False) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-m", "tougao", *arguments],
            cwd=home, env=plain_environment(), input=given, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        assert fails or done.returncode == 0, done.stdout + done.stderr
        return done

    return run
