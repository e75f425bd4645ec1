"""A value of ours without a character that no reader should get, in whatever of its texts it stands."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from tougao.core.characters import printable

T = TypeVar("T")


def cleaned(value: T) -> T:
    """The same value where there is nothing to clean.

    >>> from tougao.core.site import Link
    >>> cleaned((Link("公\\x0b告", "/p/"), 7, "a\\u202eb"))
    (Link(title='公\\n告', url='/p/'), 7, 'ab')
    """
    made: Any = value
    if isinstance(value, str) and type(value) is str:
        made = printable(value)
    elif isinstance(value, tuple):
        made = tuple(map(cleaned, value))
    elif is_dataclass(value) and not isinstance(value, type):
        told = {each.name: (getattr(value, each.name), cleaned(getattr(value, each.name))) for each in fields(value)}
        made = replace(value, **{name: after for name, (before, after) in told.items() if after is not before})
    return value if made == value else made
