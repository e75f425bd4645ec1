"""tougao settings: what administrators edited on the desk, as it would stand in the configuration file."""

import argparse

from tougao import jobs
from tougao.core import setting


def settings(given: argparse.Namespace) -> int:
    print(setting.as_toml(jobs.site()), end="")
    return 0
