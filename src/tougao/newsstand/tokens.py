"""The token of a public form: signed, so that we know when it was given out, for what, and that it is used once.

It stands in place of a cookie: readers have no session that another site could use.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.core.signing import BadSignature, Signer

LEAST_AGE = timedelta(seconds=3)  # nobody reads and fills a form faster
MOST_AGE = timedelta(days=2)  # on the keys of an old phone words take their time, and it may keep a page overnight
SIGNER = Signer(salt="tougao.newsstand.form", sep=".")


class Age(StrEnum):
    """What a token says of its form."""

    RIGHT = "right"
    YOUNG = "young"
    OLD = "old"
    FOREIGN = "foreign"  # not ours, or of another form


@dataclass(frozen=True)
class Token:
    """`name` is the same for the same form sent twice."""

    age: Age
    name: str = ""


def issued(form: str, now: datetime) -> str:
    """A token for the form of this name."""
    return SIGNER.sign(f"{form}.{int(now.timestamp())}.{secrets.token_hex(16)}")


def opened(token: str, form: str, now: datetime) -> Token:
    try:
        name, at, own = SIGNER.unsign(token).split(".")
        age = now - datetime.fromtimestamp(int(at), UTC)
    except (BadSignature, ValueError, OverflowError):
        return Token(Age.FOREIGN)
    if name != form:
        return Token(Age.FOREIGN)
    if age > MOST_AGE:
        return Token(Age.OLD, own)
    return Token(Age.YOUNG if age < LEAST_AGE else Age.RIGHT, own)
