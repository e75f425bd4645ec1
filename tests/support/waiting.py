"""Waiting for what is soon to be so: a truth that is asked for again and again, a server that begins to answer."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

PAUSE_SECONDS = 0.05


def eventually(holds: Callable[[], Any], seconds: float = 60) -> Any:
    """Ask until it holds; what it gave."""
    until = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < until, f"not within {seconds} seconds"
        time.sleep(PAUSE_SECONDS)
    return found


def until_it_answers(
    address: str, process: subprocess.Popen[bytes], said: Callable[[], str], seconds: float = 60
) -> None:
    """Return when a server answers anything at an address; `said` is what its process has said, should it end before."""

    def answers() -> bool:
        assert process.poll() is None, said()
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            return False
        return True

    eventually(answers, seconds)
