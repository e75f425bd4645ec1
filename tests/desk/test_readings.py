"""Readings on the desk: for chiefs; by week, by month, any range; as tables with charts, and as CSV."""

import csv
import io

import pytest

from tougao import jobs
from tougao.archive import decisions
from tougao.archive.models import ArticleRecord
from tougao.core.workflow import Action, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def still(monkeypatch, noon):
    monkeypatch.setattr(jobs, "clock", lambda: noon)


@pytest.fixture
def chief(signed_in, new_draft, noon, site):
    from datetime import timedelta

    client = signed_in(Role.CHIEF)
    draft, other = new_draft(), new_draft()
    draft.submission.sender_name = "=HYPERLINK(x)"
    draft.submission.save()
    decisions.decide(draft.pk, Action.APPROVE, client.editor, noon + timedelta(hours=3), site)
    decisions.decide(other.pk, Action.RETURN, client.editor, noon, site, reason="x")
    ArticleRecord.objects.update(reads=12, title="<b>标题</b>")
    return client


def test_the_page_shows_figures_charts_and_a_table_under_each(chief):
    page = chief.get("/desk/readings").content.decode()
    for words in (
        "收到的来信",
        "处理结果",
        "从来稿到发布的用时",
        "阅读最多",
        "&lt;b&gt;标题&lt;/b&gt;",
        "各编辑的处理",
        "校园动态",
    ):
        assert words in page
    assert page.count('<svg class="chart" role="img"') == 3
    assert page.count("以表格显示") == 3
    assert "<dd>3.0</dd>" in page
    assert "半数文章在 3.0 小时内发布" in page
    assert " style=" not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?by=month", "2025-12-01"),
        ("?from=2026-11-01&to=2026-11-20", 'value="2026-11-01"'),
        ("?from=2026-11-20&to=2026-11-01", "日期范围不对"),
        ("?from=x&to=y", "日期范围不对"),
        ("?from=0001-01-01&to=9999-12-31", "日期范围不对"),
        ("?from=2001-01-01&to=2026-11-20&by=week", "时间范围过长"),
        ("?by=century", "收到的来信"),
    ],
)
def test_any_range_is_shown_or_told_to_be_none(chief, query, words):
    answer = chief.get(f"/desk/readings{query}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_each_table_is_a_csv_for_excel_without_formulas(chief):
    answer = chief.post("/desk/readings/contributors.csv", {"by": "week"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="contributors-2026-08-31-2026-11-20.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[0][0] == "投稿人"
    assert len(rows) == 2
    for table in ("mails", "decisions", "waits", "organisations", "categories", "editors", "read"):
        assert chief.post(f"/desk/readings/{table}.csv").status_code == 200
    assert chief.post("/desk/readings/passwords.csv").status_code == 404


def test_a_formula_in_a_name_is_neutralised(chief, new_draft):
    from tougao.archive import contributors

    draft = new_draft()
    draft.submission.sender_name = "=1+1"
    draft.submission.save()
    contributors.recount(draft.submission)
    assert "'=1+1" in chief.post("/desk/readings/contributors.csv").content.decode("utf-8-sig")


def test_before_anything_came_it_says_so(signed_in):
    page = signed_in(Role.CHIEF).get("/desk/readings").content.decode()
    assert "这段时间没有数据" in page
    assert "这段时间没有发布文章" in page


def test_a_table_that_was_taken_away_stands_in_the_audit_log_and_one_that_was_looked_at_does_not(chief):
    from tougao.archive import audit
    from tougao.core.audit import Event

    chief.get("/desk/readings")
    assert chief.get("/desk/readings/mails.csv").status_code == 405
    assert not audit.found(audit.Wanted(event=Event.EXPORTED)).exists()
    chief.post("/desk/readings/contributors.csv", {"by": "month", "from": "2026-10-01", "to": "2026-11-20"})
    entry = audit.found(audit.Wanted(event=Event.EXPORTED)).get()
    assert (entry.who, entry.subject) == (chief.editor.username, "readings contributors")
    assert entry.details == {"from": "2026-10-01", "to": "2026-11-20"}
    assert audit.breaks() == []


def test_editors_do_not_see_each_others_figures(signed_in):
    client = signed_in(Role.EDITOR)
    assert client.get("/desk/readings").status_code == 403
    assert client.post("/desk/readings/editors.csv").status_code == 403
