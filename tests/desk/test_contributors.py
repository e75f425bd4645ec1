"""Contributors on the desk: the list, a page each, what an editor may write down and what only a chief may."""

import pytest

from tougao.archive import contributors, decisions
from tougao.archive.models import ContributorRecord, DraftRecord
from tougao.core.workflow import Action, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(new_draft, noon, site):
    draft, other = new_draft(), new_draft(title="第二篇")
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.decide(other.pk, Action.RETURN, None, noon, site, reason="请补<图>")
    return ContributorRecord.objects.get()


def test_the_list_shows_figures_and_leads_to_the_page_of_each(signed_in, writer):
    page = signed_in().get("/desk/contributors").content.decode()
    for words in ("1 位投稿人", "林晓禾", "linxiaohe@example.edu.cn", "50%", f'href="/desk/contributors/{writer.pk}/"'):
        assert words in page
    assert 'aria-sort="descending"' in page


def test_the_list_is_searched_sorted_and_paged_by_links(signed_in):
    ContributorRecord.objects.bulk_create(
        ContributorRecord(address=f"a{number}@b.cn", name=f"甲{number:03d}", mails=number) for number in range(120)
    )
    client = signed_in()
    page = client.get("/desk/contributors?sort=mails").content.decode()
    assert page.index("甲119") < page.index("甲118")
    assert "1/3" in page
    assert 'href="?sort=mails&amp;order=down&amp;page=2" rel="next"' in page
    assert 'href="?sort=mails&amp;order=up"' in page
    last = client.get("/desk/contributors?sort=mails&order=up&page=3").content.decode()
    assert "甲119" in last
    assert 'rel="next"' not in last
    found = client.get("/desk/contributors?q=甲007").content.decode()
    assert "1 位投稿人" in found
    assert client.get("/desk/contributors?sort=password&page=x&order=y").status_code == 200
    assert "没有找到" in client.get("/desk/contributors?q=没有").content.decode()


def test_an_empty_list_says_who_will_stand_in_it(signed_in):
    assert "还没有人来稿" in signed_in().get("/desk/contributors").content.decode()


def test_the_page_tells_the_whole_history(signed_in, writer):
    page = signed_in().get(f"/desk/contributors/{writer.pk}/").content.decode()
    number = writer.submissions.order_by("pk").last().pk
    for words in (
        "第二篇",
        "请补&lt;图&gt;",
        "已发表：青禾师范学院春季运动会开幕",
        "退稿：第二篇",
        "50%",
        f"编号 {number}",
    ):
        assert words in page


def test_an_editor_writes_down_organisation_language_and_notes(signed_in, writer):
    client = signed_in()
    sent = {"organisation": "青禾师院 宣传部", "language": "en", "note": "电话联系\n下午"}
    client.post(f"/desk/contributors/{writer.pk}/facts", sent)
    writer.refresh_from_db()
    assert (writer.organisation, writer.language, writer.note) == ("青禾师院 宣传部", "en", "电话联系\n下午")
    assert writer.changed_by == client.editor
    client.post(f"/desk/contributors/{writer.pk}/facts", sent | {"language": "xx", "note": ""})
    writer.refresh_from_db()
    assert writer.note == "电话联系\n下午"


@pytest.mark.parametrize(("role", "code", "standing"), [(Role.EDITOR, 403, "usual"), (Role.CHIEF, 302, "blocked")])
def test_only_a_chief_blocks_and_notes_stay(signed_in, writer, noon, role, code, standing):
    contributors.describe(writer.pk, contributors.Facts("", "", "备注"), None, noon)
    answer = signed_in(role).post(f"/desk/contributors/{writer.pk}/standing", {"standing": "blocked"})
    writer.refresh_from_db()
    assert (answer.status_code, writer.standing, writer.note) == (code, standing, "备注")


def test_a_draft_leads_to_its_contributor(signed_in, writer):
    draft = DraftRecord.objects.filter(submission__contributor=writer).first()
    page = signed_in().get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert f'href="/desk/contributors/{writer.pk}/"' in page


def test_the_page_of_somebody_with_many_mails_asks_few_questions(
    signed_in, new_draft, noon, site, django_assert_max_num_queries
):
    for _ in range(40):
        decisions.decide(new_draft().pk, Action.SPIKE, None, noon, site)
    client = signed_in()
    with django_assert_max_num_queries(16):
        page = client.get(f"/desk/contributors/{ContributorRecord.objects.get().pk}/").content.decode()
    assert "1/2" in page
