"""Every page of the desk before axe-core: no violation of WCAG 2.2 AA, light and dark, on a phone and on a desktop.

The pages are those of tests/desk/addresses.py, so a new one is looked at by itself; what shows only after something was done
(a panel, a dialog, a report) is in STATES; what only a POST or a second factor shows is in test_axe_after_posting.py.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.desk.addresses import TABLE, WHO
from tests.desk.test_addresses import address, world  # noqa: F401 - a fixture
from tests.support import seats
from tests.support.browser import press
from tests.support.parts import need_package
from tougao import jobs
from tougao.archive import assignments, comments, decisions
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.core.workflow import Action, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ((360, 740), (1280, 900))
SCHEMES = ("light", "dark")
MOST_SCRIPT_BYTES = 200_000
SCRIPT_BYTES = """() => performance.getEntriesByType("resource").filter(each => new URL(each.name).pathname.endsWith(".js"))
  .reduce((sum, each) => sum + each.decodedBodySize, 0)"""
VIEWS = ("new", "assigned", "mine", "published", "returned", "quarantined", "without-draft")


@pytest.fixture(scope="module")
def chromium():
    with seats.browser() as found:
        yield found


@pytest.fixture
def served(settings, tmp_path):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with seats.served(tmp_path / "site") as found:
        yield found


def wrong(page: Any, where: str, schemes: tuple[str, ...] = SCHEMES) -> list[str]:
    """What axe finds on a page as it stands, in both themes and at both sizes."""
    page.evaluate((need_package("axe-core") / "axe.min.js").read_text())
    out = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
            assert found["testEngine"]["name"] == "axe-core"
            assert len(found["passes"]) > 3, where
            out += [
                f"{where} {width} {scheme} {each['id']}: {node['html'][:160]} {node['any'][0]['message'][:160] if node['any'] else ''}"
                for each in found["violations"]
                for node in each["nodes"][:3]
            ]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                out.append(f"{where} {width}: scrolls sideways")
    return out


def is_ours(answer: Any) -> bool:
    """A whole page; neither a piece of one, nor a frame that shows what others wrote and runs nothing."""
    return (
        answer.headers.get("content-type", "").startswith("text/html")
        and "sandbox" not in answer.headers.get("content-security-policy", "")
        and answer.text().lstrip().lower().startswith("<!doctype")
    )


def routes(who: str) -> list[str]:
    """The addresses that show this person a page."""
    place = WHO.index(who)
    return [route for route, (get, _post) in TABLE.items() if route.startswith("desk/") and get.split()[place] == "200"]


@pytest.fixture
def furnished(world, new_draft, site, noon):  # noqa: F811
    """The world, and drafts in every state, with words of editors, an assignment, proposals, doubts."""
    chief, editor = world["people"]["chief"], world["people"]["editor"]
    draft = DraftRecord.objects.get(pk=world["draft_id"])
    comments.write(draft, chief, "@administrator 请核对人名", jobs.clock())
    assignments.assign(draft, editor, chief, jobs.clock(), noon)
    guess = [{"field": "byline", "certainty": "guessed", "place": {"message": "Saved.", "values": {}}}]
    written = new_draft(
        title="旧的,标点", html="<p>旧的,标点</p><h2>一、题</h2><p>字</p>", set_aside=["您好！"], origins=guess
    )
    published = new_draft(title="已发布")
    decisions.decide(published.pk, Action.APPROVE, None, jobs.clock(), site)
    for status in (Status.RETURNED, Status.SPIKED, Status.SCHEDULED, Status.WITHDRAWN, Status.SECOND):
        new_draft(title=f"稿件 {status}", status=status, publish_at=noon if status is Status.SCHEDULED else None)
    return world | {"written": written.pk, "published": published.pk}


def every_page(furnished: dict[str, Any]) -> list[str]:
    """The addresses of all pages that an administrator sees, lists in more than one of their shapes."""
    more = [f"/desk/?view={view}" for view in VIEWS]
    more += [f"/desk/drafts/{furnished[name]}/" for name in ("written", "published")]
    more += [f"/desk/drafts/{furnished['draft_id']}/?pane=preview&as={look}" for look in ("desktop", "wap", "card")]
    more += ["/desk/search?q=运动会", "/desk/search?q=鲸鱼", "/desk/?q=鲸鱼", "/desk/?category=news&seen=no&since=3d"]
    parts = ("categories", "footer", "pages", "returns", "style", "guestbook", "rights")
    more += [f"/desk/settings/{part}/" for part in parts]
    return [*(address(route, furnished) for route in routes("administrator")), *more]


# In both themes in Chinese; once more in English, whose words are longer and whose language a page has to name.
@pytest.mark.parametrize(("language", "lang", "schemes"), [("zh-hans", "zh-CN", SCHEMES), ("en", "en", SCHEMES[:1])])
def test_axe_finds_nothing_on_any_page_of_the_desk_and_none_loads_much_script(
    chromium, served, furnished, language, lang, schemes
):
    EditorRecord.objects.update(language=language)
    seat = seats.Seat(chromium, served, furnished["people"]["administrator"].username)
    heavy, found, seen = [], [], 0
    for there in every_page(furnished):
        answer = seat.page.request.get(served + there)
        assert answer.status == 200, there
        if not is_ours(answer):
            continue
        seat.page.goto(served + there)
        seat.page.wait_for_load_state("networkidle")
        assert seat.page.get_attribute("html", "lang") == lang, there
        weight = seat.page.evaluate(SCRIPT_BYTES)
        if not 0 < weight <= MOST_SCRIPT_BYTES:
            heavy.append(f"{there} {weight}")
        found += wrong(seat.page, there, schemes)
        seen += 1
    seat.context.close()
    assert seen > 40
    assert heavy == []
    assert found == [], "\n".join(found)


def test_axe_finds_nothing_before_one_is_signed_in(chromium, served, furnished):
    found = []
    page = chromium.new_context(locale="zh-CN").new_page()
    for route in routes("nobody"):
        page.goto(served + address(route, furnished))
        found += wrong(page, route)
    page.goto(f"{served}/desk/nonsense")
    found += wrong(page, "nothing there")
    page.goto(f"{served}/desk/sign-in")
    page.fill("[name=username]", "zhao")
    page.fill("[name=password]", "wrong")
    with page.expect_navigation():
        page.click("button.main >> nth=0")
    found += wrong(page, "a wrong password")
    page.context.close()
    assert found == [], "\n".join(found)


def queue(page: Any, _furnished: dict[str, Any]) -> None:
    page.goto(page.url.split("/desk/")[0] + "/desk/")
    page.wait_for_selector(".queue > li")


def looked_at(page: Any, furnished: dict[str, Any]) -> None:
    queue(page, furnished)
    press(page, "j", " ")
    page.wait_for_selector(".peek .paper")


def ticked(page: Any, furnished: dict[str, Any]) -> None:
    queue(page, furnished)
    press(page, "j", "x", "r")
    page.wait_for_selector("#bulk details[open] select:focus")


def card(page: Any, furnished: dict[str, Any]) -> None:
    queue(page, furnished)
    press(page, "?")
    page.wait_for_selector("#keys[open]")


def told(page: Any, furnished: dict[str, Any]) -> None:
    """Something was done at a stroke: its report, its undo."""
    queue(page, furnished)
    press(page, "X", "a")
    page.wait_for_selector(".report")


def filtered(page: Any, furnished: dict[str, Any]) -> None:
    queue(page, furnished)
    press(page, "f")
    page.wait_for_selector(".sieve details[open]")


def draft(name: str) -> Callable[[Any, dict[str, Any]], None]:
    def opened(page: Any, furnished: dict[str, Any]) -> None:
        page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{furnished[name]}/")
        page.wait_for_selector("html[data-draft=ready]")

    return opened


def asked(name: str, deed: str) -> Callable[[Any, dict[str, Any]], None]:
    """The box of a deed that asks for something is open."""

    def open_it(page: Any, furnished: dict[str, Any]) -> None:
        draft(name)(page, furnished)
        page.click(f"[data-reason={deed}]")
        page.wait_for_selector(f".reason.open[data-for={deed}]")

    return open_it


def clashing(page: Any, furnished: dict[str, Any]) -> None:
    """Two wrote in one title, and somebody has to choose."""
    draft("written")(page, furnished)
    found = DraftRecord.objects.get(pk=furnished["written"])
    values = {name: getattr(found, name) for name in decisions.DraftFields.__dataclass_fields__}
    theirs = decisions.DraftFields(**values | {"title": "别人改的标题"})
    decisions.save(found.pk, found.version, furnished["people"]["editor"], jobs.clock(), theirs)
    page.fill("[name=title]", "我改的标题")
    page.wait_for_selector("#kept[data-state=clash]")
    page.click("#kept button")
    page.wait_for_selector(".clashes")


def at_hand(page: Any, furnished: dict[str, Any]) -> None:
    """The sides of a draft on a phone, the rarer deeds and the other pages unfolded."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{furnished['written']}/")
    page.wait_for_selector("html[data-draft=ready]")
    page.click(".places [data-place=original]")
    page.click(".open-more")


