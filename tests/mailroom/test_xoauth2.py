"""A mailbox that takes access tokens alone: a real Dovecot asks a real token server about them."""

import http.server
import json
import threading
import urllib.parse

import pytest

from tougao import jobs
from tougao.archive.store import Store
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.accounts import OAuth2
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.round import one_round

pytestmark = [pytest.mark.dovecot, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tokens(dovecot, user):
    """Changes the refresh token for `fresh`, and tells Dovecot that `fresh` is this user's."""

    class Tokens(http.server.BaseHTTPRequestHandler):
        grants = 0

        def answer(self, status: int, value: dict) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self):
            form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if form["refresh_token"] == ["long-lived"]:
                type(self).grants += 1
                self.answer(200, {"access_token": "fresh"})
            else:
                self.answer(400, {"error": "invalid_grant"})

        def do_GET(self):
            token = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("token", [""])[0]
            self.answer(200, {"active": token == "fresh", "username": user})

        def log_message(self, *_):
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", dovecot.introspection), Tokens) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield Tokens
        listening.shutdown()
        thread.join()


def grant(dovecot, refresh_token: str) -> OAuth2:
    return OAuth2("client", f"http://127.0.0.1:{dovecot.introspection}/token", refresh_token=refresh_token)


def test_mails_come_in_with_a_token_instead_of_a_password(dovecot, user, mail, tokens, settings):
    dovecot.deliver(user, mail(1))
    account = dovecot.account(user, password="", oauth2=grant(dovecot, "long-lived"))
    for _ in range(2):
        mailbox = ImapMailbox(account)
        one_round(mailbox, account, Store(settings.MAIL_STORE), jobs.clock, lambda: None)
        mailbox.close()
    assert dovecot.mailboxes(user)["Tougao/已收"] == 1
    assert tokens.grants == 2  # a fresh one for every connection


def test_a_consent_that_has_run_out_is_told(dovecot, user, tokens):
    with pytest.raises(MailboxError, match="invalid_grant"):
        ImapMailbox(dovecot.account(user, password="", oauth2=grant(dovecot, "stale")))


def test_what_is_missing_is_told_with_the_steps(dovecot, user):
    with pytest.raises(ConfigError, match="_REFRESH_TOKEN"):
        ImapMailbox(dovecot.account(user, password="", oauth2=OAuth2("client", "https://example.cn/token")))
