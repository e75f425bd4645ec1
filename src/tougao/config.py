"""config/tougao.toml → one frozen `Config`, or a ConfigError that names every wrong line at once.

tougao.schema says what may stand in the file. Secrets never stand in it: they come from the environment or from files
that a `…_file` key names.
"""

import hashlib
import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tougao.core import accepted
from tougao.core.cleaned import cleaned
from tougao.core.fixed_pages import fixed_page
from tougao.core.push import Push
from tougao.core.returns import RETURNS
from tougao.core.site import Category, FixedPage, Guestbook, Link, ReturnTemplate, Rights, Site, Upload
from tougao.core.workflow import Reviews, Role
from tougao.errors import ConfigError, DecisionError
from tougao.mailroom.accounts import Account, ImapAccount, MaildirAccount, OAuth2, SmtpAccount
from tougao.mailroom.imap import password_variable
from tougao.mailroom.oauth2 import PROVIDERS
from tougao.schema import SCHEMA, problems

DEFAULT_PATH = Path("config/tougao.toml")
PACKAGE = Path(__file__).resolve().parent
OWN_TEMPLATES = tuple(folder for folder in (PACKAGE / "templates", PACKAGE.parents[1] / "templates") if folder.is_dir())


@dataclass(frozen=True)
class OidcProvider:
    """Another system that says who somebody is (OpenID Connect). `by_email`: may a verified mail address link an editor?"""

    name: str
    title: str
    issuer: str
    client_id: str
    by_email: bool = True
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Postgres:
    """A database on a PostgreSQL server. An empty host is the socket of this machine."""

    name: str
    host: str = ""
    port: int = 5432
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Config:
    """Everything that can be configured, read once and passed down."""

    site: Site
    mailboxes: tuple[Account, ...] = ()
    smtp: SmtpAccount | None = None
    receipts: bool = True
    digest_hours: tuple[int, ...] = (8, 17)
    administrator: str = ""
    alarm_minutes: int = 30
    authserv_ids: tuple[str, ...] = ()
    check_dkim: bool = True
    reads_print_minutes: int = 10
    reads_pages: int = 1000
    compresses: bool = True
    push: Push = Push()
    var: Path = Path("var")
    database: Path = Path("var/tougao.sqlite3")
    postgres: Postgres | None = None  # instead of that file
    templates: tuple[Path, ...] = OWN_TEMPLATES
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    desk_hosts: tuple[str, ...] = ()
    behind_tls: bool = False
    security_contact: str = ""
    second_factor: tuple[Role, ...] = ()
    idle_minutes: int = 720
    session_hours: int = 168
    oidc: tuple[OidcProvider, ...] = ()
    case_editors: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that is configured but the secrets: another one means other settings."""
        told = (replace(self, secret_key=""), asdict(self.site))  # the site tells no page of some of what it holds
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @property
    def database_words(self) -> str:
        """Which database it is, as a person would name it."""
        server = self.postgres
        return f"{server.name} on {server.host or 'this machine'}:{server.port}" if server else str(self.database)


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """Read a configuration file; without one, ./config/tougao.toml where it is there, else our defaults.

    Relative paths in the file start from its folder. Raises ConfigError, which lists every problem with its line.
    """
    if path is None:
        path = DEFAULT_PATH if DEFAULT_PATH.exists() else None
    if path is None:
        return _built(
            {"categories": [{"slug": "news", "name": "新闻"}], "storage": {"var": "var"}}, Path.cwd(), environment
        )
    try:
        source = path.read_text("utf-8")
        found = tomllib.loads(source)
    except OSError as trouble:
        raise ConfigError(
            f"{path} cannot be read: {trouble.strerror}. Name another file with TOUGAO_CONFIG or --config."
        ) from trouble
    except UnicodeDecodeError as trouble:
        raise ConfigError(f"{path} is not UTF-8 text. Save it as UTF-8.") from trouble
    except tomllib.TOMLDecodeError as trouble:
        raise ConfigError(
            f"{path} is not TOML: {trouble}. A text stands in double quotes, a table's name in [brackets]."
        ) from trouble
    wrong = problems(found, path, source)
    if wrong:
        raise ConfigError(*wrong)
    return _built(found, path.resolve().parent, environment)


def _built(found: dict[str, Any], folder: Path, environment: Mapping[str, str]) -> Config:
    def values(table: str, entry: dict[str, Any] | None = None) -> dict[str, Any]:
        given = found.get(table, {}) if entry is None else entry
        return {key: given.get(key, wanted.default) for key, wanted in SCHEMA[table].items()}

    storage, server = values("storage"), values("server")
    var = (folder / storage["var"]).resolve()
    templates = ((folder / storage["templates"]).resolve(), *OWN_TEMPLATES) if storage["templates"] else OWN_TEMPLATES
    wrong: list[str] = []

    def secret(file: str, variable: str) -> str:
        if environment.get(variable):
            return environment[variable]
        if not file:
            return ""
        try:
            return (folder / file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as trouble:
            wrong.append(f"{folder / file} (a file with a secret) cannot be read: {trouble}.")
            return ""

    mailboxes: tuple[Account, ...] = (
        *(_mailbox(values("mailboxes", entry), folder, secret) for entry in found.get("mailboxes", [])),
        *(_maildir(values("maildirs", entry), folder) for entry in found.get("maildirs", [])),
    )
    smtp = None
    if "smtp" in found:
        account = values("smtp")
        password = secret(account.pop("password_file"), "TOUGAO_SMTP_PASSWORD")
        smtp = SmtpAccount(**account, password=password)
    push = values("push")
    baidu_token = secret(push.pop("baidu_token_file"), "TOUGAO_BAIDU_TOKEN")
    letters, reads = values("letters"), values("reads")
    rights = values("rights")
    case_editors = tuple(rights.pop("editors"))
    categories = [(bool(entry.get("hidden")), _category(entry)) for entry in found.get("categories", [])]
    named = Site(
        **values("site"),
        hub=push["hub"],
        indexnow_key=push["indexnow_key"],
        upload=_upload(values("upload"), mailboxes),
        categories=tuple(category for is_hidden, category in categories if not is_hidden),
        hidden_categories=tuple(category for is_hidden, category in categories if is_hidden),
        footer=tuple(Link(entry["title"], entry["url"]) for entry in found.get("footer", [])),
        friends=tuple(Link(entry["title"], entry["url"]) for entry in found.get("friends", [])),
        reviews=Reviews(tuple(map(Role, values("desk")["reviews"])), values("desk")["reviewers_differ"]),
        guestbook=Guestbook(**values("guestbook")),
        rights=Rights(**rights | {"reminders": tuple(rights["reminders"])}),
        pages=_pages(folder / storage["pages"], found.get("pages", []), wrong),
        desk_url=server["desk_url"],
        house_words=_house_words(values("style")),
        returns=tuple(ReturnTemplate(**entry) for entry in found["returns"]) if "returns" in found else RETURNS,
        told=tuple(letters.pop("decisions")),
        counts_reads=reads["count"],
        hot=reads["hot"],
    )
    site = cleaned(named)
    oidc = tuple(_oidc(values("oidc", entry), secret) for entry in found.get("oidc", []))
    accounts = values("accounts")
    key = secret(server["secret_key_file"], "TOUGAO_SECRET_KEY")
    password = secret(storage["database_password_file"], "TOUGAO_DATABASE_PASSWORD")
    postgres = _postgres(storage["database"], password) if storage["database"] else None
    if wrong:
        raise ConfigError(*wrong)
    return Config(
        site=site,
        mailboxes=mailboxes,
        smtp=smtp,
        **letters | {"digest_hours": tuple(sorted(set(letters["digest_hours"])))},
        authserv_ids=tuple(values("senders")["authserv_ids"]),
        check_dkim=values("senders")["check_dkim"],
        reads_print_minutes=reads["print_minutes"],
        reads_pages=reads["pages"],
        compresses=storage["compresses"],
        push=Push(**push, baidu_token=baidu_token),
        var=var,
        database=var / "tougao.sqlite3",
        postgres=postgres,
        templates=templates,
        host=server["host"],
        port=server["port"],
        secret_key=key or _own_secret_key(var),
        desk_hosts=tuple(server["desk_hosts"]),
        behind_tls=server["behind_tls"],
        security_contact=server["security_contact"],
        second_factor=tuple(Role(each) for each in accounts["second_factor"]),
        idle_minutes=accounts["idle_minutes"],
        session_hours=accounts["session_hours"],
        oidc=oidc,
        case_editors=case_editors,
    )


def _postgres(url: str, password: str) -> Postgres:
    parts = urlsplit(url)
    return Postgres(
        parts.path.lstrip("/"), parts.hostname or "", parts.port or 5432, unquote(parts.username or ""), password
    )


def _mailbox(account: dict[str, Any], folder: Path, secret: Callable[[str, str], str]) -> ImapAccount:
    password = secret(account.pop("password_file"), password_variable(account["name"]))
    megabytes = account.pop("max_mail_mb")
    ca_file = account.pop("ca_file")
    oauth2 = _oauth2(account, secret)
    return ImapAccount(
        **account,
        password=password,
        max_mail_bytes=megabytes * 1024 * 1024,
        ca_file=folder / ca_file if ca_file else None,
        oauth2=oauth2,
    )


def _oauth2(account: dict[str, Any], secret: Callable[[str, str], str]) -> OAuth2 | None:
    """Take what concerns OAuth2 out of a mailbox's values; providers with a name bring their addresses along."""
    auth = account.pop("auth")
    given = {
        key: account.pop(key) for key in ("client_id", "client_secret_file", "refresh_token_file", "token_url", "scope")
    }
    if auth == "password":
        return None
    token_url, scope = PROVIDERS.get(auth, ("", ""))
    prefix = password_variable(account["name"]).removesuffix("_PASSWORD")
    return OAuth2(
        client_id=given["client_id"],
        token_url=given["token_url"] or token_url,
        scope=given["scope"] or scope,
        client_secret=secret(given["client_secret_file"], f"{prefix}_CLIENT_SECRET"),
        refresh_token=secret(given["refresh_token_file"], f"{prefix}_REFRESH_TOKEN"),
    )


