"""Which rows of the desk are listed, and in what order: as it stands in an address, and as a value."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

E = TypeVar("E", bound=StrEnum)

MAX_WORDS = 200
DAYS = re.compile(r"(\d{1,3})d")


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    SENDER = "sender"


class Side(StrEnum):
    """A filter that asks whether something is so."""

    ANY = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Listing:
    """`view` names a view of archive.queue; `since` is a count of days back ("7d") or empty. Empty values filter nothing."""

    view: str = "new"
    q: str = ""
    category: str = ""
    organisation: str = ""
    verified: Side = Side.ANY
    pictures: Side = Side.ANY
    seen: Side = Side.ANY
    since: str = ""
    sort: Sort = Sort.NEWEST

    @property
    def is_filtered(self) -> bool:
        """Does it leave out anything of its view?"""
        return replace(self, view="new", sort=Sort.NEWEST) != Listing()

    def received_since(self, now: datetime) -> datetime | None:
        found = DAYS.fullmatch(self.since)
        return now - timedelta(days=int(found[1])) if found else None

    @property
    def told(self) -> dict[str, str]:
        """What its address says: all that is not as usual."""
        values = {each.name: (str(getattr(self, each.name)), str(each.default)) for each in fields(self)}
        return {name: value for name, (value, usual) in values.items() if value != usual}

    def address(self, **changes: str) -> str:
        """The query of its address, with `changes` to it or added to it; empty where all is as usual."""
        usual = {each.name: str(each.default) for each in fields(self)}
        told = {name: value for name, value in (self.told | changes).items() if value != usual.get(name, "")}
        return f"?{urlencode(told)}" if told else ""


def listing(given: Mapping[str, str]) -> Listing:
    """The listing an address asks for; what makes no sense in it is left out. `status` is what `view` was called once."""
    words = given.get("q", "")[:MAX_WORDS].strip()
    since = given.get("since", "")
    return Listing(
        view=given.get("view") or given.get("status") or "new",
        q=words,
        category=given.get("category", "")[:64],
        organisation=given.get("organisation", "")[:255],
        verified=_one_of(Side, given.get("verified", "")),
        pictures=_one_of(Side, given.get("pictures", "")),
        seen=_one_of(Side, given.get("seen", "")),
        since=since if DAYS.fullmatch(since) else "",
        sort=_one_of(Sort, given.get("sort", Sort.NEWEST)),
    )


def names_one(given: Mapping[str, str]) -> bool:
    """Does an address say which listing it belongs to?"""
    return any(each.name in given for each in fields(Listing))


def _one_of(enum: type[E], value: str) -> E:
    return enum(value) if value in set(enum) else next(iter(enum))


@dataclass(frozen=True)
class Cursor:
    """A place in a listing: the row that was last, or first, on a page. `sender` counts only where sorted by it."""

    received_at: datetime
    pk: int
    sender: str = ""

    def __str__(self) -> str:
        told = json.dumps([self.received_at.isoformat(), self.pk, self.sender], ensure_ascii=False)
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def cursor(text: str) -> Cursor | None:
    """The place an address names; None when it names none."""
    try:
        moment, pk, sender = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        made = Cursor(datetime.fromisoformat(moment), int(pk), str(sender))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    return made if made.received_at.tzinfo and 0 <= made.pk < 2**63 else None
