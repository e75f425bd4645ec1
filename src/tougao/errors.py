"""Whose fault it is: the tree every room raises from.

TougaoError
├── SubmissionError   the sender's: keep the mail, tell a person, go on with the next
├── DecisionError     the editor's: the draft moved on, the role may not, a reason is missing
├── BusyError         nobody's: too much is asked for at this moment; ask again in the next
├── MailboxError      ours or the mail server's: back off and try again
├── PressError        ours: the site stays as it was, the print order stays open
└── ConfigError       ours: stop, and say which line of the configuration is wrong

A message says what is wrong, where, and what to do. Foreign exceptions are translated at the edge.
"""


class TougaoError(Exception):
    """Anything Tougao raises on purpose: a sentence with {named} places, which is also its gettext id, and their values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format_map(values) if values else message)
        self.message = message
        self.values = {name: str(value) for name, value in values.items()}


class SubmissionError(TougaoError):
    """A mail, or a part of one, that cannot be read."""


class DecisionError(TougaoError):
    """A decision that cannot be taken now, by this person, on this draft."""


class BusyError(TougaoError):
    """What was asked for would have to wait too long."""


class MailboxError(TougaoError):
    """A mail server that cannot be reached, refuses, or talks nonsense."""


class PressError(TougaoError):
    """A print run that cannot be finished."""


class ConfigError(TougaoError):
    """A configuration that cannot be used; `problems` names each wrong line."""

    def __init__(self, *problems: str) -> None:
        super().__init__("{problems}", problems="\n".join(problems))
        self.problems = problems
