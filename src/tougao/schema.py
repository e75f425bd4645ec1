"""What may stand in the configuration file: one table of keys, and what is wrong with a file that breaks it.

config/tougao.toml documents every key for its users.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tougao.core.reader_settings import COUNTS, REMINDER_DAYS
from tougao.core.workflow import Role
from tougao.keys import (
    SECURITY,
    SLUG_KEY,
    TEXTS,
    Key,
    are_addresses,
    are_days,
    are_hours,
    are_reviews,
    are_roles,
    are_texts,
    are_texts_for_texts,
    count,
    flag,
    is_absolute,
    is_address,
    is_contact,
    is_database,
    is_day,
    is_issuer,
    is_key,
    is_language,
    is_link,
    is_url,
    is_zone,
    one_of,
    some_of,
    text,
)

SCHEMA: dict[str, dict[str, Key]] = {
    "site": {
        "name": text("投稿", required=True),
        "url": Key('an address such as "https://news.example.cn", without a slash at its end', is_url, "http://127.0.0.1:8000"),
        "description": text(),
        "language": Key('a language tag such as "zh-CN" or "en"', is_language, "zh-CN"),
        "time_zone": Key('a time zone such as "Asia/Shanghai"', is_zone, "Asia/Shanghai"),
        "submissions_address": Key("a mail address", is_address, ""),
        "address_shown": one_of("plain", "plain", "words", "form"),
        "rights_notice": text(),
        "disclaimer": text(),
        "icp": text(),
        "police": text(),
        "copyright": text(),
        "authority": text(),
        "minted": Key('a day such as "2026-01-01"', is_day, "2026-01-01"),
        "search": flag(True),
    },
    "categories": {"slug": SLUG_KEY, "name": text(required=True), "description": text(), "keywords": TEXTS, "hidden": flag(False)},
    "footer": {"title": text(required=True), "url": Key('an absolute address, or one that starts with "/"', is_link, "", True)},
    "friends": {"title": text(required=True), "url": Key('an absolute address, or one that starts with "/"', is_link, "", True)},
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
        "sender": Key("a mail address", is_address, "", True),
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
        "digest_hours": Key("a list of whole hours from 0 to 23", are_hours, [8, 17]),
        "administrator": Key("a mail address", is_address, ""),
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
        "corrections": Key('texts for texts: { "wrong" = "right" }', are_texts_for_texts, {}),
        "check": TEXTS,
    },
    "push": {
        "hub": Key("an absolute address", is_absolute, ""),
        "indexnow_key": Key("8 to 128 letters, digits and hyphens", is_key, ""),
        "indexnow_url": Key("an absolute address", is_absolute, "https://api.indexnow.org/indexnow"),
        "baidu_token_file": text(),
        "baidu_url": Key("an absolute address", is_absolute, "http://data.zz.baidu.com/urls"),
    },
    "desk": {
        "reviews": Key('a list of one to three roles, each "editor", "chief" or "administrator"', are_reviews, ["editor"]),
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
        "reminders": Key("a list of whole numbers of days from {} to {}".format(*REMINDER_DAYS), are_days, [7, 1]),
        "editors": Key("a list of mail addresses", are_addresses, []),
        "keep_days": count(*COUNTS["keep_days"], 1095),
    },
    "senders": {"authserv_ids": TEXTS, "check_dkim": flag(True)},
    "storage": {
        "var": text("../var", required=True),
        "pages": text("pages"),
        "templates": text(),
        "compresses": flag(True),
        "database": Key('"" for SQLite, or "postgresql://user@host:port/name" without a password', is_database, ""),
        "database_password_file": text(),
    },
    "server": {
        "host": text("127.0.0.1", required=True),
        "port": count(1, 65535, 8000),
        "desk_hosts": Key("a list of host names", are_texts, []),
        "behind_tls": flag(False),
        "secret_key_file": text(),
        "desk_url": Key('an address such as "https://desk.example.cn", without a slash at its end', lambda v: v == "" or is_url(v), ""),
        "security_contact": Key('an address such as "mailto:security@example.cn" or "https://example.cn/security"', is_contact, ""),
    },
    "accounts": {
        "second_factor": Key("a list of roles out of " + ", ".join(f'"{role}"' for role in Role), are_roles, []),
        "idle_minutes": count(5, 10080, 720),
        "session_hours": count(1, 720, 168),
    },
    "oidc": {
        "name": SLUG_KEY,
        "title": text(required=True),
        "issuer": Key('an address such as "https://sso.example.cn/realms/school"', is_issuer, "", True),
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
