"""What was refused stands in the log and in the audit log: who asked, from where, for what. A flood fills neither."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest

from tougao import jobs
from tougao.archive import audit
from tougao.archive.models import EditorRecord
from tougao.breakage import route_of
from tougao.core.audit import Event
from tougao.core.reads import network
from tougao.desk import rates

log = logging.getLogger("tougao.desk")

EVERYBODY = "everybody"
ELSEWHERE = "/desk/…"
RECORDED = (403, 404, 429)


def note(request: HttpRequest, status: int) -> None:
    """One entry, while an address has not been refused too often within the hour, nor all of them together.

    Of what is not there only that is noted which an editor asked of an address of ours: it may be somebody else's. The
    address is told by its route and its numbers, for words in it may be secrets.
    """
    who = request.user if isinstance(request.user, EditorRecord) else None
    found = request.resolver_match
    if status not in RECORDED or (status == 404 and not (who and found)):
        return
    where = network(str(request.META.get("REMOTE_ADDR", "")))
    if not (rates.spend(request, "refused", where) and rates.spend(request, "refused-of-all", EVERYBODY)):
        return
    route = route_of(request, ELSEWHERE)
    numbers = {name: value for name, value in (found.kwargs if found else {}).items() if isinstance(value, int)}
    told: dict[str, str | int] = {"status": status, "method": str(request.method), **numbers}
    log.warning("refused", extra={"who": who.username if who else "", "address": where, "route": route, **told})
    try:
        audit.record(Event.REFUSED, who, jobs.clock(), f"address {route}", told)
    except DatabaseError:
        log.exception("a refusal could not be recorded")
