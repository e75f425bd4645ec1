"""The commands, their arguments, and how they end: exit codes of sysexits.h, so that scripts and MTAs understand."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import tougao
from tougao.errors import ConfigError, DecisionError, MailboxError, PressError, TougaoError

OK, FAILED, USAGE, NO_INPUT, TEMPORARY, CONFIG = 0, 1, 64, 66, 75, 78
EXIT_CODES: dict[type[TougaoError], int] = {
    ConfigError: CONFIG,
    MailboxError: TEMPORARY,
    PressError: TEMPORARY,
    DecisionError: FAILED,
    TougaoError: FAILED,
}

DESCRIPTION = "Tougao (投稿) turns a submissions mailbox into a published news site."
EPILOG = """\
a first look:
  tougao run                        everything at once; with no mailbox configured, a demo mailbox
  tougao inspect mail.eml           what a mail becomes, as JSON; changes nothing
  tougao check                      tries mailbox, SMTP, database, disk and templates

a day without the desk:
  tougao poll --once                fetch what has come
  tougao drafts                     what waits
  tougao approve 12                 publish draft 12
  tougao return 13 --reason "..."   send draft 13 back

exit codes: 0 done · 1 refused · 64 wrong usage · 66 no such file · 75 try again later · 78 wrong configuration
"""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="tougao", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--version", action="version", version=f"tougao {tougao.__version__}")
    made.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the configuration (default: $TOUGAO_CONFIG, else config/tougao.toml)",
    )
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, does: str, more: str = "", json: bool = False) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}. {more}".strip())
        if json:
            added.add_argument("--json", action="store_true", help="one JSON object a line")
        return added

    run = command(
        "run",
        "watch the mailboxes, print the site, serve site and desk",
        "Ctrl-C stops it; a second start goes on where it was.",
    )
    run.add_argument("--port", type=int, help="instead of server.port")
    run.add_argument("--verbose", "-v", action="store_true", help="log every step, not warnings alone")
    run.add_argument("--demo", action="store_true", help="use the demo mailbox although mailboxes are configured")

    poll = command("poll", "fetch mails without serving anything", "Keeps watch until Ctrl-C.")
    poll.add_argument("--verbose", "-v", action="store_true", help="log every step, not warnings alone")
    poll.add_argument("--once", action="store_true", help="one round through each mailbox, then end")

    inspect = command("inspect", "show what mails become, one JSON object a line; changes nothing")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE.eml")

    ingest = command(
        "ingest",
        "take mails from files into the archive",
        "An .eml, an mbox, a Maildir, or - for one mail on standard input.",
        True,
    )
    ingest.add_argument("files", nargs="+", metavar="FILE")

    read = command("read", "read kept mails now", "Large mails are read this way, each in a process of its own.")
    read.add_argument("ids", nargs="+", type=int, metavar="SUBMISSION")

    drafts = command("drafts", "list drafts, newest first", "", True)
    drafts.add_argument("--status", choices=["new", "scheduled", "published", "returned", "spiked", "withdrawn"])
    drafts.add_argument("--search", default="", metavar="WORDS")

    for name, does, reason in (
        ("approve", "publish drafts", False),
        ("schedule", "publish drafts at an hour to come", False),
        ("return", "send a draft back to its contributor", True),
        ("spike", "drop drafts", False),
        (
            "correct",
            "publish what was changed in drafts that are published, as a correction that readers hear of",
            False,
        ),
        ("amend", "the same for slips that readers need not hear of", False),
        ("pin", "let articles stand first on the home page", False),
        ("unpin", "let them stand there no longer", False),
        ("withdraw", "take articles from readers; a notice stays", True),
        ("reopen", "bring drafts back to the queue", False),
    ):
        decide = command(name, does, "", True)
        decide.add_argument("ids", nargs="+", type=int, metavar="ID", help="the id that `tougao drafts` shows")
        decide.add_argument(
            "--reason",
            default="",
            required=reason,
            help="why" + ("; mailed to the contributor" if name == "return" else ""),
        )
        if name == "schedule":
            decide.add_argument(
                "--at",
                required=True,
                metavar="HOUR",
                help="2026-12-01 08:30, in the site's time zone unless it names one",
            )
        if name == "approve":
            decide.add_argument(
                "--dated", metavar="DAY", help="the earlier day an article bears that was published elsewhere before"
            )
        if name == "correct":
            decide.add_argument("--note", default="", help="what readers are told; it stands on the article")

    publish = command("publish", "publish what was scheduled for now, and print what is ordered", "", True)
    publish.add_argument("--all", action="store_true", help="print the whole site anew; equal files are not rewritten")
    publish.add_argument(
        "--dry-run",
        action="store_true",
        help="only list the files that a whole print would change: + written, - removed",
    )

    importing = command(
        "import",
        "take over the articles of another site, each once",
        "RSS or Atom, a WordPress export (WXR), a CSV table, or a folder that `tougao export` wrote. They become drafts.",
        True,
    )
    importing.add_argument("files", nargs="+", metavar="FILE-OR-URL")
    importing.add_argument("--publish", action="store_true", help="publish them at once, with the days they bore")
    importing.add_argument(
        "--dry-run", action="store_true", help="only say what would be done; nothing is fetched but feeds"
    )
    importing.add_argument(
        "--category", action="append", default=[], metavar="OLD=SLUG", help="which category of ours an old one becomes"
    )
    importing.add_argument("--default-category", default="", metavar="SLUG", help="for articles of any other category")
    importing.add_argument("--pictures", type=Path, metavar="FOLDER", help="take pictures from here, not from the web")
    importing.add_argument(
        "--allow-network",
        action="append",
        default=[],
        metavar="10.0.0.0/8",
        help="fetch from this private network, too",
    )

    command(
        "reindex",
        "make the index of the search anew",
        "Takes a while; searches find what is indexed so far. Only wanted after the database was changed by hand.",
    )

    command("check", "try mailbox, SMTP, database, disk and templates", "", True)

    editor = command("editor", "accounts of the desk")
    deeds = editor.add_subparsers(dest="deed", metavar="DEED", required=True)
    for deed, does in (
        ("add", "make an account"),
        ("invite", "make a link that lets somebody set up an account, or a new password"),
        ("password", "set a new password"),
        ("forget-factors", "ask for no second factor any more (telephone lost)"),
    ):
        each = deeds.add_parser(deed, help=does)
        each.add_argument("name")
        if deed in ("add", "password"):
            each.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        if deed in ("add", "invite"):
            each.add_argument("--role", choices=["editor", "chief", "administrator"], default="editor")
        if deed == "invite":
            each.add_argument("--email", default="", help="the link leaves by mail, too")
    deeds.add_parser("list", help="who there is")

    audit = command("audit", "the log of who did what, which only grows")
    deeds = audit.add_subparsers(dest="deed", metavar="DEED", required=True)
    verify = deeds.add_parser("verify", help="check every entry and the chain between them")
    verify.add_argument(
        "--head", default="", metavar="NUMBER:DIGEST", help="a head noted earlier, which must still stand there"
    )
    export = deeds.add_parser("export", help="print it, one JSON object a line")
    export.add_argument("--csv", action="store_true", help="as CSV, for a spreadsheet")
    export.add_argument("--since", default="", metavar="DAY", help="from this day on, such as 2026-11-23")
    export.add_argument("--until", default="", metavar="DAY", help="up to this day")
    settings = command("settings", "what was edited on the desk: texts, categories, pages, links, return templates")
    settings.add_subparsers(dest="deed", metavar="DEED", required=True).add_parser(
        "export", help="print all of it as tables of the configuration file"
    )

    export = command("export", "write everything to a folder, in open formats", "README.txt in it says what is where.")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="new or empty")

    backup = command("backup", "write database, mails and pictures to one file")
    backup.add_argument("file", type=Path, metavar="FILE.tar")
    restore = command(
        "restore", "bring a backup back", "Refuses when there is a database already; the site is printed anew."
    )
    restore.add_argument("file", type=Path, metavar="FILE.tar")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    try:
        given = parser().parse_args(arguments)
    except SystemExit as end:
        return OK if end.code in (0, None) else USAGE
    if given.config:
        os.environ["TOUGAO_CONFIG"] = str(given.config.resolve())
    try:
        with contextlib.suppress(BrokenPipeError):
            return _command(given.command, getattr(given, "verbose", False))(given)
        return OK
    except KeyboardInterrupt:
        return 130
    except TougaoError as trouble:
        print(f"tougao: {trouble}", file=sys.stderr)
        code = next(code for kind, code in EXIT_CODES.items() if isinstance(trouble, kind))
        # A mail server that pipes mails in bounces them on any other code; nothing here is a mail's own fault.
        return TEMPORARY if given.command == "ingest" else code
    except OSError as trouble:
        print(f"tougao: {trouble.filename or 'system'}: {trouble.strerror or trouble}", file=sys.stderr)
        return NO_INPUT if isinstance(trouble, FileNotFoundError | IsADirectoryError) else TEMPORARY
    except Exception as trouble:
        database = sys.modules.get("django.db")
        if database and isinstance(trouble, database.DatabaseError):
            print(
                f"tougao: the database is in trouble: {trouble}. Try again; `tougao check` says more.", file=sys.stderr
            )
            return TEMPORARY
        raise


def _command(name: str, verbose: bool) -> Callable[[argparse.Namespace], int]:
    """Loaded when it is called: `tougao inspect` needs no database, `--help` nothing at all."""
    if name == "inspect":
        from tougao.cli.inspect import inspect

        return inspect
    from tougao.cli import setup

    setup.django(verbose)
    from tougao.cli import (
        audit,
        backup,
        check,
        decide,
        drafts,
        editor,
        export,
        importing,
        ingest,
        poll,
        publish,
        read,
        reindex,
        run,
        settings,
    )

    return {
        "run": run.run,
        "poll": poll.poll,
        "ingest": ingest.ingest,
        "read": read.read,
        "drafts": drafts.drafts,
        "publish": publish.publish,
        "import": importing.import_,
        "export": export.export,
        "check": check.check,
        "reindex": reindex.reindex,
        "editor": editor.editor,
        "audit": audit.audit,
        "settings": settings.settings,
        "backup": backup.backup,
        "restore": backup.restore,
    }.get(name, decide.decide)
