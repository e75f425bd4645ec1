"""How the desk looks where there is little room, in the dark, with nothing to show and with more than fits."""

import pytest

from tougao.archive import decisions, intake
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.archive.store import Store
from tougao.core.workflow import Action

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LONG = "".join(
    f"<p>第{number}段：青禾师范学院春季运动会在新落成的体育馆举行，二十四个代表队参加。</p>" for number in range(60)
)
READY = "html[data-draft=ready]"
SMALL = """least => [...document.querySelectorAll("a,button,summary,select,input:not([type=hidden])")]
  .filter(each => each.offsetParent && each.checkVisibility({visibilityProperty: true}) && !each.closest("dialog,p,dd,li"))
  .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width && Math.min(box.width, box.height) < least).map(([_box, html]) => html)"""


def height(page, selector):
    return page.locator(selector).first.bounding_box()["height"]


def test_on_a_phone_the_original_is_one_tap_away_from_anywhere(sit, new_draft):
    draft = new_draft(html=LONG)
    page = sit(**PHONE).page
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{draft.pk}/")
    page.wait_for_selector(READY)
    assert not page.is_visible("#beside")
    page.evaluate("scrollTo(0, 2000)")
    page.locator(".places a:has-text('来信')").tap()
    page.wait_for_selector("iframe[data-source]")
    assert page.locator("iframe[data-source]").bounding_box()["y"] < 740, "in sight, without scrolling"
    assert not page.is_visible("[name=title]")
    page.locator(".places a:has-text('预览')").tap()
    page.wait_for_selector("iframe[data-preview]")
    assert page.inner_text(".places [aria-current]") == "预览"
    page.locator(".places a:has-text('稿件')").tap()
    assert page.is_visible(".paper")
    assert page.evaluate("scrollY") == 2000, "where it was left"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_phone_the_deeds_are_one_row_and_the_rarer_ones_one_tap_away(sit, new_draft):
    draft = new_draft(html=LONG)
    page = sit(**PHONE).page
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{draft.pk}/")
    page.wait_for_selector(READY)
    assert height(page, ".deeds") <= 64
    for selector in (".deeds > .main", ".open-more", ".places a"):
        assert height(page, selector) >= 44, selector
    assert page.evaluate(SMALL, 24) == []
    assert not page.is_visible("[value=spike]")
    page.locator(".places a:has-text('来信')").tap()
    page.locator(".open-more").tap()
    assert min(height(page, f".more {each}") for each in ("[value=spike]", "[data-reason=return]")) >= 44
    page.locator("[data-reason=return]").tap()  # asks on the draft's side, and the menu is out of the way
    assert page.is_visible("[name=reason-return]")
    assert not page.is_visible("[value=spike]")


def test_on_a_phone_the_other_pages_stand_behind_more(sit):
    page = sit(**PHONE).page
    assert not page.is_visible("nav a:has-text('投稿人')")
    page.locator(".open-further").tap()
    page.locator("nav a:has-text('投稿人')").tap()
    page.wait_for_url("**/desk/contributors")
    assert (
        page.locator(".open-further").evaluate("each => getComputedStyle(each).borderBottomColor") != "rgba(0, 0, 0, 0)"
    )


def test_without_scripts_the_tabs_lead_down_the_page(sit, new_draft):
    draft = new_draft(html=LONG)
    page = sit(**PHONE, java_script_enabled=False).page
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{draft.pk}/")
    page.click(".places a:has-text('来信')")
    assert page.url.endswith("#beside")
    assert page.locator("iframe[data-source]").bounding_box()["y"] < 740
    page.click(".open-more")
    page.click(".more [value=spike]")
    page.wait_for_selector(".undo")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_at_1280_deeds_and_format_take_one_row_each(sit, new_draft, site, noon, language):
    waiting, published = new_draft(html=LONG), new_draft(title="已发布", html=LONG)
    decisions.decide(published.pk, Action.APPROVE, None, noon, site)
    lin = sit(viewport={"width": 1280, "height": 900})
    EditorRecord.objects.update(language=language)
    for draft in (waiting, published):
        page = lin.open(f"drafts/{draft.pk}/")
        page.wait_for_selector(READY)
        page.fill("[name=summary]", f"提要 {language}")
        page.keyboard.press("Control+s")
        page.wait_for_selector("#kept[data-state=saved] span:not(:empty)")
        assert height(page, ".deeds") <= 64, draft.status
        assert height(page, ".format") <= 48
        assert len({page.locator(each).bounding_box()["y"] for each in (".deeds > .main", ".save")}) == 1


