"""A draft as readers, feed readers and messengers will show it."""

import pytest

from tests.desk.test_draft import form
from tougao.core.article import Picture
from tougao.core.drafting.shaping import figure

pytestmark = pytest.mark.django_db

DRAWN = figure(Picture("a" * 64, "jpg", "a.jpg", "开幕式", 1080, 720, 1))
LONG = "".join(f"<p>第{number}段。{'青禾师范学院第二十届田径运动会在南校区开幕。' * 12}</p>\n" for number in range(30))


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("phone", "/preview"),
        ("desktop", "/preview"),
        ("wap", "/preview?edition=wap&amp;sheet=1"),
        ("feed", "/preview/feed"),
        ("card", "/preview/card"),
        ("nonsense", "/preview"),
    ],
)
def test_every_look_is_a_tab_that_works_without_scripts(signed_in, new_draft, look, shown):
    draft = new_draft()
    page = signed_in().get(f"/desk/drafts/{draft.pk}/?pane=preview&as={look}").content.decode()
    assert f'src="/desk/drafts/{draft.pk}{shown}"' in page


def test_the_sheets_of_a_long_text_are_gone_through(signed_in, new_draft):
    draft, client = new_draft(html=LONG), signed_in()
    page = client.get(f"/desk/drafts/{draft.pk}/?pane=preview&as=wap&sheet=2").content.decode()
    assert "edition=wap&amp;sheet=2" in page
    last = page.count("as=wap&amp;sheet=")
    assert last >= 3
    assert f"sheet={last}" in client.get(f"/desk/drafts/{draft.pk}/?pane=preview&as=wap&sheet=99").content.decode()
    one, other = (
        client.get(f"/desk/drafts/{draft.pk}/preview?edition=wap&sheet={n}").content.decode() for n in (1, last)
    )
    assert "第0段" in one
    assert "第29段" in other


def test_the_feed_item_is_what_the_feeds_hold(signed_in, new_draft):
    draft = new_draft(html=f"<p>正文。</p>\n{DRAWN}", summary="摘要", credit="青禾师院")
    answer = signed_in().get(f"/desk/drafts/{draft.pk}/preview/feed")
    page = answer.content.decode()
    for words in ("摘要", "正文。", "（青禾师院供稿）", f'src="/desk/media/{"a" * 64}-720.jpg"', draft.title, "林晓禾"):
        assert words in page
    assert answer["Content-Security-Policy"].startswith("sandbox allow-same-origin; default-src 'none'")


def test_the_card_says_what_the_page_says_and_what_it_lacks(signed_in, new_draft):
    client = signed_in()
    full = new_draft(html=f"<p>正文。</p>\n{DRAWN}", summary="一句摘要")
    page = client.get(f"/desk/drafts/{full.pk}/preview/card").content.decode()
    for words in (full.title, "一句摘要", f'src="/desk/media/{"a" * 64}-1080.jpg"', "news.example.cn"):
        assert words in page
    assert "分享卡片也就没有图" not in page
    bare = client.get(f"/desk/drafts/{new_draft().pk}/preview/card").content.decode()
    assert "分享卡片会重复标题" in bare
    assert "分享卡片也就没有图" in bare


def test_saving_with_preview_asked_for_opens_it_without_scripts(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    answer = client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="新标题", action="preview"))
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/?pane=preview"


@pytest.mark.parametrize("edition", ["mobile", "wap"])
def test_an_editor_who_looks_is_not_counted(signed_in, new_draft, edition):
    page = signed_in().get(f"/desk/drafts/{new_draft().pk}/preview?edition={edition}").content.decode()
    assert "作者" in page
    assert ("阅读" in page) == (edition == "mobile")  # there it waits, hidden, for enough reads
    assert "/-/read/" not in page
    assert "read.js" not in page
