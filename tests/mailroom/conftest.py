import itertools
from collections.abc import Iterator

import pytest

from tests.support.dovecot import Dovecot
from tests.support.smtp import Peer

SERIAL = itertools.count(1)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def user() -> str:
    """A mailbox nobody else uses."""
    return f"user{next(SERIAL)}"


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    peer.controller.start()
    yield peer
    peer.controller.stop()


@pytest.fixture
def mail():
    """`mail(3)` is the third of many different manuscripts."""

    def make(number: int, subject: str = "青禾师范学院春季运动会开幕") -> bytes:
        return (
            f"From: 林晓禾 <lin{number}@example.edu.cn>\r\nSubject: {subject} {number}\r\nMessage-ID: <{number}@example.edu.cn>\r\n"
            "Date: Fri, 20 Nov 2026 10:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            f"青禾师范学院第{number}届运动会开幕\r\n\r\n"
            "11月20日，青禾师范学院春季运动会在东校区体育场开幕，来自二十三个学院的一千四百六十名运动员参加了比赛。\r\n"
        ).encode()

    return make
