"""Real parts that tests start. A missing one fails in CI and skips loudly elsewhere."""

import os
import shutil
import socket
from pathlib import Path

import pytest


def need(name: str, *places: str) -> str:
    """Where a program stands, by its names or paths."""
    for place in places or (name,):
        found = shutil.which(place) or (place if Path(place).exists() else None)
        if found:
            return found
    words = f"{name} is not installed; this test needs the real one (scripts/test_parts.sh installs it)"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
