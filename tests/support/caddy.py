"""A real Caddy on loopback, with the shipped Caddyfile, before a folder."""

import subprocess
from pathlib import Path

from tests.support.parts import free_port, need
from tests.support.waiting import until_it_answers

ROOT = Path(__file__).parents[2]


class Caddy:
    """`base` is a folder of its own; `folder` is served as the published site; what is no file goes to `behind`."""

    def __init__(self, base: Path, folder: Path, behind: int = 9, hubbed: bool = False) -> None:
        program = need("caddy", "caddy")
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        ours = (ROOT / "config" / "deploy" / "Caddyfile").read_text()
        ours = ours.replace("news.example.cn {", f"http://127.0.0.1:{port} {{", 1).replace(
            "/srv/tougao/var/site", str(folder)
        )
        ours = ours.replace("reverse_proxy 127.0.0.1:8000", f"reverse_proxy 127.0.0.1:{behind}")
        if hubbed:  # as the comments say
            ours = ours.replace("# @followed", "@followed").replace("# header @followed", "header @followed")
        (base / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + ours)
        self.log = (base / "log").open("wb")
        self.process = subprocess.Popen(
            [program, "run", "--config", str(base / "Caddyfile"), "--adapter", "caddyfile"],
            env={"HOME": str(base), "XDG_DATA_HOME": str(base), "XDG_CONFIG_HOME": str(base)},
            stdout=self.log, stderr=self.log,
        )  # fmt: skip
        until_it_answers(self.address, self.process, (base / "log").read_text)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.log.close()
