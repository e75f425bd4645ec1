"""A mail as long as anybody may send makes a draft that can be opened, saved, returned and spiked."""

import json
import re
from email.message import EmailMessage
from html import unescape
from urllib.parse import urlencode

import pytest

from tougao import jobs
from tougao.archive import intake, revisions
from tougao.archive.models import DraftRecord, LetterRecord
from tougao.archive.store import Store
from tougao.core.drafting.bounds import MOST_ASIDE_CHARACTERS, MOST_BODY_CHARACTERS, MOST_SAVED_CHARACTERS
from tougao.desk.fields import packed

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "*/*"}
TEXTS = {
    "one paragraph": "春" * 400_000,
    "paragraphs": "\n\n".join("运动会" * 40 for _ in range(3300)),
    "characters of four bytes": "𠮷" * 300_000,
}


def arrived(text, settings, noon):
    mail = EmailMessage()
    mail["From"], mail["To"] = "林晓禾 <linxiaohe@example.edu.cn>", "tougao@news.example.cn"
    mail["Subject"], mail["Message-ID"] = "投稿：长文", "<long@example.edu.cn>"
    mail.set_content("长文章的标题\n\n" + text, cte="base64")
    intake.keep(mail.as_bytes(), noon, noon, Store(settings.MAIL_STORE))
    jobs.read_kept()
    return DraftRecord.objects.get()


def sent(client, draft, where="", **more):
    """As the page sends it: every field, and what they were when it was opened."""
    draft.refresh_from_db()
    fields = revisions.fields_of(draft)
    form = {**fields, "version": draft.version, "base": packed(fields), **more}
    body = urlencode(form).encode()
    kind = "application/x-www-form-urlencoded"
    return client.post(f"/desk/drafts/{draft.pk}/{where}", body, content_type=kind, headers=SCRIPT if where else {})


@pytest.mark.parametrize("kind", TEXTS)
def test_a_mail_of_more_than_a_megabyte_makes_a_draft_that_can_be_worked_on(signed_in, settings, noon, kind):
    draft = arrived(TEXTS[kind], settings, noon)
    assert len(draft.html) <= 1.1 * MOST_BODY_CHARACTERS
    assert sum(map(len, draft.set_aside)) <= MOST_ASIDE_CHARACTERS
    client = signed_in()
    page = client.get(f"/desk/drafts/{draft.pk}/")
    assert page.status_code == 200
    assert "这篇来稿很长" in page.content.decode()
    assert len(page.content) < 3_000_000
    saved = sent(client, draft, "working-copy", html=draft.html + "<p>编辑添上的一段</p>")
    assert (saved.status_code, json.loads(saved.content)["state"]) == (200, "saved")
    draft.refresh_from_db()
    assert draft.html.endswith("<p>编辑添上的一段</p>")
    assert sent(client, draft, action="save").status_code == 302
    assert sent(client, draft, action="back:all").status_code == 302
    assert sent(client, draft, action="return", **{"reason-return": "太长了，请精简。"}).status_code == 302
    assert LetterRecord.objects.get(decision__isnull=False).body.count("太长了，请精简。") == 1
    assert sent(client, draft, action="spike").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "spiked"


def test_a_text_that_is_too_long_to_save_is_told_so_and_as_long_as_may_be_is_saved(signed_in, new_draft):
    client, draft = signed_in(), new_draft()
    most = "<p>" + "𠮷" * (MOST_SAVED_CHARACTERS - 7) + "</p>"
    assert sent(client, draft, "working-copy", html=most).status_code == 200
    assert sent(client, draft, "working-copy").status_code == 200  # both texts as long as they may be
    answer = sent(client, draft, "working-copy", html=most + "<p>多</p>")
    assert (answer.status_code, json.loads(answer.content)["state"]) == (409, "refused")
    assert "缩短" in json.loads(answer.content)["words"]


def as_shown(page):
    """What the page's form holds of the text."""
    return unescape(re.search(r'<textarea name="html"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1])


LONG = {
    "paragraphs": "<p>" + "</p><p>".join("运动会" * 40 for _ in range(5000)) + "</p>",
    "one paragraph": "<p>" + "春" * 600_000 + "</p>",
    "as an older version wrote it": "<P>" + "</P><P>".join("运动会&nbsp;" * 40 for _ in range(5000)) + "</P>",
}


@pytest.fixture(params=LONG)
def made_before(request, new_draft):
    """A draft of a time when nothing bounded its length."""
    return new_draft(title="长文", html=LONG[request.param])


@pytest.mark.parametrize("action", ["spike", "return", "approve", "save"])
def test_a_draft_made_before_there_was_a_bound_can_be_decided_whole(signed_in, made_before, action):
    client, whole = signed_in(), made_before.html
    page = client.get(f"/desk/drafts/{made_before.pk}/").text
    assert "data-too-long" in page
    shown = as_shown(page)
    assert 0 < len(shown) <= MOST_BODY_CHARACTERS
    base = packed(revisions.fields_of(made_before) | {"html": shown})
    told = {"html": shown, "base": base, "action": action, "reason-return": "太长了，请精简。"}
    answer = sent(client, made_before, **told)
    assert answer.status_code == 302
    made_before.refresh_from_db()
    wanted = {"spike": "spiked", "return": "returned", "approve": "published", "save": "new"}
    assert (made_before.status, made_before.html == whole) == (wanted[action], True)


def test_a_draft_made_before_there_was_a_bound_can_be_shortened_and_its_whole_text_stays_readable(
    signed_in, made_before
):
    client, whole = signed_in(), made_before.html
    shown = as_shown(client.get(f"/desk/drafts/{made_before.pk}/").text)
    base = packed(revisions.fields_of(made_before) | {"html": shown})
    changed = {"html": shown + "<p>余下的从略。</p>", "base": base}
    assert sent(client, made_before, "working-copy", **changed).status_code == 200
    made_before.refresh_from_db()
    assert made_before.html.endswith("<p>余下的从略。</p>")
    assert revisions.first(made_before)["html"] == whole
    assert "data-too-long" not in client.get(f"/desk/drafts/{made_before.pk}/").text
    assert sent(client, made_before, action="spike").status_code == 302


def test_an_article_of_the_usual_length_is_left_whole(settings, noon):
    text = "\n\n".join(f"第{number}段。" + "运动会开幕，师生参加。" * 30 for number in range(100))
    draft = arrived(text, settings, noon)
    assert "第99段。" in draft.html
    assert "很长" not in json.dumps(draft.notices, ensure_ascii=False)
