"""Pushing: what core.push asks for, sent over HTTP. A target that fails is tried again later; the others go on."""

import logging
import urllib.error
import urllib.request
from datetime import datetime, timedelta

from tougao.archive import pushes
from tougao.core.notice import gettext_noop
from tougao.core.push import Push, Request, requests
from tougao.core.site import Site
from tougao.errors import PressError

log = logging.getLogger("tougao.push")

SECONDS = 15
MOST_BYTES = 10_000
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
REFUSED = gettext_noop("{target} did not take the news of changed pages: {trouble}. It is tried again later.")


def push_printed(push: Push, site: Site, now: datetime) -> int:
    """Tell every target that is configured of what was printed since it was last told; how many requests left."""
    sent = 0
    for target in push.targets:
        waiting = pushes.waiting(target, now)
        if waiting is None:
            continue
        try:
            for request in requests(target, push, site, waiting.news):
                _post(target, request)
                sent += 1
        except PressError as trouble:
            pause = min(FIRST_PAUSE * 2**waiting.attempts, LONGEST_PAUSE)
            pushes.failed(target, str(trouble), now + pause)
            log.warning("not pushed", extra={"target": target, "trouble": str(trouble)})
        else:
            pushes.told(target, waiting.last)
            log.info("pushed", extra={"target": target, "changes": len(waiting.news.changed) + len(waiting.news.gone)})
    return sent


def _post(target: str, request: Request) -> None:
    """Raises PressError with what the other side says; no address with a token in it is told."""
    fields = {"Content-Type": request.media_type, "User-Agent": "Tougao"}
    asked = urllib.request.Request(request.url, request.body, fields)  # noqa: S310 - from configuration
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
            answer.read(MOST_BYTES)
    except urllib.error.HTTPError as trouble:
        with trouble:
            said = trouble.read(MOST_BYTES).decode("utf-8", "replace").strip()[:200]
        raise PressError(REFUSED, target=target, trouble=f"HTTP {trouble.code} {said}") from None
    except (OSError, ValueError) as trouble:
        raise PressError(REFUSED, target=target, trouble=type(trouble).__name__) from None
