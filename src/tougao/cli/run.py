"""tougao run: the whole of it in one process."""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections, connections

from tougao import jobs, rota
from tougao.archive import audit, reading
from tougao.archive.journal import Journal
from tougao.archive.models import EditorRecord
from tougao.cli import demo
from tougao.core.horizon import EVERYTHING
from tougao.core.layout import ALL
from tougao.desk import files
from tougao.errors import ConfigError, PressError
from tougao.mailroom.accounts import ImapAccount
from tougao.newsstand import serving, uploads
from tougao.newsstand.discovery import Hub
from tougao.newsstand.listening import Server, handed_over
from tougao.newsstand.reads import Counter

log = logging.getLogger("tougao.run")

TELL_SECONDS = 1
MOST_REQUEST_BYTES = 44 * 1024 * 1024  # editors send pictures up, of 40 MB at most


def run(given: argparse.Namespace) -> int:
    config = settings.CONFIG
    port = given.port or int(os.environ.get("TOUGAO_PORT", 0)) or config.port
    wants_demo = given.demo or not settings.MAILBOXES
    counter = Counter(Journal(settings.READS_FOLDER), settings.SITE.zone)
    server = _server(port, counter)
    mailbox = demo.DemoMailbox(config.var / "demo" / "pymap.log") if wants_demo else None
    standing: rota.Standing | None = None
    stopping = threading.Event()
    _on_signal(_as_interrupt)
    try:
        account = None
        if mailbox:
            mailbox.start()
            settings.MAILBOXES = (mailbox.account,)
            settings.SMTP = demo.letters(config.var / "demo" / "letters")
            account = demo.editor()
        audit.configured(config.fingerprint, jobs.clock())
        uploads.sweep(settings.UPLOAD_FOLDER)
        _print()
        standing = rota.Standing(settings.MAILBOXES)
        standing.start()
        telling = threading.Thread(target=_tell, args=(counter, stopping), name="tell", daemon=True)
        telling.start()
        connections.close_all()
        print(_words(server.port, account), flush=True)
        _on_signal(lambda *_: _ends_well(server))
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        print("Stopping ...", flush=True)
        stopping.set()
        server.close()
        if standing:
            standing.stop()
        _take(counter)
        if mailbox:
            mailbox.stop()
    print("Stopped. Everything is kept; `tougao run` goes on where it was.", flush=True)
    return 0


def _print() -> None:
    """What stands is served, and the desk opens, also where the site cannot be printed now; a standing job tries again."""
    try:
        jobs.press().print_ordered(jobs.clock())
    except PressError as trouble:
        log.error("the site could not be printed", extra={"trouble": str(trouble)})


def _server(port: int, counter: Counter) -> Server:
    """Raises ConfigError when the port is taken."""
    hub = Hub(settings.SITE.hub, settings.SITE.url) if settings.SITE.hub else None
    application = serving.application(
        get_wsgi_application(), settings.SITE_FOLDER, files.FOLDER, files.state(), counter, settings.MOVES_FILE, hub
    )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits a moment is no news
    try:
        most_bytes = max(MOST_REQUEST_BYTES, settings.SITE.upload.most_bytes + uploads.ROOM_BYTES)
        sockets = handed_over(os.environ)
        return Server(application, settings.CONFIG.host, port, most_bytes, sockets, serving.READ_PREFIX)
    except OSError as trouble:
        raise ConfigError(
            f"{settings.CONFIG.host}:{port} cannot be served: {trouble.strerror}. "
            "Stop what runs there, or choose another with --port, TOUGAO_PORT or server.port."
        ) from trouble


def _on_signal(handler: Callable[[int, object], None]) -> None:
    """Explicitly for both: a shell starts background programs with SIGINT ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def _ends_well(server: Server) -> None:
    """The first signal lets everybody finish; the second does not wait."""
    _on_signal(_as_interrupt)
    server.stop()


def _as_interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _tell(counter: Counter, stopping: threading.Event) -> None:
    while not stopping.wait(TELL_SECONDS):
        _take(counter)
    connections.close_all()


def _take(counter: Counter) -> None:
    """What could not be taken stays in the journal until the next time."""
    close_old_connections()
    try:
        counter.tell(jobs.clock())
    except (DatabaseError, OSError) as trouble:
        log.error("reads wait in the journal", extra={"trouble": str(trouble)})


def _words(port: int, account: tuple[str, str] | None) -> str:
    address = f"http://{'127.0.0.1' if settings.CONFIG.host in ('', '0.0.0.0') else settings.CONFIG.host}:{port}"  # noqa: S104
    count = len(reading.newest(ALL, 1000, EVERYTHING))
    rows = [
        "",
        f"  Tougao is running: {jobs.site().name}",
        "",
        f"  Site     {address}/        ({count} published)   WAP {address}/wap/",
        f"  Desk     {address}/desk/",
        f"  Feeds    {address}/feed.atom  /feed.rss  /feed.json",
    ]
    for mailbox in settings.MAILBOXES:
        where = (
            f"{mailbox.user} at {mailbox.host}:{mailbox.port}"
            if isinstance(mailbox, ImapAccount)
            else str(mailbox.path)
        )
        rows.append(f"  Mailbox  {where}" + (" (a demo of our own)" if account else ""))
    if account and settings.SMTP:
        rows += [
            f"  Letters  are written to {settings.SMTP.folder}",
            "",
            f"  Sign in as {account[0]} with the password {account[1]} (good until the next start)",
        ]
    elif not EditorRecord.objects.filter(is_active=True).exists():
        rows += ["", "  Nobody may sign in yet: tougao editor add NAME --role administrator"]
    elif not settings.SECOND_FACTOR:
        rows += ["", "  Nobody has to use a second factor; accounts.second_factor asks for it, and we recommend it."]
    url = urlsplit(jobs.site().url)
    if url.hostname in ("127.0.0.1", "localhost") and url.port != port:
        rows += ["", f"  Links in feeds and letters lead to {jobs.site().url}: change site.url, too."]
    return "\n".join([*rows, "", "  Ctrl-C stops it.", ""])
