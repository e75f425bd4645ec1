"""When something goes wrong, the desk says what, and what to do, in its own frame and the editor's language."""

import json
import logging
import re

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.test import Client

from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db
FRAME = '<header class="bar">'
PERSON = {"Accept": "text/html,application/xhtml+xml"}
SCRIPT = {"Accept": "*/*"}


def told(answer) -> str:
    return answer.content.decode()


def breaks_at(word, trouble):
    """A database that breaks at every statement with this word in it."""

    def broken(execute, sql, params, many, context):
        if word in sql:
            raise trouble
        return execute(sql, params, many, context)

    return connection.execute_wrapper(broken)


@pytest.mark.parametrize("path", ["/desk/drafts/0/", "/desk/nonsense", "/desk/submissions/99/", "/desk/media/x.jpg"])
def test_what_is_not_there_is_told_in_the_desks_frame_with_a_way_back(signed_in, path):
    answer = signed_in().get(path, headers=PERSON)
    assert answer.status_code == 404
    assert FRAME in told(answer)
    assert "这里没有内容" in told(answer)
    assert '<a href="/desk/">' in told(answer).split("<main>")[1]
    assert "Not Found" not in told(answer)
    assert answer["Cache-Control"] == "no-store"


def test_it_speaks_the_editors_language(signed_in):
    client = signed_in()
    client.post("/desk/language", {"language": "en"})
    assert "Nothing stands here" in told(client.get("/desk/drafts/0/"))


def test_strangers_get_the_plain_frame_in_the_language_of_their_cookie():
    client = Client()
    answer = client.get("/desk/nonsense")
    assert (answer.status_code, FRAME in told(answer), "这里没有内容" in told(answer)) == (404, False, True)
    client.cookies["desk_language"] = "en"
    assert "Nothing stands here" in told(client.get("/desk/nonsense"))


def test_a_form_that_cannot_be_read_is_told_so(signed_in):
    answer = signed_in().post("/desk/bulk", b"--x", content_type="multipart/form-data")
    assert (answer.status_code, FRAME in told(answer)) == (400, True)
    assert "浏览器发来的内容无法读取" in told(answer)


def large():
    return "version=1&html=" + "x" * django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_a_form_that_is_too_large_is_told_so(signed_in, new_draft):
    path = f"/desk/drafts/{new_draft().pk}/"
    answer = signed_in().post(path, large(), content_type="application/x-www-form-urlencoded", headers=PERSON)
    assert (answer.status_code, FRAME in told(answer)) == (413, True)
    assert "缩短或拆成两篇" in told(answer)


def test_a_script_that_sends_too_much_gets_words_that_it_shows(signed_in, new_draft):
    path = f"/desk/drafts/{new_draft().pk}/working-copy"
    answer = signed_in().post(path, large(), content_type="application/x-www-form-urlencoded", headers=SCRIPT)
    assert answer.status_code == 413
    said = json.loads(answer.content)
    assert said["state"] == "refused"  # as of a text that cannot be saved (static/draft/saving.js)
    assert "缩短或拆成两篇" in said["words"]


def test_what_is_asked_in_the_wrong_way_is_told_so(signed_in):
    for client, is_framed in ((signed_in(), True), (Client(), False)):
        answer = client.get("/desk/bulk", headers=PERSON)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "这个网址只接收表单" in told(answer)
        assert (FRAME in told(answer)) is is_framed
    assert signed_in(name="sun").put("/desk/").status_code == 405


def test_what_breaks_tells_a_number_that_stands_in_the_log_and_nothing_else(signed_in, caplog):
    client = signed_in(Role.ADMINISTRATOR)
    client.raise_request_exception = False
    caplog.set_level(logging.ERROR)
    with breaks_at('"audit"', RuntimeError("a secret of the machine")):
        answer = client.get("/desk/audit", headers=PERSON)
    assert answer.status_code == 500
    assert FRAME in told(answer)
    reference = re.search(r"<code>([0-9a-f]{8})</code>", told(answer))[1]
    assert "secret" not in told(answer)
    assert "Traceback" not in told(answer)
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert record.reference == reference
    assert "a secret of the machine" in caplog.text


def test_it_speaks_without_its_database(signed_in, caplog):
    client = signed_in()
    client.raise_request_exception = False
    client.cookies["desk_language"] = "en"
    with breaks_at("", OperationalError("unable to open database file")):
        answer = client.get("/desk/", headers=PERSON)
        absent = client.get("/desk/nonsense", headers=PERSON)
    for each in (answer, absent):
        assert (each.status_code, each["Retry-After"]) == (503, "60")
        assert "records cannot be reached" in told(each)
        assert '<link rel="stylesheet"' in told(each)
        assert "unable to open" not in told(each)
        assert "script-src" in each["Content-Security-Policy"]
        assert each["Cache-Control"] == "no-store"
    assert client.get("/desk/").status_code == 200


def test_readers_never_see_the_desks_frame(client):
    client.raise_request_exception = False
    absent = client.get("/-/nonsense")
    assert (absent.status_code, "华夏教育网" in told(absent), "没有这个页面" in told(absent)) == (404, True, True)
    wrong = client.post("/-/health")
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET, HEAD")
    with breaks_at("", OperationalError("unable to open database file")):
        broken = client.get("/-/guestbook")
    for answer in (absent, wrong, broken):
        assert "/desk/" not in told(answer)
        assert "unable" not in told(answer)
    assert (broken.status_code, "本站出错了" in told(broken)) == (500, True)
