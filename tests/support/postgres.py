"""A real PostgreSQL on loopback with a data folder of its own, for one test session."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.support.parts import free_port, missing

PASSWORD = "春江-pg-16"
USER = "tougao"
BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def program(name: str) -> str:
    """Where one of its programs stands; Debian keeps them off the PATH."""
    found = [path for pattern in BINARIES for path in sorted(Path("/").glob(f"{pattern.lstrip('/')}/{name}"))]
    return str(found[-1]) if found else shutil.which(name) or missing("postgresql")


class Server:
    def __init__(self) -> None:
        self.initdb, self.control = program("initdb"), program("pg_ctl")
        self.base = Path(tempfile.mkdtemp(prefix="tougao-postgres-"))
        self.data, self.log = self.base / "data", self.base / "log"
        self.port = free_port()
        # It refuses to run as root.
        self.owner = _owner() if os.getuid() == 0 else None
        if self.owner:
            os.chown(self.base, self.owner.pw_uid, self.owner.pw_gid)
        (self.base / "password").write_text(PASSWORD)
        (self.base / "password").chmod(0o644)

    def start(self) -> None:
        self._run(
            self.initdb, "--pgdata", str(self.data), "--username", USER, "--pwfile", str(self.base / "password"),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        options = f"-h 127.0.0.1 -p {self.port} -k {self.base} -c fsync=off -c full_page_writes=off"
        self._run(self.control, "-D", str(self.data), "-l", str(self.log), "-w", "-t", "60", "-o", options, "start")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run(self.control, "-D", str(self.data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.base, ignore_errors=True)

    @property
    def url(self) -> str:
        """As storage.database names it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def _run(self, *command: str) -> None:
        who = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if self.owner else {}
        done = subprocess.run(
            command, cwd=self.base, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **who
        )  # fmt: skip
        if done.returncode:
            said = self.log.read_text() if self.log.exists() else ""
            raise RuntimeError(f"{command[0]}: {done.stdout.decode()}\n{said}")


def _owner() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return missing("a user postgres or nobody")
