"""From the journal into sums and rankings: each hit once, whoever takes it and whatever is killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections

from tougao.archive import decisions, journal, reads
from tougao.archive.journal import Journal
from tougao.archive.models import ArticleRecord, ReadHourRecord, ReadJournalRecord
from tougao.archive.reads import Teller
from tougao.core.horizon import EVERYTHING
from tougao.core.reads import HOUR, Hit, Span, hits
from tougao.core.workflow import Action

ROOT = Path(__file__).parents[2]


@pytest.fixture
def published(new_draft, noon, site):
    """Three articles, numbers 1 to 3."""
    for number in range(1, 4):
        decisions.decide(new_draft(title=f"第{number}篇").pk, Action.APPROVE, None, noon, site)


def hit(number: int, reader: int) -> Hit:
    return Hit(number, f"{number:08x}{reader:08x}")


@pytest.mark.django_db
def test_readers_of_one_second_are_one_write(published, tmp_path, noon, django_assert_num_queries):
    written = Journal(tmp_path)
    for reader in range(200):
        written.append(hit(1 + reader % 3, reader), noon)
    teller = Teller(tmp_path)
    assert teller.take(noon) == {1: 67, 2: 67, 3: 66}
    with django_assert_num_queries(0):
        assert teller.take(noon) == {}
    assert ReadHourRecord.objects.count() == 3


@pytest.mark.django_db
def test_a_reload_a_withdrawn_article_and_one_that_never_was_add_nothing(published, tmp_path, noon, site):
    decisions.decide(ArticleRecord.objects.get(number=2).draft_id, Action.WITHDRAW, None, noon, site, reason="x")
    written = Journal(tmp_path)
    for each in (hit(1, 1), hit(1, 1), hit(2, 1), hit(99, 1), hit(1, 2)):
        written.append(each, noon)
    Teller(tmp_path).take(noon)
    assert reads.total() == {1: 2}
    assert list(ReadHourRecord.objects.values_list("article__number", "hour", "reads")) == [(1, noon, 2)]


@pytest.mark.django_db
def test_one_teller_after_another_counts_each_hit_once(published, tmp_path, noon):
    written = Journal(tmp_path)
    for reader in range(10):
        written.append(hit(1, reader), noon)
        written.append(hit(1, reader - 1 if reader else 0), noon)
        Teller(tmp_path).take(noon)
    assert reads.total() == {1: 10}


@pytest.mark.django_db
def test_two_tellers_in_turn_know_each_others_readers(published, tmp_path, noon):
    one, other = Journal(tmp_path), Journal(tmp_path)
    tellers = Teller(tmp_path), Teller(tmp_path)
    for step in range(20):
        one.append(hit(1, step), noon)
        other.append(hit(1, step // 2), noon)
        figures = tellers[step % 2].take(noon)
        assert figures == {1: step + 1}
    assert reads.total() == {1: 20}


@pytest.mark.django_db
def test_what_the_database_refused_is_taken_the_next_time(published, tmp_path, noon, monkeypatch):
    written, teller = Journal(tmp_path), Teller(tmp_path)
    written.append(hit(1, 1), noon)
    with monkeypatch.context() as patch:

        def refuse(*_):
            raise DatabaseError("disk full")

        patch.setattr(reads, "add", refuse)
        with pytest.raises(DatabaseError):
            teller.take(noon)
    assert reads.total() == {}
    written.append(hit(1, 1), noon)
    assert teller.take(noon) == {1: 1}


@pytest.mark.django_db
def test_a_line_that_is_still_being_written_waits_for_its_end(published, tmp_path, noon):
    written, teller = Journal(tmp_path), Teller(tmp_path)
    written.append(hit(1, 1), noon)
    (path,) = tmp_path.glob("*.hits")
    with path.open("ab") as file:
        file.write(b"1 00000001")
        file.flush()
        assert teller.take(noon) == {1: 1}
        file.write(b"00000002\n")
    assert teller.take(noon) == {1: 2}


@pytest.mark.django_db
def test_files_go_when_their_hour_and_the_next_are_over_and_the_sums_of_a_week_stay(published, tmp_path, noon):
    written, teller = Journal(tmp_path), Teller(tmp_path)
    moment = noon
    for step in range(200):
        written.append(hit(1, step), moment)
        teller.take(moment)
        assert len(list(tmp_path.glob("*.hits"))) <= 2
        moment += HOUR
    assert reads.total() == {1: 200}
    assert ReadJournalRecord.objects.count() <= 2
    assert ReadHourRecord.objects.count() <= 170
    teller.take(moment + 3 * HOUR)
    assert list(tmp_path.glob("*.hits")) == []
    assert ReadJournalRecord.objects.count() == 0
    assert reads.total() == {1: 200}


@pytest.mark.django_db
def test_hits_of_hours_in_which_nothing_ran_are_taken_before_their_files_go(published, tmp_path, noon):
    Journal(tmp_path).append(hit(1, 1), noon)
    assert Teller(tmp_path).take(noon + timedelta(days=2)) == {1: 1}
    assert list(tmp_path.glob("*.hits")) == []


def test_a_salt_is_the_same_for_all_and_goes_with_its_day(tmp_path, noon):
    day = noon.date()
    one, other = Journal(tmp_path), Journal(tmp_path)
    assert one.salt(day) == other.salt(day)
    assert len(one.salt(day)) == 32
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert one.salt(day + timedelta(days=1)) != other.salt(day)
    assert [path.name for path in tmp_path.iterdir()] == [f"{day + timedelta(days=1)}.salt"]
    journal.forget_salts(tmp_path, day + timedelta(days=2))
    assert list(tmp_path.iterdir()) == []


def test_processes_that_draw_the_salt_at_once_have_one(tmp_path, noon):
    drawn = []
    threads = [threading.Thread(target=lambda: drawn.append(Journal(tmp_path).salt(noon.date()))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_note_while_tellers_take_lose_nothing_and_double_nothing(published, tmp_path, noon):
    """Four processes' journals, four threads each at them, three tellers."""
    journals = [Journal(tmp_path) for _ in range(4)]
    done = threading.Event()

    def note(place: int) -> None:
        chance = random.Random(place)
        for step in range(500):
            journals[place % 4].append(hit(1 + step % 3, place * 500 + step), noon)
            journals[(place + 1) % 4].append(
                hit(1 + step % 3, place * 500 + chance.randrange(step + 1) // 3 * 3 + step % 3), noon
            )

    def tell() -> None:
        teller = Teller(tmp_path)
        while not done.is_set():
            teller.take(noon)
        teller.take(noon)
        connections.close_all()

    writers = [threading.Thread(target=note, args=(place,)) for place in range(16)]
    tellers = [threading.Thread(target=tell) for _ in range(3)]
    for thread in (*writers, *tellers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in tellers:
        thread.join()
    noted = {each for path in tmp_path.glob("*.hits") for each in hits(path.read_bytes())}
    expected = Counter(each.number for each in noted)
    assert reads.total() == expected
    assert expected.total() >= 8000


TELLING = """
import os, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "tougao.settings"
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from datetime import datetime
from tougao.archive.reads import Teller
teller = Teller(Path(sys.argv[2]))
print("ready", flush=True)
while True:
    teller.take(datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="its tellers are processes with a database of their own, SQLite's"
)
@pytest.mark.django_db(transaction=True)
def test_tellers_that_are_killed_at_any_moment_count_each_hit_once(published, tmp_path, noon):
    chance, written = random.Random(7), Journal(tmp_path)
    database = connection.settings_dict["NAME"]
    reader = 0
    for _ in range(6):
        teller = subprocess.Popen(
            [sys.executable, "-c", TELLING, str(database), str(tmp_path), noon.isoformat()],
            cwd=ROOT, stdout=subprocess.PIPE, env=os.environ | {"TOUGAO_CONFIG": ""},
        )  # fmt: skip
        assert teller.stdout.readline() == b"ready\n"
        until = time.monotonic() + chance.uniform(0.05, 0.4)
        while time.monotonic() < until:
            for _ in range(20):
                written.append(hit(1 + reader % 3, reader), noon)
                written.append(hit(1 + reader % 3, max(reader % 3, reader - 30)), noon)
                reader += 1
            time.sleep(0.001)
        os.kill(teller.pid, signal.SIGKILL)
        teller.wait()
        teller.stdout.close()
        written.append(hit(1 + reader % 3, reader), noon)  # one at least is left for whoever comes next
        reader += 1
    before = reads.total().total()
    Teller(tmp_path).take(noon)
    assert reads.total().total() == reader > before > 0


@pytest.mark.django_db
def test_rankings_look_back_a_day_and_a_week(published, tmp_path, noon):
    reads.add({1: 9, 2: 1}, noon - timedelta(days=6))
    reads.add({2: 5, 3: 4}, noon - timedelta(hours=3))
    reads.add({3: 50}, noon - timedelta(days=8))
    found = {span: [(each.number, each.reads) for each in reads.most_read(span, noon, 10)] for span in Span}
    assert found == {Span.DAY: [(2, 5), (3, 4)], Span.WEEK: [(1, 9), (2, 6), (3, 4)]}
    assert [each.number for each in reads.most_read(Span.WEEK, noon, 2)] == [1, 2]


@pytest.mark.django_db
def test_a_ranking_stays_as_it_is_printed_until_the_next_but_for_what_is_withdrawn(published, noon, site):
    reads.add({1: 3, 2: 2}, noon)
    reads.rank(noon, 10)
    reads.add({2: 9}, noon)
    assert [(each.number, each.reads) for each in reads.ranked(EVERYTHING)[Span.DAY]] == [(1, 3), (2, 2)]
    decisions.decide(ArticleRecord.objects.get(number=1).draft_id, Action.WITHDRAW, None, noon, site, reason="x")
    assert [each.number for each in reads.ranked(EVERYTHING)[Span.DAY]] == [2]
    reads.rank(noon, 10)
    assert [(each.number, each.reads) for each in reads.ranked(EVERYTHING)[Span.WEEK]] == [(2, 11)]


@pytest.mark.django_db
def test_of_many_pages_to_print_those_that_are_furthest_off_come_first(published, noon):
    ArticleRecord.objects.filter(number=1).update(reads=1000, reads_printed=1000)
    reads.add({1: 5, 2: 4, 3: 1}, noon)
    assert list(reads.to_print(2)) == [2, 3]
    reads.printed(reads.to_print(2))
    assert reads.to_print(2) == {1: 1005}


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="each database explains itself in words of its own")
def test_what_is_to_print_is_found_without_reading_every_article(published, noon):
    with connection.cursor() as cursor:
        sql, values = (
            ArticleRecord.objects.filter(withdrawn_at=None)
            .exclude(reads=reads.F("reads_printed"))
            .query.sql_with_params()
        )
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        assert "article_reads_moved" in str(cursor.fetchall())
