"""tougao read"""

import argparse
import resource

from tougao import jobs

MOST_MEMORY_BYTES = 2 * 1024 * 1024 * 1024


def read(given: argparse.Namespace) -> int:
    """Within a limit of memory: a mail that wants more fails here, alone."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MOST_MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    for submission_id in given.ids:
        jobs.read(submission_id)
    return 0
