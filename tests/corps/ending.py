"""A term that ends soon, what its holder says, what an officer advises: as the tests of three folders need them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from tests.corps.world import LIAISON, SUPERVISOR, day
from tests.personas import SHANGHAI
from zhongmu.corps.models import Appointment, Renewal
from zhongmu.corps.renewals import Advice, Answer, propose, take_answer


def morning(on: date) -> datetime:
    return datetime.combine(on, time(9), SHANGHAI)


def yes(now: datetime, **changes: Any) -> Answer:
    return Answer(**{"willing": True, "said_on": now.date(), **changes})


def advised(row: Appointment, **changes: Any) -> Advice:
    policy = row.bureau.policy(day("2026-11-02"))
    told = {
        "advice": "renew",
        "opinion": "本届履职认真，建议续聘",
        "recusal": "核对过工作单位，没有变化",
        "checked": tuple(code for code, _label in policy.choices("eligibility")),
        "category": row.category,
    }
    return Advice(**{**told, **changes})


def proposed(row: Appointment, now: datetime, **changes: Any) -> Renewal:
    renewal = take_answer(row, yes(now), by=SUPERVISOR, at=now)
    propose(renewal, advised(row, **changes), by=LIAISON, at=now)
    return renewal
