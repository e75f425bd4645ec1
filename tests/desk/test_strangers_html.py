"""Every payload of the corpus, mailed in and opened on the desk over HTTP: nothing on any page could run or load.

tests/accounts/test_xss.py opens them in a real browser.
"""

import re

import lxml.html
import pytest

from tests.accounts.test_xss import EVERY, html_mail
from tougao import jobs
from tougao.archive import decisions, intake
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord
from tougao.archive.store import Store
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db
PIECES = 5
TRAP = "trap.invalid"
NEVER = frozenset("svg math object embed applet base template frame frameset portal video audio".split())
DATA = ("application/json", "application/ld+json")  # types that no browser runs
ADDRESSES = frozenset("href src srcset action formaction data background poster ping".split())
RUNS = re.compile(
    r"[\s\x00-\x20]*(?:javascript|vbscript|data(?!:image/(?:png|jpe?g|gif|webp);base64|:,)|blob)\s*:", re.IGNORECASE
)


def filled(payload: str, number: int) -> str:
    loaded = f"{TRAP}/loaded/{number}"
    return payload.replace("{J}", f"self.xss={number}").replace("{T}", f"http://{loaded}").replace("{H}", loaded)


def suspects(text: str, policy: str) -> list[str]:
    """Whatever on a page could run or load and is not ours."""
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    out = []
    for each in lxml.html.fromstring(text).iter():
        if not isinstance(each.tag, str):
            continue
        bad = [name for name in each.attrib if name.startswith("on") or name in ("style", "srcdoc", "ping")]
        bad += [name for name, value in each.attrib.items() if name in ADDRESSES and RUNS.match(value)]
        is_script = each.tag == "script" and each.get("type") not in DATA
        bad += ["script"] if is_script and not (nonce and each.get("nonce") == nonce[1]) else []
        bad += (
            ["loads"]
            if each.tag in ("img", "iframe", "script", "link") and TRAP in str(dict(each.attrib)) and is_loaded(each)
            else []
        )
        bad += ["refresh"] if each.tag == "meta" and each.get("http-equiv") else []
        if bad or each.tag in NEVER:
            out.append(lxml.html.tostring(each)[:200].decode("utf-8", "replace"))
    return out


def is_loaded(element) -> bool:
    return any(TRAP in element.get(name, "") for name in ("src", "srcset", "href"))


def test_the_look_notices_what_runs_and_what_loads():
    for bad in (
        "<script>x</script>",
        "<img src=x onerror=y>",
        "<a href=' javascript:x'>x</a>",
        "<svg></svg>",
        f"<img src='http://{TRAP}/loaded/1'>",
        "<p style='x'>",
        "<meta http-equiv=refresh content=0>",
    ):
        assert suspects(f"<div>{bad}</div>", "script-src 'nonce-abc'"), bad
    assert not suspects(
        "<div><p title='&lt;script&gt;'>&lt;script&gt;</p><script nonce='abc'></script></div>", "'nonce-abc'"
    )


@pytest.mark.parametrize("piece", range(PIECES))
def test_nothing_that_strangers_send_could_run_or_load_on_any_page_of_theirs(signed_in, settings, noon, piece):
    client = signed_in(Role.ADMINISTRATOR)
    payloads = [filled(row["payload"], number) for number, row in enumerate(EVERY)][piece::PIECES]
    for number, payload in enumerate(payloads):
        intake.keep(html_mail(number, payload), noon, noon, Store(settings.MAIL_STORE))
    assert jobs.read_kept() == len(payloads)
    drafts = list(DraftRecord.objects.order_by("pk"))
    assert len(drafts) >= len(payloads) - 1
    found, looks = [], 0
    for draft, payload in zip(drafts, payloads, strict=False):
        # As it came; then with the same once more as title, names, summary and text.
        fields = DraftFields(
            payload[:300] or "x", payload[:300], payload[:300], payload[:300], payload, "news", f"<p>x</p>{payload}"
        )
        for step in ("came", "saved"):
            if step == "saved":
                decisions.save(draft.pk, 1, client.editor, noon, fields)
            for path in pages(draft):
                answer = client.get(path)
                assert answer.status_code == 200, path
                looks += 1
                policy = answer["Content-Security-Policy"]
                assert "unsafe" not in policy
                found += [(payload, path, each) for each in suspects(answer.content.decode(), policy)]
    for path in (
        "/desk/",
        "/desk/submissions/",
        "/desk/contributors",
        "/desk/log",
        "/desk/audit",
        "/desk/search?q=论坛",
    ):
        answer = client.get(path)
        found += [(path, each) for each in suspects(answer.content.decode(), answer["Content-Security-Policy"])]
    assert looks > 300
    assert found == []


def pages(draft):
    return (
        f"/desk/drafts/{draft.pk}/",
        f"/desk/drafts/{draft.pk}/preview",
        f"/desk/drafts/{draft.pk}/peek",
        f"/desk/submissions/{draft.submission_id}/",
    )
