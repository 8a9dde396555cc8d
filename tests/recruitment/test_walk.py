"""The whole round, for each of the three gates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhongmu.corps.models import Appointment
from zhongmu.ledger.moves import NotAllowed
from zhongmu.people.models import Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.objecting import Objecting
from zhongmu.recruitment.states import ApplicationState, BatchState


@pytest.mark.clause("CQ-7.0")
def test_chongqing_appoints_first_and_makes_public_afterwards(yuzhong, appointed, actor, now):
    batch = appointed(yuzhong, ["insured", "expert"])
    late = now + timedelta(days=9)
    assert batch.state == BatchState.APPOINTED
    assert Appointment.objects.filter(batch_ref=f"batch:{batch.pk}").count() == 2
    notice = actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    assert notice.ends_on.isoformat() == "2026-11-18"
    with pytest.raises(NotAllowed, match="才期满"):
        actions.close_batch(batch, by=actor(yuzhong), at=late, on=late.date())
    after = late + timedelta(days=8)
    actions.close_batch(batch, by=actor(yuzhong), at=after, on=after.date())
    assert batch.state == BatchState.CLOSED


@pytest.mark.clause("HL-2.2c")
def test_heilongjiang_gates_the_certificate(harbin, appointed, actor, now):
    batch = appointed(harbin, ["insured"])
    late = now + timedelta(days=9)
    issued = actions.issue_certificates(batch, by=actor(harbin), at=late, on=late.date())
    assert issued.certificates == []
    assert "名单还没有公示" in str(issued.refused[0][1])
    assert batch.rehearsal
    assert list(batch.applications.values_list("state", flat=True)) == [ApplicationState.APPOINTED]


def test_a_stricter_gate_holds_the_appointment_back(yuzhong, chosen, actor, now):
    batch = chosen(yuzhong, ["insured"], gate="before_appointment")
    late, leader = now + timedelta(days=8), actor(yuzhong, "leader")
    with pytest.raises(NotAllowed, match="名单还没有公示"):
        actions.appoint_chosen(batch, starts_on=late.date(), by=leader, at=late, on=late.date())
    notice = actions.publish_names(batch, by=leader, at=late, on=late.date())
    on = notice.ends_on
    with pytest.raises(NotAllowed, match="才期满"):
        actions.appoint_chosen(batch, starts_on=on, by=leader, at=late, on=on)
    after = on + timedelta(days=1)
    actions.appoint_chosen(batch, starts_on=after, by=leader, at=late, on=after)
    assert batch.state == BatchState.APPOINTED


def test_a_rehearsal_changes_nothing_on_file_about_a_person(harbin, chosen, actor, now):
    batch = chosen(harbin, ["insured"])
    application = batch.applications.select_related("person").get()
    Person.objects.filter(pk=application.person_id).update(phone="13900139000", name="李秀英原名")
    late = now + timedelta(days=9)
    actions.appoint_chosen(batch, starts_on=late.date(), by=actor(harbin, "leader"), at=late, on=late.date())
    kept = Person.objects.get(pk=application.person_id)
    assert (kept.phone, kept.name) == ("13900139000", "李秀英原名")


@pytest.mark.parametrize("starts_on", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_mistyped_year_of_the_first_day_is_a_sentence(yuzhong, chosen, actor, now, starts_on):
    batch, late = chosen(yuzhong, ["insured"]), now + timedelta(days=9)
    by = actor(yuzhong, "leader")
    with pytest.raises(NotAllowed, match="核对年份"):
        actions.appoint_chosen(batch, starts_on=starts_on, by=by, at=late, on=late.date())
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    "arrived_on", [date(1, 1, 1), date(1990, 1, 1), date(2026, 11, 12), date(9999, 12, 31)]
)
def test_an_objection_of_an_impossible_day_is_a_sentence(yuzhong, appointed, actor, now, arrived_on):
    batch, late = appointed(yuzhong, ["insured"]), now + timedelta(days=9)
    notice = actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    said = Objecting(objector="张某", contact="电话", grounds="长期不在本地居住")
    target = notice.entries[0]["application"]
    with pytest.raises(NotAllowed, match=r"应在期内|今天以后"):
        actions.register_objection(
            notice, target, said, by=actor(yuzhong), at=late, channel="post", arrived_on=arrived_on
        )
