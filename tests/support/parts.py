"""Real parts that tests start. A missing one fails in CI and skips loudly elsewhere."""

import ctypes.util
import os
import shutil
import socket
from pathlib import Path
from typing import NoReturn

import pytest

NODE_MODULES = Path(__file__).with_name("node") / "node_modules"


def found(*places: str) -> str | None:
    """Where a program stands, by its names or paths."""
    for place in places:
        where = shutil.which(place) or (place if Path(place).exists() else None)
        if where:
            return where
    return None


def need(name: str, *places: str) -> str:
    """Where a program stands that must be there."""
    return found(*(places or (name,))) or missing(name)


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


def plain_environment() -> dict[str, str]:
    """That of a process that is none of this test run's: nothing in it says which configuration or tests these are."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("TOUGAO", "DJANGO", "PYTEST"))}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
