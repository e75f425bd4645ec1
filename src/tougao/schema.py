"""What may stand in the configuration file: one table of keys, and what is wrong with a file that breaks it.

config/tougao.toml documents every key for its users.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tougao.core.reader_settings import COUNTS, REMINDER_DAYS
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


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"https?://[^\s/?#]+", value))


def _is_absolute(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"(https?://[^\s]+)?", value))


def _is_database(value: Any) -> bool:
    """Without a password: a secret has no place in the file."""
    return isinstance(value, str) and bool(
        re.fullmatch(r"(postgresql://([\w.%-]+@)?([\w.-]+|\[[0-9a-fA-F:]+\])?(:\d{1,5})?/[\w-]+)?", value)
    )


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"([A-Za-z0-9-]{8,128})?", value))


def _is_zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", value))


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value))


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", value))


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and bool(re.match(r"https?://|/|mailto:", value))


def _is_contact(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s]+|tel:[+0-9-]+)?", value)
    )


def _is_issuer(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?[^\s?#]*", value)
    )


def _are_roles(value: Any) -> bool:
    return isinstance(value, list) and all(each in set(Role) for each in value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _are_reviews(value: Any) -> bool:
    return _are_roles(value) and 1 <= len(value) <= len(STAGES)


def _are_texts_for_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(key.strip() and isinstance(each, str) for key, each in value.items())


def _are_some_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(each in words for each in value)


def _are_hours(value: Any) -> bool:
    return isinstance(value, list) and all(_is_count(0, 23)(each) for each in value)


def _are_days(value: Any) -> bool:
    return isinstance(value, list) and all(_is_count(*REMINDER_DAYS)(each) for each in value)


def _are_addresses(value: Any) -> bool:
    return isinstance(value, list) and all(_is_address(each) for each in value)


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
TEXTS = Key("a list of texts", _are_texts, [])
SECURITY = one_of("tls", "tls", "starttls", "none")

SCHEMA: dict[str, dict[str, Key]] = {
    "site": {
        "name": text("投稿", required=True),
        "url": Key('an address such as "https://news.example.cn", without a slash at its end', _is_url, "http://127.0.0.1:8000"),
        "description": text(),
        "language": Key('a language tag such as "zh-CN" or "en"', _is_language, "zh-CN"),
        "time_zone": Key('a time zone such as "Asia/Shanghai"', _is_zone, "Asia/Shanghai"),
        "submissions_address": Key("a mail address", _is_address, ""),
        "address_shown": one_of("plain", "plain", "words", "form"),
        "rights_notice": text(),
        "disclaimer": text(),
        "icp": text(),
        "police": text(),
        "copyright": text(),
        "authority": text(),
        "minted": Key('a day such as "2026-01-01"', _is_day, "2026-01-01"),
        "search": flag(True),
    },
    "categories": {"slug": SLUG_KEY, "name": text(required=True), "description": text(), "keywords": TEXTS, "hidden": flag(False)},
    "footer": {"title": text(required=True), "url": Key('an absolute address, or one that starts with "/"', _is_link, "", True)},
    "friends": {"title": text(required=True), "url": Key('an absolute address, or one that starts with "/"', _is_link, "", True)},
    "pages": {"name": SLUG_KEY, "source": text(required=True)},
    "returns": {"title": text(required=True), "chinese": text(required=True), "english": text(required=True)},
    "mailboxes": {
        "name": SLUG_KEY,
        "host": text(required=True),
        "user": text(required=True),
        "password_file": text(),
        "port": count(1, 65535, 993),
        "security": SECURITY,
        "folder": text("INBOX", required=True),
        "filed_folder": text("Tougao/已收"),
        "refused_folder": text("Tougao/拒收"),
        "poll_seconds": count(5, 86400, 60),
        "idle": flag(True),
        "max_mail_mb": count(1, 1024, 60),
        "timeout_seconds": count(5, 600, 60),
        "ca_file": text(),
        "auth": one_of("password", "password", "google", "microsoft", "oauth2"),
        "client_id": text(),
        "client_secret_file": text(),
        "refresh_token_file": text(),
        "token_url": text(),
        "scope": text(),
    },
    "maildirs": {
        "name": SLUG_KEY,
        "path": text(required=True),
        "filed_folder": text("Tougao/已收"),
        "refused_folder": text("Tougao/拒收"),
        "poll_seconds": count(1, 86400, 5),
        "max_mail_mb": count(1, 1024, 60),
    },
    "smtp": {
        "sender": Key("a mail address", _is_address, "", True),
        "sender_name": text(),
        "host": text(required=True),
        "port": count(1, 65535, 465),
        "user": text(),
        "password_file": text(),
        "security": SECURITY,
        "timeout_seconds": count(5, 600, 30),
    },
    "letters": {
        "receipts": flag(True),
        "decisions": some_of(["approved", "returned"], "approved", "returned", "withdrawn"),
        "digest_hours": Key("a list of whole hours from 0 to 23", _are_hours, [8, 17]),
        "administrator": Key("a mail address", _is_address, ""),
        "alarm_minutes": count(1, 10080, 30),
    },
    "reads": {
        "count": flag(True),
        "print_minutes": count(1, 1440, 10),
        "pages": count(1, 1_000_000, 1000),
        "hot": count(0, 50, 10),
    },
    "upload": {"open": flag(True), "files": count(1, 50, 10), "mb": count(1, 500, 40), "per_hour": count(1, 1000, 20)},
    "style": {
        "corrections": Key('texts for texts: { "wrong" = "right" }', _are_texts_for_texts, {}),
        "check": TEXTS,
    },
    "push": {
        "hub": Key("an absolute address", _is_absolute, ""),
        "indexnow_key": Key("8 to 128 letters, digits and hyphens", _is_key, ""),
        "indexnow_url": Key("an absolute address", _is_absolute, "https://api.indexnow.org/indexnow"),
        "baidu_token_file": text(),
        "baidu_url": Key("an absolute address", _is_absolute, "http://data.zz.baidu.com/urls"),
    },
    "desk": {
        "reviews": Key('a list of one to three roles, each "editor", "chief" or "administrator"', _are_reviews, ["editor"]),
        "reviewers_differ": flag(True),
    },
    "guestbook": {
        "on": flag(False),
        "comments": flag(False),
        "title": text("留言本", required=True),
        "proof_bits": count(*COUNTS["proof_bits"], 15),
        "per_hour": count(*COUNTS["per_hour"], 6),
    },
    "rights": {
        "on": flag(False),
        "title": text("权利声明", required=True),
        "days": count(*COUNTS["days"], 30),
        "reminders": Key("a list of whole numbers of days from {} to {}".format(*REMINDER_DAYS), _are_days, [7, 1]),
        "editors": Key("a list of mail addresses", _are_addresses, []),
        "keep_days": count(*COUNTS["keep_days"], 1095),
    },
    "senders": {"authserv_ids": TEXTS, "check_dkim": flag(True)},
    "storage": {
        "var": text("../var", required=True),
        "pages": text("pages"),
        "templates": text(),
        "compresses": flag(True),
        "database": Key('"" for SQLite, or "postgresql://user@host:port/name" without a password', _is_database, ""),
        "database_password_file": text(),
    },
    "server": {
        "host": text("127.0.0.1", required=True),
        "port": count(1, 65535, 8000),
        "desk_hosts": Key("a list of host names", _are_texts, []),
        "behind_tls": flag(False),
        "secret_key_file": text(),
        "desk_url": Key('an address such as "https://desk.example.cn", without a slash at its end', lambda v: v == "" or _is_url(v), ""),
        "security_contact": Key('an address such as "mailto:security@example.cn" or "https://example.cn/security"', _is_contact, ""),
    },
    "accounts": {
        "second_factor": Key("a list of roles out of " + ", ".join(f'"{role}"' for role in Role), _are_roles, []),
        "idle_minutes": count(5, 10080, 720),
        "session_hours": count(1, 720, 168),
    },
    "oidc": {
        "name": SLUG_KEY,
        "title": text(required=True),
        "issuer": Key('an address such as "https://sso.example.cn/realms/school"', _is_issuer, "", True),
        "client_id": text(required=True),
        "client_secret_file": text(),
        "by_email": flag(True),
    },
}  # fmt: skip
LISTS = ("categories", "footer", "friends", "pages", "returns", "mailboxes", "maildirs", "oidc")
SECRET_KEYS = ("password", "client_secret", "refresh_token", "secret_key", "authorization_code")


class Lines:
    """Where each key stands: tomllib does not tell."""

    def __init__(self, source: str) -> None:
        self.at: dict[tuple[str, int, str], int] = {}
        table, entry = "", 0
        seen: dict[str, int] = {}
        for number, row in enumerate(source.split("\n"), 1):
            header = re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", row)
            key = re.match(r"\s*([\w-]+|\"[^\"]+\")\s*=", row)
            if header:
                table = header[2]
                entry = seen.get(table, -1) + 1 if header[1] == "[[" else 0
                seen[table] = entry
                self.at.setdefault((table, entry, ""), number)
            elif key:
                self.at.setdefault((table, entry, key[1].strip('"')), number)

    def of(self, table: str, entry: int, key: str = "") -> int:
        return self.at.get((table, entry, key)) or self.at.get((table, entry, "")) or 1


def problems(found: dict[str, Any], path: Path, source: str) -> list[str]:
    """Everything that is wrong with a parsed file, by line: what, where, and what would be right."""
    lines = Lines(source)
    out: list[tuple[int, str]] = []
    for table, value in found.items():
        if table not in SCHEMA:
            line = lines.of(table, 0) if isinstance(value, dict | list) else lines.of("", 0, table)
            out.append((line, f"there is no table [{table}]{_meant(table, SCHEMA)}. There are: {', '.join(SCHEMA)}."))
            continue
        entries = value if table in LISTS else [value]
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            brackets = f"[[{table}]]" if table in LISTS else f"[{table}]"
            out.append((lines.of(table, 0), f"{table} must be written as {brackets} with its keys below."))
            continue
        for number, entry in enumerate(entries):
            out += [(lines.of(table, number, key), said) for key, said in _entry_problems(table, entry)]
    out += _double_names(found, lines)
    return [f"{path} line {line}: {said}" for line, said in sorted(out)]


def _entry_problems(table: str, entry: dict[str, Any]) -> list[tuple[str, str]]:
    schema = SCHEMA[table]
    out = []
    for key, value in entry.items():
        if key in SECRET_KEYS:
            out.append(
                (
                    key,
                    f"{table}.{key}: a secret must not stand in this file. Use {key}_file, or the environment (docs/operating.md).",
                )
            )
        elif key not in schema:
            out.append((key, f"there is no key {table}.{key}{_meant(key, schema)}. There are: {', '.join(schema)}."))
        elif not schema[key].fits(value):
            out.append((key, f"{table}.{key} is {_shown(value)}; it must be {schema[key].wants}."))
    missing = [key for key, wanted in schema.items() if wanted.required and key not in entry and not wanted.default]
    return out + [("", f"{table}.{key} is missing; it must be {schema[key].wants}.") for key in missing]


def _double_names(found: dict[str, Any], lines: Lines) -> list[tuple[int, str]]:
    out = []
    for table, key in (
        ("categories", "slug"),
        ("pages", "name"),
        ("mailboxes", "name"),
        ("maildirs", "name"),
        ("oidc", "name"),
    ):
        seen: set[str] = set()
        entries = found.get(table, [])
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            name = entry.get(key) if isinstance(entry, dict) else None
            if isinstance(name, str) and name in seen:
                out.append(
                    (
                        lines.of(table, number, key),
                        f'{table}.{key} "{name}" stands twice; each must have a name of its own.',
                    )
                )
            seen.add(str(name))
    return out


def _meant(word: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(word, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
