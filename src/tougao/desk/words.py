"""The words of the glossary as the desk shows them."""

from django.utils.translation import gettext

from tougao.core.article import Certainty
from tougao.core.authentication import Verdict
from tougao.core.notice import gettext_noop as _
from tougao.core.submission import Kind
from tougao.core.submission import Role as Part
from tougao.core.workflow import Action, Role, Status
from tougao.errors import TougaoError

STATUSES = {
    Status.NEW: _("To review"),
    Status.PUBLISHED: _("Published"),
    Status.RETURNED: _("Returned"),
    Status.SPIKED: _("Spiked"),
    Status.WITHDRAWN: _("Withdrawn"),
}
ACTIONS = {
    Action.APPROVE: _("Approve"),
    Action.RETURN: _("Return"),
    Action.SPIKE: _("Spike"),
    Action.CORRECT: _("Publish correction"),
    Action.WITHDRAW: _("Withdraw"),
    Action.REOPEN: _("Reopen"),
}
DONE = {
    Action.APPROVE: _("Approved"),
    Action.RETURN: _("Returned to the contributor"),
    Action.SPIKE: _("Spiked"),
    Action.CORRECT: _("Correction published"),
    Action.WITHDRAW: _("Taken off the site"),
    Action.REOPEN: _("Reopened"),
}
ROLES = {
    Role.EDITOR: _("Editor"),
    Role.CHIEF: _("Chief editor"),
    Role.ADMINISTRATOR: _("Administrator"),
}
KINDS = {
    Kind.SUBMISSION: _("Submission"),
    Kind.REPLY: _("Reply"),
    Kind.AUTO_REPLY: _("Auto-reply"),
    Kind.BOUNCE: _("Bounce"),
    Kind.LIST: _("List mail"),
    Kind.SPAM: _("Spam"),
    Kind.EMPTY: _("Empty"),
}
VERDICTS = {
    Verdict.VERIFIED: _("From that domain, verified"),
    Verdict.UNVERIFIED: _("Sender not verified"),
    Verdict.SUSPECT: _("The sender may be forged"),
}
STANDINGS = {
    "usual": _("Usual"),
    "allowed": _("Known and welcome"),
    "blocked": _("Blocked"),
}
CERTAINTIES = {
    Certainty.SURE: _("Sure"),
    Certainty.LIKELY: _("Likely"),
    Certainty.GUESSED: _("A guess"),
}
FIELDS = {
    "title": _("Title"),
    "byline": _("Author"),
    "source": _("Source"),
    "credit": _("Supplied by"),
    "category": _("Category"),
}
PARTS = {
    Part.MANUSCRIPT: _("manuscript"),
    Part.IMAGE: _("picture"),
    Part.OTHER: _("file"),
    Part.REFUSED: _("not taken"),
}


def told(trouble: TougaoError) -> str:
    """An error in the editor's language, the words of the workflow among its values too."""
    words = {str(word): said for table in (STATUSES, ACTIONS, ROLES, FIELDS) for word, said in table.items()}
    values = {name: gettext(words[value]) if value in words else value for name, value in trouble.values.items()}
    return gettext(trouble.message).format_map(values)
