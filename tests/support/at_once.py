"""Two at once: one deed runs beside the test, which knows when it waits for a row that the test holds."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

LONGEST = 20  # seconds


def only_on_postgresql() -> None:
    """SQLite lets one write at a time, so nothing can come between. tests/archive/test_on_postgres.py runs these again."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")


class Beside:
    """A deed in a thread with a connection of its own. `result` is what came of it; `over()` raises what it raised."""

    def __init__(self, deed: Callable[[], Any]) -> None:
        self.result: Any = None
        self._deed, self._trouble = deed, None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._deed()
        except BaseException as trouble:
            self._trouble = trouble
        finally:
            connection.close()

    def until_it_waits(self) -> None:
        """Return when it waits for a lock, or is over. May be called in a transaction."""
        end = time.monotonic() + LONGEST
        while self._thread.is_alive() and time.monotonic() < end:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)
        assert not self._thread.is_alive(), "it neither waits nor ends"

    def over(self) -> Any:
        self._thread.join(LONGEST)
        assert not self._thread.is_alive(), "it does not end"
        if self._trouble:
            raise self._trouble
        return self.result
