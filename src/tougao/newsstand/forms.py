"""What all public forms have in common: they look like the site, in both editions and both languages; no cookie, no account;
what was typed is never lost; robots are told from people without asking anybody else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.core.characters import printable
from tougao.core.layout import Edition
from tougao.core.messages import is_proven
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Site
from tougao.core.upload import LONGEST
from tougao.newsstand import limits, tokens
from tougao.newsstand.accept import page_type
from tougao.newsstand.serving import SITE_HEADERS
from tougao.newsstand.tokens import Age, Token

SCRIPT = (Path(__file__).parent / "static" / "proof.js").read_bytes()
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    **dict(SITE_HEADERS),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": POLICY,
}
TRAP = "website"  # a field that people do not see
CHINESE, ENGLISH = "zh-CN", "en"
STATUS = {Age.YOUNG: 422, Age.OLD: 422, Age.FOREIGN: 403}

WORDS = {
    Age.YOUNG: gettext_noop("That was very quick. Please look it over, then send it again; your words are kept below."),
    Age.OLD: gettext_noop("This form was open for too long. Nothing is lost: send it again."),
    Age.FOREIGN: gettext_noop(
        "This form does not come from here, was changed, or was open for too long. Nothing is lost: send it again."
    ),
}
TRAPPED = gettext_noop("Leave the field “Website” empty, then send it again; your words are kept below.")
TOO_MANY = gettext_noop(
    "Too much has been sent in the last hours. Wait for a while, then send it again; your words are kept below."
)


@dataclass(frozen=True)
class Form:
    """One public form as somebody asked for it. `name` is what its token is for; `template` stands in both editions.

    `given` are the fields of a form with files, which newsstand.uploads reads; the request has those of all others.
    """

    request: HttpRequest
    name: str
    template: str
    edition: Edition
    now: datetime
    given: Mapping[str, str] | None = None

    @cached_property
    def site(self) -> Site:
        """Asked for once by each form."""
        return jobs.site()

    @property
    def sent(self) -> Mapping[str, str]:
        """What was typed, by field, and what else the form carries."""
        return self.request.POST if self.given is None else self.given

    @cached_property
    def language(self) -> str:
        """That of the site, or the other one, if asked for."""
        wanted = self.sent.get("language") or self.request.GET.get("language")
        return wanted if wanted in (CHINESE, ENGLISH) else self.site.language

    @cached_property
    def token(self) -> Token:
        """Of the form that was sent."""
        return tokens.opened(self.sent.get("token", ""), self.name, self.now)

    def has_proof(self) -> bool:
        """Was the work done for its token that a browser with scripts is asked for?"""
        return is_proven(self.sent["token"], self.sent.get("proof", ""), self.site.guestbook.proof_bits)

    def onwards(self, sent: int) -> HttpResponse:
        """To the page that says it has arrived, in the same language."""
        return HttpResponseRedirect(self.in_language(f"{self.request.path}?sent={sent}"))

    def in_language(self, address: str) -> str:
        """An address of ours whose page speaks as this form does."""
        if self.language == self.site.language:
            return address
        return f"{address}{'&' if '?' in address else '?'}language={self.language}"

    def said(self, told: Notice) -> str:
        with translation.override("en" if self.language.startswith("en") else "zh-hans"):
            return told.said(gettext)

    def refusal(self) -> tuple[int, Notice] | None:
        """Why what was sent is not even looked at: status and words. None for what a person may have sent."""
        if self.token.age is not Age.RIGHT:
            return STATUS[self.token.age], notice(WORDS[self.token.age])
        if self.sent.get(TRAP, "").strip():
            return 422, notice(TRAPPED)
        return None

    def is_within(self, action: str, per_hour: int = 0) -> bool:
        return limits.spend(self.request, action, self.now, per_hour)

    def page(
        self,
        values: Mapping[str, object],
        wrong: Mapping[str, Notice] | None = None,
        status: int = 200,
        *,
        is_used: bool = False,
    ) -> HttpResponse:
        """The form with what was typed in it, and what is wrong by field; "" is the form as a whole.

        The token that was sent is kept while it is good, and the work done for it; one that is used gives way to another.
        """
        is_good = self.token.age in (Age.RIGHT, Age.YOUNG) and not is_used
        press = replace(jobs.press(), site=replace(self.site, language=self.language))
        shown = {
            "typed": {field: printable(str(words)) for field, words in self.sent.items()},
            "wrong": {field: self.said(told) for field, told in (wrong or {}).items()},
            "token": self.sent["token"] if is_good else tokens.issued(self.name, self.now),
            "proof": self.sent.get("proof", "") if is_good and self.has_proof() else "",
            "trap": TRAP,
            "bits": self.site.guestbook.proof_bits,
            "language": self.language,
            "other": CHINESE if self.language.startswith("en") else ENGLISH,
        }
        path = self.request.path.lstrip("/")
        made = press.pages(self.edition).made(path, self.template, **(shown | dict(values)))
        kind = page_type(self.edition, self.request.headers.get("Accept", ""))
        response = HttpResponse(made.data, status=status, content_type=kind, headers=HEADERS)
        if status == 429:
            response.headers["Retry-After"] = "3600"
        return response


def trial(site: Site) -> dict[str, object]:
    """What the templates of forms are given, for trying them."""
    return {
        "typed": {}, "wrong": {"": "…", "text": "…"}, "token": "…", "proof": "", "trap": TRAP, "bits": 0,
        "language": site.language, "other": ENGLISH,
        "is_sent": False, "article_title": "", "heading": "…", "back": "/", "grounds": {"other": "…"}, "where": "",
        "days": site.rights.days, "longest": LONGEST, "extensions": (), "number": 1, "follow": "/", "is_written_to": True,
    }  # fmt: skip


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        SCRIPT, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "max-age=3600, public"}
    )
