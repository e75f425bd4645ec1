"""Strangers' files are opened in a process of their own, with bounds of memory and time; it knows nothing of us."""

from tougao.sandbox.box import Bounds, Sandbox

__all__ = ["Bounds", "Sandbox"]
