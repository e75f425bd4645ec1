"""Hours as browsers ask for them (datetime-local), in the site's time zone."""

from datetime import UTC, datetime

from django.conf import settings

from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

NOT_AN_HOUR = gettext_noop("“{words}” is no date and time. Write it like 2026-12-01T08:30.")


def hour(words: str) -> datetime | None:
    """None for no words. Raises DecisionError for words that are no hour."""
    if not words.strip():
        return None
    try:
        local = datetime.fromisoformat(words.strip())
    except ValueError as trouble:
        raise DecisionError(NOT_AN_HOUR, words=words[:40]) from trouble
    return local.replace(second=0, microsecond=0, tzinfo=local.tzinfo or settings.SITE.zone).astimezone(UTC)


def as_input(moment: datetime | str | None) -> str:
    """What an `<input type="datetime-local">` shows."""
    if isinstance(moment, datetime):
        return f"{moment.astimezone(settings.SITE.zone):%Y-%m-%dT%H:%M}"
    return moment or ""


def hour_or_none(words: str) -> datetime | None:
    """As `hour`; None for what is none."""
    try:
        return hour(words)
    except DecisionError:
        return None
