from __future__ import annotations

import pytest

from zhongmu.demo.people import EVERYONE, Citizen, silhouette
from zhongmu.files.images import photo_copy
from zhongmu.people.identity import check_resident_id
from zhongmu.people.names import normalise_name
from zhongmu.people.phones import normalise_phone


@pytest.mark.parametrize("citizen", EVERYONE, ids=lambda c: c.name)
def test_a_citizen_passes_the_checks_of_the_form(citizen: Citizen) -> None:
    assert check_resident_id(citizen.resident.number).sex == citizen.sex
    assert normalise_name(citizen.name) == citizen.name
    assert normalise_phone(citizen.phone) == citizen.phone


def test_no_two_citizens_share_a_number_or_a_phone() -> None:
    assert len({c.resident.number for c in EVERYONE}) == len(EVERYONE)
    assert len({c.phone for c in EVERYONE}) == len(EVERYONE)


def test_a_silhouette_is_a_photo_the_office_takes() -> None:
    assert photo_copy(silhouette(3)).startswith(b"\xff\xd8")
