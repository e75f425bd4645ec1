"""A mail that answers a letter of ours stands with the draft it is about, until somebody has looked after it."""

import pytest

from tests.mails.building import mail
from tests.mails.stories import READING, SPORT, Story
from tougao.archive import decisions, history, intake, replies
from tougao.archive.models import DraftRecord, LetterRecord, ReplyRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.core.workflow import UNDO_WINDOW, Action

pytestmark = pytest.mark.django_db
LIN, ZHAO = ("林晓禾", "lin@qhzy-demo.example"), ("赵蕊", "zhao@qhzy-demo.example")


@pytest.fixture
def comes_in(site, noon, settings):
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)

    def make(words: str, subject: str, sender=LIN, **headers: str) -> SubmissionRecord:
        kept = intake.keep(mail(words, subject, sender, **headers), noon, noon, mails)
        return intake.read(kept.submission_id, site, mails, media, noon)

    return make


def text(story: Story) -> str:
    return f"{story.title}\n\n{story.text}\n\n（{story.byline}）"


def test_a_reply_to_a_receipt_stands_with_the_draft_without_what_it_quotes(comes_in):
    comes_in(text(SPORT), "投稿：运动会")
    receipt = LetterRecord.objects.get()
    answer = comes_in(
        "第二段的人数应为1620名，请改一下。\n\n------------------ 原始邮件 ------------------\n发件人: 华夏教育网\n主题: 已收到来稿\n\n您好：来稿已经收到。",
        "回复：已收到来稿",
        In_Reply_To=receipt.message_id,
    )
    reply = ReplyRecord.objects.get()
    assert (reply.draft, reply.submission) == (DraftRecord.objects.get(), answer)
    assert reply.words == "第二段的人数应为1620名，请改一下。"


def test_words_below_what_a_reply_quotes_are_its_words(comes_in):
    comes_in(text(SPORT), "投稿：运动会")
    receipt = LetterRecord.objects.get()
    comes_in("> 您好：\n> 来稿已经收到。\n\n好的，谢谢！", "Re: 已收到来稿", In_Reply_To=receipt.message_id)
    assert ReplyRecord.objects.get().words == "好的，谢谢！"


def test_a_reply_to_a_return_stands_with_the_draft_that_was_returned_and_with_no_other(comes_in, noon, site):
    both = comes_in(text(SPORT), "投稿")
    first = both.drafts.get()
    second = DraftRecord.objects.create(
        submission=both,
        position=1,
        title="第二篇",
        html="<p>文</p>",
        category="news",
        received_at=noon,
        changed_at=noon,
    )
    decision = decisions.decide(second.pk, Action.RETURN, None, noon, site, reason="请补图")
    answer = comes_in("照片另寄。", "回复：退稿", In_Reply_To=decision.letter.message_id)
    assert list(replies.of(second).values_list("submission", flat=True)) == [answer.pk]
    assert not replies.of(first).exists()


def test_a_new_version_that_answers_a_return_is_a_draft_and_a_reply_to_the_old_one(comes_in, noon, site):
    old = comes_in(text(SPORT), "投稿：运动会").drafts.get()
    decision = decisions.decide(old.pk, Action.RETURN, None, noon, site, reason="请补充")
    new = comes_in(text(READING), "回复：退稿：运动会", In_Reply_To=decision.letter.message_id)
    assert new.drafts.count() == 1
    assert replies.of(old).get().submission == new


def test_a_thread_leads_back_to_the_mail_that_brought_the_draft(comes_in):
    draft = comes_in(text(SPORT), "投稿：运动会").drafts.get()
    receipt = LetterRecord.objects.get()
    first = comes_in("谢谢！", "回复：已收到来稿", In_Reply_To=receipt.message_id)
    comes_in("请问何时发表？", "回复：已收到来稿", In_Reply_To=first.message_id)
    assert [reply.words for reply in replies.of(draft).order_by("pk")] == ["谢谢！", "请问何时发表？"]


def test_a_reply_from_another_address_is_told_as_such(comes_in, noon):
    draft = comes_in(text(SPORT), "投稿：运动会").drafts.get()
    comes_in("我是他的同事。", "回复：已收到来稿", ZHAO, In_Reply_To=LetterRecord.objects.get().message_id)
    (reply,) = [event for event in history.of(draft) if event.reply]
    assert reply.is_foreign


def test_a_mail_that_answers_nothing_of_ours_is_no_reply(comes_in):
    comes_in("谢谢！", "回复：某事", In_Reply_To="<unknown@elsewhere.example>")
    assert not ReplyRecord.objects.exists()


def test_what_happened_is_told_newest_first_letters_after_their_causes(comes_in, noon, site):
    draft = comes_in(text(SPORT), "投稿：运动会").drafts.get()
    later = noon + UNDO_WINDOW
    decisions.decide(draft.pk, Action.RETURN, None, later, site, reason="请补图")
    told = ["letter" if event.letter else "decision" if event.decision else "reply" for event in history.of(draft)]
    assert told == ["letter", "decision", "letter"]


def test_who_looked_after_a_reply_first_stays(comes_in, noon, new_editor):
    comes_in(text(SPORT), "投稿：运动会")
    comes_in("谢谢！", "回复：已收到来稿", In_Reply_To=LetterRecord.objects.get().message_id)
    lin, zhao = new_editor("lin"), new_editor("zhao")
    (reply,) = replies.waiting()
    replies.note(reply.pk, lin, noon)
    assert replies.note(reply.pk, zhao, noon).noted_by == lin
    assert not replies.waiting().exists()
    assert replies.note(999, lin, noon) is None