def _oidc(given: dict[str, Any], secret: Callable[[str, str], str]) -> OidcProvider:
    variable = f"TOUGAO_OIDC_{given['name'].upper().replace('-', '_')}_SECRET"
    client_secret = secret(given.pop("client_secret_file"), variable)
    return OidcProvider(**given | {"issuer": given["issuer"].rstrip("/")}, client_secret=client_secret)


def _maildir(account: dict[str, Any], folder: Path) -> MaildirAccount:
    megabytes = account.pop("max_mail_mb")
    return MaildirAccount(
        **account | {"path": (folder / account["path"]).resolve()}, max_mail_bytes=megabytes * 1024 * 1024
    )


def _upload(given: dict[str, Any], mailboxes: tuple[Account, ...]) -> Upload:
    smallest = min((account.max_mail_bytes for account in mailboxes), default=0)
    return Upload(given.pop("open"), **given, mail_mb=smallest // 1024 // 1024, unopened=accepted.unopened())


def _house_words(style: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return (*style["corrections"].items(), *((word, "") for word in style["check"] if word not in style["corrections"]))


def _category(entry: dict[str, Any]) -> Category:
    return Category(entry["slug"], entry["name"], entry.get("description", ""), tuple(entry.get("keywords", ())))


def _pages(folder: Path, entries: list[dict[str, str]], wrong: list[str]) -> tuple[FixedPage, ...]:
    """Every .md of the pages folder, its file name being its address, and [[pages]], which stand over files of the same name."""
    sources = {}
    for path in sorted(folder.glob("*.md")):
        try:
            sources[path.stem] = (str(path), path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as trouble:
            wrong.append(f"{path} cannot be read as UTF-8 text: {trouble}.")
    sources |= {entry["name"]: ("[[pages]]", entry["source"]) for entry in entries}
    out = []
    for name, (where, source) in sources.items():
        try:
            out.append(fixed_page(name, source))
        except DecisionError as trouble:
            wrong.append(f"{where}: {trouble}")
    return tuple(out)


def _own_secret_key(var: Path) -> str:
    """A key of this installation, made at the first start, readable for its owner alone."""
    path = var / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    try:
        var.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(48)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as trouble:
        raise ConfigError(
            f"{var} cannot be written: {trouble.strerror}. Check storage.var and the rights of the folder."
        ) from trouble
    return key
