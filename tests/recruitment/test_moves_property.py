"""Whatever is pressed in whatever order, with whatever clock: what the measure forbids never happens.

The walks are worth what they can find: each line of BROKEN takes one rule out of the product, and the same walks must
come upon what that rule forbids.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.recruitment.walking import FIRST, SEATS, STEPS, Walk


@pytest.fixture
def ready(noticed, passed, apply, invited, nominated, chosen, filled, actor, now):
    """The world of one walk: 渝中 or 哈尔滨, with a gate."""

    def make(bureau, gate):
        other = chosen(bureau, ["insured"])
        batch = noticed(bureau, gate=gate, headcount=SEATS)
        passed(batch, 1, category="insured")
        passed(batch, 2, category="expert")
        apply(batch, 3, category="npc")
        roles = {role: actor(bureau, role) for role in ("leader", "liaison", "reviewer")}
        return {
            "batch": batch.pk,
            "other": other.pk,
            "invitation": invited(batch, 4).pk,
            "invited": filled(4, category="insured"),
            "nomination": nominated(batch, 5).pk,
            "recommended": filled(5, category="insured"),
            "now": now,
            **roles,
        }

    return make


WALKS = settings(
    max_examples=6,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    # a walk that fails is read as it stands: making it shorter takes minutes
    phases=(Phase.explicit, Phase.generate),
)


def walk(world):
    """Every straight way with one thing amiss, then as many by chance; what was seen on them."""
    seen = Counter()

    def one(steps):
        with transaction.atomic():
            walking = Walk(world, seen)
            for step in steps:
                walking.take(step)
            transaction.set_rollback(True)

    tried = given(st.lists(STEPS, min_size=12, max_size=12))(one)
    for steps in FIRST:
        tried = example(steps)(tried)
    WALKS(tried)()
    return seen


@pytest.mark.clause("CQ-5.4")
@pytest.mark.clause("CQ-7.3")
@pytest.mark.clause("HL-2.1b")
@pytest.mark.clause("HL-2.2c")
@pytest.mark.parametrize(
    ("where", "gate"),
    [
        ("yuzhong", "none"),
        ("yuzhong", "before_appointment"),
        ("harbin", "before_certificate"),
    ],
)
def test_no_walk_does_what_is_forbidden(request, ready, where, gate):
    seen = walk(ready(request.getfixturevalue(where), gate))
    for far in ("published", "appointed", "certified", "invite", "recommend"):
        assert seen[far], f"no walk came as far as this: {far}"


def nothing(*_args, **_kept):
    """The rule that has been taken out."""
    return []


@dataclass(frozen=True)
class Broken:
    """One rule taken out, and the words in which the judge must find it missing."""

    rule: str
    parts: tuple[str, ...]
    found: str


BROKEN = {
    ("yuzhong", "before_appointment"): (
        Broken("an open objection", ("recruitment.gates._unsettled",), "while an objection is open"),
        Broken("the period", ("recruitment.gates._running",), "appointed while the period runs"),
        Broken("the list", ("recruitment.gates._not_covered",), "while somebody stood on no list"),
        Broken(
            "headcount",
            ("recruitment.selection.headcount", "recruitment.actions.appointing.headcount"),
            "over headcount",
        ),
        Broken("telling", ("recruitment.gates.telling_first",), "published before somebody was told"),
        Broken("consent", ("recruitment.actions.applying.consent_rulings",), "without consent|unsigned"),
        Broken("whose hand", ("recruitment.rulings.in_whose_hand",), "by another's hand"),
    ),
    ("yuzhong", "none"): (
        Broken("the answer", ("recruitment.actions.asking.move",), "without the person's answer"),
        Broken("the lapse", ("recruitment.calling.answering",), "after the call had lapsed"),
        Broken("withdrawing", ("recruitment.actions.correcting.move_application",), "somebody who withdrew"),
        Broken("twice", ("corps.rulings.why_not_overlap",), "appointed twice"),
    ),
    ("harbin", "before_certificate"): (
        Broken("quota", ("recruitment.selection.quota",), "under quota"),
        Broken("the period", ("recruitment.gates._running",), "certified while the period runs"),
    ),
}


@pytest.mark.parametrize(("where", "gate"), BROKEN)
def test_each_rule_taken_out_is_found(request, monkeypatch, ready, where, gate):
    world = ready(request.getfixturevalue(where), gate)
    for broken in BROKEN[where, gate]:
        with monkeypatch.context() as patch:
            for part in broken.parts:
                patch.setattr(f"zhongmu.{part}", nothing)
            with pytest.raises(AssertionError, match=broken.found):
                walk(world)
