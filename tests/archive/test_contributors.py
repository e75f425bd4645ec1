"""Those who write: met with their first mail, counted anew with every mail and decision, found among many, told of whole."""

from datetime import timedelta
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps

from tougao.archive import contributors, decisions, intake
from tougao.archive.models import ContributorRecord, DraftRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.core.authentication import Verdict
from tougao.core.workflow import Action

HOUR = timedelta(hours=1)
MAIL = (
    "From: {name} <{address}>\nSubject: 投稿：运动会开幕{number}\nMessage-ID: <{number}@example.edu.cn>\n{headers}"
    "Content-Type: text/plain; charset=utf-8\n\n"
    "青禾师范学院春季运动会开幕\n\n11月20日，青禾师范学院第{number}届春季运动会在东校区体育场开幕，来自二十三个学院的运动员参加了比赛。\n"
)


@pytest.fixture
def comes_in(settings, site, noon):
    """`comes_in("林晓禾", "lin@example.edu.cn")` keeps and reads a mail; later ones come an hour later each."""
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)
    numbers = iter(range(1, 1000))

    def make(name="林晓禾", address="lin@example.edu.cn", headers="", verdict=Verdict.UNVERIFIED) -> SubmissionRecord:
        number = next(numbers)
        raw = MAIL.format(name=name, address=address, number=number, headers=headers).encode()
        kept = intake.keep(raw, noon + number * HOUR, noon, mails)
        return intake.read(kept.submission_id, site, mails, media, noon, judge=lambda *_: verdict)

    return make


