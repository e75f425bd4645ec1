"""What the fault tests share: how many faults, a seed that is printed, and the table at the end."""

import itertools
import random
import warnings
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.table import COLUMNS, SEED, TABLE
from tests.support.dovecot import Dovecot

SERIAL = itertools.count(1)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def user() -> str:
    return f"fault{next(SERIAL)}"


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(f"{SEED}{request.node.name}")


@pytest.fixture(autouse=True)
def broken_sockets_are_left_to_the_collector() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not TABLE:
        return
    terminalreporter.section(f"faults injected, seed {SEED} (replay: TOUGAO_FAULTS_SEED={SEED})")
    terminalreporter.write_line(f"{'kind':<34}" + "".join(f"{column:>17}" for column in COLUMNS))
    total: Counter[str] = Counter()
    for kind, counts in TABLE.items():
        total.update(counts)
        terminalreporter.write_line(f"{kind:<34}" + "".join(f"{counts[column]:>17}" for column in COLUMNS))
    terminalreporter.write_line(f"{'all':<34}" + "".join(f"{total[column]:>17}" for column in COLUMNS))
