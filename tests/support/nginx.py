"""A real nginx on loopback, with the shipped configuration, before a folder."""

import re
import subprocess
import tempfile
from pathlib import Path

from tests.support.parts import free_port, need
from tests.support.waiting import until_it_answers

ROOT = Path(__file__).parents[2]
PLACES = ("nginx", "/usr/sbin/nginx")


class Nginx:
    """`base` is a folder of its own; `folder` is served as the published site. Workers run as another user than root."""

    def __init__(self, base: Path, folder: Path, moved: Path | None = None, hubbed: bool = False) -> None:
        program = need("nginx", *PLACES)
        for place in (base, folder, *base.parents, *folder.parents):
            if Path(tempfile.gettempdir()) in place.parents:
                place.chmod(0o755)
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        ours = (ROOT / "config" / "deploy" / "nginx.conf").read_text()
        ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/tougao/var/site", str(folder))
        if moved:  # as the comments say
            ours = ours.replace("# if ($moved)", "if ($moved)")
            block = re.search(r"(?m)^# map_hash(?:.*\n)+?# }\n", ours)[0]
            ours = ours.replace(block, block.replace("# ", "")).replace("/srv/tougao/var/moved.map", str(moved))
        if hubbed:
            ours = ours.replace('# "~^/(?:c/', '"~^/(?:c/')
        (base / "ours.conf").write_text(ours)
        (base / "nginx.conf").write_text(
            f"daemon off; worker_processes auto; pid {base}/pid; error_log {base}/error.log; events {{}}\n"
            f"http {{ access_log off; client_body_temp_path {base}/b; proxy_temp_path {base}/p; fastcgi_temp_path {base}/f; "
            f"uwsgi_temp_path {base}/u; scgi_temp_path {base}/s; include {base}/ours.conf; }}"
        )
        self.process = subprocess.Popen(
            [program, "-p", str(base), "-e", str(base / "error.log"), "-c", str(base / "nginx.conf")],
            stderr=subprocess.PIPE,
        )
        until_it_answers(self.address, self.process, lambda: self.process.stderr.read().decode())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.process.stderr.close()
