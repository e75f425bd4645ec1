"""What a browser may do with an answer of the desk. Scripts run by a nonce of their answer alone; a page that names none runs none."""

import secrets

from django.http import HttpRequest, HttpResponseBase

NONCE = "tougao.script_nonce"
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Beside it: no other site may take our answers apart, and no page of ours asks for a camera, a place or a payment.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()",
}


def nonce(request: HttpRequest) -> str:
    """What every `<script>` of this answer bears; what such a script imports runs with it."""
    return str(request.META.setdefault(NONCE, secrets.token_urlsafe(18)))


def guard(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write the policy into an answer, unless its view has set a stricter one."""
    given = request.META.get(NONCE)
    policy = POLICY.format(scripts=f"'nonce-{given}'" if given else "'none'")
    response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
