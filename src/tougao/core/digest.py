"""The digest: a letter to an editor of what is new on the desk, as text and as simple HTML, each draft one tap away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tougao.core.characters import line
from tougao.core.letters import CHINESE, ENGLISH, LANGUAGES
from tougao.core.markup import escaped
from tougao.core.site import Site

MOST_LISTED = 40


@dataclass(frozen=True)
class Item:
    """A draft, or a reply to one. `path` is its page on the desk, without a slash at its front."""

    title: str
    sender: str
    at: datetime
    path: str


@dataclass(frozen=True)
class Digest:
    """What came since the last one, newest first, and what waits altogether."""

    drafts: Sequence[Item]
    replies: Sequence[Item] = ()
    waiting: int = 0
    quarantined: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.drafts and not self.replies


@dataclass(frozen=True)
class Wording:
    new: str  # with its count, in the subject
    answered: str
    between: str
    drafts: str
    replies: str
    more: str
    waiting: str
    quarantined: str
    end: str


WORDINGS = {
    CHINESE: Wording(
        new="{count} 篇新稿",
        answered="{count} 封回信",
        between="，",
        drafts="新到稿件",
        replies="投稿人的回信",
        more="……另有 {count} 项，请到编辑台查看。",
        waiting="目前待审稿件共 {count} 篇。",
        quarantined="有 {count} 封来信未能解析，正在隔离。",
        end="打开稿件后需登录才能签发。不想再收到本摘要，请在编辑台的“摘要邮件”中关闭：",
    ),
    ENGLISH: Wording(
        new="new drafts: {count}",
        answered="replies: {count}",
        between=", ",
        drafts="New drafts",
        replies="Replies of contributors",
        more="… and {count} more; see the desk.",
        waiting="Drafts that wait altogether: {count}.",
        quarantined="Mails that could not be read and wait in quarantine: {count}.",
        end="Whoever opens a draft must sign in to approve it. To get no more of these letters, switch them off on the desk:",
    ),
}


COLONS = {CHINESE: "：", ENGLISH: ": "}


def language_of(editors: str) -> str:
    """The language of letters for that of an editor's desk.

    >>> language_of("zh-hans"), language_of("en")
    ('zh', 'en')
    """
    return editors if editors in LANGUAGES else CHINESE


def last_hour(now: datetime, hours: Iterable[int], zone: ZoneInfo) -> datetime | None:
    """The latest moment, in UTC, that was one of these hours of the day in that zone; None without hours."""
    today = now.astimezone(zone).date()
    moments = (
        datetime.combine(day, time(hour), zone).astimezone(UTC)
        for day in (today, today - timedelta(days=1))
        for hour in hours
    )
    return max((moment for moment in moments if moment <= now), default=None)


def written(digest: Digest, site: Site, language: str) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    wording = WORDINGS[language]
    news = [(wording.new, digest.drafts), (wording.answered, digest.replies)]
    told = wording.between.join(words.format(count=len(items)) for words, items in news if items)
    subject = f"{site.name}{COLONS[language]}{told}"
    parts = [(wording.drafts, digest.drafts), (wording.replies, digest.replies)]
    counts = [
        words.format(count=count)
        for words, count in ((wording.waiting, digest.waiting), (wording.quarantined, digest.quarantined))
        if count
    ]
    switch = f"{site.desk}/digest"
    text = "\n".join(
        [
            *(row for title, items in parts if items for row in _text(title, items, wording, site)),
            *counts,
            f"\n{site.desk}/\n\n{wording.end}\n{switch}\n",
        ]
    )
    html = "".join(
        [
            *(_html(title, items, wording, site) for title, items in parts if items),
            *(f"<p>{escaped(row)}</p>" for row in counts),
            f'<p><a href="{_quoted(site.desk)}/">{escaped(site.desk)}/</a></p>',
            f'<p><small>{escaped(wording.end)} <a href="{_quoted(switch)}">{escaped(switch)}</a></small></p>',
        ]
    )
    tag = "zh-CN" if language == CHINESE else "en"
    head = f'<!DOCTYPE html><html lang="{tag}"><head><meta charset="utf-8"><title>{escaped(subject)}</title></head>'
    return line(subject), text, f"{head}<body>{html}</body></html>\n"


def _text(title: str, items: Sequence[Item], wording: Wording, site: Site) -> list[str]:
    rows = [f"{title}\n"]
    for item in items[:MOST_LISTED]:
        rows.append(f"{line(item.title)}\n  {_from(item, site)}\n  {site.desk}/{item.path}\n")
    return [*rows, *_more(items, wording)]


def _html(title: str, items: Sequence[Item], wording: Wording, site: Site) -> str:
    rows = [
        f'<li><a href="{_quoted(site.desk)}/{_quoted(item.path)}">{escaped(line(item.title))}</a><br>'
        f"<small>{escaped(_from(item, site))}</small></li>"
        for item in items[:MOST_LISTED]
    ]
    more = "".join(f"<p>{escaped(row)}</p>" for row in _more(items, wording))
    return f"<h2>{escaped(title)}</h2><ul>{''.join(rows)}</ul>{more}"


def _more(items: Sequence[Item], wording: Wording) -> list[str]:
    return [wording.more.format(count=len(items) - MOST_LISTED)] if len(items) > MOST_LISTED else []


def _from(item: Item, site: Site) -> str:
    return f"{line(item.sender)} · {item.at.astimezone(site.zone):%Y-%m-%d %H:%M}"


def _quoted(words: str) -> str:
    return escaped(words).replace('"', "&quot;")
