"""Notices as rows keep them."""

from typing import Any

from tougao.core.notice import Notice


def as_row(told: Notice) -> dict[str, Any]:
    return {"message": told.message, "values": dict(told.values)}
