"""How a mailbox fares from round to round."""

from datetime import datetime

from tougao.archive.models import MailboxRecord


def reached(mailbox: str, now: datetime) -> None:
    MailboxRecord.objects.update_or_create(
        name=mailbox, defaults={"last_round_at": now, "trouble": "", "trouble_since": None, "alarmed_at": None}
    )


def not_reached(mailbox: str, trouble: str, now: datetime) -> None:
    row, _ = MailboxRecord.objects.get_or_create(name=mailbox)
    row.trouble, row.trouble_since = trouble, row.trouble_since or now
    row.save()
