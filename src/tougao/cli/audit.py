"""tougao audit verify, export"""

import argparse
import sys
from datetime import datetime, timedelta

from django.conf import settings

from tougao import jobs
from tougao.archive import audit as log
from tougao.archive.audit import Wanted
from tougao.core import audit as core
from tougao.core.audit import Event
from tougao.errors import ConfigError, TougaoError


def audit(given: argparse.Namespace) -> int:
    if given.deed == "verify":
        return _verify(given)
    written = core.as_csv if given.csv else core.as_json_lines
    wanted = Wanted(since=_day(given.since), before=_day(given.until, timedelta(days=1)))
    entries = log.exported(wanted)
    log.record(Event.EXPORTED, None, jobs.clock(), "audit log", {"form": "csv" if given.csv else "jsonl"})
    sys.stdout.writelines(written(entries))
    return 0


def _verify(given: argparse.Namespace) -> int:
    """Every entry, the chain between them, the end, and a head noted earlier. Raises TougaoError with what does not hold."""
    number, digest = log.head()
    found = log.breaks(_head(given.head))
    if found:
        rows = "\n".join(f"entry {each.number}: {each.why}" for each in found[:20])
        more = f"\nand {len(found) - 20} more" if len(found) > 20 else ""
        raise TougaoError("The audit log does not hold:\n{rows}{more}", rows=rows, more=more)
    print(f"{number} entries, each chained to the one before. Note this head elsewhere to check against it later:")
    print(f"{number}:{digest}")
    return 0


def _head(text: str) -> tuple[int, str] | None:
    number, _colon, digest = text.partition(":")
    if not text:
        return None
    if not number.isdecimal() or len(digest) != 64:
        raise ConfigError(f"{text} is no head; it is NUMBER:DIGEST, as `tougao audit verify` prints it.")
    return int(number), digest


def _day(text: str, more: timedelta = timedelta()) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=settings.SITE.zone) + more
    except ValueError:
        raise ConfigError(f"{text} is no day; write it as 2026-11-23.") from None
