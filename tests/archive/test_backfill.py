"""What the queue knows of an archive from before it had one: the migration's own statements, run on rows made as they were."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from tougao.archive import decisions, migrations, queue, search
from tougao.archive.models import DraftRecord
from tougao.archive.rows.queue import PresenceRecord
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db


def test_drafts_get_their_senders_and_editors_what_they_decided(new_draft, new_editor, site, noon):
    lin, zhao = new_editor("lin"), new_editor("zhao")
    named, nameless = new_draft(), new_draft()
    nameless.submission.sender_name = ""
    nameless.submission.save()
    for who, action in ((lin, Action.SPIKE), (lin, Action.REOPEN), (zhao, Action.SPIKE), (None, Action.REOPEN)):
        decisions.decide(named.pk, action, who, noon, site)
    PresenceRecord.objects.all().delete()
    DraftRecord.objects.update(sender="")
    (path,) = Path(migrations.__file__).parent.glob("*_found.py")
    with connection.cursor() as cursor:
        for statement in import_module(f"tougao.archive.migrations.{path.stem}").BACKFILL:
            cursor.execute(statement)
    assert list(DraftRecord.objects.order_by("pk").values_list("sender", flat=True)) == [
        "林晓禾",
        "linxiaohe@example.edu.cn",
    ]
    assert [queue.counts(who).views["mine"] for who in (lin, zhao)] == [1, 1]
    assert PresenceRecord.objects.count() == 2


def test_every_engine_has_its_index():
    (path,) = Path(migrations.__file__).parent.glob("*_found.py")
    assert set(import_module(f"tougao.archive.migrations.{path.stem}").FOUND) == set(search.ENGINES)
