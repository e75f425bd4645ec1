"""One process works a mailbox at a time; a dead one's is taken over."""

from datetime import timedelta

import pytest

from tougao import jobs
from tougao.archive import leases
from tougao.mailroom.watch import Lease, is_dead

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_lease_is_one_owners_until_it_ends_or_is_given_up(noon):
    assert leases.take("main", "a", noon)
    assert leases.take("main", "a", noon + SECOND)
    assert not leases.take("main", "b", noon + 2 * SECOND)
    assert leases.take("other", "b", noon)
    assert leases.take("main", "b", noon + leases.LEASE + 2 * SECOND)
    assert not leases.take("main", "a", noon + leases.LEASE + 3 * SECOND)
    leases.give_up("main", "a")
    assert leases.holder("main") == "b"
    leases.give_up("main", "b")
    assert leases.take("main", "a", noon + leases.LEASE + 4 * SECOND)


def test_it_is_taken_over_within_a_minute_of_a_death():
    assert timedelta(0) < leases.LEASE < timedelta(minutes=1)


def test_a_clock_that_jumped_holds_nobody_off(noon):
    assert leases.take("main", "a", noon + timedelta(days=300))
    assert leases.take("main", "b", noon)


def test_a_dead_process_of_this_machine_is_not_waited_for():
    import socket

    host = socket.gethostname()[:32]
    first = Lease("main", jobs.clock)
    assert first.take()
    second = Lease("main", jobs.clock)
    second.owner = f"{host}/1/2"
    assert not second.take()
    leases.give_up("main", first.owner)
    assert leases.take("main", f"{host}/4194300/1", jobs.clock())
    assert second.take()
    assert not is_dead("elsewhere/4194300/1")
    assert not is_dead("")
