"""config/tougao.toml → one frozen `Config`."""

from dataclasses import dataclass
from pathlib import Path

from tougao.core.site import Category, Site
from tougao.mailroom.accounts import ImapAccount, SmtpAccount


@dataclass(frozen=True)
class Config:
    """Everything that can be configured, read once and passed down."""

    site: Site
    mailboxes: tuple[ImapAccount, ...] = ()
    smtp: SmtpAccount | None = None
    receipts: bool = True
    var: Path = Path("var")
    database: Path = Path("var/tougao.sqlite3")
    templates: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    desk_hosts: tuple[str, ...] = ()
    behind_tls: bool = False


def load(path: Path | None = None) -> Config:
    return Config(site=Site(name="华夏教育网", url="http://127.0.0.1:8000", categories=(Category("news", "教育新闻"),)))
