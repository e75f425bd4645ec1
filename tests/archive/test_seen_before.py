"""A text that was seen before is linked with the draft it came in first; a mail that follows another, with that."""

from dataclasses import replace

import pytest

from tests.mails.building import mail
from tests.mails.stories import READING, SPORT, Story
from tougao.archive import decisions, intake
from tougao.archive.models import DraftRecord, FingerprintRecord, LetterRecord, LikenessRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db

LIN, ZHAO = ("林晓禾", "lin@qhzy-demo.example"), ("赵蕊", "zhao@qhzy-demo.example")


@pytest.fixture
def comes_in(site, noon, settings):
    """`comes_in(story, sender)` keeps and reads a mail with that story; its draft, or none."""
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)

    def make(story: Story, sender=LIN, subject: str = "", **headers: str) -> DraftRecord | None:
        raw = mail(f"{story.title}\n\n{story.text}\n\n（{story.byline}）", subject or story.title, sender, **headers)
        kept = intake.keep(raw, noon, noon, mails)
        intake.read(kept.submission_id, site, mails, media, noon)
        return DraftRecord.objects.filter(submission=kept.submission_id).first()

    return make


CORRECTED = replace(SPORT, paragraphs=(SPORT.paragraphs[0].replace("1260", "1620"), *SPORT.paragraphs[1:]))


def test_a_corrected_version_of_the_same_sender_is_linked_with_the_first(comes_in):
    first = comes_in(SPORT)
    comes_in(READING)
    second = comes_in(CORRECTED, subject="更正稿：运动会")
    link = LikenessRecord.objects.get()
    assert (link.draft, link.earlier, link.same_sender) == (second, first, True)
    assert 0.8 < link.share < 1


def test_the_same_piece_from_another_sender_is_linked_with_the_article_it_became(comes_in, noon, site):
    first = comes_in(SPORT)
    first.category = "campus"
    first.save()
    decisions.decide(first.pk, Action.APPROVE, None, noon, site)
    second = comes_in(SPORT, ZHAO)
    link = LikenessRecord.objects.get(draft=second)
    assert (link.earlier, link.same_sender, link.share) == (first, False, 1.0)


def test_what_an_editor_made_of_a_text_is_what_later_ones_are_compared_with(comes_in, noon, site):
    first = comes_in(SPORT)
    first.category, first.html = "campus", "".join(f"<p>{row}</p>" for row in READING.paragraphs)
    first.save()
    decisions.decide(first.pk, Action.APPROVE, None, noon, site)
    assert not LikenessRecord.objects.filter(draft=comes_in(SPORT, ZHAO)).exists()
    assert LikenessRecord.objects.get(draft=comes_in(READING, ZHAO)).earlier == first


def test_manuscripts_of_one_mail_are_not_linked_with_each_other(comes_in):
    draft = comes_in(SPORT)
    assert FingerprintRecord.objects.filter(draft=draft).count() > 10
    assert not LikenessRecord.objects.exists()


def test_an_answer_to_our_letter_follows_the_mail_the_letter_was_about(comes_in):
    first = comes_in(SPORT)
    receipt = LetterRecord.objects.get(submission=first.submission)
    answer = comes_in(CORRECTED, In_Reply_To=receipt.message_id)
    assert answer.submission.answers == first.submission


def test_a_mail_in_the_senders_own_thread_follows_the_first_and_nobody_elses(comes_in):
    first = comes_in(SPORT)
    followed = comes_in(CORRECTED, References=f"<unknown@x> {first.submission.message_id}")
    assert followed.submission.answers == first.submission
    stranger = comes_in(READING, ZHAO, References=first.submission.message_id)
    assert stranger.submission.answers is None


def test_a_mail_that_is_read_again_does_not_follow_itself(comes_in, noon):
    first = comes_in(SPORT, References="<none@x>")
    assert SubmissionRecord.objects.get(pk=first.submission.pk).answers is None
