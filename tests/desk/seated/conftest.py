"""Editors in a real Chromium at the desk itself, each at a browser of his own."""

import pytest

from tests.support import seats
from tests.support.seats import Seat, served
from tougao.archive import intake
from tougao.archive.store import Store


@pytest.fixture(scope="module")
def browser():
    with seats.browser() as found:
        yield found


@pytest.fixture
def desk(own_site, settings, tmp_path):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with served(tmp_path / "site") as address:
        yield address


@pytest.fixture
def sit(browser, desk, new_editor):
    """`sit("lin")` is that editor, signed in, at a browser of his own. Nobody's console may complain, and no script may fail."""
    taken = []

    def take(name="lin", **options):
        new_editor(name)
        taken.append(Seat(browser, desk, name, **options))
        return taken[-1]

    yield take
    troubles = [trouble for seat in taken for trouble in seat.troubles]
    errors = [error for seat in taken for error in seat.errors]
    for seat in taken:
        seat.context.close()
    assert errors == []
    assert troubles == []


@pytest.fixture
def new_draft(new_draft, settings):
    """The same, with the mail it came in, for the page shows it beside the draft."""

    def make(**fields):
        draft = new_draft(**fields)
        sent = draft.submission
        raw = f"From: {sent.sender_address}\nSubject: {draft.pk}\n\n{draft.title}\n".encode()
        sent.digest = Store(settings.MAIL_STORE).keep(raw, intake.MAIL_SUFFIX)
        sent.save()
        return draft

    return make
