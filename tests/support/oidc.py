"""A real, small OpenID Connect provider on loopback: discovery, authorization code with PKCE, signed ID tokens, userinfo.

It is strict where the specifications are: client secret, redirect address, code used once, code verifier.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "tougao", "secret of the school"


@dataclass
class Provider:
    """`person` is who would sign in; a test changes it, or one of the `faults`."""

    person: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)  # authorization requests
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.get(self)

            def do_POST(self) -> None:
                provider.post(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/school"

    def start(self) -> None:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def get(self, request: BaseHTTPRequestHandler) -> None:
        place = urlsplit(request.path)
        if place.path == "/school/.well-known/openid-configuration":
            self._json(request, self._configuration())
        elif place.path == "/school/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            self._json(request, {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]})
        elif place.path == "/school/authorize":
            self._authorize(request, dict(parse_qsl(place.query)))
        elif place.path == "/school/userinfo":
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if token in self.tokens:
                self._json(request, {**self.person, **self.faults.get("userinfo", {})})
            else:
                self._json(request, {"error": "invalid_token"}, 401)
        else:
            self._json(request, {}, 404)

    def post(self, request: BaseHTTPRequestHandler) -> None:
        data = request.rfile.read(int(request.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(data).items()}
        code = self.codes.pop(given.get("code", ""), None)
        verifier = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            self.faults.get("token")
            or code is None
            or (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET)
            or given.get("redirect_uri") != code["redirect_uri"]
            or code.get("code_challenge_method") != "S256"
            or challenge != code.get("code_challenge")
        ):
            self._json(request, {"error": "invalid_grant"}, 400)
            return
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        self._json(
            request, {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": self._id_token()}
        )

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.faults.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, request: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        """A page with one button, as a person would see it."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        page = f'<!doctype html><link rel="icon" href="data:,"><title>School</title><a id="go" href="{html.escape(back)}">{html.escape(str(self.person.get("name")))}</a>'
        self._send(request, page.encode(), "text/html; charset=utf-8", 200)

    def _id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            **self.person,
            **self.faults.get("id_token", {}),
        }
        return jwt.encode(claims, self.key, "RS256", {"kid": "1"})

    def _json(self, request: BaseHTTPRequestHandler, value: Any, status: int = 200) -> None:
        self._send(request, json.dumps(value).encode(), "application/json", status)

    def _send(self, request: BaseHTTPRequestHandler, data: bytes, kind: str, status: int) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)
