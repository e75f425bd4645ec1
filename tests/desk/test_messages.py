"""留言本 on the desk: what waits is let through, answered, refused and taken back, one or many at once."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.desk.conftest import signed_in_as
from tougao import jobs
from tougao.archive import messages
from tougao.archive.models import MessageRecord
from tougao.core.messages import Deed, typed
from tougao.core.site import Guestbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = replace(site, guestbook=Guestbook(on=True))


@pytest.fixture
def desk(new_editor):
    return signed_in_as(Client(), new_editor())


@pytest.fixture
def wrote(noon):
    serial = iter(range(1000))

    def make(text: str = "", proof: bool = True, edition: str = "mobile") -> int:
        number = next(serial)
        return messages.receive(typed("", text or f"第{number}条"), None, f"t{number}", proof, edition, noon).pk

    return make


def test_what_waits_stands_there_with_what_an_editor_should_know(desk, wrote):
    wrote("看 http://a.cn 吧", proof=False, edition="wap")
    page = desk.get("/desk/guestbook").content.decode()
    for told in ("看 http://a.cn 吧", "未验证", "1 个网址", "WAP", "待处理"):
        assert told in page
    assert '<span class="count">1</span>' in page
    assert '<a href="http://a.cn' not in page


def test_one_is_let_through_and_can_be_undone(desk, wrote):
    number, other = wrote(), wrote()
    desk.post("/desk/guestbook/decide", {"deed": f"let through:{number}", "message": str(other)})
    assert MessageRecord.objects.get(pk=number).standing == "shown"
    assert MessageRecord.objects.get(pk=other).standing == "waiting"
    page = desk.get("/desk/guestbook").content.decode()
    batch = MessageRecord.objects.get(pk=number).deeds.get().batch
    assert f'action="/desk/guestbook/undo/{batch}"' in page
    desk.post(f"/desk/guestbook/undo/{batch}")
    assert MessageRecord.objects.get(pk=number).standing == "waiting"


def test_many_are_decided_at_once(desk, wrote):
    ids = [str(wrote()) for _ in range(3)]
    desk.post("/desk/guestbook/decide", {"deed": "refuse", "message": ids[:2]})
    assert messages.counts() == {"waiting": 1, "shown": 0, "refused": 2}


def test_an_answer_is_kept_beside_its_message_and_one_that_fails_is_not_lost(desk, wrote):
    number, other = wrote(), wrote()
    desk.post(
        "/desk/guestbook/decide", {"deed": f"answer:{number}", f"answer-{number}": "谢谢！", f"answer-{other}": "草稿"}
    )
    assert MessageRecord.objects.get(pk=number).answer == "谢谢！"
    long = "答" * 1001
    answer = desk.post("/desk/guestbook/decide", {"deed": f"answer:{other}", f"answer-{other}": long})
    assert answer.status_code == 409
    assert long in answer.content.decode()
    assert "答复最多 1000 字" in answer.content.decode()
    assert MessageRecord.objects.get(pk=other).standing == "waiting"


@pytest.mark.parametrize(
    "form",
    [{}, {"deed": "let through"}, {"deed": "explode", "message": "1"}, {"deed": "refuse:x"}, {"deed": "refuse:99999"}],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(desk, wrote, form):
    wrote()
    answer = desk.post("/desk/guestbook/decide", form, follow=True)
    assert 'class="note error"' in answer.content.decode()
    assert messages.counts()["waiting"] == 1


def test_it_is_in_the_audit_log_in_the_editors_language(desk, wrote, new_editor):
    from tougao.core.workflow import Role

    messages.decide([wrote()], Deed.SHOW, None, jobs.clock())
    page = signed_in_as(Client(), new_editor("qian", Role.ADMINISTRATOR)).get("/desk/audit").content.decode()
    assert "处理读者留言" in page
    assert "放行" in page
    assert "待处理 → 已显示" in page


def test_it_is_nowhere_on_the_desk_of_a_site_without_a_guestbook(desk, settings, site):
    assert "/desk/guestbook" in desk.get("/desk/").content.decode()
    settings.SITE = site
    assert "/desk/guestbook" not in desk.get("/desk/").content.decode()
