"""The words of the glossary as the desk shows them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from tougao.core.article import Certainty
from tougao.core.audit import Event
from tougao.core.authentication import Verdict
from tougao.core.cases import Ground, Outcome
from tougao.core.cases import Step as CaseStep
from tougao.core.messages import Deed
from tougao.core.messages import Standing as Message
from tougao.core.notice import gettext_noop as _
from tougao.core.submission import Kind
from tougao.core.submission import Role as Part
from tougao.core.workflow import Action, Role, Status
from tougao.errors import TougaoError

STATUSES = {
    Status.NEW: _("To review"),
    Status.SECOND: _("Second review"),
    Status.THIRD: _("Third review"),
    Status.SCHEDULED: _("Scheduled"),
    Status.PUBLISHED: _("Published"),
    Status.RETURNED: _("Returned"),
    Status.SPIKED: _("Spiked"),
    Status.WITHDRAWN: _("Withdrawn"),
}
ACTIONS = {
    Action.PASS: _("Pass on"),
    Action.APPROVE: _("Approve"),
    Action.SCHEDULE: _("Schedule"),
    Action.SEND_BACK: _("Back to the first review"),
    Action.RETURN: _("Return"),
    Action.SPIKE: _("Spike"),
    Action.CORRECT: _("Publish correction"),
    Action.AMEND: _("Mend a slip"),
    Action.PIN: _("Pin"),
    Action.UNPIN: _("Unpin"),
    Action.WITHDRAW: _("Withdraw"),
    Action.REOPEN: _("Reopen"),
}
DONE = {
    Action.PASS: _("Passed on"),
    Action.APPROVE: _("Approved"),
    Action.SCHEDULE: _("Scheduled"),
    Action.SEND_BACK: _("Sent back to the first review"),
    Action.RETURN: _("Returned to the contributor"),
    Action.SPIKE: _("Spiked"),
    Action.CORRECT: _("Correction published"),
    Action.AMEND: _("Slip mended"),
    Action.PIN: _("Pinned"),
    Action.UNPIN: _("Unpinned"),
    Action.WITHDRAW: _("Taken off the site"),
    Action.REOPEN: _("Reopened"),
}
MESSAGE_STANDINGS = {
    Message.WAITING: _("Waiting"),
    Message.SHOWN: _("Shown"),
    Message.REFUSED: _("Refused"),
}
DEEDS = {
    Deed.SHOW: _("Let through"),
    Deed.REFUSE: _("Refuse"),
    Deed.ANSWER: _("Answer"),
    Deed.TAKE_BACK: _("Take back"),
}
GROUNDS = {
    Ground.COPYRIGHT: _("Copyright"),
    Ground.PRIVACY: _("Portrait, privacy"),
    Ground.REPUTATION: _("Good name"),
    Ground.FACTS: _("Facts"),
    Ground.OTHER: _("Other"),
}
OUTCOMES = {
    Outcome.WITHDRAWN: _("The article was withdrawn"),
    Outcome.CORRECTED: _("The article was corrected"),
    Outcome.KEPT: _("The article stays as it is"),
    Outcome.ELSEWHERE: _("Settled in another way"),
}
CASE_STEPS = {
    CaseStep.RECEIVED: _("Complaint received"),
    CaseStep.MADE: _("Made of a mail"),
    CaseStep.MAILED: _("Further mail"),
    CaseStep.NOTED: _("Note"),
    CaseStep.NAMED: _("Article named"),
    CaseStep.ANSWERED: _("Answered by mail"),
    CaseStep.REMINDED: _("Editors reminded"),
    CaseStep.CLOSED: _("Case closed"),
    CaseStep.REOPENED: _("Case reopened"),
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
    "summary": _("Summary"),
    "html": _("Text"),
}
PARTS = {
    Part.MANUSCRIPT: _("manuscript"),
    Part.IMAGE: _("picture"),
    Part.OTHER: _("file"),
    Part.REFUSED: _("not taken"),
}

EVENTS = {
    Event.DECIDED: _("Decision"),
    Event.UNDONE: _("Decision undone"),
    Event.STANDING_CHANGED: _("Contributor's standing changed"),
    Event.SIGNED_IN: _("Signed in"),
    Event.SIGN_IN_FAILED: _("Sign-in failed"),
    Event.SIGN_IN_LOCKED: _("Sign-in locked for a while"),
    Event.SIGNED_OUT: _("Signed out"),
    Event.CONFIRMED: _("Identity confirmed"),
    Event.SESSION_ENDED: _("Session ended"),
    Event.ACCOUNT_MADE: _("Account made"),
    Event.ACCOUNT_CLOSED: _("Account closed"),
    Event.ACCOUNT_OPENED: _("Account opened again"),
    Event.ROLE_CHANGED: _("Role changed"),
    Event.ADDRESS_CHANGED: _("Mail address changed"),
    Event.INVITED: _("Invitation"),
    Event.INVITATION_ACCEPTED: _("Invitation accepted"),
    Event.INVITATION_WITHDRAWN: _("Invitation withdrawn"),
    Event.PASSWORD_SET: _("Password changed"),
    Event.FACTOR_ADDED: _("Second factor added"),
    Event.FACTOR_REMOVED: _("Second factor removed"),
    Event.CODES_SHOWN: _("Recovery codes shown"),
    Event.CODES_MADE: _("Recovery codes made"),
    Event.LINKED: _("Outside account linked"),
    Event.UNLINKED: _("Outside account unlinked"),
    Event.EMBARGOED: _("Embargo changed"),
    Event.EXPORTED: _("Export"),
    Event.SETTINGS_CHANGED: _("Settings changed"),
    Event.MESSAGE_DECIDED: _("Message of a reader"),
    Event.CASE_CHANGED: _("Complaint"),
    Event.REFUSED: _("Request refused"),
}
FACTORS = {
    "totp": _("Authenticator app"),
    "webauthn": _("Passkey"),
    "recovery_codes": _("Recovery codes"),
}

SUBJECTS = {
    "draft": _("Draft"),
    "editor": _("Account"),
    "contributor": _("Contributor"),
    "backup": _("Backup"),
    "configuration": _("Configuration"),
    "audit log": _("Audit log"),
    "unknown name": _("Unknown name"),
    "outside account": _("Outside account"),
    "passkey": _("Passkey"),
    "message": _("Message"),
    "case": _("Case"),
    "address": _("Address"),
}
MEANS = {
    "password": _("password"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "passkey": _("passkey"),
    "recovery_codes": _("recovery code"),
    "second factor": _("second factor"),
    "outside account": _("outside account"),
    "no editor": _("no editor is linked"),
    "closed account": _("the account is closed"),
    "no answer": _("no good answer"),
}
OF_READERS = {
    str(word): said for table in (MESSAGE_STANDINGS, DEEDS, OUTCOMES, CASE_STEPS) for word, said in table.items()
}
FLAGS = {"by mail": _("by mail"), "again": _("once more")}  # whose name says all


def told(trouble: TougaoError) -> str:
    """An error in the editor's language, the words of the workflow among its values too."""
    tables: tuple[Mapping[Any, str], ...] = (STATUSES, ACTIONS, ROLES, FIELDS, OF_READERS)
    words = {str(word): said for table in tables for word, said in table.items()}
    values = {name: gettext(words[value]) if value in words else value for name, value in trouble.values.items()}
    return gettext(trouble.message).format_map(values)


def about(subject: str) -> str:
    """The subject of an audit entry in the editor's language: its noun is translated, what it is called stays."""
    if subject in SUBJECTS:
        return gettext(SUBJECTS[subject])
    noun, _space, name = subject.partition(" ")
    return f"{gettext(SUBJECTS[noun])} {name}" if noun in SUBJECTS else subject


def detailed(details: Mapping[str, str | int]) -> str:
    """The details of an audit entry in the editor's language: "Approve · To review → Published"."""
    tables: tuple[Mapping[Any, str], ...] = (STATUSES, ACTIONS, ROLES, STANDINGS, MEANS, OF_READERS)
    words = {str(word): said for table in tables for word, said in table.items()}
    shown = {}
    for key, value in details.items():
        parts = [gettext(words[part]) if part in words else part for part in str(value).split(", ")]
        shown[key] = gettext(FLAGS[key]) if key in FLAGS else ", ".join(parts)[:40]
    steps = f"{shown.pop('from')} → {shown.pop('to')}" if {"from", "to"} <= set(shown) else ""
    return " · ".join([*shown.values(), *([steps] if steps else [])])
