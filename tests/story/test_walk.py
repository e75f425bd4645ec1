"""A walk through every page that a reader of such a site expects: in both editions, with scripts on and off, by its links."""

import pytest

from tests.support.installation import ROOT, Installation
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser
WIDTH = 360
MORE = """
[[friends]]
title = "友好学校"
url = "https://friend.example.cn/"
"""
POLICE = "粤公网安备 44010602001234号"

# What stands at the foot of every page, and the heading it leads to. Pages that are added to the footer are added here.
FOOT = (
    ("联系我们", "联系我们"),
    ("投稿须知", "投稿须知"),
    ("服务报价", "服务报价"),
    ("关于我们", "关于我们"),
    ("留言本", "留言本"),
    ("行业动态", "行业动态"),
    ("网站地图", "网站地图"),
)
# Forms under /-/: (where it is, where it is in the wap edition, its heading).
FORMS = (
    ("/-/submit/", "/-/wap/submit/", "投稿表单"),
    ("/-/guestbook", "/-/wap/guestbook", "我要留言"),
    ("/-/rights", "/-/wap/rights", "提交权利声明"),
)
CATEGORIES = ("教育新闻", "校园动态", "高等教育", "职业教育", "基础教育", "教师风采", "公益", "行业动态")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Three demo mails have come and were published; the first is the seed's own article."""
    made = Installation(tmp_path_factory.mktemp("walk"), MORE)
    made.configure('icp = "', f'police = "{POLICE}"\nicp = "')
    made.start()
    mails = sorted((ROOT / "demo" / "mails").glob("*.eml"))[:3]
    for number, mail in enumerate(mails):
        made.deliver(mail.read_bytes())
        eventually(lambda number=number: len(made.rows("select id from draft where html != ''")) == number + 1)
    for draft in (row[0] for row in made.rows("select id from draft order by id")):
        made.command("approve", str(draft))
    eventually(lambda: (made.site / "a" / "3.html").exists())
    eventually(lambda: made.rows("select count(*) from print_order where printed_at is null")[0][0] == 0)
    yield made
    made.stop()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(browser, running, request):
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 740}, locale="zh-CN", java_script_enabled=request.param
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda told: troubles.append(f"{told.text} {told.location}") if is_trouble(told) else None)
    page.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    page.on("response", lambda answer: troubles.append(f"{answer.status} {answer.url}") if is_absent(answer) else None)
    yield page
    assert troubles == []
    context.close()


def is_trouble(told) -> bool:
    return told.type == "error" and not told.location["url"].endswith("favicon.ico")


def is_absent(answer) -> bool:
    return answer.status >= 400 and not answer.url.endswith("favicon.ico")


@pytest.fixture(params=["", "/wap"], ids=["mobile", "wap"])
def edition(request):
    return request.param


def look(page) -> str:
    """The words of a page, which fits a telephone."""
    page.wait_for_load_state("domcontentloaded")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, page.url
    return page.locator("body").inner_text()


def heading(page) -> str:
    return page.locator("h1").first.inner_text() if page.locator("h1").count() else page.locator("body").inner_text()


def test_the_article_of_the_seed_stands_as_it_did_there(running, page, edition):
    page.goto(f"{running.address}{edition}/a/1.html")
    words = look(page)
    while edition and page.get_by_role("link", name="下页").count():  # the foot stands on the last sheet
        page.get_by_role("link", name="下页").click()
        words += look(page)
    for each in (
        "华夏教育网",
        "首页",
        "济源职业技术学院",
        "三联递进",
        "作者：王小语",
        "来源：华夏教育网",
        "投稿邮箱：418526785@qq.com",
        "如因作品内容、版权和其它问题需要同本网联系的",
        "并不意味着赞同其观点或证实其描述",
        "粤ICP备15082623号",
        POLICE,
    ):
        assert each in words, each
    if edition:
        assert "WAP手机版" in words
    assert "下一篇" in words
    assert "济源职业技术学院供稿" in words
    assert "阅读：" not in words  # too few to tell
    page.goto(f"{running.address}{edition}/a/2.html")
    assert "上一篇" in look(page)


@pytest.mark.parametrize(("link", "title"), FOOT)
def test_each_link_at_the_foot_leads_to_its_page_in_the_same_edition(running, page, edition, link, title):
    page.goto(f"{running.address}{edition}/a/2.html")
    page.get_by_role("link", name=link, exact=True).last.click()
    page.wait_for_url(lambda url: url.startswith(f"{running.address}{edition}/") and not url.endswith("/a/2.html"))
    assert title in look(page)
    page.get_by_role("link", name="首页").first.click()
    page.wait_for_url(f"{running.address}{edition}/")


def test_each_category_is_reached_from_the_home_page_and_the_site_map(running, page, edition):
    for start in ("/", "/p/sitemap.html"):
        for name in CATEGORIES:
            page.goto(f"{running.address}{edition}{start}")
            page.get_by_role("link", name=name, exact=True).first.click()
            page.wait_for_url(f"{running.address}{edition}/c/**")
            assert name in look(page)


def test_every_page_the_site_map_names_is_there(running, page, edition):
    page.goto(f"{running.address}{edition}/p/sitemap.html")
    here = page.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert f"{edition}/p/submit.html" in here
    for href in dict.fromkeys(here):
        page.goto(running.address + href)
        assert look(page)


@pytest.mark.parametrize(("mobile", "wap", "title"), FORMS)
def test_each_form_is_there(running, page, edition, mobile, wap, title):
    page.goto(f"{running.address}{wap if edition else mobile}")
    assert title in look(page)
    assert page.locator("form[method=post]").count() == 1


def test_registrations_and_friends_lead_to_where_they_belong(running, page, edition):
    page.goto(f"{running.address}{edition}/")
    assert page.get_by_role("link", name="粤ICP备15082623号").get_attribute("href") == "https://beian.miit.gov.cn/"
    police = page.get_by_role("link", name=POLICE).get_attribute("href")
    assert police == "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=44010602001234"
    assert page.get_by_role("link", name="友好学校").get_attribute("href") == "https://friend.example.cn/"


def test_an_address_there_is_not_is_told_with_a_way_on(running, browser, edition):
    context = browser.new_context(viewport={"width": WIDTH, "height": 740})
    page = context.new_page()
    answer = page.goto(f"{running.address}{edition}/p/nothing.html")
    assert answer.status == 404
    assert "没有这个页面" in page.locator("body").inner_text()
    context.close()
