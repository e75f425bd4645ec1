"""tougao backup, tougao restore: database, mails and pictures in one tar file; the site is printed from them."""

import argparse
import contextlib
import hashlib
import io
import os
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, connections

from tougao import jobs
from tougao.archive import audit, print_orders
from tougao.archive.models import EditorRecord, SubmissionRecord
from tougao.archive.store import fsync_folder
from tougao.cli import setup
from tougao.cli.output import progress
from tougao.core.audit import Event
from tougao.errors import ConfigError

DATABASE = "tougao.sqlite3"
# Originals of pictures have a suffix of their own; copies of pictures are made by a library whose next version may pack them
# otherwise, so they go along.
CONTENT = re.compile(
    r"(?:mail|media)/[0-9a-f]{2}/([0-9a-f]{64})\.[a-z]{3,8}|renditions/media/[0-9a-f]{2}/[0-9a-f]{64}-\d+\.[a-z]{3,4}"
)
A_SERVER = (
    "the database stands on a PostgreSQL server, which has its own tools: pg_dump {name} (and pg_restore), "
    "then copy {var}/mail and {var}/media; in this order nothing is missing."
)
RESTORING = ".restoring"
MODE = 0o600  # it holds everybody's mail
PIECE_BYTES = 1024 * 1024


def backup(given: argparse.Namespace) -> int:
    """While Tougao runs, too: the database is copied as of one moment, and what it names was on disk before it."""
    _check_engine()
    target: Path = given.file
    partial = target.with_name(target.name + ".partial")
    audit.record(Event.EXPORTED, None, jobs.clock(), "backup")
    try:
        with tempfile.TemporaryDirectory(dir=settings.CONFIG.var) as folder:
            copy = Path(folder) / DATABASE
            connection.ensure_connection()
            with sqlite3.connect(copy) as to:
                connection.connection.backup(to)
            to.close()
            files = [(DATABASE, copy), *_content()]
            partial.unlink(missing_ok=True)
            with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, MODE), "w+b") as file:
                with tarfile.open(fileobj=file, mode="w") as tar:
                    for name, path in progress(files, "Backing up"):
                        tar.add(path, name, recursive=False)
                file.flush()
                os.fsync(file.fileno())
        partial.replace(target)
        fsync_folder(target.absolute().parent)
    except OSError as trouble:
        partial.unlink(missing_ok=True)
        raise ConfigError(f"{target} cannot be written: {trouble.strerror}.") from trouble
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
    """Raises ConfigError when something stands here already, or the file is no backup of ours, or is broken.

    The database is put in place last: killed before that, the same command begins again.
    """
    _check_engine()
    if SubmissionRecord.objects.exists() or EditorRecord.objects.exists():
        raise ConfigError(f"{settings.CONFIG.database} holds something already. Move {settings.CONFIG.var} away first.")
    database = settings.CONFIG.database
    waiting = database.with_name(database.name + RESTORING)
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
                target = waiting if member.name == DATABASE else settings.CONFIG.var / member.name
                digest = _write(target, tar.extractfile(member) or io.BytesIO())
                named = CONTENT.fullmatch(member.name)
                if named and named[1] not in (None, digest):
                    raise ConfigError(f"{given.file} is broken: {member.name} holds something else than its name says.")
    except (tarfile.TarError, EOFError) as trouble:
        raise ConfigError(f"{given.file} is not a tar file, or its end is missing: {trouble}.") from trouble
    _check(waiting, given.file)
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    waiting.replace(database)
    fsync_folder(database.parent)
    setup.migrate()
    print_orders.order_everything(jobs.clock())
    run = jobs.press().print_ordered(jobs.clock())
    print(f"{len(members) - 1} files and the database are back; {run.written} files of the site were printed.")
    return 0


def _check(database: Path, backup: Path) -> None:
    """Raises ConfigError when the database of a backup is broken."""
    try:
        with contextlib.closing(sqlite3.connect(database)) as found:
            (said,) = found.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as trouble:
        said = str(trouble)
    if said != "ok":
        raise ConfigError(f"{backup} is broken: its database is not whole ({said}).")


def _write(path: Path, source: IO[bytes]) -> str:
    """Write a file durably, piece by piece; the SHA-256 of its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    digest = hashlib.sha256()
    with partial.open("wb") as file:
        while piece := source.read(PIECE_BYTES):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return digest.hexdigest()
