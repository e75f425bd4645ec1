"""Every page says whether what led to it was done: static/typed.js forgets what was typed by that word alone."""

import re

import pytest
from django.test import Client

from tougao.archive.models import CommentRecord, DraftRecord
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db


def said(answer):
    return re.search(r'<body [^>]*data-answer="([^"]+)"', answer.content.decode())[1]


def test_a_deed_that_was_done_is_told_as_done(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    assert said(client.post(f"/desk/drafts/{draft.pk}/comment", {"comment": "看过了"}, follow=True)) == "done"
    assert said(client.post(f"/desk/drafts/{draft.pk}/assign", {"editor": "lin"}, follow=True)) == "done"


def test_a_deed_that_was_refused_or_put_off_is_not(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    assert said(client.post(f"/desk/drafts/{draft.pk}/comment", {"comment": " "}, follow=True)) == "not-done"
    DraftRecord.objects.update(version=2, summary="别人写的")
    sent = {
        "action": "return",
        "reason-return": "请补充照片。",
        "version": "1",
        "title": draft.title,
        "html": draft.html,
    }
    told = client.post(f"/desk/drafts/{draft.pk}/", sent, follow=True)
    assert told.status_code == 200
    assert said(told) == "not-done"
    assert DraftRecord.objects.get().status == "new"


def test_nobody_who_is_signed_out_is_told_that_it_was_done(new_draft):
    sent = Client().post(
        f"/desk/drafts/{new_draft().pk}/comment", {"comment": "看过了"}, follow=True, headers={"Accept": "text/html"}
    )
    assert sent.redirect_chain
    assert said(sent) == "not-done"
    assert not CommentRecord.objects.exists()


def test_neither_the_question_who_it_is_nor_a_page_of_trouble_says_done(signed_in):
    client = signed_in(Role.CHIEF, ago=3600)
    asked = client.post("/desk/readings/kinds.csv", follow=True)
    assert asked.redirect_chain[0][0].startswith("/desk/again")
    assert said(asked) == "not-done"
    assert said(client.get("/desk/drafts/999/", headers={"Accept": "text/html"})) == "not-done"
