"""A round of scoring, told step by step: each fixture stands one step further than the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.recruitment.conftest import (  # fixtures are shared by name
    _files,
    apply,
    choosing,
    filled,
    noticed,
    passed,
    photo,
    planned,
)
from zhongmu.bureaus.actions import decide
from zhongmu.bureaus.models import Bureau, Membership
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import Batch, Panelist, ScoringRound
from zhongmu.recruitment.scoring.conflicts import Declared
from zhongmu.recruitment.scoring.rubric import Band, Dimension, Rubric, Seat
from zhongmu.recruitment.scoring.rulings import scored_dims

__all__ = ["_files", "apply", "choosing", "filled", "noticed", "passed", "photo", "planned"]

PANEL = (("reviewer", "林涛"), ("reviewer", "吴敏"), ("expert", "蔡教授"))
ANCHORS = ("有充分的具体事实，明显高于需要", "有具体事实，高于需要", "有事实，够用", "缺少事实")


def weights(count: int) -> list[int]:
    return [100 - 30 * (count - 1), *[30] * (count - 1)]


def rubric_of(bureau: Bureau, panel: list[Account], on: date, **changes: object) -> Rubric:
    """Rules that can be locked: the bureau's dimensions, everybody in `panel`, as many per candidate."""
    dims = scored_dims(bureau.policy(on))
    roles = dict(bureau.memberships.filter(account__in=panel).values_list("account", "role"))
    made = Rubric(
        dims=tuple(
            Dimension(code, label, weight, ANCHORS, ("reason",))
            for (code, label), weight in zip(dims, weights(len(dims)), strict=True)
        ),
        highest=100,
        bands=(Band(90, "突出"), Band(75, "较好"), Band(60, "合格"), Band(0, "不足")),
        each=len(panel),
        severity="additive",
        spread=20,
        extreme=5,
        reasons="extreme",
        panel=tuple(Seat(account.pk, roles[account.pk]) for account in panel),
    )
    return replace(made, **changes)


@pytest.fixture
def scored(actor: Callable[..., Actor], now: datetime) -> Callable[[Bureau], Bureau]:
    """scored(bureau) → the same, whose leader decided that candidates are scored."""

    def make(bureau: Bureau) -> Bureau:
        by = actor(bureau, "leader")
        told = {"reason": "局长办公会决定打分", "by": by, "at": now, "on": now.date()}
        decide(bureau, key="selection.scored", value=True, **told)
        return bureau

    return make


@pytest.fixture
def panel(now: datetime) -> Callable[..., list[Account]]:
    """panel(bureau) → two reviewers and an expert from outside."""

    def make(bureau: Bureau) -> list[Account]:
        found = []
        for number, (role, name) in enumerate(PANEL, 1):
            username = f"panel-{bureau.code}-{number}"
            account = Account.objects.filter(username=username).first()
            if account is None:
                account = Account.objects.create_user(username, display_name=name)
                starts_on = date(2026, 1, 1)
                Membership.objects.create(account=account, bureau=bureau, role=role, starts_on=starts_on)
            found.append(account)
        return found

    return make


@pytest.fixture
def drafted(
    scored: Callable[..., Bureau],
    panel: Callable[..., list[Account]],
    actor: Callable[..., Actor],
    now: datetime,
) -> Callable[..., ScoringRound]:
    """drafted(batch) → rules that can be locked; `changes` are of the rules."""

    def make(batch: Batch, **changes: object) -> ScoringRound:
        bureau, on = scored(batch.bureau), now.date()
        rubric = rubric_of(bureau, panel(bureau), on, **changes)
        return scoring.draft_rules(batch, rubric, by=actor(bureau), at=now, on=on)

    return make


@pytest.fixture
def locked(
    drafted: Callable[..., ScoringRound], actor: Callable[..., Actor], now: datetime
) -> Callable[..., ScoringRound]:
    def make(batch: Batch, **changes: object) -> ScoringRound:
        round_ = drafted(batch, **changes)
        scoring.lock_rules(round_, by=actor(batch.bureau, "leader"), at=now, on=now.date())
        return round_

    return make


DECLARED = Declared(own=("江北区示范街道办事处",), units=(), persons=())


def as_reviewer(seat: Panelist) -> Actor:
    return Actor(seat.role, account=seat.account_id)


def give(seat: Panelist, points: dict[str, int], at: datetime) -> None:
    """Every cell of these labels, all dimensions alike."""
    for row in seat.assignments.counting().select_related("entry__round__bureau", "panelist"):
        for d in seat.round.rubric.dims if row.entry.label in points else ():
            told = {
                "dimension": d.code,
                "points": points[row.entry.label],
                "reason": "依据所写事实",
                "seen": 0,
            }
            scoring.save_score(row, **told, by=as_reviewer(seat), at=at)


def seats(round_: ScoringRound) -> list[Panelist]:
    return list(round_.panel.select_related("round__bureau", "round__batch__bureau").order_by("pk"))


@pytest.fixture
def listed(
    choosing: Callable[..., Batch],
    locked: Callable[..., ScoringRound],
    actor: Callable[..., Actor],
    now: datetime,
) -> Callable[..., ScoringRound]:
    """listed(bureau, people=4) → a locked round whose candidates have labels; the reviewers have not declared."""

    def make(bureau: Bureau, people: int = 4, **changes: object) -> ScoringRound:
        round_ = locked(choosing(bureau, ["insured"] * people), **changes)
        told = {"by": actor(bureau), "at": now, "on": now.date()}
        scoring.open_list(round_, due_on=now.date() + timedelta(days=10), **told)
        return round_

    return make


@pytest.fixture
def begun(
    listed: Callable[..., ScoringRound], actor: Callable[..., Actor], now: datetime
) -> Callable[..., ScoringRound]:
    """Everybody declared, everybody has candidates."""

    def make(bureau: Bureau, people: int = 4, **changes: object) -> ScoringRound:
        round_ = listed(bureau, people, **changes)
        for seat in seats(round_):
            scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=now)
        round_.refresh_from_db()
        scoring.begin_scoring(round_, by=actor(bureau), at=now, on=now.date())
        return round_

    return make


@pytest.fixture
def signed(begun: Callable[..., ScoringRound], now: datetime) -> Callable[..., ScoringRound]:
    """Everybody gave everybody 80, 70 and 60 by seat, and signed."""

    def make(bureau: Bureau, people: int = 4, **changes: object) -> ScoringRound:
        round_ = begun(bureau, people, **changes)
        for seat, points in zip(seats(round_), (80, 70, 60), strict=True):
            give(seat, dict.fromkeys(round_.entries.values_list("label", flat=True), points), now)
            scoring.sign(seat, by=as_reviewer(seat), at=now)
        return round_

    return make
