"""While strangers' files keep every sandbox at work, the desk says so at once and goes on."""

import threading
import time

import pytest

from tests.mails.building import docx, mail, mime, mixed, word
from tests.mails.stories import SPORT
from tests.sandbox.test_box import docx as large
from tougao.archive import intake
from tougao.archive.store import Store
from tougao.desk import apart, sources
from tougao.sandbox import Bounds, Pool

pytestmark = pytest.mark.django_db

NOTE = "各位编辑：附件是我院的稿件，请查收。"
BUSY = "正在打开其他较大的文件"


@pytest.fixture
def draft(settings, noon, site):
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)
    file = word(*SPORT.paragraphs, title=SPORT.title)
    kept = intake.keep(mail(mixed(mime.text(NOTE), docx("稿件.docx", file)), "投稿：运动会"), noon, noon, mails)
    return intake.read(kept.submission_id, site, mails, media, noon).drafts.first()


@pytest.fixture
def pool(monkeypatch):
    """`pool(2)` lets the desk have two sandboxes."""
    sources._read.cache_clear()
    apart._files.cache_clear()
    made = []

    def make(most):
        made.append(Pool(Bounds(seconds=6), most=most, wait_seconds=0.2))
        monkeypatch.setattr(apart, "sandbox", lambda: made[0])
        return made[0]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def busy(pool):
    """`busy(2)` is at work on a file that runs to its time limit in one of two sandboxes."""
    threads = []

    def make(most):
        box = pool(most)
        threads.append(threading.Thread(target=box.opened, args=(large(700_000), "a hostile mail")))
        threads[0].start()
        while not box._served:
            time.sleep(0.01)
        return threads[0]

    yield make
    for thread in threads:
        thread.join()


def test_beside_a_file_that_runs_to_its_limit_another_is_shown(signed_in, draft, busy):
    slow = busy(2)
    shown = signed_in().get(f"/desk/drafts/{draft.pk}/sources/1")
    assert (shown.status_code, SPORT.paragraphs[0] in shown.content.decode()) == (200, True)
    assert slow.is_alive()


def test_where_all_are_at_work_every_page_says_so_in_words_and_serves_afterwards(signed_in, draft, busy):
    slow, client = busy(1), signed_in()
    frame, pairs = f"/desk/drafts/{draft.pk}/sources/1", f"/desk/drafts/{draft.pk}/counterparts"
    download = f"/desk/submissions/{draft.submission_id}/files/0"
    shown = client.get(frame)
    assert (shown.status_code, BUSY in shown.content.decode()) == (503, True)
    told = client.get(pairs)
    assert (told.status_code, BUSY in told.json()["words"]) == (503, True)
    assert BUSY in client.get(download, follow=True).content.decode()
    assert slow.is_alive()
    slow.join()
    assert SPORT.paragraphs[0] in client.get(frame).content.decode()
    assert ["title", 1, 0] in client.get(pairs).json()["pairs"]
    assert client.get(download)["Content-Disposition"].startswith("attachment")
