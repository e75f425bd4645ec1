"""Searching, on SQLite here and on PostgreSQL by test_on_postgres: the same texts, queries and answers."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mails.building import mail
from tougao import jobs
from tougao.archive import decisions, intake, search
from tougao.archive.decisions import DraftFields
from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
from tougao.archive.rows.queue import TextRecord, WordsRecord
from tougao.archive.store import Store
from tougao.archive.texts import Text, of_draft
from tougao.core.characters import printable
from tougao.core.query import Findable, Query, Term, parsed
from tougao.core.words import phrase
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db
DRAFTS, ARTICLES, MAILS = (Findable.DRAFT,), (Findable.ARTICLE,), (Findable.MAIL,)

TEXTS = {
    "运动会": ("青禾师范学院第5届春季运动会开幕", "<p>本网讯 十一月二十日，来自十八个代表队的1260名运动员参加。</p>"),
    "产教": ("深化产教融合，校企合作结硕果", "<p>学院与ＡＩ企业签订《校企合作协议》，共建AI实训室，Café一间。</p>"),
    "读书": ("读书节", "<p>论语译注。教，效也；育，养也。教育部门负责人出席。</p><p>宗教</p>"),
    "招生": ("招生简章", "<p>学院招生办公室发布2026年招生计划，seminar 与 seminars。臺灣學生另行通知。</p>"),
}


@pytest.fixture
def texts(new_draft):
    """The drafts of TEXTS, by name."""
    made = {name: new_draft(title=title, html=html, source="") for name, (title, html) in TEXTS.items()}
    SubmissionRecord.objects.update(organisation="青禾师大")
    for draft in made.values():
        draft.refresh_from_db()
        search.index(of_draft(draft))
    return made


def query(text, site):
    return parsed(text, site.categories, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("学院", "运动会 产教 招生"),
        ("产教融合", "产教"),
        ("教融", "产教"),
        ("融合校企", ""),  # a comma stands between
        ("校企合作", "产教"),
        ("校企 实训", "产教"),
        ("校企 招生", ""),
        ("教", "产教 读书"),
        ("教育", "读书"),
        ("教育部", "读书"),
        ("宗", "读书"),
        ("养也", "读书"),
        ("第5届", "运动会"),
        ("5届春", "运动会"),
        ("1260名", "运动会"),
        ("126", ""),
        ("126*", "运动会"),
        ("ai", "产教"),
        ("ＡＩ企业", "产教"),
        ("cafe", "产教"),
        ("CAFÉ", "产教"),
        ("seminar", "招生"),
        ("semin", ""),
        ("semin*", "招生"),
        ("臺灣", "招生"),
        ("台湾", ""),
        ("“校企合作协议”", "产教"),
        ("“教 效也”", "读书"),
        ("“教育 部门”", ""),
        ("学院 -招生", "运动会 产教"),
        ("-学院", "读书"),
        ("-教", "运动会 招生"),
        ("学院 -“AI企业” -5届", "招生"),
        ("标题：招生", "招生"),
        ("title:学院", "运动会"),
        ("title:论语", ""),
        ("from:林晓禾", "运动会 产教 读书 招生"),
        ("from:青禾师大 title:教", "产教"),
        ("from:师大 -from:林晓禾", ""),
        ("title:青", "运动会"),
        ("栏目：校园动态 论语", "读书"),
        ("category:news", ""),
        ("-category:campus", ""),
        ("date:2026-11-20 论语", "读书"),
        ("before:2026-11-20 论语", ""),
        ("after:2026-11-20 date:2026", "运动会 产教 读书 招生"),
        ("category:没有 论语", ""),
        ("", ""),
        ("，。", ""),
        ("没有的词", ""),
    ],
)
def test_what_is_typed_finds(texts, site, typed, expected):
    names = {draft.pk: name for name, draft in texts.items()}
    found = {names[each.object_id] for each in search.find(query(typed, site), DRAFTS)}
    assert found == set(expected.split())
    if typed and not query(typed, site).is_empty:
        matching = DraftRecord.objects.filter(search.matching(query(typed, site), Findable.DRAFT))
        assert {names[draft.pk] for draft in matching} == found


def test_a_word_in_the_title_outranks_one_in_the_text(new_draft, site):
    in_text = new_draft(title="通知", html="<p>读书节开幕，读书节闭幕。</p>")
    in_title = new_draft(title="读书节开幕", html="<p>今日。</p>")
    for draft in (in_title, in_text):
        search.index(of_draft(draft))
    found = search.find(query("读书节", site), DRAFTS)
    assert [each.object_id for each in found] == [in_title.pk, in_text.pk]
    assert found[0].rank > found[1].rank


def test_what_was_looked_for_is_marked(texts, site):
    (found,) = search.find(query("校企合作 title:产教 ai", site), DRAFTS)
    assert "".join(piece.words for piece in found.title) == TEXTS["产教"][0]
    assert [piece.words for piece in found.title if piece.is_found] == ["产教", "校企合作"]
    assert [piece.words for piece in found.snippet if piece.is_found] == ["ＡＩ", "校企合作", "AI"]


def test_a_text_longer_than_postgresql_counts_places_is_found_to_its_end(new_draft, site):
    rows = "".join(f"<p>第{number}段，青禾师范学院的春季运动会。</p>" for number in range(1500))
    draft = new_draft(html=rows + "<p>最后一句：落日熔金，暮云合璧。</p>")
    search.index(of_draft(draft))
    assert [each.object_id for each in search.find(query("暮云合璧", site))] == [draft.pk]
    assert search.find(query("合璧暮云", site)) == []
    assert search.find(query("运动会 “学院的春季” -落日熔金", site)) == []


def test_a_saved_draft_is_found_by_its_new_words_and_no_more_by_the_old(texts, site, noon):
    draft = texts["读书"]
    fields = DraftFields("读书节", "赵蕊", "", "", "", "news", "<p>孟子译注</p>")
    decisions.save(draft.pk, draft.version, None, noon, fields)
    assert search.find(query("论语", site)) == []
    assert search.find(query("title:读书 category:campus", site)) == []
    assert [each.object_id for each in search.find(query("孟子 from:赵蕊 category:news", site))] == [draft.pk]
    assert TextRecord.objects.filter(object_id=draft.pk).count() == 1


def test_readers_find_articles_as_long_as_they_are_on_the_site(texts, site, noon):
    draft = texts["读书"]
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    article = ArticleRecord.objects.get()

    def readers(words="论语"):
        return [each.object_id for each in search.find(query(words, site), for_readers=True)]

    assert readers() == [article.pk]
    assert search.find(query("运动会", site), for_readers=True) == []  # a draft
    assert {each.kind for each in search.find(query("论语", site))} == {Findable.DRAFT, Findable.ARTICLE}
    withdrawn = decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, "更正")
    assert readers() == []
    assert [each.object_id for each in search.find(query("论语", site), ARTICLES)] == [article.pk]
    decisions.undo(withdrawn.pk, None, noon)
    assert readers() == [article.pk]


def test_an_undone_approval_is_no_more_found_by_readers(texts, site, noon):
    decision = decisions.decide(texts["读书"].pk, Action.APPROVE, None, noon, site)
    decisions.undo(decision.pk, None, noon)
    assert search.find(query("论语", site), for_readers=True) == []


@pytest.fixture
def comes_in(site, noon, settings):
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)

    def make(text, subject, **headers):
        kept = intake.keep(mail(text, subject, ("赵蕊", "zhao@qhzy-demo.example"), **headers), noon, noon, mails)
        return intake.read(kept.submission_id, site, mails, media, noon)

    return make


def test_a_mail_is_found_by_subject_sender_words_and_the_draft_it_became(comes_in, site):
    submission = comes_in("各位老师：\n\n食堂改造完成\n\n" + "青禾师范学院食堂改造完成，师生满意。" * 5, "投稿：食堂")
    for words in ("食堂改造", "title:投稿", "from:zhao@qhzy-demo.example", "各位老师"):
        assert [each.object_id for each in search.find(query(words, site), MAILS)] == [submission.pk], words
    assert [each.object_id for each in search.find(query("食堂改造", site), DRAFTS)] == [submission.drafts.get().pk]


def test_a_mail_without_a_draft_is_found(comes_in, site):
    submission = comes_in("", "自动回复：我正在休假", Auto_Submitted="auto-replied")
    assert submission.drafts.count() == 0
    assert [each.object_id for each in search.find(query("休假", site))] == [submission.pk]


def everything():
    rows = WordsRecord.objects.select_related("text")
    return {(row.text.kind, row.text.object_id, row.title, row.people, row.body) for row in rows}


def test_an_archive_from_before_is_indexed_bit_by_bit(texts, comes_in, site, noon, settings, monkeypatch):
    comes_in("食堂改造完成，师生满意。" * 9, "食堂")
    decisions.decide(texts["读书"].pk, Action.APPROVE, None, noon, site)
    before = everything()
    known = SubmissionRecord.objects.exclude(subject="食堂")  # those of new_draft have no file
    search.clear()
    assert search.find(query("学院", site)) == []
    monkeypatch.setattr(search, "BATCH", 3)
    assert list(search.fill(Store(settings.MAIL_STORE))) == [1, 3, 2, 3, 2]
    assert list(search.fill(Store(settings.MAIL_STORE))) == []
    after = everything()
    assert before <= after
    assert {row[1] for row in after - before} == set(known.values_list("pk", flat=True))
    assert {each.kind for each in search.find(query("食堂改造", site))} == {Findable.MAIL, Findable.DRAFT}


def test_mails_are_taken_apart_before_the_database_is_kept_from_others(comes_in, settings):
    for number in range(3):
        comes_in("食堂改造完成，师生满意。" * 9, f"食堂{number}")
    search.clear()

    class Watched(Store):
        """Notes how deep in transactions a mail is read; a test's own is one."""

        depths = []

        def read(self, digest, suffix):
            self.depths.append(len(connection.savepoint_ids))
            return super().read(digest, suffix)

    assert sum(search.fill(Watched(settings.MAIL_STORE))) == 6
    assert Watched.depths == [0, 0, 0]


