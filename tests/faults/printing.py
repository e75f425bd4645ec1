"""Print runs that die by SIGKILL after their nth act on the disk, many from one start; after each the folder is looked at.

python -m tests.faults.printing VAR SCENARIO KILLS SEED     one line of JSON at the end

Scenarios: `change` (articles come, change, move and go on a site that stands), `renew` (everything about the site that is
configured changes), `first` (a site from nothing). An act is half a file written, a whole one, a rename, a removal, a sync, or the note in the
database that orders are done.
"""

import json
import os
import random
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONFIGURATION = """[site]
name = "华夏教育网"
url = "https://news.example.cn"
[storage]
var = "."
[[categories]]
slug = "news"
name = "新闻"
[[categories]]
slug = "campus"
name = "校园"
[[pages]]
name = "rules"
source = "# 投稿须知\\n\\n请用 Word 文件。"
"""
LONG = "<p>" + "十一月二十日，青禾师范学院的春季运动会在东校区体育场开幕。" * 400 + "</p>"
LINK = re.compile(
    r'(?:href|src)="(?:https://news\.example\.cn)?/((?!-/)[^"#]*)"|<loc>https://news\.example\.cn/([^<]*)</loc>|/([a-z0-9/-]+-\d+\.(?:jpg|webp|avif)) \d+w'
)
ROOTS = (
    "index.html",
    "wap/index.html",
    "all/index.html",
    "feed.atom",
    "feed.rss",
    "c/news/index.html",
    "sitemap-1.xml",
    "feeds.opml",
)
SCENARIOS = ("change", "renew", "first")


# -- the site, and what is decided about it


def draft_of(number: int, **fields: Any) -> Any:
    from tougao.archive.models import DraftRecord, SubmissionRecord

    mail = SubmissionRecord.objects.create(
        digest=f"{number:064x}", size=1, received_at=NOON, kept_at=NOON, state="read", message_id=f"<{number}@x>"
    )
    values: dict[str, Any] = {
        "title": f"第{number}篇", "html": f"<p>{number}号稿件的正文。</p>" * 3, "category": ("news", "campus")[number % 2], "source": "华夏教育网",
    }  # fmt: skip
    return DraftRecord.objects.create(submission=mail, received_at=NOON, changed_at=NOON, **(values | fields))


def picture(media: Any, colour: tuple[int, int, int]) -> str:
    import io

    from PIL import Image

    from tougao.core import pictures

    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG")
    made, data = pictures.published(out.getvalue(), "x.jpg")
    media.keep(data, f".{made.extension}")
    return f'<figure><img src="{made.reference}" width="300" height="200" alt="图"></figure>'


def fill(site: Any, media: Any) -> list[Any]:
    from tougao.archive import decisions
    from tougao.core.workflow import Action

    drafts = []
    for number in range(1, 39):
        fields: dict[str, Any] = {}
        if number in (5, 9):
            fields["html"] = picture(media, (number * 9, 90, 90)) + "<p>有图。</p>"
        if number == 7:
            fields["html"] = LONG
        if number % 9 == 0:
            fields["source"] = "青禾师范学院"
        drafts.append(draft_of(number, **fields))
        decisions.decide(drafts[-1].pk, Action.APPROVE, None, NOON + timedelta(minutes=number), site)
    return drafts


