"""Two officers issue certificates at once, each on a connection of its own."""

from __future__ import annotations

import pytest

from tests.corps.world import LIAISON, appointed, pledged
from tests.racing import at_once
from zhongmu.corps.certificates import issue_certificate
from zhongmu.corps.models import Appointment, Certificate


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("CQ-5.3")
def test_two_officers_at_once_take_numbers_without_gap_or_double(shared_file, yuzhong, person, now, today):
    numbers = ["500103200002290013", "11010519491231002X", "230103199001010023", "810000199003070015"]
    people = [person(f"监督员{letter}", number) for letter, number in zip("甲乙丙丁", numbers, strict=True)]
    for each in people:
        pledged(appointed(yuzhong, each, now), now)
    ids = list(Appointment.objects.values_list("pk", flat=True))

    def issue(mine: list[int]) -> None:
        for pk in mine:
            issue_certificate(Appointment.objects.get(pk=pk), by=LIAISON, at=now, on=today)

    at_once(lambda: issue(ids[:2]), lambda: issue(ids[2:]))
    issued = sorted(c.number[-4:] for c in Certificate.objects.all())
    assert issued == ["0001", "0002", "0003", "0004"]
