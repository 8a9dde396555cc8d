"""Two people at once: what each found in order, both together may not bring about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.racing import Meeting, at_once
from tests.recruitment.conftest import CITIZEN, signature_png
from tests.recruitment.test_objecting import SAID
from zhongmu.bureaus.actions import decide
from zhongmu.corps.certificates import sign_pledge
from zhongmu.corps.models import Appointment, Certificate
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions, gates
from zhongmu.recruitment.actions import appointing, objecting
from zhongmu.recruitment.actions import choosing as choosing_actions
from zhongmu.recruitment.models import Batch, NameNotice, Objection


def fresh(batch):
    return Batch.objects.select_related("bureau").get(pk=batch.pk)


def sign_all(batch, fixed):
    items = [code for code, _label in batch.bureau.policy(fixed["on"]).choices("discipline.items")]
    for each in Appointment.objects.filter(batch_ref=batch.ledger_subject):
        sign_pledge(each, items, signature=signature_png(), **fixed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("HL-2.1b")
@pytest.mark.clause("CQ-5.1")
def test_two_batches_appointed_at_once_count_each_other(
    shared_file, monkeypatch, harbin, chosen, actor, now, today
):
    """Four ordinary people are enough for two experts, not for four; and their terms have not even begun."""
    leader, late = actor(harbin, "leader"), now + timedelta(days=9)
    decide(harbin, key="quota.scope", value="register", by=leader, reason="按在库人数", at=now, on=today)
    fixed = {"by": leader, "at": late, "on": late.date(), "starts_on": late.date() + timedelta(days=20)}
    actions.appoint_chosen(chosen(harbin, ["insured"] * 4), **fixed)
    first, second = chosen(harbin, ["expert"] * 2, first=5), chosen(harbin, ["expert"] * 2, first=7)
    monkeypatch.setattr(appointing, "quota_of", Meeting().after(appointing.quota_of))
    results = at_once(
        lambda: actions.appoint_chosen(fresh(first), **fixed),
        lambda: actions.appoint_chosen(fresh(second), **fixed),
    )
    refused = [str(each) for each in results if not isinstance(each, list)]
    assert len(refused) == 1
    assert "8人中普通参保群众4人，不到60％" in refused[0]
    assert Appointment.objects.count() == 4 + 2


# Whoever is slow has looked, or has written but not said so, while the other does everything.
SLOW = {"the officer": (gates, "publicity_left"), "the objector": (objecting, "record")}


def order_of(*actions_: str) -> list[str]:
    return [e.action for e in LedgerEntry.objects.filter(action__in=actions_).order_by("pk")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("CQ-5.4")
@pytest.mark.clause("HL-2.2c")
@pytest.mark.parametrize(
    ("gate", "slow"),
    [
        ("before_appointment", "the officer"),
        ("before_certificate", "the officer"),
        ("before_certificate", "the objector"),
    ],
)
def test_an_objection_comes_in_before_the_gated_act_or_after_it(
    shared_file, monkeypatch, yuzhong, chosen, actor, now, gate, slow
):
    """A letter of the period is written down on the day after it, while a leader appoints or an officer certifies."""
    leader, early = actor(yuzhong, "leader"), now + timedelta(days=9)
    batch, late = chosen(yuzhong, ["insured"], gate=gate), now + timedelta(days=20)
    fixed = {"by": leader, "at": late, "on": late.date()}
    if gate == "before_certificate":
        actions.appoint_chosen(batch, starts_on=late.date(), **fixed)
        sign_all(batch, fixed)
    notice = actions.publish_names(batch, by=leader, at=early, on=early.date())
    told = {"by": CITIZEN, "at": late, "channel": "paper", "arrived_on": early.date() + timedelta(days=1)}

    def act():
        if gate == "before_certificate":
            return actions.issue_certificates(fresh(batch), by=actor(yuzhong), at=late, on=late.date())
        return actions.appoint_chosen(fresh(batch), starts_on=late.date(), **fixed)

    def object_to():
        posted = NameNotice.objects.select_related("bureau", "batch").get(pk=notice.pk)
        return actions.register_objection(posted, posted.entries[0]["application"], SAID, **told)

    meeting, (where, what) = Meeting(), SLOW[slow]
    monkeypatch.setattr(where, what, meeting.after(getattr(where, what)))
    quick = meeting.meanwhile
    at_once(*((act, quick(object_to)) if slow == "the officer" else (quick(act), object_to)))
    assert Objection.objects.count() == 1
    made = Certificate if gate == "before_certificate" else Appointment
    act_of = "corps.certificate.issue" if made is Certificate else "corps.appointment.appoint"
    order = order_of("recruitment.objection.open", act_of)
    assert order in ([act_of, "recruitment.objection.open"], ["recruitment.objection.open"])
    assert made.objects.count() == order.count(act_of)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("CQ-5.2")
def test_nobody_is_proposed_while_the_list_is_settled(
    shared_file, monkeypatch, yuzhong, choosing, actor, now
):
    batch, late = choosing(yuzhong, ["insured", "expert"], headcount=2), now + timedelta(days=8)
    one = batch.applications.order_by("pk").last()
    opinion, said = one.opinion, {"by": actor(yuzhong), "at": late, "overall": "再议"}
    monkeypatch.setattr(choosing_actions, "settling", (meeting := Meeting()).after(choosing_actions.settling))

    def drop():
        row = batch.applications.select_related("bureau", "batch").get(pk=one.pk)
        return actions.write_opinion(row, dimensions=opinion.dimensions, proposed=False, **said)

    def settle():
        actions.settle(fresh(batch), by=actor(yuzhong, "leader"), at=late, on=late.date())

    settled, dropped = at_once(settle, meeting.meanwhile(drop))
    assert settled is None
    kept = dict(batch.applications.values_list("opinion__proposed", "state"))
    assert kept == (
        {True: "chosen"} if isinstance(dropped, NotAllowed) else {True: "chosen", False: "not_chosen"}
    )
