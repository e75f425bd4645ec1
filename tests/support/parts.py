"""Real parts that tests start. A missing one fails in CI and skips loudly elsewhere."""

import ctypes.util
import os
import shutil
import socket
from pathlib import Path
from typing import NoReturn

import pytest

NODE_MODULES = Path(__file__).with_name("node") / "node_modules"


def need(name: str, *places: str) -> str:
    """Where a program stands, by its names or paths."""
    for place in places or (name,):
        found = shutil.which(place) or (place if Path(place).exists() else None)
        if found:
            return found
    return missing(name)


def need_library(name: str) -> None:
    """The C library of that name must be there."""
    if not ctypes.util.find_library(name):
        missing(f"lib{name}")


def need_package(name: str) -> Path:
    """The folder of a node package that scripts/test_parts.sh installs."""
    folder = NODE_MODULES / name
    if not folder.is_dir():
        missing(name)
    return folder


def missing(name: str) -> NoReturn:
    words = f"{name} is not installed; this test needs the real one (scripts/test_parts.sh installs it)"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
