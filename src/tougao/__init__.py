"""Tougao turns a submissions mailbox into a published news site. See docs/design.md for the house."""

__version__ = "0.1.0"
