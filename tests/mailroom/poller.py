"""A poller that can be told to die by SIGKILL after a step: the protocol is the real one, only the knife is ours."""

import contextlib
import os
import resource
import signal
import sys
from pathlib import Path

VAR = Path(os.environ["TOUGAO_TEST_VAR"])
VAR.mkdir(parents=True, exist_ok=True)
CONFIGURATION = VAR / "tougao.toml"
CONFIGURATION.write_text(
    f"""
[site]
name = "华夏教育网"
submissions_address = "tougao@example.cn"
[[categories]]
slug = "news"
name = "教育新闻"
[[mailboxes]]
name = "main"
host = "127.0.0.1"
port = {os.environ["TOUGAO_TEST_PORT"]}
security = "none"
user = "{os.environ["TOUGAO_TEST_USER"]}"
[storage]
var = "."
""",
    "utf-8",
)
os.environ["TOUGAO_CONFIG"] = str(CONFIGURATION)
os.environ["TOUGAO_MAIN_PASSWORD"] = "shouquanma-16"
os.environ["DJANGO_SETTINGS_MODULE"] = "tougao.settings"

from tougao.cli import setup  # noqa: E402

setup.django(verbose=False)

from django.conf import settings  # noqa: E402

from tougao import jobs  # noqa: E402
from tougao.archive import intake, recording, store  # noqa: E402
from tougao.archive.models import DeliveryRecord, DraftRecord, LetterRecord, SubmissionRecord  # noqa: E402
from tougao.cli import poll  # noqa: E402
from tougao.mailroom.imap import ImapMailbox  # noqa: E402
from tougao.sandbox import Sandbox  # noqa: E402

# Where each knife falls: the method after whose second call the process dies.
STEPS = {
    "fetched": (ImapMailbox, "_whole"),
    "written": (store.Store, "keep_pieces"),
    "committed": (intake, "keep_written"),
    "moved": (ImapMailbox, "file"),
    "filed": (intake, "filed"),
    "read": (Sandbox, "read"),
    "drafted": (recording, "draft"),
}


def arm(step: str) -> None:
    owner, name = STEPS[step]
    whole = getattr(owner, name)
    calls = 0

    def cut(*args, **kwargs):
        nonlocal calls
        answer = whole(*args, **kwargs)
        calls += 1
        if calls == (1 if step in ("moved", "committed", "fetched") else 2):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, cut)


if os.environ.get("TOUGAO_TEST_FILE_BYTES"):
    limit = int(os.environ["TOUGAO_TEST_FILE_BYTES"])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if os.environ.get("TOUGAO_TEST_KILL_AFTER"):
    arm(os.environ["TOUGAO_TEST_KILL_AFTER"])
with contextlib.redirect_stdout(sys.stderr):
    poll.once()
    jobs.read_kept()
temporary = list(Path(settings.MAIL_STORE).rglob(".keeping-*"))
print(
    f"submissions={SubmissionRecord.objects.count()}",
    f"drafts={DraftRecord.objects.count()}",
    f"unfiled={DeliveryRecord.objects.filter(filed_at=None).count()}",
    f"letters={LetterRecord.objects.count()}",
    f"temporary={len(temporary)}",
)
