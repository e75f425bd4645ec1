"""Strangers' mails and files are read in a process of their own, with bounds of memory and time; it knows nothing of us."""

from tougao.sandbox.bounds import Bounds
from tougao.sandbox.box import Sandbox
from tougao.sandbox.pool import Pool

__all__ = ["Bounds", "Pool", "Sandbox"]
