"""Two at once on PostgreSQL: whoever comes second waits and sees what the first has done; nobody loses anything."""

import pytest
from django.db import transaction
from tests.support.at_once import Beside, only_on_postgresql

from tougao.archive import contributors
from tougao.archive.contributors import Facts
from tougao.archive.models import ContributorRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_postgresql(transactional_db):
    only_on_postgresql()


def test_a_contributor_who_is_blocked_while_somebody_describes_him_stays_blocked(noon):
    contributors.decide("lin@example.edu.cn", "usual", "", None, noon)
    writer = ContributorRecord.objects.get()
    with transaction.atomic():
        contributors.decide(writer.address, "blocked", None, None, noon)
        other = Beside(lambda: contributors.describe(writer.pk, Facts("青禾师院", "zh", "电话联系"), None, noon))
        other.until_it_waits()
    other.over()
    writer.refresh_from_db()
    assert (writer.standing, writer.organisation, writer.note) == ("blocked", "青禾师院", "电话联系")
