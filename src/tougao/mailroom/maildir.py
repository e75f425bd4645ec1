"""A Maildir (the folder qmail, Postfix, Exim and Dovecot deliver into) as a mailbox: the same protocol as IMAP."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tougao.archive.store import fsync_folder
from tougao.core.notice import gettext_noop
from tougao.errors import MailboxError
from tougao.mailroom.accounts import MaildirAccount
from tougao.mailroom.imap import PIECE_BYTES, Listed, pause

TROUBLE = gettext_noop("Maildir {name} ({path}): {trouble}")
NO_MAILDIR = gettext_noop("Maildir {name}: {path} is not a Maildir; it has no folders cur and new.")
UIDVALIDITY = 1  # names in a Maildir are never used twice
MOST_HEADER_BYTES = 256 * 1024


class MaildirMailbox:
    def __init__(self, account: MaildirAccount) -> None:
        self.account = account
        self.paths: dict[int, Path] = {}

    def select(self) -> int:
        if not (self.account.path / "new").is_dir() or not (self.account.path / "cur").is_dir():
            raise MailboxError(NO_MAILDIR, name=self.account.name, path=self.account.path)
        self.paths = {
            uid_of(path.name): path
            for part in ("new", "cur")
            for path in (self.account.path / part).iterdir()
            if path.is_file()
        }
        return UIDVALIDITY

    def uids(self) -> list[int]:
        return sorted(self.paths, key=lambda uid: self.paths[uid].name)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        out = []
        for uid in uids:
            try:
                status = self.paths[uid].stat()
            except FileNotFoundError:
                continue
            out.append(Listed(uid, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC)))
        return out

    def fetch(self, mails: Sequence[Listed]) -> Iterator[tuple[Listed, Iterator[bytes]]]:
        for mail in mails:
            yield mail, self._pieces(mail.uid)

    def _pieces(self, uid: int) -> Iterator[bytes]:
        try:
            with self.paths[uid].open("rb") as file:
                while piece := file.read(PIECE_BYTES):
                    yield piece
        except FileNotFoundError:
            return
        except OSError as trouble:
            raise MailboxError(TROUBLE, name=self.account.name, path=self.account.path, trouble=trouble) from trouble

    def header(self, uid: int) -> bytes | None:
        try:
            with self.paths[uid].open("rb") as file:
                data = file.read(MOST_HEADER_BYTES)
        except FileNotFoundError:
            return None
        for blank in (b"\r\n\r\n", b"\n\n"):
            if blank in data:
                return data[: data.index(blank) + len(blank)]
        return data

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Into a subfolder of Maildir++ (.Tougao.已收), by rename; nothing is written anew."""
        if not folder:
            return
        target = self.account.path / ("." + folder.replace("/", "."))
        try:
            for part in ("cur", "new", "tmp"):
                (target / part).mkdir(parents=True, exist_ok=True)
            for uid in uids:
                path = self.paths.get(uid)
                if path and path.exists():
                    path.replace(target / "cur" / (path.name if ":2," in path.name else f"{path.name}:2,"))
            fsync_folder(target / "cur")
        except OSError as trouble:
            raise MailboxError(TROUBLE, name=self.account.name, path=self.account.path, trouble=trouble) from trouble

    def wait(self, seconds: float, stop: threading.Event, tick: Callable[[], None] = lambda: None) -> None:
        pause(seconds, stop, tick)

    def close(self) -> None:
        """Nothing is open between calls."""


def uid_of(name: str) -> int:
    """A number for a mail: of the part of its name that never changes, before the flags."""
    return int.from_bytes(hashlib.sha256(name.split(":2,")[0].encode()).digest()[:7], "big")