@pytest.mark.django_db
def test_a_contributor_is_met_with_the_first_mail_and_known_however_the_address_is_written(comes_in, noon):
    comes_in()
    comes_in("林晓禾老师", "Lin@Example.edu.cn", verdict=Verdict.VERIFIED)
    writer = ContributorRecord.objects.get()
    assert (writer.address, writer.name, writer.mails, writer.drafts) == ("lin@example.edu.cn", "林晓禾老师", 2, 2)
    assert (writer.verified, writer.verified_share) == (1, 0.5)
    assert (writer.first_at, writer.last_at) == (noon + HOUR, noon + 2 * HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize("headers", ["Auto-Submitted: auto-replied\n", "List-Id: <x.y>\n", "X-Spam-Flag: YES\n"])
def test_robots_are_not_contributors_and_their_mails_are_still_in_the_history_of_people(comes_in, headers):
    comes_in(headers=headers)
    assert not ContributorRecord.objects.exists()
    comes_in()
    comes_in(headers=headers)
    writer = ContributorRecord.objects.get()
    assert writer.mails == 2
    assert [len(mail.drafts) for mail in contributors.history(writer).mails] == [0, 1]


@pytest.mark.django_db
def test_an_organisation_that_an_editor_wrote_stays_until_it_is_emptied(comes_in, noon):
    comes_in()
    writer = ContributorRecord.objects.get()
    told = writer.organisation
    contributors.describe(writer.pk, contributors.Facts("青禾师院 宣传部", "", "可靠"), None, noon)
    comes_in()
    writer.refresh_from_db()
    assert (writer.organisation, writer.note, writer.mails) == ("青禾师院 宣传部", "可靠", 2)
    contributors.describe(writer.pk, contributors.Facts("", "en", "可靠"), None, noon)
    writer.refresh_from_db()
    assert (writer.organisation, writer.language) == (told, "en")
    with pytest.raises(ValueError, match="xx"):
        contributors.describe(writer.pk, contributors.Facts("", "xx", ""), None, noon)


@pytest.mark.django_db
def test_history_holds_every_mail_draft_decision_and_letter(comes_in, noon, site, new_editor):
    lin = new_editor()
    first, _second = comes_in(), comes_in()
    decisions.decide(first.drafts.get().pk, Action.RETURN, lin, noon + HOUR, site, reason="请补图")
    writer = ContributorRecord.objects.get()
    newer, older = contributors.history(writer).mails
    assert [decision.reason for decision in older.drafts[0].decisions.all()] == ["请补图"]
    assert [letter.subject.partition("：")[0] for letter in older.letters] == ["已收到来稿", "退稿"]
    assert (newer.letters, list(newer.drafts[0].decisions.all())) == ([], [])


@pytest.mark.django_db
def test_history_costs_as_many_queries_for_ten_mails_as_for_two(comes_in, django_assert_max_num_queries, noon, site):
    for _ in range(2):
        comes_in()
    writer = ContributorRecord.objects.get()
    for count in (2, 10):
        while writer.submissions.count() < count:
            decisions.decide(comes_in().drafts.get().pk, Action.SPIKE, None, noon, site)
        with django_assert_max_num_queries(6):
            assert len(contributors.history(writer).mails) == count


@pytest.mark.django_db
def test_counting_his_figures_leaves_alone_what_was_decided_meanwhile(comes_in, noon):
    comes_in()
    writer = ContributorRecord.objects.get()
    contributors.decide(writer.address, "blocked", "广告", None, noon)
    contributors.describe(writer.pk, contributors.Facts("青禾师院", "zh", "广告"), None, noon)
    writer.mails = 0
    contributors.recount_one(writer)
    writer.refresh_from_db()
    assert (writer.mails, writer.standing, writer.note, writer.language) == (1, "blocked", "广告", "zh")
    contributors.decide(writer.address, "usual", None, None, noon)
    writer.refresh_from_db()
    assert (writer.standing, writer.note) == ("usual", "广告")


@pytest.fixture
def crowd(db):
    ContributorRecord.objects.bulk_create(
        ContributorRecord(
            address=f"writer{number}@school{number % 97}.example",
            name=f"投稿人{number}",
            organisation=f"第{number % 97}中学",
            mails=number % 40,
            published=number % 20,
            acceptance=None if number % 10 == 0 else (number % 100) / 100,
            decision_seconds=None if number % 3 == 0 else number,
        )
        for number in range(10_000)
    )


def test_ten_thousand_are_searched_sorted_and_paged_in_two_queries(crowd, django_assert_num_queries):
    for sort, is_rising in product(contributors.SORTS, (True, False)):
        with django_assert_num_queries(2):
            page = contributors.page("第7中学 writer", sort, is_rising, 2)
        assert (page.count, page.number, page.last, len(page.rows)) == (104, 2, 3, 50)
        assert all(row.organisation == "第7中学" for row in page.rows)
        values = [getattr(row, contributors.SORTS[sort]) for row in page.rows]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=not is_rising)
        assert None not in values[: len(known)]
    assert contributors.page("没有的人").rows == []
    assert contributors.page(number=10**6).number == 200
    with pytest.raises(KeyError):
        contributors.page(sort="password")


@pytest.mark.django_db
def test_those_who_wrote_before_there_were_rows_for_them_are_taken_in(new_draft, noon, site):
    """The migration counts what recount() counts."""
    first, second = new_draft(), new_draft()
    decisions.decide(first.pk, Action.APPROVE, None, noon + HOUR, site)
    decisions.decide(second.pk, Action.RETURN, None, noon + 2 * HOUR, site, reason="请补图")
    follow = new_draft().submission
    follow.answers = first.submission
    follow.save()
    wanted = ContributorRecord.objects.values().get() | {"mails": 3, "drafts": 3}
    SubmissionRecord.objects.update(contributor=None)
    ContributorRecord.objects.all().delete()
    import_module("tougao.archive.migrations.0041_people").take_in(apps, None)
    writer = ContributorRecord.objects.get()
    found = ContributorRecord.objects.values().get()
    assert {key: found[key] for key in wanted if key != "id"} == {key: wanted[key] for key in wanted if key != "id"}
    assert SubmissionRecord.objects.filter(contributor=writer).count() == 3
    assert DraftRecord.objects.get(pk=first.pk).replies.get().submission == follow
