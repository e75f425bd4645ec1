"""The steps of a piece, as its contributor is told."""

from datetime import timedelta

import pytest

from tougao.core.progress import Step, stages
from tougao.core.workflow import Status

SECOND = timedelta(seconds=1)
S = Step


@pytest.mark.parametrize(
    ("status", "is_touched", "reached", "ahead"),
    [
        (None, False, [S.RECEIVED], [S.READ]),
        ("new", False, [S.RECEIVED, S.READ], [S.LOOKED_AT, S.PUBLISHED]),
        ("new", True, [S.RECEIVED, S.READ, S.LOOKED_AT], [S.PUBLISHED]),
        ("second", False, [S.RECEIVED, S.READ, S.LOOKED_AT], [S.PUBLISHED]),  # one of the readings
        ("scheduled", True, [S.RECEIVED, S.READ, S.LOOKED_AT, S.SCHEDULED], [S.PUBLISHED]),
        ("published", True, [S.RECEIVED, S.READ, S.LOOKED_AT, S.PUBLISHED], []),
        ("returned", False, [S.RECEIVED, S.READ, S.LOOKED_AT, S.RETURNED], []),
        ("spiked", False, [S.RECEIVED, S.READ, S.LOOKED_AT, S.DECLINED], []),
        ("withdrawn", True, [S.RECEIVED, S.READ, S.LOOKED_AT, S.PUBLISHED, S.WITHDRAWN], []),
    ],
)
def test_the_way_of_each_status(noon, status, is_touched, reached, ahead):
    found = stages(noon, noon, status, is_touched, noon)
    assert [stage.step for stage in found if stage.is_reached] == reached
    assert [stage.step for stage in found if not stage.is_reached] == ahead


def test_hours_are_told_where_they_are_known(noon):
    found = stages(noon, noon + SECOND, Status.RETURNED, True, noon + 2 * SECOND)
    assert [stage.at for stage in found] == [noon, noon + SECOND, None, noon + 2 * SECOND]
    assert stages(noon, noon, "second", True, noon)[-2].at is None
