"""The notice of names, consent, and objections to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.recruitment.conftest import APPLICANT, CITIZEN
from zhongmu.corps.models import Review
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.objecting import Objecting
from zhongmu.recruitment.models import Application, NameNotice

SAID = Objecting(objector="周某", contact="13900139000", grounds="此人在定点药店任职，没有申报。")
REASON = "已到单位核实情况"
ANSWER = "经核实，情况已经查明。"


@pytest.fixture
def late(now):
    return now + timedelta(days=9)


def object_to(notice, application, late, **changes):
    said = {"by": CITIZEN, "at": late, "channel": "web", "arrived_on": late.date(), **changes}
    return actions.register_objection(notice, application.pk, SAID, **said).objection


@pytest.mark.clause("CQ-5.4")
def test_only_the_packs_fields_are_frozen_into_the_list(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured"])
    notice = actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    application = batch.applications.get()
    assert notice.entries[0]["cells"] == [
        ["姓名", application.name],
        ["来源类别", "参保群众"],
        ["聘任机关", yuzhong.name],
    ]
    assert application.resident_id not in str(notice.entries)
    assert len(notice.digest) == 64
    assert notice.title.endswith("聘任名单公示")


def test_in_chongqing_names_are_published_after_the_appointment(yuzhong, chosen, actor, late):
    with pytest.raises(NotAllowed, match="在聘任之后"):
        actions.publish_names(chosen(yuzhong, ["insured"]), by=actor(yuzhong), at=late, on=late.date())


@pytest.mark.clause("HL-2.2e")
def test_without_consent_a_leader_approves_another_way(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured", "expert"])
    silent = batch.applications.first()
    Application.objects.filter(pk=silent.pk).update(name_consent=False)
    on, leader = late.date(), actor(yuzhong, "leader")
    with pytest.raises(NotAllowed, match="没有同意公示姓名"):
        actions.publish_names(batch, by=leader, at=late, on=on)
    with pytest.raises(NotAllowed, match="由负责人批准"):
        actions.approve_nameless(silent, how="只公布人数", by=actor(yuzhong), at=late, on=on)
    actions.approve_nameless(silent, how="只公布人数", by=leader, at=late, on=on)
    notice = actions.publish_names(batch, by=leader, at=late, on=on)
    assert (len(notice.shown()), notice.nameless) == (1, 1)
    assert silent.name not in str(notice.entries)


def test_a_consent_taken_back_hides_the_name_at_once(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured"])
    actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    application = batch.applications.get()
    actions.withdraw_name_consent(application, by=APPLICANT, at=late)
    notice = NameNotice.objects.get()
    assert (notice.shown(), notice.nameless) == ([], 1)
    assert application.person.consents.get(purpose="publicity.name").withdrawn_at == late


def test_the_notice_comes_down_by_the_calendar_alone(yuzhong, appointed, actor, late):
    notice = actions.publish_names(
        appointed(yuzhong, ["insured"]), by=actor(yuzhong), at=late, on=late.date()
    )
    assert yuzhong.name_notices.on_show(notice.ends_on).exists()
    assert not yuzhong.name_notices.on_show(notice.ends_on + timedelta(days=1)).exists()


def test_nobody_is_published_twice(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured"])
    actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    with pytest.raises(NotAllowed, match="没有需要公示的人"):
        actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())


@pytest.mark.clause("CQ-5.4")
def test_in_chongqing_an_upheld_objection_suspends_and_opens_a_review(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured"])
    notice = actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    objection = object_to(notice, batch.applications.get(), late)
    with pytest.raises(NotAllowed, match="负责人"):
        actions.uphold_objection(
            objection, reason=REASON, answer=ANSWER, by=actor(yuzhong, "reviewer"), at=late, on=late.date()
        )
    actions.uphold_objection(
        objection, reason=REASON, answer=ANSWER, by=actor(yuzhong, "leader"), at=late, on=late.date()
    )
    appointment = yuzhong.appointments.get()
    assert appointment.state == "suspended"
    assert Review.objects.get(appointment=appointment).origin == f"objection:{objection.pk}"
    assert Letter.objects.filter(event="objection.decide", about=f"objection:{objection.pk}").exists()


def test_before_the_appointment_an_upheld_objection_strikes_the_person_off(yuzhong, chosen, actor, late):
    batch = chosen(yuzhong, ["insured", "expert"], gate="before_appointment")
    leader, on = actor(yuzhong, "leader"), late.date()
    notice = actions.publish_names(batch, by=leader, at=late, on=on)
    first, second = batch.applications.order_by("pk")
    objection = object_to(notice, first, late)
    after = notice.ends_on + timedelta(days=1)
    with pytest.raises(NotAllowed, match="1件异议还没有办结"):
        actions.appoint_chosen(batch, starts_on=after, by=leader, at=late, on=after)
    actions.uphold_objection(objection, reason=REASON, answer=ANSWER, by=leader, at=late, on=after)
    actions.appoint_chosen(batch, starts_on=after, by=leader, at=late, on=after)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("not_chosen", "appointed")


def test_a_dismissed_objection_opens_the_gate_again(harbin, appointed, actor, late):
    batch = appointed(harbin, ["insured"])
    leader = actor(harbin, "leader")
    notice = actions.publish_names(batch, by=leader, at=late, on=late.date())
    objection = object_to(notice, batch.applications.get(), late)
    after = notice.ends_on + timedelta(days=1)
    issued = actions.issue_certificates(batch, by=leader, at=late, on=after)
    assert "异议还没有办结" in str(issued.refused[0][1])
    with pytest.raises(NotAllowed, match="理由"):
        actions.dismiss_objection(objection, reason="无", answer=ANSWER, by=leader, at=late, on=after)
    actions.dismiss_objection(objection, reason=REASON, answer=ANSWER, by=leader, at=late, on=after)
    issued = actions.issue_certificates(batch, by=leader, at=late, on=after)
    assert "异议" not in str(issued.refused[0][1])
    assert "承诺书" in str(issued.refused[0][1])


def test_an_objection_counts_from_the_day_it_arrived(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured"])
    notice = actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    application, after = batch.applications.get(), late + timedelta(days=30)
    with pytest.raises(NotAllowed, match="应在期内提出"):
        object_to(notice, application, after, arrived_on=after.date())
    assert object_to(notice, application, after, arrived_on=notice.ends_on, channel="post", by=actor(yuzhong))
    with pytest.raises(NotAllowed, match="不在这份公示名单上"):
        actions.register_objection(
            notice, 0, SAID, by=CITIZEN, at=late, channel="web", arrived_on=late.date()
        )


def test_who_objected_stands_in_no_open_column(yuzhong, appointed, actor, late):
    batch = appointed(yuzhong, ["insured"])
    notice = actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())
    objection = object_to(notice, batch.applications.get(), late)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM recruitment_objection WHERE id = %s", [objection.pk])
        row = str(cursor.fetchone())
    assert "周某" not in row
    assert "13900139000" not in row