def test_a_batch_is_small_in_characters_too(comes_in, settings, monkeypatch):
    for number in range(5):
        comes_in("食堂改造完成，师生满意。" * 9, f"食堂{number}")
    search.clear()
    monkeypatch.setattr(search, "MOST_CHARACTERS", 200)
    assert list(search.fill(Store(settings.MAIL_STORE))) == [2, 2, 1, 2, 2, 1]


def test_what_was_indexed_while_its_batch_was_made_stays_as_it_is(texts, settings):
    draft = texts["读书"]
    search.clear()
    stale = of_draft(draft)
    draft.html = "<p>孟子译注</p>"
    search.index(of_draft(draft))
    assert search._index_missing(DraftRecord, [stale, of_draft(texts["招生"])]) == 1
    assert search.text_of(Findable.DRAFT, draft.pk) == "孟子译注"


def test_what_broke_the_reader_is_found_by_its_row_and_never_taken_apart_here(site, noon, settings):
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)
    first, second, third = (
        intake.keep(mail("食堂改造完成，师生满意。" * 9, "投稿：食堂"), noon, noon, mails).submission_id
        for _ in range(3)
    )
    intake.quarantine(first, "it took too long", noon)
    intake.read(second, site, mails, media, noon, reader=lambda *_: 1 / 0)
    assert list(search.fill(mails)) == []  # they are indexed already
    search.clear()
    assert list(search.fill(mails)) == [2]  # the third waits to be read
    assert [search.text_of(Findable.MAIL, key) for key in (first, second)] == ["", ""]
    assert TextRecord.objects.filter(kind=Findable.MAIL, object_id=third).count() == 0
    assert intake.try_again(first)
    intake.read(first, site, mails, media, noon)
    assert [each.object_id for each in search.find(query("食堂改造", site), MAILS)] == [first]


