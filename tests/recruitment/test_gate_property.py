"""Whatever is pressed in whatever order, nobody is appointed or certified past the gate, the headcount or the quota."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.recruitment.conftest import CITIZEN, signature_png
from zhongmu.corps.certificates import sign_pledge
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.names import Objecting
from zhongmu.recruitment.gates import GATED
from zhongmu.recruitment.models import Batch

STEPS = (
    "publish",
    "object",
    "dismiss",
    "uphold",
    "appoint",
    "certify",
    "reopen",
    "settle",
    "withdraw",
    "day",
    "week",
)
SAID = Objecting(objector="周某", contact="023-1", grounds="与定点药店有利害关系")
REASON = "已核实有关情况"


def press(batch, step, at, leader):
    """One step; what the measure refuses is refused, and nothing is half done."""
    on = at.date()
    fixed = {"by": leader, "at": at, "on": on}
    notice = batch.name_notices.last()
    waiting = batch.bureau.objections.filter(notice__batch=batch).open().first()
    if step == "object" and notice:
        target = notice.entries[0]["application"]
        actions.register_objection(notice, target, SAID, by=CITIZEN, at=at, channel="web", arrived_on=on)
    if waiting and step in {"dismiss", "uphold"}:
        {"dismiss": actions.dismiss_objection, "uphold": actions.uphold_objection}[step](
            waiting, reason=REASON, **fixed
        )
    if step == "withdraw" and (first := batch.applications.filter(state="chosen").first()):
        actions.withdraw_application(first, by=leader.__class__("liaison", account=leader.account), at=at)
    plain = {
        "publish": lambda: actions.publish_names(batch, **fixed),
        "appoint": lambda: sign_all(actions.appoint_chosen(batch, starts_on=on, **fixed), fixed),
        "certify": lambda: actions.issue_certificates(batch, **fixed),
        "reopen": lambda: actions.reopen_choosing(batch, reason=REASON, **fixed),
        "settle": lambda: actions.settle(batch, **fixed),
    }
    if step in plain:
        plain[step]()


def sign_all(appointments, fixed):
    """So that nothing but the gate can hold a certificate back."""
    for appointment in appointments:
        items = [code for code, _label in appointment.bureau.policy(fixed["on"]).choices("discipline.items")]
        sign_pledge(appointment, items, signature=signature_png(), **fixed)


def check(batch, gate, on, act):
    """What must hold right after `act` was done on `on`."""
    selected = batch.applications.selected()
    assert selected.count() <= batch.headcount
    appointments = batch.bureau.appointments.filter(batch_ref=batch.ledger_subject)
    assert appointments.count() == appointments.values("person").distinct().count()
    if act in GATED[gate]:
        notices = list(batch.name_notices.all())
        assert not batch.bureau.objections.filter(notice__batch=batch).open().exists()
        assert all(notice.ends_on < on for notice in notices)
        for application in selected:
            assert any(notice.covers(application.pk) for notice in notices)


@pytest.mark.clause("CQ-5.4")
@pytest.mark.clause("HL-2.2c")
@pytest.mark.parametrize("gate", ["before_appointment", "before_certificate", "none"])
def test_no_sequence_of_moves_gets_past_the_gate(yuzhong, chosen, actor, now, gate):
    made = chosen(yuzhong, ["insured", "expert", "npc"], gate=gate, headcount=3)
    leader = actor(yuzhong, "leader")

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(STEPS), min_size=4, max_size=14))
    def walk(steps):
        with transaction.atomic():
            _walk(
                Batch.objects.select_related("bureau").get(pk=made.pk), [*steps, "certify"], leader, gate, now
            )
            transaction.set_rollback(True)

    walk()


def _walk(batch, steps, leader, gate, now):
    at = now + timedelta(days=8)
    for step in steps:
        at += {"day": timedelta(days=1), "week": timedelta(days=7)}.get(step, timedelta(minutes=1))
        before = batch.bureau.certificates.count()
        state = batch.state
        try:
            with transaction.atomic():
                press(batch, step, at, leader)
        except NotAllowed:
            batch.refresh_from_db()
            assert batch.state == state
            continue
        batch.refresh_from_db()
        if step == "appoint":
            check(batch, gate, at.date(), "appointment")
        if batch.bureau.certificates.count() > before:
            check(batch, gate, at.date(), "certificate")
