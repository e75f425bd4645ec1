import pytest

from tests.support.browser import chromium
from tests.support.smtp import Peer


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story is told in its order, wherever chance has put its chapters."""
    for story in ("test_story.py", "test_people.py"):
        places = [place for place, item in enumerate(items) if item.path.name == story]
        chapters = sorted((items[place] for place in places), key=lambda item: item.location[1] or 0)
        for place, chapter in zip(places, chapters, strict=True):
            items[place] = chapter


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def peer():
    """Where letters arrive."""
    peer = Peer()
    peer.controller.start()
    yield peer
    peer.controller.stop()
