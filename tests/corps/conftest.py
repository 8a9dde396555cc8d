from __future__ import annotations

import pytest

from tests.corps.world import appointed, day
from zhongmu.corps.models import Appointment


@pytest.fixture
def term(yuzhong, person, now) -> Appointment:
    """A term with four weeks to go: 2024-12-01 to 2026-11-30."""
    return appointed(yuzhong, person(), now, starts_on=day("2024-12-01"))
