"""Who works a mailbox: one process at a time, and another within a minute when it dies."""

from datetime import datetime, timedelta

from django.db.models import Q

from tougao.archive.models import MailboxRecord

LEASE = timedelta(seconds=45)


def take(mailbox: str, owner: str, now: datetime) -> bool:
    """Take or renew the lease. False while another holds it.

    A lease that reaches further into the future than any that could have been given comes from a clock that jumped,
    and holds nobody off.
    """
    MailboxRecord.objects.get_or_create(name=mailbox)
    free = (
        Q(lease_owner__in=("", owner))
        | Q(lease_until=None)
        | Q(lease_until__lt=now)
        | Q(lease_until__gt=now + 2 * LEASE)
    )
    return MailboxRecord.objects.filter(free, name=mailbox).update(lease_owner=owner, lease_until=now + LEASE) == 1


def holder(mailbox: str) -> str:
    return MailboxRecord.objects.filter(name=mailbox).values_list("lease_owner", flat=True).first() or ""


def give_up(mailbox: str, owner: str) -> None:
    MailboxRecord.objects.filter(name=mailbox, lease_owner=owner).update(lease_owner="", lease_until=None)
