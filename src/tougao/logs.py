"""Logs: a constant message and key=value pairs, one event a line."""

import logging
import sys

STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class KeyValueFormatter(logging.Formatter):
    """2026-11-23T04:00:00+0000 INFO tougao.mailroom round mailbox=main kept=3"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def formatMessage(self, record: logging.LogRecord) -> str:
        pairs = (f"{key}={_quoted(value)}" for key, value in record.__dict__.items() if key not in STANDARD)
        return " ".join((super().formatMessage(record), *pairs))


def _quoted(value: object) -> str:
    words = str(value).replace("\n", " ")
    return f'"{words}"' if " " in words or not words else words


def set_up(verbose: bool) -> None:
    """To the error stream: warnings alone where people read a command's output, every step when `verbose`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(KeyValueFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("tougao").setLevel(logging.INFO if verbose else logging.WARNING)
    # What is refused is told by the desk itself, so often as is useful, and without words of the address, which may be secrets.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.ERROR)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
