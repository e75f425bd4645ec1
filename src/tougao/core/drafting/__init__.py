"""`Submission` → `Draft`s: what a mail becomes."""

from tougao.core.drafting.reading import Reading, read

__all__ = ["Reading", "read"]
