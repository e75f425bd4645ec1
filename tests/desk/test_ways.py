"""Whoever sends a form while signed out is led back to a page, never to an address that only takes forms."""

import pytest

from tests.support.seats import PASSWORD
from tougao.archive.models import CommentRecord

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent_to", "from_page", "back"),
    [
        ("drafts/6/comment", "drafts/6/?category=news", "/desk/drafts/6/?category=news"),
        ("drafts/6/comment", None, "/desk/drafts/6/"),
        ("drafts/6/", None, "/desk/drafts/6/"),
        ("cases/3/answer", "cases/3/answer", "/desk/cases/3/"),
        ("bulk?view=new", "?category=news", "/desk/?category=news"),
        ("bulk/3/undo", None, "/desk/"),
        ("guestbook/decide", None, "/desk/guestbook"),
        ("decisions/1/undo", None, "/desk/"),
        ("drafts/6/comment", "https://elsewhere.example/desk/", "/desk/drafts/6/"),
    ],
)
def test_the_way_back_is_a_page(client, sent_to, from_page, back):
    from urllib.parse import parse_qs, urlsplit

    referer = (from_page or "") if (from_page or "").startswith("https") else f"http://testserver/desk/{from_page}"
    headers = {"referer": referer} if from_page is not None else {}
    answer = client.post(f"/desk/{sent_to}", {}, headers={"accept": "text/html", **headers})
    assert parse_qs(urlsplit(answer.url).query)["next"] == [back]
    assert "刚才的操作没有执行" in client.get(answer.url).text


def test_a_comment_sent_while_signed_out_leads_to_its_draft(client, new_editor, new_draft):
    draft = new_draft()
    new_editor("lin")
    door = client.post(f"/desk/drafts/{draft.pk}/comment", {"comment": "看过"}, headers={"accept": "text/html"}).url
    told = {"username": "lin", "password": PASSWORD, "next": f"/desk/drafts/{draft.pk}/"}
    assert "next=/desk/drafts" in door
    assert client.post("/desk/sign-in", told).url == f"/desk/drafts/{draft.pk}/"
    assert not CommentRecord.objects.exists()


def test_another_language_at_the_door_leads_on_to_the_same_page(client):
    answer = client.post("/desk/language", {"language": "en", "next": "/desk/drafts/6/?category=news"})
    page = client.get(answer.url).text
    assert 'name="next" value="/desk/drafts/6/?category=news"' in page