def elsewhere(page: Any, furnished: dict[str, Any]) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    queue(page, furnished)
    page.click(".open-further")


def versions(page: Any, furnished: dict[str, Any]) -> None:
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{furnished['written']}/versions/")


def locked_out(page: Any, _furnished: dict[str, Any]) -> None:
    """What an editor may not see is told on a page, too."""
    page.goto(f"{page.url.split('/desk/')[0]}/desk/editors")


def astray(page: Any, _furnished: dict[str, Any]) -> None:
    """Nothing stands at the address."""
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/0/")
    page.wait_for_selector("main h1")


def too_large(page: Any, _furnished: dict[str, Any]) -> None:
    """A form that the desk does not take."""
    queue(page, _furnished)
    send = """size => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: "/desk/bulk" });
      form.append(Object.assign(document.createElement("textarea"), { name: "x", value: "x".repeat(size) }));
      document.body.append(form); form.submit(); }"""
    with page.expect_navigation():
        page.evaluate(send, django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)


STATES: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "a text looked at in the queue": looked_at,
    "rows ticked, a return asked": ticked,
    "the card of keys": card,
    "filters open": filtered,
    "a return asked": asked("written", "return"),
    "a schedule asked": asked("written", "schedule"),
    "a correction asked": asked("published", "correct"),
    "a clash": clashing,
    "the original on a phone, the rarer deeds": at_hand,
    "the other pages on a phone": elsewhere,
    "versions": versions,
    "not for this role": locked_out,
    "nothing there": astray,
    "too large": too_large,
    "done at a stroke": told,
}


def test_axe_finds_nothing_in_any_state_of_queue_and_draft(chromium, served, furnished):
    seat = seats.Seat(chromium, served, furnished["people"]["chief"].username)
    found = []
    for name, put in STATES.items():
        seat.page.set_viewport_size({"width": 1280, "height": 900})
        put(seat.page, furnished)
        found += wrong(seat.page, name)
    seat.context.close()
    assert found == [], "\n".join(found)


def test_axe_is_awake(chromium, served, furnished):
    seat = seats.Seat(chromium, served, furnished["people"]["editor"].username)
    seat.page.evaluate("document.documentElement.lang = ''; document.querySelector('.search input').ariaLabel = null")
    seat.page.evaluate("document.querySelector('.search input').placeholder = ''")
    said = " ".join(wrong(seat.page, "queue"))
    seat.context.close()
    assert "html-has-lang" in said
    assert "label" in said
