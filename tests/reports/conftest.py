"""A clue and a suggestion, told once for every test of this noun and its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.reports.told import FACTS, clue, suggestion
from zhongmu.bureaus.models import Bureau
from zhongmu.corps.models import Appointment
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account, Person
from zhongmu.reports import actions
from zhongmu.reports.intake import file_report, new_token
from zhongmu.reports.models import Report
from zhongmu.reports.rulings import Conclusion

__all__ = ["FACTS", "clue", "suggestion"]


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def appointed(person: Callable[..., Person], today: date) -> Callable[..., Person]:
    """appointed(bureau) → 李秀英, a supervisor of that bureau from January for two years."""

    def make(bureau: Bureau, **who: str) -> Person:
        found = person(**who)
        Appointment.objects.get_or_create(
            bureau=bureau,
            person=found,
            number=f"A{bureau.code}-{found.pk}",
            defaults={
                "category": "ordinary",
                "channel": "open",
                "origin": "test",
                "pack_id": bureau.policy(today).pack.id,
                "rehearsal": bureau.policy(today).rehearsal,
                "term_number": 1,
                "decided_on": date(2026, 1, 4),
                "starts_on": date(2026, 1, 5),
                "ends_on": date(2028, 1, 4),
                "state": "appointed",
            },
        )
        return found

    return make


@pytest.fixture
def supervisor(appointed: Callable[..., Person]) -> Callable[..., Account]:
    """supervisor(bureau) → the activated account of 李秀英."""

    def make(bureau: Bureau, **who: str) -> Account:
        found = appointed(bureau, **who)
        account = Account.objects.filter(person=found).first()
        return account or Account.objects.create_user(f"jd-{found.pk}", display_name=found.name, person=found)

    return make


@pytest.fixture
def filed(appointed: Callable[..., Person], now: datetime) -> Callable[..., Report]:
    """filed(bureau) → a clue of 李秀英 just filed there; filed(bureau, suggestion()) → a suggestion."""

    def make(bureau: Bureau, filing: Any = None, at: datetime | None = None) -> Report:
        reporter = appointed(bureau)
        return file_report(
            bureau, filing or clue(), reporter=reporter, token=new_token(), by=None, at=at or now
        ).report

    return make


@pytest.fixture
def opened(now: datetime, actor: Callable[..., Actor]) -> Callable[..., Actor]:
    """opened(report, "leader") → that actor, having declared no interest in the report."""

    def make(report: Report, role: str = "liaison", at: datetime | None = None) -> Actor:
        by = actor(report.bureau, role)
        actions.declare_no_interest(report, by=by, at=at or now)
        return by

    return make


@pytest.fixture
def brought_to(now: datetime, opened: Callable[..., Actor]) -> Callable[[Report, str], Report]:
    """brought_to(report, "decided") → the report, walked there by its own moves."""

    def walk(report: Report, state: str) -> Report:
        by = opened(report)
        reporter = Actor("reporter", pseudonym=report.pseudonym)
        if state == "sent_back":
            actions.send_back(report, reason="请补充哪一天、在哪个病区看到的", by=by, at=now)
            return report
        outcome = Conclusion(
            outcome="no_case" if report.is_clue else "adopt",
            reason="逐床核对后未发现所述情形",
            finding="unsubstantiated",
        )
        steps: list[tuple[str, Callable[[], None]]] = [
            ("accepted", lambda: actions.accept(report, by=by, at=now)),
            ("decided", lambda: actions.decide(report, outcome, by=by, at=now)),
            (
                "answered",
                lambda: actions.answer(report, text="已到现场逐床核对，未发现所反映的情形", by=by, at=now),
            ),
            ("asked_again" if state == "asked_again" else "closed", lambda: None),
        ]
        for reached, step in steps[:3]:
            if report.state == state:
                return report
            step()
            assert report.state == reached
        if state == "asked_again":
            actions.ask_again(report, text="我去看的是另一个病区，请再核对", by=reporter, at=now)
        elif state == "closed":
            actions.close(report, by=by, at=now)
        return report

    return walk
