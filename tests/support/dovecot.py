"""A real Dovecot on loopback, for one test session: any user, one password."""

import getpass
import grp
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from imapclient import IMAPClient

from tests.support.parts import free_port, need
from tests.support.waiting import eventually
from tougao.mailroom.accounts import ImapAccount

PASSWORD = "shouquanma-16"

CONFIGURATION = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
ssl = no
disable_plaintext_auth = no
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_login_user = {login}
{group}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
}}
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {base}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/home/%u
}}
first_valid_uid = 1
mail_location = maildir:{base}/home/%u/Maildir
mail_max_userip_connections = 50
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


class Dovecot:
    def __init__(self) -> None:
        program = need("dovecot", "dovecot", "/usr/sbin/dovecot")
        need("dovecot-imapd", "/usr/lib/dovecot/imap", "/usr/libexec/dovecot/imap")
        self.base = Path(tempfile.mkdtemp(prefix="tougao-dovecot-"))
        self.port = free_port()
        root = os.getuid() == 0
        (self.base / "home").mkdir()
        self.base.chmod(0o755)
        if root:
            os.chown(self.base / "home", 5000, 5000)
        self.configuration = self.base / "dovecot.conf"
        self.configuration.write_text(
            CONFIGURATION.format(
                base=self.base,
                port=self.port,
                password=PASSWORD,
                internal="dovecot" if root else getpass.getuser(),
                login="dovenull" if root else getpass.getuser(),
                group="" if root else f"default_internal_group = {grp.getgrgid(os.getgid()).gr_name}",
                chroot="" if root else "chroot =",
                uid=5000 if root else os.getuid(),
                gid=5000 if root else os.getgid(),
            )
        )
        self.introspection = free_port()
        (self.base / "oauth2.conf").write_text(
            f"introspection_mode = get\nintrospection_url = http://127.0.0.1:{self.introspection}/introspect?token=\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.program, "-F", "-c", str(self.configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        eventually(self._answers)

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, (self.base / "log").read_text()
        try:
            self.client("probe").logout()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.base, ignore_errors=True)

    def client(self, user: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login(user, PASSWORD)
        return client

    def deliver(self, user: str, *raws: bytes) -> None:
        client = self.client(user)
        for raw in raws:
            client.append("INBOX", raw)
        client.logout()

    def account(self, user: str, **fields: object) -> ImapAccount:
        values = {
            "name": user,
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "user": user,
            "password": PASSWORD,
            "poll_seconds": 20,
            "timeout_seconds": 10,
        }
        return ImapAccount(**(values | fields))  # type: ignore[arg-type]

    def mailboxes(self, user: str) -> dict[str, int]:
        """How many mails each folder holds."""
        client = self.client(user)
        out = {
            name: client.select_folder(name, readonly=True)[b"EXISTS"]
            for flags, _, name in client.list_folders()
            if b"\\Noselect" not in flags
        }
        client.logout()
        return out
