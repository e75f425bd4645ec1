"""What a draft was made from, shown beside it: numbered, matched, harmless."""

import re

import pytest

from tests.core.test_pictures import photo
from tests.mails.building import docx, mail, mime, mixed, word
from tests.mails.stories import SPORT
from tougao.archive import intake
from tougao.archive.store import Store

pytestmark = pytest.mark.django_db

NOTE = "各位编辑：附件是我院的稿件，请查收。"


@pytest.fixture
def arrived(settings, noon, site):
    """`arrived(part)` is the draft made of a mail with this part."""
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)

    def take(part):
        kept = intake.keep(mail(part, "投稿：运动会"), noon, noon, mails)
        return intake.read(kept.submission_id, site, mails, media, noon).drafts.first()

    return take


@pytest.fixture
def from_word(arrived):
    file = word(*SPORT.paragraphs, title=SPORT.title, picture=photo(800, 600), caption="运动员入场")
    return arrived(mixed(mime.text(NOTE), docx("稿件.docx", file), mime.file("附表.pdf", "application/pdf", b"%PDF-x")))


def source(client, draft, number):
    return client.get(f"/desk/drafts/{draft.pk}/sources/{number}")


def test_the_mail_and_its_word_file_stand_beside_the_draft_the_manuscript_first(signed_in, from_word):
    client = signed_in()
    page = client.get(f"/desk/drafts/{from_word.pk}/").content.decode()
    assert f'<iframe class="original" src="/desk/drafts/{from_word.pk}/sources/1"' in page
    assert re.search(r'\?pane=original&amp;source=1" aria-current="page">稿件.docx<', page)
    assert NOTE in source(client, from_word, 0).content.decode()
    shown = source(client, from_word, 1).content.decode()
    assert f'<span data-place="1">{SPORT.paragraphs[0]}</span>' in shown
    assert 'src="data:image/' in shown


def test_paragraphs_and_fields_know_their_counterparts(signed_in, from_word):
    told = signed_in().get(f"/desk/drafts/{from_word.pk}/counterparts").json()["pairs"]
    assert ["title", 1, 0] in told
    assert [0, 1, 1] in told  # the first paragraph
    assert [1, 1, 2] in told  # the picture, by its caption
    assert [3, 1, 4] in told


def test_a_file_that_is_none_of_the_draft_is_not_found(signed_in, from_word):
    client = signed_in()
    assert source(client, from_word, 2).status_code == 404  # a broken PDF is no manuscript
    assert source(client, from_word, 9).status_code == 404


def test_where_the_mail_is_gone_the_page_says_so(signed_in, new_draft):
    client = signed_in()
    assert "这封来信的文件已不存在" in source(client, new_draft(), 0).content.decode()
    assert client.get(f"/desk/drafts/{new_draft().pk}/counterparts").json() == {"pairs": []}


def test_the_frame_may_run_our_script_alone_and_load_nothing(signed_in, arrived):
    hostile = arrived(
        mime.text(
            f"<h1>{SPORT.title}</h1>" + "".join(f"<p onclick=x()>{row}</p>" for row in SPORT.paragraphs) +
            "<script>alert(1)</script><img src=http://tracker.example/a.gif onerror=x()><iframe src=http://y></iframe>"
            "<a href=javascript:z>链接</a><style>p{background:url(http://z)}</style><base href=http://b><meta http-equiv=refresh content='0;http://m'>"
            "<form action=http://f><input></form><svg onload=x()></svg><p nonce=1 style='background:url(http://s)'>甲</p>",
            "utf-8",
            "html",
        )
    )  # fmt: skip
    answer = source(signed_in(), hostile, 0)
    page = answer.content.decode()
    policy = answer["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)[1]
    assert policy.startswith("sandbox allow-scripts allow-popups; default-src 'none';")
    assert "allow-same-origin" not in policy
    assert "unsafe" not in policy
    assert page.count("<script") == 1
    assert f'<script nonce="{nonce}">' in page
    assert SPORT.paragraphs[0] in page
    for words in (
        "alert(1)",
        "onclick",
        "onerror",
        "onload",
        "tracker",
        "<iframe",
        "javascript:",
        "http://",
        "<form",
        "<base",
        "<meta http",
    ):
        assert words not in page.partition("<script")[0].partition("</style>")[2], words


def test_the_place_of_a_paragraph_survives_what_the_mail_calls_its_own(signed_in, arrived):
    draft = arrived(
        mime.text("".join(f'<p data-place="99" id="x">{row}</p>' for row in SPORT.paragraphs), "utf-8", "html")
    )
    page = source(signed_in(), draft, 0).content.decode()
    assert 'data-place="99"' not in page
    assert 'data-place="0"' in page
