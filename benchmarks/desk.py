"""How fast the desk is with many submissions: server time, statements and weight of its pages, and an editor's keys and seconds.

    .venv/bin/python benchmarks/desk.py [--submissions 1000 100000] [--rounds 20] [--without-browser] [--json]

Pages are asked of Django in this process (no network), each `--rounds` times; the figures are the median and the 95th
percentile, and the median of the processor's time, which a busy machine changes little. `growth` is the worst of (cpu_ms at the largest size / cpu_ms at the smallest) over all pages, when two sizes are given.
The browser approves ten clean drafts by keyboard alone, opened one by one, in a real Chromium.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import gzip
import io
import json
import os
import random
import re
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
VAR = Path(os.environ.get("TOUGAO_BENCH_VAR") or tempfile.mkdtemp(prefix="tougao-bench-"))
SLUGS = ("news", "campus", "higher", "schools")
DATABASE = os.environ.get("TOUGAO_BENCH_DATABASE", "")
(VAR / "tougao.toml").write_text(
    f'[site]\nname = "华夏教育网"\nurl = "https://news.example.cn"\n[storage]\nvar = "."\ndatabase = "{DATABASE}"\n'
    + "".join(f'[[categories]]\nslug = "{slug}"\nname = "{slug}"\n' for slug in SLUGS)
)
os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")

from tougao.cli import setup

setup.django(verbose=False)

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.mails.stories import STORIES

from tougao.archive import search
from tougao.archive.models import (
    ArticleRecord,
    AttachmentRecord,
    DecisionRecord,
    DraftRecord,
    EditorRecord,
    LikenessRecord,
    ListRecord,
    PictureRecord,
    SubmissionRecord,
)
from tougao.archive.rows.queue import PresenceRecord, TextRecord, WordsRecord
from tougao.archive.store import Store
from tougao.archive.texts import Text
from tougao.core.query import Findable

NOON = datetime.now(UTC).replace(microsecond=0)
# Of a hundred mails: ninety hold a draft, nine none, one could not be read. Of the drafts, this many stand in each status.
SHARES = (("published", 70), ("spiked", 15), ("returned", 10), ("withdrawn", 2), ("new", 3))
STATUSES = [status for status, share in SHARES for _ in range(share)]
BATCH = 2000
PASSWORD = "春江潮水连海平"
SURNAMES, NAMES = "林赵钱孙李周吴郑王方", "晓禾蕊小语明华建国芳"
WORDS = sorted(
    {
        row[at : at + 4]
        for story in STORIES
        for row in story.paragraphs
        for at in range(0, len(row) - 3, 4)
    }
)  # fmt: skip
RARE = "落日熔金暮云合璧"  # stands in one text of a thousand


def text(chance: random.Random, rows: int) -> str:
    """About 24 characters a row, in the words of school news."""
    return "，".join("".join(chance.choices(WORDS, k=5)) + str(chance.randrange(1000)) for _ in range(rows)) + "。"


def fill(size: int) -> None:
    """`size` mails with what became of them, straight into the rows; the newest are the last."""
    chance = random.Random(1)
    lin = EditorRecord.objects.create_user(username="lin", password=PASSWORD, role="chief")
    zhao = EditorRecord.objects.create_user(username="zhao", password=PASSWORD)
    numbers = 0
    photo = io.BytesIO()
    Image.new("RGB", (640, 480), "steelblue").save(photo, "JPEG")
    picture = Store(settings.MEDIA_STORE).keep(photo.getvalue(), ".jpg")
    for start in range(1, size + 1, BATCH):
        keys = range(start, min(start + BATCH, size + 1))
        mails, drafts, articles, decisions, pictures, files, likenesses, present, texts = ([] for _ in range(9))
        for key in keys:
            at = NOON - timedelta(minutes=size - key)
            state = "quarantined" if key % 100 == 99 else "read"
            has_draft = key % 100 < 90
            name = chance.choice(SURNAMES) + "".join(chance.choices(NAMES, k=2))
            school = f"第{chance.randrange(400)}职业学院"
            address = f"{chance.randrange(3000)}@school.example"
            mails.append(
                SubmissionRecord(
                    pk=key, digest=f"{key:064x}", size=2000, received_at=at, kept_at=at, read_at=at, state=state,
                    kind="submission" if has_draft else "auto-reply", sender_name=name, sender_address=address, organisation=school,
                    subject=f"投稿{key}", verdict="verified" if key % 3 else "unverified", trouble="ValueError: x" if state == "quarantined" else "",
                )
            )  # fmt: skip
            texts.append(
                Text(
                    kind=Findable.MAIL,
                    object_id=key,
                    at=at,
                    title=f"投稿{key}",
                    people=f"{name}\n{address}\n{school}",
                    body="各位老师：" + text(chance, 4),
                )
            )
            if not has_draft:
                continue
            body = text(chance, 34) + (RARE if key % 1000 == 7 else "")
            status = "new" if key > size - size // 50 else chance.choice(STATUSES)
            category = chance.choice(SLUGS)
            title = f"{school}：{chance.choice(WORDS)}{chance.choice(WORDS)}{key}"
            drafts.append(
                DraftRecord(pk=key, submission_id=key, status=status, title=title, byline=name, source=school, category=category,
                            html=f"<p>{body}</p>", received_at=at, changed_at=at, sender=name)
            )  # fmt: skip
            texts.append(
                Text(
                    kind=Findable.DRAFT,
                    object_id=key,
                    at=at,
                    category=category,
                    title=title,
                    people=f"{name}\n{school}",
                    body=body,
                )
            )
            if key % 2:
                pictures.append(
                    PictureRecord(
                        draft_id=key, position=0, sha256=picture, extension="jpg", name="x", width=9, height=9, size=9
                    )
                )
                files.append(
                    AttachmentRecord(
                        submission_id=key,
                        position=0,
                        name="x.jpg",
                        media_type="image/jpeg",
                        size=9,
                        sha256="a",
                        role="image",
                    )
                )
            if key % 50 == 3 and key > 60:
                likenesses.append(LikenessRecord(draft_id=key, earlier_id=key - 50, share=0.8, same_sender=True))
            if status == "new" and key % 10 == 0:
                present.append(PresenceRecord(draft_id=key, editor=lin, touched_at=at))
            if status != "new":
                action = {"published": "approve", "spiked": "spike", "returned": "return", "withdrawn": "withdraw"}[
                    status
                ]
                decisions.append(
                    DecisionRecord(
                        draft_id=key,
                        action=action,
                        editor=chance.choice((lin, zhao)),
                        decided_at=at,
                        from_status="new",
                        to_status=status,
                    )
                )
                present.append(PresenceRecord(draft_id=key, editor=lin, touched_at=at))
            if status in ("published", "withdrawn"):
                numbers += 1
                gone = at if status == "withdrawn" else None
                articles.append(
                    ArticleRecord(draft_id=key, number=numbers, entry_id=f"tag:x,2026:{numbers}", title=title, byline=name, html=f"<p>{body}</p>",
                                  category=category, ordinal=numbers, published_at=at, updated_at=at, withdrawn_at=gone)
                )  # fmt: skip
        for model, rows in (
            (SubmissionRecord, mails), (DraftRecord, drafts), (ArticleRecord, articles), (DecisionRecord, decisions), (PictureRecord, pictures),
            (AttachmentRecord, files), (LikenessRecord, likenesses), (PresenceRecord, present),
        ):  # fmt: skip
            model.objects.bulk_create(rows)
        for record in ArticleRecord.objects.filter(draft__in=[draft.pk for draft in drafts]):
            texts.append(Text(kind=Findable.ARTICLE, object_id=record.pk, at=record.published_at, category=record.category,
                                    is_public=record.withdrawn_at is None, title=record.title, people=record.byline, body=record.html[3:-4]))  # fmt: skip
        index(texts)
    ListRecord.objects.bulk_create(ListRecord(slug=slug, last=numbers) for slug in ("", *SLUGS))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('draft', 'id'), max(id)) FROM draft")
            cursor.execute("SELECT setval(pg_get_serial_sequence('submission', 'id'), max(id)) FROM submission")
            cursor.execute("VACUUM ANALYZE")


def index(texts: list[Text]) -> None:
    """As archive.search.index does, many at once."""
    engine = search.ENGINES[connection.vendor]
    with transaction.atomic():
        records = TextRecord.objects.bulk_create(
            TextRecord(
                kind=each.kind, object_id=each.object_id, at=each.at, category=each.category, is_public=each.is_public
            )
            for each in texts
        )
        WordsRecord.objects.bulk_create(
            WordsRecord(text=record, title=each.title, people=each.people, body=each.body)
            for record, each in zip(records, texts, strict=True)
        )
        for record, each in zip(records, texts, strict=True):
            engine.put(record.pk, each.kind, (each.title, each.people, each.body))


def pages(client: Client, size: int) -> dict[str, str]:
    """What is asked, by name. The place deep in a view is taken from the page itself."""
    middle = DraftRecord.objects.filter(status="published", pk__gte=size // 2).order_by("pk").first()
    from tougao.core.listing import Cursor

    deep = Cursor(middle.received_at, middle.pk, middle.sender)
    new = DraftRecord.objects.filter(status="new").order_by("-pk")[1]
    first = client.get("/desk/").content.decode()
    live = re.search(r'data-live="([^"]+)"', first)[1].replace("&amp;", "&")
    rows = ",".join(re.findall(r'data-id="(\d+)"', first))
    return {
        "queue: new": "/desk/",
        "queue: mine": "/desk/?view=mine",
        "queue: published": "/desk/?view=published",
        "queue: published, half way down": f"/desk/?view=published&after={deep}",
        "queue: published, by sender, half way down": f"/desk/?view=published&sort=sender&after={deep}",
        "queue: published, oldest first": "/desk/?view=published&sort=oldest",
        "queue: published, of a school": "/desk/?view=published&organisation=第7职业学院",
        "queue: published, nothing fits": "/desk/?view=published&organisation=无&pictures=yes",
        "queue: published, seen before, no pictures, a category": "/desk/?view=published&seen=yes&pictures=no&category=campus",
        "queue: published, searched, rare": f"/desk/?view=published&q={RARE[:4]}",
        "queue: published, searched, in every text": "/desk/?view=published&q=学院",
        "queue: without a draft": "/desk/?view=without-draft",
        "queue: quarantined": "/desk/?view=quarantined",
        "mails": "/desk/submissions/",
        "draft": f"/desk/drafts/{new.pk}/",
        "draft in a listing": f"/desk/drafts/{new.pk}/?category=news&q=学院",
        "look": f"/desk/drafts/{new.pk}/peek",
        "live: something": f"{live}&rows={rows}",
        "live: nothing (304)": f"{live}&rows={rows}#304",
        "search: rare": f"/desk/search?q={RARE[2:6]}",
        "search: two characters, in every text": "/desk/search?q=学院",
        "search: one character": "/desk/search?q=学",
        "search: a phrase and a word": "/desk/search?q=“职业学院” 运动",
        "search: without a word": "/desk/search?q=学院 -运动",
        "search: sender, category, month": f"/desk/search?q=from:第7职业学院 category:campus date:{NOON:%Y-%m}",
    }


def asked(client: Client, address: str, rounds: int) -> dict[str, float | int]:
    """Server time in milliseconds, statements, and weight in bytes, packed as a web server would."""
    address, _sharp, wants = address.partition("#")
    cache.clear()  # where it is counted how often somebody asks
    headers = {"If-None-Match": client.get(address)["ETag"]} if wants else {}
    took, worked = [], []
    for _ in range(rounds):
        began, began_work = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=headers)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - began_work) * 1000)
    assert answer.status_code == int(wants or 200), (address, answer.status_code)
    cache.clear()
    with CaptureQueriesContext(connection) as statements:
        again = client.get(address, headers=headers)
    assert again.status_code == answer.status_code
    return {
        "median_ms": round(median(took), 1),
        "p95_ms": round(sorted(took)[int(len(took) * 0.95) - 1], 1),
        "cpu_ms": round(median(worked), 1),
        "queries": len(statements),
        "bytes": len(answer.content),
        "packed_bytes": len(gzip.compress(answer.content, 6)),
    }


def in_the_browser() -> dict[str, float | int]:
    """Ten clean drafts approved by keyboard: Enter, then a for each. Every one is opened and drawn before its key."""
    from tests.support.seats import Seat, browser, served

    for draft in DraftRecord.objects.filter(status="new").select_related("submission").order_by("-received_at")[:12]:
        raw = f"From: {draft.submission.sender_address}\nSubject: {draft.title}\n\n{draft.title}\n".encode()
        kept = Store(settings.MAIL_STORE).keep(raw, ".eml")
        SubmissionRecord.objects.filter(pk=draft.submission_id).update(digest=kept)
    before = ArticleRecord.objects.count()
    with browser() as chromium, served(settings.SITE_FOLDER) as address:
        lin = Seat(chromium, address, "lin")
        lin.page.wait_for_selector(".queue > li")
        keys, began = 1, time.perf_counter()
        lin.press("Enter")
        lin.page.wait_for_selector("#draft")
        for _ in range(10):
            shown = lin.page.url
            lin.press("a")
            keys += 1
            lin.page.wait_for_url(lambda url, shown=shown: url != shown)
            lin.page.wait_for_selector("#draft .deeds")
        seconds = time.perf_counter() - began
        lin.context.close()
    approved = ArticleRecord.objects.count() - before
    assert approved == 10, approved
    return {"approved": approved, "keystrokes": keys, "seconds": round(seconds, 2)}


def measured(size: int, rounds: int, with_browser: bool) -> dict[str, object]:
    began = time.perf_counter()
    if not SubmissionRecord.objects.exists():
        fill(size)
    filled = time.perf_counter() - began
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    client = Client()
    client.force_login(
        EditorRecord.objects.get(username="lin"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    found = {}
    for name, address in pages(client, size).items():
        found[name] = asked(client, address, rounds)
        print(
            f"{size:>7} {name:<56} {found[name]['median_ms']:>7} ms, p95 {found[name]['p95_ms']:>7}, cpu {found[name]['cpu_ms']:>7}; {found[name]['queries']:>3} statements; {found[name]['bytes'] / 1000:.0f} kB ({found[name]['packed_bytes'] / 1000:.0f} packed)",
            flush=True,
        )
    texts = TextRecord.objects.count()
    print(f"{size:>7} {texts} texts indexed, filled in {filled:.0f} s")
    out: dict[str, object] = {"submissions": size, "texts": texts, "pages": found}
    if with_browser:
        out["ten_by_keyboard"] = in_the_browser()
        print(f"{size:>7} ten clean drafts by keyboard: {out['ten_by_keyboard']}")
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--without-browser", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if len(given.submissions) == 1:
        found = measured(given.submissions[0], given.rounds, not given.without_browser)
        if given.json:
            print(json.dumps(found, ensure_ascii=False))
        return
    runs = []
    for size in sorted(given.submissions):
        command = [sys.executable, __file__, "--submissions", str(size), "--rounds", str(given.rounds), "--json"]
        done = subprocess.run(
            [*command, *(["--without-browser"] if given.without_browser else [])],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        *told, last = done.stdout.splitlines()
        print("\n".join(told), flush=True)
        runs.append(json.loads(last))
    few, many = runs[0]["pages"], runs[-1]["pages"]
    growth = {name: many[name]["cpu_ms"] / few[name]["cpu_ms"] for name in many}
    queries = {
        name: (few[name]["queries"], many[name]["queries"])
        for name in many
        if few[name]["queries"] != many[name]["queries"]
    }
    worst = max(many, key=lambda name: many[name]["p95_ms"])
    print(
        f"slowest: {worst}, {many[worst]['p95_ms']} ms; pages whose statements differ between the sizes: {queries or 'none'}"
    )
    if given.json:
        print(
            json.dumps(
                {"runs": runs, "worst_p95_ms": many[worst]["p95_ms"], "growth": round(max(growth.values()), 2)},
                ensure_ascii=False,
            )
        )


if __name__ == "__main__":
    main()
