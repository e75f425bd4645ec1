"""A site printed from nothing: made in a folder beside its own, and moved there when it is whole."""

import contextlib
import os
import shutil
from pathlib import Path

from tougao.press.files import TEMPORARY, fsync_folder


def beside(folder: Path) -> Path:
    """Where it is made; what a run that died left there is gone on with."""
    return folder.with_name(f"{folder.name}.new")


def is_possible(folder: Path) -> bool:
    """Is there nothing yet, and can a folder be put in its place? Not for a link or a mount."""
    if folder.is_symlink() or os.path.ismount(folder) or (folder.exists() and not folder.is_dir()):
        return False
    there = os.listdir(folder) if folder.exists() else []
    return set(there) <= {TEMPORARY}


def moved(made: Path, folder: Path) -> bool:
    """Put the whole site into its place, with the rights of the empty folder it replaces; False where that is refused.

    Then what was made is removed.
    """
    try:
        if folder.exists():
            shutil.rmtree(folder / TEMPORARY, ignore_errors=True)
            shutil.copystat(folder, made)
            owner = folder.stat()
            with contextlib.suppress(PermissionError):
                os.chown(made, owner.st_uid, owner.st_gid)
        made.rename(folder)
    except OSError:
        shutil.rmtree(made)
        return False
    fsync_folder(folder.parent)
    return True
