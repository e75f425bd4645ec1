"""What a change costs the database does not grow with the archive, nor with the pictures an article shows."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.archive.test_decisions import save
from tougao.archive import decisions
from tougao.core.workflow import Action

DAY = timedelta(days=1)


def figures(press, shades) -> str:
    """A picture of its own for each shade, kept in the store, as a body shows them."""
    out = []
    for shade in shades:
        made = io.BytesIO()
        Image.new("RGB", (60, 40), (shade, 90, 90)).save(made, "PNG")
        digest = press.media.keep(made.getvalue(), ".png")
        out.append(f'<figure><img src="media:{digest}.png" width="60" height="40" alt="操场"></figure>')
    return "".join(out)


@pytest.fixture
def statements(press, publish, noon, site):
    """`statements(earlier, shades)`: how many each change takes of an article that shows so many pictures."""

    def count(earlier: int, shades: range) -> dict[str, int]:
        for _ in range(earlier):
            publish(html="<p>早先的文章。</p>" + figures(press, [250]))
        shown = publish(html="<p>正文。</p>" + figures(press, shades))
        press.print_ordered(noon)
        folder = press.folder / "media"
        there = len(list(folder.rglob("*.png")))
        taken = {}
        save(shown, noon + DAY, html="<p>改过的正文。</p>" + figures(press, shades[:1]))
        for action in (Action.CORRECT, Action.WITHDRAW):
            with CaptureQueriesContext(connection) as told:
                decisions.decide(shown.pk, action, None, noon + DAY, site, reason="改正")
                press.print_ordered(noon + DAY)
            taken[action] = len(told.captured_queries)
            assert not [
                each for each in told.captured_queries if "html LIKE" in each["sql"] or "html::text LIKE" in each["sql"]
            ]
        assert len(list(folder.rglob("*.png"))) == there - len(shades)
        return taken

    return count


def test_correcting_and_withdrawing_cost_the_same_for_two_pictures_and_for_twelve_among_few_and_among_many(statements):
    statements(0, range(70, 71))  # the first in its lists makes rows that the next ones find
    few = statements(2, range(2))
    assert statements(0, range(20, 32)) == few
    assert statements(12, range(40, 52)) == few