def decide(drafts: list[Any], site: Any, media: Any) -> None:
    """Everything that can happen to a site, waiting to be printed in one run."""
    from tougao.archive import decisions
    from tougao.core.workflow import Action

    at = NOON + HOUR
    for number in range(39, 43):  # a permanent page becomes full; a supplier is new
        html = (picture(media, (9, number * 3, 9)) if number == 40 else "") + "<p>新的一篇。</p>"
        draft = draft_of(number, source=("白鹭中学", "华夏教育网")[number % 2], html=html)
        decisions.decide(draft.pk, Action.APPROVE, None, at, site)

    def change(draft: Any, action: Action, **fields: Any) -> None:
        draft.refresh_from_db()
        values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__} | fields
        decisions.save(draft.pk, draft.version, None, at, decisions.DraftFields(**values))
        decisions.decide(draft.pk, action, None, at, site)

    change(drafts[6], Action.CORRECT, html="<p>长文变短。</p>")
    change(drafts[10], Action.CORRECT, html=LONG)
    change(drafts[12], Action.CORRECT, category="news")
    change(drafts[14], Action.CORRECT, source="另一所学校")
    change(drafts[8], Action.CORRECT, html="<p>图片不要了。</p>")
    decisions.decide(drafts[4].pk, Action.WITHDRAW, None, at, site, reason="误发")
    decisions.decide(drafts[36].pk, Action.WITHDRAW, None, at, site, reason="误发")
    decisions.decide(drafts[20].pk, Action.PIN, None, at, site)


def renewed(site: Any) -> Any:
    """The site under a new name, with a category more, one renamed and one hidden, a fixed page more and one fewer."""
    from tougao.core.fixed_pages import fixed_page
    from tougao.core.site import Category, Guestbook

    news, campus = site.categories
    return replace(
        site,
        name="换了名字的站",
        categories=(Category("culture", "文化"), replace(news, name="要闻")),
        hidden_categories=(campus,),
        pages=(fixed_page("staff", "# 编辑部\n\n三个人。"), *site.pages[1:]),
        guestbook=Guestbook(on=True),
        search=False,
        hot=3,
    )


# -- states of the folder and the database


class State:
    """The site's folder and the database, kept as they are and brought back. Nothing is written in place, so links do."""

    KEPT = ("site", "press.fingerprint", "tougao.sqlite3")

    def __init__(self, var: Path, name: str) -> None:
        self.var, self.beside = var, var / "kept" / name

    def keep(self) -> "State":
        from django.db import connections

        connections.close_all()
        self._copy(self.var, self.beside)
        return self

    def bring_back(self) -> None:
        for name in (*self.KEPT, "tougao.sqlite3-wal", "tougao.sqlite3-shm"):
            path = self.var / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        self._copy(self.beside, self.var)

    def _copy(self, source: Path, target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        for name in self.KEPT:
            if (source / name).is_dir():
                shutil.copytree(source / name, target / name, copy_function=os.link)
            elif (source / name).exists():
                shutil.copy2(source / name, target / name)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".printing" not in path.parts
    }


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in (folder / ".printing").glob("*/*")]


def dead_links(files: dict[str, bytes]) -> list[str]:
    """What a reader who starts at the fronts and the feeds is led to and does not find; a notice of absence is found."""
    waiting = [name for name in ROOTS if name in files]
    seen, dead = set(waiting), []
    while waiting:
        name = waiting.pop()
        if not name.endswith((".html", ".atom", ".rss", ".xml", ".opml")):
            continue
        for found in LINK.findall(files[name].decode()):
            path = unquote("".join(found))
            path += "index.html" if path == "" or path.endswith("/") else ""
            if path in seen or path.startswith("desk/"):
                continue
            seen.add(path)
            if path in files:
                waiting.append(path)
            elif f"gone/{path}" not in files:
                dead.append(f"{name} -> {path}")
    return dead


# -- dying


