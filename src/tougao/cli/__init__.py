"""`tougao` on the command line."""

from tougao.cli.main import main

__all__ = ["main"]
