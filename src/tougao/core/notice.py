"""Something a person should know about a mail or a draft, ready to be said in any language.

`message` is an English template that is also its gettext id; `values` fill its {named} places.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tougao.errors import TougaoError


def gettext_noop(message: str) -> str:
    """Mark a template for extraction; the desk translates it when it is shown."""
    return message


@dataclass(frozen=True)
class Notice:
    message: str
    values: tuple[tuple[str, str], ...] = field(default=())

    def said(self, translate: Callable[[str], str] = str) -> str:
        words = translate(self.message)
        return words.format_map(dict(self.values)) if self.values else words

    def __str__(self) -> str:
        return self.said()


def notice(message: str, **values: object) -> Notice:
    """`notice(gettext_noop("{name} is empty."), name="a.docx")`."""
    return Notice(message, tuple((key, str(value)) for key, value in values.items()))


def told_by(trouble: TougaoError) -> Notice:
    """What an error says, as a notice."""
    return Notice(trouble.message, tuple(trouble.values.items()))
