"""The signature seen on the spot, the telephone answered, the declaration looked into: noted at the desk, held at the check."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import APPLICANT, resident_number, signature_png
from zhongmu.bureaus.actions import decide
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.verifying import verify
from zhongmu.recruitment.models import Application, Verification
from zhongmu.recruitment.timeline import timeline_of
from zhongmu.recruitment.verifying import about, phone_confirmed, standing

HOW = "本人11月2日到窗口，核对身份证"


@pytest.fixture
def application(yuzhong, noticed, apply):
    return apply(noticed(yuzhong), 1)


@pytest.fixture
def note(application, actor, yuzhong, now):
    def make(what, outcome, by=None, **changes):
        said = {"how": HOW, "checked_on": now.date(), **changes}
        return verify(application, what=what, outcome=outcome, by=by or actor(yuzhong), at=now, **said)

    return make


@pytest.fixture
def pass_all(application, actor, yuzhong, now):
    def make():
        items = [row.code for row in yuzhong.policy(now.date()).pack["eligibility"]]
        by = actor(yuzhong)
        actions.record_findings(application, dict.fromkeys(items, ("conforms", "核对原件")), by=by, at=now)
        actions.pass_check(application, by=by, at=now)

    return make


def desk(application):
    return reverse("office:application", args=[application.pk])


def door(application, what="signature"):
    return reverse("office:verify", args=[application.pk, what])


def said(**changes):
    return {"outcome": "holds", "checked_on": "2026-11-02", "how": HOW, **changes}


@pytest.mark.clause("CQ-F19")
def test_an_officer_marks_the_signature_for_the_spot_and_then_as_seen(application, yuzhong, enter):
    client = enter(yuzhong)
    assert (
        client.post(door(application), said(outcome="doubt", how="笔迹与身份证上的不像")).status_code == 302
    )
    page = client.get(desk(application)).content.decode()
    assert "待现场核验" in page
    assert "核验以前不能通过审查" in page
    told = Letter.objects.get(event="application.verify")
    assert "带身份证到窗口核对签名" in told.body
    assert client.post(door(application), said()).status_code == 302
    page = client.get(desk(application)).content.decode()
    assert "已现场核验，是本人所签" in page
    assert HOW in page
    assert "核验以前不能通过审查" not in page
    facts = [entry.facts for entry in LedgerEntry.objects.filter(action="recruitment.application.verify")]
    assert [json.loads(each)["outcome"] for each in facts] == ["doubt", "holds"]
    assert HOW not in str(facts)


@pytest.mark.clause("CQ-F19")
@pytest.mark.parametrize("outcome", ["doubt", "fails"])
def test_a_signature_in_doubt_or_forged_keeps_the_form_from_passing(note, pass_all, application, outcome):
    note("signature", outcome)
    with pytest.raises(NotAllowed) as refused:
        pass_all()
    assert "不能通过审查" in refused.value.rulings[0].sentence
    assert refused.value.rulings[0].remedy
    note("signature", "holds")
    pass_all()
    application.refresh_from_db()
    assert application.state == "eligible"


@pytest.mark.clause("CQ-F19")
def test_a_new_signature_was_seen_by_nobody(note, application, filled, yuzhong, actor, now):
    note("signature", "fails")
    note("phone", "holds")
    actions.send_back(application, reason="请本人重新签名", by=actor(yuzhong), at=now)
    form = filled(1, signature=signature_png() + b"anew")
    actions.correct_application(application, form, by=APPLICANT, at=now)
    application.refresh_from_db()
    assert set(standing(application)) == {"phone"}


@pytest.mark.clause("CQ-F19")
def test_who_hands_the_paper_in_and_signs_before_us_is_noted_at_once(yuzhong, noticed, enter):
    paper = {**answers(resident_id=resident_number(1), sex="1"), "batch": noticed(yuzhong).pk}
    how = {"intake_channel": "visit", "arrived_on": "2026-11-02", "seen": "on"}
    done = enter(yuzhong).post(reverse("office:intake_application"), {**paper, **how})
    assert done.status_code == 200, done.content.decode()
    row = Verification.objects.get()
    assert (row.what, row.outcome, row.application) == ("signature", "holds", Application.objects.get())
    assert "当面签名" in row.how


@pytest.mark.clause("CQ-F19")
def test_nobody_who_posts_a_form_was_there(yuzhong, noticed, enter):
    paper = {**answers(resident_id=resident_number(1), sex="1"), "batch": noticed(yuzhong).pk}
    how = {"intake_channel": "post", "arrived_on": "2026-11-02", "seen": "on"}
    page = enter(yuzhong).post(reverse("office:intake_application"), {**paper, **how})
    assert page.status_code == 422
    assert "本人没有到场" in page.content.decode()
    assert not Application.objects.exists()


@pytest.mark.clause("CQ-F18")
def test_the_bureau_decides_to_look_into_a_declaration_and_notes_who_did_and_when(
    application, note, pass_all, yuzhong, enter, actor
):
    note("statement", "doubt", how="已向户籍地派出所发函")
    with pytest.raises(NotAllowed, match="诚信声明正在核查"):
        pass_all()
    reviewer = enter(yuzhong, "reviewer")
    how = "派出所11月2日复函：无犯罪记录"
    assert reviewer.post(door(application, "statement"), said(how=how)).status_code == 302
    row = Verification.objects.order_by("-pk")[0]
    assert (row.outcome, row.account, row.checked_on.isoformat()) == (
        "holds",
        actor(yuzhong, "reviewer").account,
        "2026-11-02",
    )
    page = reviewer.get(desk(application)).content.decode()
    assert how in page
    assert "核查属实" in page


@pytest.mark.clause("CQ-F18")
def test_where_only_the_declaration_counts_nobody_looks_into_it(
    application, note, yuzhong, enter, actor, now
):
    leader = actor(yuzhong, "leader")
    told = {"reason": "会议决定只凭声明", "at": now, "on": now.date()}
    decide(yuzhong, key="credit.check", value="none", by=leader, **told)
    assert door(application, "statement") not in enter(yuzhong).get(desk(application)).content.decode()
    with pytest.raises(NotAllowed, match="只凭声明"):
        note("statement", "holds")


@pytest.mark.clause("CQ-F18")
@pytest.mark.parametrize("outcome", ["doubt", "fails"])
def test_a_check_begun_before_the_bureau_decided_otherwise_can_still_be_ended(
    application, note, pass_all, yuzhong, enter, actor, now, outcome
):
    note("statement", outcome)
    told = {"reason": "会议决定只凭声明", "at": now, "on": now.date()}
    decide(yuzhong, key="credit.check", value="none", by=actor(yuzhong, "leader"), **told)
    with pytest.raises(NotAllowed, match="不能通过审查"):
        pass_all()
    assert door(application, "statement") in enter(yuzhong).get(desk(application)).content.decode()
    note("statement", "holds")
    pass_all()


@pytest.mark.clause("CQ-F8")
def test_an_officer_who_called_confirms_the_telephone(application, note, yuzhong, enter, filled, actor, now):
    assert not phone_confirmed(application)
    note("phone", "holds", how="打过去，本人接的")
    assert phone_confirmed(application)
    assert "已核实，打得通" in enter(yuzhong).get(desk(application)).content.decode()
    actions.send_back(application, reason="请更正电话", by=actor(yuzhong), at=now)
    actions.correct_application(application, filled(1, phone="13900139000"), by=APPLICANT, at=now)
    application.refresh_from_db()
    assert not phone_confirmed(application)


def test_the_applicant_reads_that_they_have_to_come(application, note, yuzhong, now):
    note("signature", "doubt", how="笔迹可疑甲乙丙")
    lines = timeline_of(application, yuzhong.policy(now.date()))
    assert "请本人带身份证到窗口" in lines[0].label
    assert "甲乙丙" not in str(lines)


def test_what_is_wrong_is_said_and_nothing_lost(application, yuzhong, enter):
    client = enter(yuzhong)
    asked = client.get(door(application))
    assert (asked.status_code, 'name="how"' in asked.content.decode()) == (200, True)
    later = client.post(door(application), said(checked_on="2026-11-03"))
    assert later.status_code == 422
    text = later.content.decode()
    assert "不能晚于今天" in text
    assert HOW in text
    short = client.post(door(application), said(how="是"))
    assert "不少于四个字" in short.content.decode()
    assert "请选择结果" in client.post(door(application), said(outcome="")).content.decode()
    assert not Verification.objects.exists()


def test_only_staff_of_the_bureau_and_only_while_it_is_dealt_with(
    application, note, yuzhong, jiangbei, enter, now
):
    with pytest.raises(NotAllowed, match="审查报名的人员"):
        note("signature", "holds", by=Actor("applicant"))
    assert enter(jiangbei).post(door(application), said()).status_code == 404
    assert enter(yuzhong, "audit").get(door(application)).status_code == 403
    assert enter(yuzhong).get(door(application, "photo")).status_code == 404
    late = now + timedelta(hours=1)
    actions.withdraw_application(application, by=APPLICANT, at=late)
    with pytest.raises(NotAllowed, match="不再核验"):
        note("signature", "holds")
    assert door(application) not in enter(yuzhong).get(desk(application)).content.decode()


def test_a_scan_signs_as_well_as_a_drawing(application, photo):
    drawn = replace_signature(application, signature=None, signed_scan=photo)
    assert drawn != replace_signature(application, signature=signature_png(), signed_scan=None)


def replace_signature(application, **changes):
    for name, value in changes.items():
        setattr(application, name, value)
    return about(application, "signature")


@pytest.mark.clause("CQ-F18")
@pytest.mark.clause("CQ-F19")
@pytest.mark.parametrize("what", ["signature", "statement"])
def test_a_doubt_that_comes_after_the_check_is_cleared_before_the_list_is_settled_and_again_before_appointing(
    yuzhong, choosing, actor, now, what
):
    decide(
        yuzhong,
        key="credit.check",
        value="manual",
        by=actor(yuzhong, "leader"),
        reason="会议决定核查",
        at=now,
        on=now.date(),
    )
    batch = choosing(yuzhong, ["insured", "expert"])
    doubtful, leader = batch.applications.earliest("pk"), actor(yuzhong, "leader")
    late = now + timedelta(days=9)

    def found(outcome):
        told = {"how": HOW, "checked_on": late.date()}
        verify(doubtful, what=what, outcome=outcome, by=actor(yuzhong), at=late, **told)

    found("doubt")
    with pytest.raises(NotAllowed, match=f"还在核验，或者核验没有通过：{doubtful.name}"):
        actions.settle(batch, by=leader, at=late, on=late.date())
    found("holds")
    actions.settle(batch, by=leader, at=late, on=late.date())
    doubtful.refresh_from_db()
    found("fails")
    with pytest.raises(NotAllowed, match="核验没有通过"):
        actions.appoint_chosen(batch, starts_on=late.date(), by=leader, at=late, on=late.date())
    assert not yuzhong.appointments.exists()
    found("holds")
    actions.appoint_chosen(batch, starts_on=late.date(), by=leader, at=late, on=late.date())
    assert yuzhong.appointments.count() == 2