def forked(work: Callable[[], None]) -> int:
    """What `work` ends with, done in a process of its own that shares nothing afterwards."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying(print_run: Callable[[], None], deadly: int, told: Path) -> None:
    """The run, killed after act number `deadly`; without one (0) the acts are written down in `told`."""
    from tougao.archive import pushes
    from tougao.press import files

    acts: list[str] = []

    def act(name: str) -> None:
        acts.append(name)
        if len(acts) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(name: str, whole: Callable[..., Any], which: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            result = whole(*given, **named)
            act(f"{name} {which(*given)}")
            return result

        return done

    def written(path: str, data: bytes) -> None:
        whole(path, data[: len(data) // 2])
        act(f"half {os.path.basename(path).split('-', 2)[-1]}")
        whole(path, data)
        act(f"whole {os.path.basename(path).split('-', 2)[-1]}")

    whole, files._write = files._write, written
    os.replace = after("renamed", os.replace, lambda _, new: Path(new).name)  # type: ignore[assignment]
    os.unlink = after("removed", os.unlink, lambda path: Path(path).name)  # type: ignore[assignment]
    files._settle = after("settled", files._settle, lambda *_: "")
    pushes.printed = after("noted", pushes.printed, lambda *_: "")
    print_run()
    told.write_text(json.dumps(acts))


def kills_of(acts: list[str], kills: int, chance: random.Random) -> Iterator[int]:
    """Which acts to die after, the first and the last among them, and no two on the same file as long as there are others."""
    numbers = list(range(1, len(acts) + 1))
    chance.shuffle(numbers)
    wanted: dict[str, int] = {}
    for number in numbers:
        wanted.setdefault(acts[number - 1].partition(" ")[2] or acts[number - 1], number)
    first = [1, len(acts), *wanted.values()]
    yield from list(dict.fromkeys([*first, *numbers]))[:kills]


def main() -> None:
    var, scenario, kills, chance = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), random.Random(sys.argv[4])
    var.mkdir(parents=True, exist_ok=True)
    (var / "tougao.toml").write_text(CONFIGURATION)
    os.environ["TOUGAO_CONFIG"] = str(var / "tougao.toml")
    from tougao.cli import setup

    setup.django(verbose=False)
    from django.conf import settings
    from django.db import connections

    from tougao import jobs
    from tougao.archive import print_orders
    from tougao.archive.store import Store

    media = Store(settings.MEDIA_STORE)
    drafts = fill(settings.SITE, media)
    press = jobs.press()
    if scenario != "first":
        press.print_ordered(NOON + HOUR)
    if scenario == "change":
        decide(drafts, settings.SITE, media)
    if scenario == "renew":
        press = replace(press, site=renewed(press.site), newest=lambda site: site)
    start = State(var, "start").keep()
    before = tree(press.folder)

    def print_run() -> None:
        press.print_ordered(NOON + 2 * HOUR)

    told = var / "acts.json"
    assert forked(lambda: dying(print_run, 0, told)) == 0
    wanted, acts = tree(press.folder), json.loads(told.read_text())
    assert dead_links(wanted) == [], dead_links(wanted)[:5]
    places = {act.partition(" ")[2] for act in acts} - {""}
    trouble: dict[str, list[str]] = {"dead links": [], "partial": [], "unfinished": []}
    hit: set[str] = set()
    done = 0
    for number in kills_of(acts, kills, chance):
        start.bring_back()
        code = forked(lambda: dying(print_run, number, told))  # noqa: B023
        assert code == -signal.SIGKILL, (code, number, len(acts), acts[number - 3 : number + 1])
        where = f"{number} ({acts[number - 1]})"
        hit.add(acts[number - 1].partition(" ")[2])
        found = tree(press.folder)
        trouble["partial"] += [
            f"{where}: {path}" for path, data in found.items() if data not in (before.get(path), wanted.get(path))
        ]
        trouble["dead links"] += [f"{where}: {link}" for link in dead_links(found)[:3]]
        assert forked(print_run) == 0
        after = tree(press.folder)
        if after != wanted or leftovers(press.folder):
            odd = [path for path in after.keys() | wanted.keys() if after.get(path) != wanted.get(path)]
            trouble["unfinished"].append(f"{where}: {[*odd, *leftovers(press.folder)][:3]}")
        if print_orders.waiting():
            trouble["unfinished"].append(f"{where}: orders are left")
        connections.close_all()
        done += 1
    print(
        json.dumps(
            {"kills": done, "files": len(hit - {""}), "of": len(places), "acts": len(acts), **trouble},
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
