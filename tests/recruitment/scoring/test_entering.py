"""Scores cell by cell: kept at once, never overwritten unseen, ended by a signature."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.recruitment.scoring.conftest import as_reviewer, give, seats
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import Score
from zhongmu.seals.digests import digest


@pytest.fixture
def seat(yuzhong, begun):
    return seats(begun(yuzhong, 2))[0]


@pytest.fixture
def row(seat):
    rows = seat.assignments.counting().select_related("entry__round__bureau", "panelist")
    return rows.order_by("pk")[0]


def save(row, now, **changes):
    told = {"dimension": "ability", "points": 80, "reason": "", "seen": 0, **changes}
    return scoring.save_score(row, **{"by": as_reviewer(row.panelist), **told}, at=now)


def test_a_cell_is_kept_and_counts_its_changes(row, now):
    assert save(row, now).version == 1
    assert save(row, now, seen=1).version == 1  # the same again is no change
    assert save(row, now, points=85, seen=1).version == 2
    assert row.scores.get().points == 85


def test_another_device_s_change_is_not_overwritten_unseen(row, now):
    save(row, now)
    save(row, now, points=85, seen=1)
    with pytest.raises(Overtaken, match="改成了85分"):
        save(row, now, points=60, seen=1)
    assert row.scores.get().points == 85


@pytest.mark.clause("CQ-5.2")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": 101}, "0到100之间的整数"),
        ({"points": -1}, "0到100之间的整数"),
        ({"dimension": "age"}, "没有这个维度"),
    ],
)
def test_beyond_the_scale_or_the_rules_nothing_is_kept(row, now, change, said):
    with pytest.raises(NotAllowed, match=said):
        save(row, now, **change)
    assert not row.scores.exists()


def test_nobody_writes_into_another_s_sheet(row, seat, now):
    other = seats(seat.round)[1]
    with pytest.raises(NotAllowed, match="您不是这一次评分的评委"):
        save(row, now, by=as_reviewer(other))


def test_signing_needs_every_cell_and_the_reasons(seat, row, now):
    by = as_reviewer(seat)
    with pytest.raises(NotAllowed, match="还没有评完"):
        scoring.sign(seat, by=by, at=now)
    for dimension in ("ability", "profession", "experience"):
        for each in seat.assignments.select_related("entry__round__bureau", "panelist"):
            save(each, now, dimension=dimension, points=96)
    with pytest.raises(NotAllowed, match="还有分数要写理由"):
        scoring.sign(seat, by=by, at=now)


def test_a_signature_ends_it_and_leaves_a_salted_digest(seat, row, now):
    give(seat, dict.fromkeys(seat.round.entries.values_list("label", flat=True), 80), now)
    sheet = scoring.sign(seat, by=as_reviewer(seat), at=now)
    assert sheet.digest == digest(sheet.text.encode())
    said = json.loads(sheet.text)
    assert (len(said["salt"]), len(said["scores"]), said["rules"]) == (32, 6, seat.round.digest)
    [entry] = LedgerEntry.objects.filter(action="recruitment.scoringround.sign")
    assert json.loads(entry.facts)["sheet"] == sheet.digest
    assert '"points"' not in entry.facts
    with pytest.raises(NotAllowed, match="已经签字"):
        save(row, now, points=10, seen=1)
    with pytest.raises(NotAllowed, match="没有等着签字的分数"):
        scoring.sign(seat, by=as_reviewer(seat), at=now)


def test_candidates_added_later_are_signed_on_a_sheet_of_their_own(yuzhong, begun, actor, now):
    round_ = begun(yuzhong, 3, each=2)
    tao, min_, cai = seats(round_)
    labels = list(round_.entries.values_list("label", flat=True))
    for seat in (min_, cai):
        give(seat, dict.fromkeys(labels, 70), now)
        scoring.sign(seat, by=as_reviewer(seat), at=now)
    scoring.release(tao, reason="因病不能继续", by=actor(yuzhong, "leader"), at=now, on=now.date())
    for seat in (min_, cai):
        fresh = seat.assignments.counting().filter(signed_at=None)
        assert fresh.count() == 1
        with pytest.raises(NotAllowed, match="还没有评完"):
            scoring.sign(seat, by=as_reviewer(seat), at=now)
        give_unsigned(seat, now)
        scoring.sign(seat, by=as_reviewer(seat), at=now)
        assert seat.sheets.count() == 2


def give_unsigned(seat, now):
    rows = seat.assignments.counting().filter(signed_at=None)
    for row in rows.select_related("entry__round__bureau", "panelist"):
        for dimension in ("ability", "profession", "experience"):
            save(row, now, dimension=dimension, points=75)


STEPS = st.lists(
    st.tuples(st.sampled_from(["ability", "profession"]), st.integers(-5, 110), st.integers(0, 4)),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_typed_a_cell_holds_the_last_score_that_was_accepted(row, now, steps):
    Score.objects.all().delete()
    accepted = {}
    for dimension, points, seen in steps:
        try:
            save(row, now, dimension=dimension, points=points, seen=seen)
        except NotAllowed:
            continue
        accepted[dimension] = points
    assert dict(row.scores.values_list("dimension", "points")) == accepted
    assert all(0 <= points <= 100 for points in accepted.values())
