"""tougao inspect: the very code the mailroom runs, on files, changing nothing."""

import argparse
import os
from pathlib import Path

from tougao import config
from tougao.cli.output import json_line
from tougao.core.inspection import as_json
from tougao.sandbox import Sandbox


def inspect(given: argparse.Namespace) -> int:
    site = config.load(Path(os.environ["TOUGAO_CONFIG"]) if os.environ.get("TOUGAO_CONFIG") else None).site
    with Sandbox() as sandbox:
        for path in given.files:
            json_line(as_json(sandbox.read(path.read_bytes(), site)))
    return 0
