"""The kinds of value that a key of the configuration file may have: what is right, in words and as a check."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tougao.core.reader_settings import REMINDER_DAYS
from tougao.core.workflow import STAGES, Role

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Key:
    """`wants` says in words what is right; `fits` tells whether a value is."""

    wants: str
    fits: Callable[[Any], bool]
    default: Any = None
    required: bool = False


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"https?://[^\s/?#]+", value))


def is_absolute(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"(https?://[^\s]+)?", value))


def is_database(value: Any) -> bool:
    """Without a password: a secret has no place in the file."""
    return isinstance(value, str) and bool(
        re.fullmatch(r"(postgresql://([\w.%-]+@)?([\w.-]+|\[[0-9a-fA-F:]+\])?(:\d{1,5})?/[\w-]+)?", value)
    )


def is_key(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"([A-Za-z0-9-]{8,128})?", value))


def is_zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", value))


def is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value))


def is_language(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", value))


def is_link(value: Any) -> bool:
    return isinstance(value, str) and bool(re.match(r"https?://|/|mailto:", value))


def is_contact(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s]+|tel:[+0-9-]+)?", value)
    )


def is_issuer(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?[^\s?#]*", value)
    )


def are_roles(value: Any) -> bool:
    return isinstance(value, list) and all(each in set(Role) for each in value)


def are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def are_reviews(value: Any) -> bool:
    return are_roles(value) and 1 <= len(value) <= len(STAGES)


def are_texts_for_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(key.strip() and isinstance(each, str) for key, each in value.items())


def _are_some_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(each in words for each in value)


def are_hours(value: Any) -> bool:
    return isinstance(value, list) and all(_is_count(0, 23)(each) for each in value)


def are_days(value: Any) -> bool:
    return isinstance(value, list) and all(_is_count(*REMINDER_DAYS)(each) for each in value)


def are_addresses(value: Any) -> bool:
    return isinstance(value, list) and all(is_address(each) for each in value)


def text(default: str = "", required: bool = False) -> Key:
    return Key(
        "a text in quotes", lambda value: _is_text(value) and (bool(value.strip()) or not required), default, required
    )


def count(low: int, high: int, default: int) -> Key:
    return Key(f"a whole number from {low} to {high}", _is_count(low, high), default)


def flag(default: bool) -> Key:
    return Key("true or false", lambda value: isinstance(value, bool), default)


def one_of(default: str, *choices: str) -> Key:
    return Key("one of " + ", ".join(f'"{choice}"' for choice in choices), lambda value: value in choices, default)


def some_of(default: list[str], *choices: str) -> Key:
    return Key("a list of some of " + ", ".join(f'"{choice}"' for choice in choices), _are_some_of(*choices), default)


SLUG_KEY = Key(
    "lower-case letters, digits and hyphens, as it stands in addresses",
    lambda v: _is_text(v) and bool(SLUG.fullmatch(v)),
    "",
    True,
)
TEXTS = Key("a list of texts", are_texts, [])
SECURITY = one_of("tls", "tls", "starttls", "none")
