"""Articles of another site → entries that may become drafts: feeds, WordPress exports, tables, and our own exports."""

from tougao.core.importing.entry import Entry
from tougao.core.importing.reading import Found, read

__all__ = ["Entry", "Found", "read"]
