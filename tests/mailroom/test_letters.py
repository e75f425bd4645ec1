"""Letters leave once, over a real SMTP server, and say what they should."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.parts import free_port
from tougao.archive import decisions, digests, outbox
from tougao.archive.models import LetterRecord
from tougao.core.workflow import UNDO_WINDOW, Action
from tougao.errors import MailboxError
from tougao.mailroom import letters
from tougao.mailroom.accounts import SmtpAccount

pytestmark = [pytest.mark.smtp, pytest.mark.django_db]


@pytest.fixture
def account(peer):
    return SmtpAccount(
        sender="tougao@example.cn", sender_name="华夏教育网 编辑部", host="127.0.0.1", port=peer.port, security="none"
    )


@pytest.fixture
def letter(new_draft, noon):
    def write(recipient="lin@example.edu.cn", subject="退稿：运动会", not_before=noon, **more):
        return outbox.write_letter(
            submission=new_draft().submission,
            recipient=recipient,
            subject=subject,
            body="您好：\n\n请补充照片。\n",
            message_id=f"<letter-{LetterRecord.objects.count()}@example.cn>",
            in_reply_to="<1@example.edu.cn>",
            now=noon,
            not_before=not_before,
            **more,
        )

    return write


def test_a_letter_arrives_as_it_was_written_and_only_once(account, peer, letter, noon):
    letter()
    assert letters.send_waiting(account, noon) == letters.Post(sent=1)
    assert letters.send_waiting(account, noon) == letters.Post()
    (mail,) = peer.mails
    assert mail["Subject"] == "退稿：运动会"
    assert mail["From"] == "华夏教育网 编辑部 <tougao@example.cn>"
    assert mail["To"] == "lin@example.edu.cn"
    assert mail["In-Reply-To"] == "<1@example.edu.cn>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail.get_content().splitlines() == ["您好：", "", "请补充照片。"]


def test_a_letter_waits_for_its_hour(account, peer, letter, noon):
    letter(not_before=noon + timedelta(seconds=10))
    assert letters.send_waiting(account, noon).sent == 0
    assert letters.send_waiting(account, noon + timedelta(seconds=10)).sent == 1


def test_a_letter_kept_at_home_never_leaves(account, peer, letter, noon):
    assert outbox.cancel(letter().pk, noon)
    assert letters.send_waiting(account, noon).sent == 0
    assert peer.mails == []


def test_a_letter_that_has_left_cannot_be_kept_at_home(account, letter, noon):
    written = letter()
    letters.send_waiting(account, noon)
    assert not outbox.cancel(written.pk, noon)


@pytest.mark.parametrize("subject", ["退稿\r\nBcc: everybody@example.com", "退稿\nX-Evil: 1", "退稿\x00\x1b[31m"])
def test_no_words_of_a_sender_make_a_header(account, peer, letter, noon, subject):
    letter(subject=subject)
    letters.send_waiting(account, noon)
    (mail,) = peer.mails
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["Subject"].startswith("退稿")


def test_a_refused_recipient_stays_on_the_desk_and_others_get_theirs(account, peer, letter, noon):
    peer.refuse["gone@example.edu.cn"] = "550 no such user"
    gone = letter(recipient="gone@example.edu.cn")
    letter(recipient="here@example.edu.cn")
    assert letters.send_waiting(account, noon) == letters.Post(sent=1, failed=1)
    gone.refresh_from_db()
    assert gone.cancelled_at == noon
    assert "550" in gone.trouble


def test_a_recipient_whose_box_is_full_is_tried_again_later(account, peer, letter, noon):
    peer.refuse["full@example.edu.cn"] = "452 mailbox full"
    full = letter(recipient="full@example.edu.cn")
    letters.send_waiting(account, noon)
    full.refresh_from_db()
    assert full.sent_at is None
    assert full.not_before == noon + outbox.RETRY_PAUSES[0]
    peer.refuse.clear()
    assert letters.send_waiting(account, full.not_before).sent == 1


def test_a_server_that_is_down_costs_no_letter_a_try(account, peer, letter, noon):
    written = letter()
    with pytest.raises(MailboxError, match="Nothing answers"):
        letters.send_waiting(replace(account, port=free_port()), noon)
    written.refresh_from_db()
    assert (written.attempts, written.attempted_at) == (0, None)
    assert letters.send_waiting(account, noon).sent == 1


def test_a_letter_whose_fate_is_unknown_is_not_sent_again(account, peer, letter, noon):
    """As a process leaves it that was killed between the server's answer and our record."""
    written = letter()
    next(iter(outbox.claimed(noon)))
    assert letters.send_waiting(account, noon) == letters.Post()
    assert peer.mails == []
    written.refresh_from_db()
    assert written.attempted_at == noon


def test_without_a_server_letters_are_written_into_a_folder(letter, noon, tmp_path):
    letter()
    letters.send_waiting(SmtpAccount(sender="tougao@example.cn", folder=tmp_path / "letters"), noon)
    (file,) = (tmp_path / "letters").glob("*.eml")
    assert b"To: lin@example.edu.cn" in file.read_bytes()


def test_a_digest_arrives_in_two_forms_and_is_marked_as_generated(account, peer, new_editor, new_draft, site, noon):
    lin, draft = new_editor(), new_draft()
    digests.subscribe(lin, "lin@example.cn", True, noon - timedelta(minutes=1))
    assert digests.write_due(site, (13,), noon + timedelta(hours=1)) == 1
    assert letters.send_waiting(account, noon + timedelta(hours=1)) == letters.Post(sent=1)
    assert letters.send_waiting(account, noon + timedelta(hours=1)) == letters.Post()
    (mail,) = peer.mails
    assert (mail["To"], mail["Subject"]) == ("lin@example.cn", "华夏教育网：1 篇新稿")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    address = f"https://news.example.cn/desk/drafts/{draft.pk}/"
    assert address in mail.get_body(("plain",)).get_content()
    assert f'<a href="{address}">' in mail.get_body(("html",)).get_content()


def test_letters_about_decisions_arrive_threaded_to_the_mail_that_came(account, peer, new_draft, site, noon):
    draft, other = new_draft(), new_draft(title="Reading festival", html="<p>It opened.</p>")
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    undone = decisions.decide(other.pk, Action.RETURN, None, noon, site, reason="Photos, please.")
    decisions.undo(undone.pk, None, noon)
    decisions.decide(other.pk, Action.RETURN, None, noon, site, reason="Two photos, please.")
    assert letters.send_waiting(account, noon).sent == 0
    assert letters.send_waiting(account, noon + UNDO_WINDOW).sent == 2
    published, returned = peer.mails
    assert published["In-Reply-To"] == draft.submission.message_id
    assert "https://news.example.cn/a/1.html" in published.get_content()
    assert returned["Subject"] == "Returned: Reading festival"
    assert "Two photos, please." in returned.get_content()
    assert {mail["Auto-Submitted"] for mail in peer.mails} == {"auto-replied"}