def test_nothing_lies_over_the_bar_of_a_picture(sit, new_draft):
    draft = new_draft(html=LONG)
    page = sit().page
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{draft.pk}/")
    page.wait_for_selector(READY)
    page.fill("[name=summary]", "提要")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#kept:has-text('已保存')")
    kept, deeds = (page.locator(each).bounding_box() for each in ("#kept", ".deeds"))
    assert kept["y"] >= deeds["y"]
    assert kept["y"] + kept["height"] <= deeds["y"] + deeds["height"]


def test_long_titles_and_subjects_take_two_lines_and_squeeze_nobody(sit, new_draft):
    short, long = new_draft(title="短"), new_draft(title="长" * 280)
    long.submission.subject = "W" * 280
    long.submission.save()
    page = sit().page
    page.reload()
    one, other = (height(page, f".queue > li[data-id='{each.pk}'] b") for each in (short, long))
    assert other <= 2.1 * one
    assert page.get_attribute(f".queue > li[data-id='{long.pk}'] > a", "title") == long.title
    page.goto(f"{page.url.split('/desk/')[0]}/desk/submissions/")
    rows = sorted(each.bounding_box()["height"] for each in page.locator("tbody tr").all())
    assert rows[0] < 50, "one line where the subject is short"
    assert rows[-1] < 80
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize(("path", "words"), [("submissions/", "还没有来信"), ("log", "还没有处理记录")])
def test_a_list_with_nothing_on_it_says_what_will_stand_there(sit, path, words):
    page = sit().open(path)
    assert words in page.inner_text(".empty")
    assert not page.is_visible("thead")
    page.click(".empty a")
    page.wait_for_selector(".tools")


def contrast(page, selector):
    """Of an element's words on its own ground or the nearest below, by the formula of WCAG."""
    frame = page.frame_locator("iframe[data-source]").locator(selector).first
    return frame.evaluate("""node => {
      const rgb = (words) => words.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
      let ground = node;
      while (ground.parentElement && rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
      const pair = [getComputedStyle(node).color, getComputedStyle(ground).backgroundColor].map(rgb).map(light).sort((a, b) => b - a);
      return [(pair[0] + .05) / (pair[1] + .05), light(rgb(getComputedStyle(document.body).backgroundColor))];
    }""")


@pytest.mark.parametrize(("theme", "is_dark"), [("light", False), ("dark", True)])
def test_the_original_follows_the_theme_and_a_strangers_colours_stay_readable(
    sit,
    new_draft,
    settings,
    theme,
    is_dark,
):
    draft: DraftRecord = new_draft()
    body = '<p id="plain">正文</p><p><font color="#1a1a66">深蓝的话</font></p>'
    raw = f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{body}\n"
    draft.submission.digest = Store(settings.MAIL_STORE).keep(raw.encode(), intake.MAIL_SUFFIX)
    draft.submission.save()
    page = sit(color_scheme=theme).page
    page.goto(f"{page.url.split('/desk/')[0]}/desk/drafts/{draft.pk}/")
    page.wait_for_selector(READY)
    for selector in ("p", "font"):
        ratio, ground = contrast(page, selector)
        assert ratio >= 4.5, selector
        assert (ground < 0.1) is is_dark


def test_an_hour_is_asked_for_with_its_time_zone(sit, new_draft):
    page = sit().open(f"drafts/{new_draft().pk}/")
    page.wait_for_selector(READY)
    page.click("[data-reason=schedule]")
    assert "Asia/Shanghai, UTC+08:00" in page.inner_text("label:has([name=publish_at])")
    assert "Asia/Shanghai, UTC+08:00" in page.inner_text("label:has([name=embargo_until])")