def test_the_standing_job_indexes_what_is_missing(texts, site):
    search.remove(Findable.DRAFT, texts["读书"].pk)
    TextRecord.objects.filter(kind=Findable.DRAFT, object_id=texts["招生"].pk).delete()  # by hand, behind our back
    assert jobs.index_texts() == 2 + SubmissionRecord.objects.count()
    assert jobs.index_texts() == 0
    assert [each.object_id for each in search.find(query("论语", site), DRAFTS)] == [texts["读书"].pk]
    assert [each.object_id for each in search.find(query("简章", site), DRAFTS)] == [texts["招生"].pk]


def test_a_removed_text_is_gone(texts, site):
    search.remove(Findable.DRAFT, texts["读书"].pk)
    search.remove(Findable.DRAFT, texts["读书"].pk)
    assert search.find(query("论语", site)) == []


@given(st.text(max_size=60), st.text(max_size=30))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_can_be_indexed_and_anything_asked(db, site, noon, body, typed):
    """What a stranger wrote or an editor typed breaks neither engine, and words typed as they stand are found."""
    search.index(Text(Findable.MAIL, 1, noon, body, body, printable(body)))
    for words in (typed, f"-{typed} a", f'"{typed}"', f"title:{typed}*"):
        search.find(query(words, site))
    if phrase(printable(body)):
        found = search.find(Query(wanted=(Term(phrase(printable(body))),)), MAILS)
        assert [each.object_id for each in found] == [1]


def test_the_latest_come_first_where_there_are_no_words(new_draft, site, noon):
    drafts = [new_draft(title=f"第{day}天") for day in (1, 3, 2)]
    for draft, day in zip(drafts, (1, 3, 2), strict=True):
        draft.received_at = noon - timedelta(days=day)
        search.index(of_draft(draft))
    found = search.find(query("date:2026-11-17..2026-11-18", site), limit=2)
    assert [each.object_id for each in found] == [drafts[2].pk, drafts[1].pk]
