"""A tie a form gave away: an officer asks and says whether it holds; the appointment's page keeps what does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from zhongmu.interests.actions import Listed, judge, keep_institutions
from zhongmu.interests.models import Interest, Judgement
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.queries import candidates_of

HOSPITAL = "渝中区示范康复医院"
WHY = "电话问过本人，在该院做护士"


@pytest.fixture
def tied(yuzhong, noticed, passed, actor, now):
    """An application that passed, whose employer is in the list."""
    keep_institutions(yuzhong, [Listed(HOSPITAL)], by=actor(yuzhong), at=now)
    return passed(noticed(yuzhong), 1, employer=HOSPITAL)


def judged_at(name):
    return reverse("office:tie", args=[Interest.objects.get().pk, name])


@pytest.mark.clause("CQ-10.4")
@pytest.mark.clause("CQ-F11")
def test_a_tie_warns_until_it_is_judged_not_to_hold(tied, yuzhong, enter):
    client, page = enter(yuzhong), reverse("office:application", args=[tied.pk])
    assert "名录里的" in client.get(page).content.decode()
    assert client.post(judged_at("confirm"), {"reason": WHY}).status_code == 302
    assert f"已核实属实：{WHY}" in client.get(page).content.decode()
    assert client.post(judged_at("reject"), {"reason": "同名，不是这一家"}).status_code == 302
    text = client.get(page).content.decode()
    assert "名录里的" not in text
    assert "已核实不属实" in text
    assert [row.holds for row in Judgement.objects.all()] == [True, False]
    facts = [entry.facts for entry in LedgerEntry.objects.filter(action="interest.judge")]
    assert len(facts) == 2
    assert not any(WHY in str(said) for said in facts)


def test_a_judgement_takes_words_and_somebody_who_checks(tied, yuzhong, jiangbei, enter, actor, now):
    row = Interest.objects.get()
    for by, reason in ((actor(yuzhong), "是"), (Actor("applicant"), WHY)):
        with pytest.raises(NotAllowed):
            judge(row, holds=True, reason=reason, by=by, at=now)
    assert enter(yuzhong).post(judged_at("confirm"), {"reason": "是"}).status_code == 422
    assert enter(jiangbei).post(judged_at("confirm"), {"reason": WHY}).status_code == 404
    assert enter(yuzhong).get(judged_at("forget")).status_code == 404
    assert not Judgement.objects.exists()


@pytest.mark.clause("CQ-10.4")
def test_what_holds_stands_on_the_appointment(tied, yuzhong, enter, actor, now):
    late, leader = now + timedelta(days=8), actor(yuzhong, "leader")
    judge(Interest.objects.get(), holds=True, reason=WHY, by=leader, at=now)
    batch, fixed = tied.batch, {"at": late, "on": late.date()}
    actions.begin_choosing(batch, by=leader, **fixed)
    dims = {row.code: "合适" for row in yuzhong.policy(now.date()).pack["selection.dims"]}
    (candidate,) = candidates_of(batch)[0]
    actions.write_opinion(candidate, dimensions=dims, overall="同意", proposed=True, by=leader, at=late)
    actions.write_minutes(batch, minutes="逐人讨论。", by=leader, at=late)
    actions.settle(batch, by=leader, **fixed)
    (made,) = actions.appoint_chosen(batch, starts_on=now.date(), by=leader, **fixed)
    text = enter(yuzhong).get(reverse("office:appointment", args=[made.pk])).content.decode()
    assert f"应当回避：{HOSPITAL}" in text
    judge(Interest.objects.get(), holds=False, reason="后来查明不是", by=leader, at=late)
    assert (
        "应当回避" not in enter(yuzhong).get(reverse("office:appointment", args=[made.pk])).content.decode()
    )


@pytest.mark.clause("CQ-7.2")
def test_a_recommender_that_is_supervised_is_told_before_anybody_answers(
    yuzhong, noticed, nominated, enter, actor, now
):
    asked = nominated(noticed(yuzhong), 1)
    page = reverse("office:nomination", args=[asked.pk])
    client = enter(yuzhong)
    assert "是被监督对象" not in client.get(page).content.decode()
    keep_institutions(yuzhong, [Listed(asked.unit_name)], by=actor(yuzhong), at=now)
    assert "是被监督对象" in client.get(page).content.decode()


@pytest.mark.clause("CQ-7.3")
def test_an_inviting_unit_that_is_supervised_is_told_before_the_signature(
    yuzhong, noticed, drafted, enter, actor, now
):
    made = drafted(noticed(yuzhong), 1, name=HOSPITAL)
    keep_institutions(yuzhong, [Listed(HOSPITAL)], by=actor(yuzhong), at=now)
    page = enter(yuzhong).get(reverse("office:invitation", args=[made.pk])).content.decode()
    assert "是被监督对象" in page
