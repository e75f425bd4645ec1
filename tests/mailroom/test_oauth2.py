"""Refresh tokens are changed for access tokens at a real HTTP server, and no secret is told."""

import http.server
import json
import threading
import urllib.parse

import pytest

from tougao.errors import MailboxError
from tougao.mailroom.accounts import OAuth2
from tougao.mailroom.oauth2 import PROVIDERS, access_token


@pytest.fixture
def server():
    """Answers with what `answer` holds; remembers the forms it was sent."""

    class Tokens(http.server.BaseHTTPRequestHandler):
        forms: list[dict[str, str]] = []
        answer: tuple[int, bytes] = (200, json.dumps({"access_token": "fresh", "expires_in": 3599}).encode())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            type(self).forms.append(dict(urllib.parse.parse_qsl(body)))
            status, data = type(self).answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Quiet."""

    with http.server.HTTPServer(("127.0.0.1", 0), Tokens) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        Tokens.url = f"http://127.0.0.1:{listening.server_port}/token"
        yield Tokens
        listening.shutdown()
        thread.join()


def grant(server) -> OAuth2:
    return OAuth2(client_id="id", token_url=server.url, scope="mail", client_secret="hush", refresh_token="long-lived")


def test_a_refresh_token_becomes_an_access_token(server):
    assert access_token(grant(server)) == "fresh"
    assert server.forms[-1] == {
        "grant_type": "refresh_token",
        "client_id": "id",
        "client_secret": "hush",
        "refresh_token": "long-lived",
        "scope": "mail",
    }


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            (400, b'{"error": "invalid_grant", "error_description": "Token has been expired or revoked."}'),
            "invalid_grant Token has been expired",
        ),
        ((500, b"<html>oops"), "HTTP 500"),
        ((200, b"{}"), "no access_token"),
        ((200, b"not json"), "refused"),
    ],
)
def test_what_the_server_refuses_is_told_without_secrets(server, answer, words):
    server.answer = answer
    with pytest.raises(MailboxError) as trouble:
        access_token(grant(server))
    assert words in str(trouble.value)
    assert "long-lived" not in str(trouble.value)
    assert "hush" not in str(trouble.value)


def test_no_secret_is_shown_with_a_grant(server):
    assert "long-lived" not in repr(grant(server))
    assert "hush" not in repr(grant(server))


def test_providers_have_https_addresses():
    assert all(url.startswith("https://") for url, _ in PROVIDERS.values())
