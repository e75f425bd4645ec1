"""留言本: a reader writes, in the guestbook or below an article. Nothing is shown before an editor has let it through."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tougao import jobs
from tougao.archive import messages
from tougao.core import layout
from tougao.core.layout import GUESTBOOK, Edition, ListPage
from tougao.core.messages import problems, typed
from tougao.core.notice import notice, told_by
from tougao.errors import DecisionError
from tougao.newsstand.forms import TOO_MANY, Form

METHODS = ("GET", "HEAD", "POST")


@csrf_exempt  # its own signed token; nobody is signed in here
@require_http_methods(METHODS)
def write(request: HttpRequest, edition: str, article: int | None = None) -> HttpResponse:
    which = Edition(edition)
    form = Form(request, f"message-{article or 0}", "write", which, jobs.clock())
    site = form.site
    title = messages.takes_messages(article) if article is not None else ""
    if title is None or not (site.guestbook.on if article is None else site.guestbook.comments):
        raise Http404
    back = layout.article_path(article, which) if article else layout.list_path(ListPage(GUESTBOOK), which)
    shown: dict[str, object] = {"is_sent": "sent" in request.GET}
    shown |= {"article_title": title, "back": layout.address(back), "heading": site.guestbook.title}
    if request.method != "POST":
        return form.page(shown)
    refused = form.refusal()
    if refused:
        return form.page(shown, {"": refused[1]}, refused[0])
    found = typed(request.POST.get("name", ""), request.POST.get("text", ""))
    wrong = dict(problems(found))
    if wrong:
        return form.page(shown, wrong, 422)
    if not form.is_within("message", site.guestbook.per_hour):
        return form.page(shown, {"": notice(TOO_MANY)}, 429)
    try:
        messages.receive(found, article, form.token.name, form.has_proof(), edition, form.now)
    except DecisionError as trouble:
        return form.page(shown, {"text": told_by(trouble)}, 422)
    return form.onwards(1)
