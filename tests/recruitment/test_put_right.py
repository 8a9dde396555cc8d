"""A notice of names is extended, put right and taken down; what it gated waits again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import make_aware

from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.documents import names_facts
from zhongmu.recruitment.gates import publicity_left
from zhongmu.recruitment.models import Application, NameNotice
from zhongmu.recruitment.queries import extensions_of, replaced_by, to_publish

WHY = "名单里一人的来源类别写错"


@pytest.fixture
def late(now):
    return now + timedelta(days=9)


@pytest.fixture
def gated(yuzhong, chosen, actor, late):
    """Two chosen, their notice on show from Wednesday 2026-11-11, nobody appointed before it is over."""
    batch = chosen(yuzhong, ["insured", "expert"], gate="before_appointment")
    return actions.publish_names(batch, by=actor(yuzhong), at=late, on=late.date())


@pytest.fixture
def leader(yuzhong, actor):
    return actor(yuzhong, "leader")


def noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))


@pytest.mark.clause("CQ-5.4")
def test_a_running_notice_is_extended_by_working_days(gated, leader, late):
    assert gated.ends_on == date(2026, 11, 18)
    actions.extend_names(gated, days=3, reason="收到异议，需要时间核实", by=leader, at=late, on=late.date())
    gated.refresh_from_db()
    assert gated.ends_on == date(2026, 11, 23)  # 19, 20 and, over a weekend, 23
    (move,) = extensions_of(gated)
    assert move.facts == {"batch": gated.batch_id, "days": 3, "from": "2026-11-18", "to": "2026-11-23"}
    actions.extend_names(gated, days=1, reason="仍在核实这件异议", by=leader, at=late, on=late.date())
    assert gated.ends_on == date(2026, 11, 24)
    said = str(names_facts(gated).body)
    assert "公示期原至2026年11月18日，经批准延长至2026年11月23日。延长理由：收到异议，需要时间核实。" in said


def test_the_gate_waits_for_the_extended_end(gated, leader, late):
    actions.extend_names(gated, days=3, reason="收到异议，需要时间核实", by=leader, at=late, on=late.date())
    batch = gated.batch
    for day in (date(2026, 11, 19), date(2026, 11, 23)):
        with pytest.raises(NotAllowed, match="公示到2026年11月23日才期满"):
            actions.appoint_chosen(batch, starts_on=day, by=leader, at=noon(day), on=day)
    day = date(2026, 11, 24)
    assert len(actions.appoint_chosen(batch, starts_on=day, by=leader, at=noon(day), on=day)) == 2


@pytest.mark.parametrize(
    ("days", "reason", "on", "said"),
    [
        (0, "收到异议，需要核实", 0, "延长的天数"),
        (61, "收到异议，需要核实", 0, "延长的天数"),
        (3, "无", 0, "理由"),
        (3, "收到异议，需要核实", 8, "已在2026年11月18日期满"),
    ],
)
def test_an_extension_is_refused_with_a_sentence(gated, leader, late, days, reason, on, said):
    at = late + timedelta(days=on)
    with pytest.raises(NotAllowed, match=said):
        actions.extend_names(gated, days=days, reason=reason, by=leader, at=at, on=at.date())
    gated.refresh_from_db()
    assert gated.ends_on == date(2026, 11, 18)


@pytest.mark.parametrize("role", ["liaison", "clerk", "reviewer"])
def test_only_a_leader_extends_replaces_and_takes_down(gated, yuzhong, actor, late, role):
    told = {"by": actor(yuzhong, role), "at": late, "on": late.date()}
    for act in (actions.replace_names, actions.take_down_names):
        with pytest.raises(NotAllowed, match="负责人"):
            act(gated, reason=WHY, **told)
    with pytest.raises(NotAllowed, match="负责人"):
        actions.extend_names(gated, days=2, reason=WHY, **told)
    assert NameNotice.objects.get().stands


@pytest.mark.clause("CQ-5.4")
def test_a_corrected_list_is_a_new_one_with_a_period_of_its_own(gated, leader, late):
    wrong = gated.batch.applications.order_by("pk").first()
    Application.objects.filter(pk=wrong.pk).update(category="npc")
    at = late + timedelta(days=2)
    later = actions.replace_names(gated, reason=WHY, by=leader, at=at, on=at.date())
    earlier = NameNotice.objects.get(pk=gated.pk)
    assert (later.earlier, later.starts_on, later.ends_on) == (earlier, at.date(), date(2026, 11, 20))
    assert (earlier.state, earlier.off_at, earlier.stands) == ("replaced", at, False)
    assert earlier.digest == gated.digest != later.digest  # what was published first stays provable
    entry = LedgerEntry.objects.filter(action="recruitment.namenotice.replace").get()
    assert gated.digest in entry.facts
    assert ["来源类别", "人大代表"] in later.entries[0]["cells"]
    assert ["来源类别", "参保群众"] in earlier.entries[0]["cells"]
    assert f"更正说明：{WHY}。" in str(names_facts(later).body)


def test_the_earlier_period_does_not_count_for_the_gate(gated, leader, late):
    on = date(2026, 11, 19)  # the first list has run its course
    later = actions.replace_names(gated, reason=WHY, by=leader, at=noon(on), on=on)
    with pytest.raises(NotAllowed, match="才期满"):
        actions.appoint_chosen(gated.batch, starts_on=on, by=leader, at=noon(on), on=on)
    after = later.ends_on + timedelta(days=1)
    assert actions.appoint_chosen(gated.batch, starts_on=after, by=leader, at=noon(after), on=after)


def test_a_changed_list_holds_those_selected_now(gated, yuzhong, leader, actor, late):
    gone = gated.batch.applications.order_by("pk").first()
    actions.withdraw_application(gone, by=actor(yuzhong), at=late, reason="本人不再参加")
    later = actions.replace_names(gated, reason="一人撤回报名", by=leader, at=late, on=late.date())
    assert (
        [e["application"] for e in later.entries]
        == [a.pk for a in gated.batch.applications.selected()]
        != [e["application"] for e in gated.entries]
    )


def test_a_list_is_replaced_once(gated, leader, late):
    stale = NameNotice.objects.get(pk=gated.pk)
    actions.replace_names(gated, reason=WHY, by=leader, at=late, on=late.date())
    with pytest.raises(NotAllowed, match="“已更正重发”的名单公示不能再更正重发"):
        actions.replace_names(stale, reason=WHY, by=leader, at=late, on=late.date())
    assert NameNotice.objects.count() == 2


def test_of_two_who_extend_the_second_adds_to_the_first(gated, leader, late):
    stale = NameNotice.objects.get(pk=gated.pk)
    for notice in (gated, stale):
        told = {"by": leader, "at": late, "on": late.date()}
        actions.extend_names(notice, days=1, reason="仍在核实这件异议", **told)
    assert NameNotice.objects.get().ends_on == date(2026, 11, 20)


def test_the_old_address_leads_to_the_newest_correction(gated, yuzhong, jiangbei, leader, late):
    on = late.date()
    second = actions.replace_names(gated, reason=WHY, by=leader, at=late, on=on)
    third = actions.replace_names(second, reason=WHY, by=leader, at=late, on=on)
    assert replaced_by(yuzhong, gated.pk, on) == third
    assert replaced_by(jiangbei, gated.pk, on) is None
    assert replaced_by(yuzhong, third.pk, on) is None
    assert replaced_by(yuzhong, gated.pk, third.ends_on + timedelta(days=1)) is None


@pytest.mark.clause("CQ-5.4")
def test_a_notice_taken_down_is_gone_at_once_and_gates_again(gated, yuzhong, leader, late):
    at = late + timedelta(days=1)
    actions.take_down_names(gated, reason="公示了不该公示的内容", by=leader, at=at, on=at.date())
    assert not yuzhong.name_notices.on_show(at.date()).exists()
    batch, after = gated.batch, date(2026, 11, 30)
    with pytest.raises(NotAllowed, match="名单还没有公示"):
        actions.appoint_chosen(batch, starts_on=after, by=leader, at=noon(after), on=after)
    assert len(to_publish(batch)) == 2
    again = actions.publish_names(batch, by=leader, at=at, on=at.date())
    assert again.earlier is None
    with pytest.raises(NotAllowed, match="已提前撤下"):
        actions.take_down_names(gated, reason="公示了不该公示的内容", by=leader, at=at, on=at.date())


def test_what_ended_by_its_date_is_not_taken_down_again(gated, leader):
    on = date(2026, 11, 19)
    with pytest.raises(NotAllowed, match="自动撤下"):
        actions.take_down_names(gated, reason="想提前撤下", by=leader, at=noon(on), on=on)


def test_a_taken_down_list_keeps_a_batch_from_being_filed(yuzhong, appointed, actor, leader, late):
    """Where the notice gates nothing, it is still asked for."""
    batch, on = appointed(yuzhong, ["insured"]), late.date()
    notice = actions.publish_names(batch, by=leader, at=late, on=on)
    actions.take_down_names(notice, reason="姓名写错一个字", by=leader, at=late, on=on)
    far = date(2026, 12, 31)
    assert "名单还没有公示" in str(publicity_left(batch, yuzhong.policy(far), far)[0])
    with pytest.raises(NotAllowed, match="名单还没有公示"):
        actions.close_batch(batch, by=leader, at=noon(far), on=far)
