"""tougao backup, tougao restore: database, mails and pictures in one tar file; the site is printed from them."""

import argparse
import io
import os
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tougao import jobs
from tougao.archive import audit, reading
from tougao.archive.models import EditorRecord, SubmissionRecord
from tougao.cli import setup
from tougao.cli.output import progress
from tougao.core.audit import Event
from tougao.errors import ConfigError

DATABASE = "tougao.sqlite3"
# Copies of pictures are made by a library whose next version may pack them otherwise; so they go along.
CONTENT = re.compile(
    r"(?:mail|media)/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z]{3}|renditions/media/[0-9a-f]{2}/[0-9a-f]{64}-\d+\.[a-z]{3,4}"
)
A_SERVER = (
    "the database stands on a PostgreSQL server, which has its own tools: pg_dump {name} (and pg_restore), "
    "then copy {var}/mail and {var}/media; in this order nothing is missing."
)


def backup(given: argparse.Namespace) -> int:
    """While Tougao runs, too: the database is copied as of one moment, and what it names was on disk before it."""
    _check_engine()
    target: Path = given.file
    partial = target.with_name(target.name + ".partial")
    audit.record(Event.EXPORTED, None, jobs.clock(), "backup")
    with tempfile.TemporaryDirectory(dir=settings.CONFIG.var) as folder:
        copy = Path(folder) / DATABASE
        connection.ensure_connection()
        with sqlite3.connect(copy) as to:
            connection.connection.backup(to)
        to.close()
        files = [(DATABASE, copy), *_content()]
        with tarfile.open(partial, "w") as tar:
            for name, path in progress(files, "Backing up"):
                tar.add(path, name, recursive=False)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
    partial.replace(target)
    print(f"{target}: database and {len(files) - 1} files")
    return 0


def _check_engine() -> None:
    """Raises ConfigError where the database is none of ours to copy."""
    if settings.CONFIG.postgres:
        raise ConfigError(A_SERVER.format(name=settings.CONFIG.postgres.name, var=settings.CONFIG.var))


def _content() -> Iterator[tuple[str, Path]]:
    roots = {
        "mail": settings.MAIL_STORE,
        "media": settings.MEDIA_STORE,
        "renditions/media": jobs.press().renditions / "media",
    }
    for name, root in roots.items():
        for path in sorted(Path(root).glob("??/*")):
            inside = f"{name}/{path.parent.name}/{path.name}"
            if CONTENT.fullmatch(inside):
                yield inside, path


def restore(given: argparse.Namespace) -> int:
    """Raises ConfigError when something stands here already, or the file is no backup of ours."""
    _check_engine()
    if SubmissionRecord.objects.exists() or EditorRecord.objects.exists():
        raise ConfigError(f"{settings.CONFIG.database} holds something already. Move {settings.CONFIG.var} away first.")
    try:
        with tarfile.open(given.file) as tar:
            members = [member for member in tar.getmembers() if member.isfile()]
            strange = next((m.name for m in members if m.name != DATABASE and not CONTENT.fullmatch(m.name)), None)
            if strange or DATABASE not in {member.name for member in members}:
                raise ConfigError(
                    f"{given.file} is not a backup of Tougao" + (f": it holds {strange}." if strange else ".")
                )
            connections.close_all()
            for member in progress(members, "Restoring"):
                source = tar.extractfile(member) or io.BytesIO()
                target = settings.CONFIG.database if member.name == DATABASE else settings.CONFIG.var / member.name
                _write(target, source.read())
    except tarfile.TarError as trouble:
        raise ConfigError(f"{given.file} is not a tar file: {trouble}.") from trouble
    for suffix in ("-wal", "-shm"):
        Path(f"{settings.CONFIG.database}{suffix}").unlink(missing_ok=True)
    setup.migrate()
    reading.order_everything(jobs.clock())
    run = jobs.press().print_ordered(jobs.clock())
    print(f"{len(members) - 1} files and the database are back; {run.written} files of the site were printed.")
    return 0


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
