"""The card of keys in a real Chromium: on every page of the desk it tells the keys that this page hears, and no other."""

import pytest

from tests.desk.seated.looking import heard, on_the_card
from tests.desk.test_addresses import world  # noqa: F401 - a fixture
from tests.desk.test_axe import chromium, every_page, furnished, is_ours, served  # noqa: F401 - fixtures
from tests.support import seats

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_card_of_every_page_tells_every_key_of_it_and_no_other(chromium, served, furnished):  # noqa: F811
    seat = seats.Seat(chromium, served, furnished["people"]["administrator"].username)
    page, told = seat.page, {}
    for there in every_page(furnished):
        if not is_ours(page.request.get(served + there)):
            continue
        page.goto(served + there)
        if page.locator("#keys").count() == 0:  # nobody is asked to press keys at the door
            continue
        seat.press("Escape", "j")  # the keys of a message are those of the marked one
        told[there] = on_the_card(page, page.get_attribute("#keys", "data-card"))
        assert told[there] == heard(page), there
    seat.context.close()
    assert len(told) > 40
    for few in ("account", "log", "readings", "editors", "digest", "settings/"):
        assert told[f"/desk/{few}"] == {"?"}, few
    assert told["/desk/audit"] == {"/", "?"}
    assert told["/desk/settings/texts/"] == {"g", "s", "?"}
    assert "u" in told["/desk/cases"]
    assert "u" not in told["/desk/submissions/"]
    assert "/" in told["/desk/search?q=运动会"]
    assert {"j", "Enter"} <= told["/desk/search?q=运动会"]
    assert told["/desk/search?q=鲸鱼"] == {"/", "?"}, "nothing was found that one could go along"


def test_chords_are_told_where_there_is_something_to_write(chromium, served, furnished):  # noqa: F811
    seat = seats.Seat(chromium, served, furnished["people"]["administrator"].username)
    page, told = seat.page, {}
    case = furnished["case_id"]
    for there in ("", f"drafts/{furnished['written']}/", f"cases/{case}/", "search?q=运动会"):
        page.goto(f"{served}/desk/{there}")
        seat.press("Escape", "?")
        page.wait_for_selector("#keys[open]")
        told[there] = [each.text_content() for each in page.locator("#keys [data-where] dt:visible").all()]
    seat.context.close()
    queue, draft, one_case, search = told.values()
    assert queue == one_case == ["Ctrl Enter"]
    assert draft == ["Ctrl Enter", "Ctrl s", "Ctrl b i k", "Ctrl Alt 0 2 3", "Ctrl Alt o", "Alt ↑ ↓"]
    assert search == []
