"""Nobody reads off a public list that they were not chosen: each is told first, with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.recruitment.conftest import CITIZEN
from tests.recruitment.test_objecting import ANSWER, REASON, SAID
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter, State
from zhongmu.recruitment import actions
from zhongmu.recruitment.documents import result_facts
from zhongmu.recruitment.models import Application, NameNotice
from zhongmu.recruitment.queries import candidates_of
from zhongmu.recruitment.telling import telling_first, untold

SAID_TO_THEM = "本次名额有限，您的专业与已入选人员相近。"


@pytest.fixture
def late(now):
    return now + timedelta(days=9)


@pytest.fixture
def leader(yuzhong, actor):
    return actor(yuzhong, "leader")


@pytest.fixture
def settled(yuzhong, choosing, actor, leader, late):
    """settled("…") → a batch of three before the notice, the last not chosen and told so in these words."""

    def make(told="", gate="before_appointment"):
        batch = choosing(yuzhong, ["insured", "expert", "npc"], gate=gate)
        last = candidates_of(batch)[0][-1]
        said = {"dimensions": {}, "overall": "名额有限", "proposed": False, "told": told}
        actions.write_opinion(last, **said, by=actor(yuzhong), at=late)
        actions.settle(batch, by=leader, at=late, on=late.date())
        return batch

    return make


def publish(batch, leader, at):
    return actions.publish_names(batch, by=leader, at=at, on=at.date())


@pytest.mark.clause("CQ-5.4")
@pytest.mark.clause("HL-2.2c")
def test_no_list_is_published_before_who_was_not_chosen_has_been_told(settled, leader, late):
    batch = settled()
    with pytest.raises(NotAllowed, match="落选、不通过的人还没有告知：李秀英四"):
        publish(batch, leader, late)
    letters = Letter.objects.filter(about=untold(batch)[0].ledger_subject).count()
    assert actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late) == letters
    assert publish(batch, leader, late)
    assert LedgerEntry.objects.filter(action="letter.tell").count() == letters


@pytest.mark.parametrize(
    ("state", "free"),
    [
        (State.QUEUED, True),
        (State.SENT, True),
        (State.TOLD, True),
        (State.PREVIEW, True),
        (State.BY_HAND, False),
    ],
)
def test_a_letter_on_its_way_counts_and_one_to_tell_by_hand_does_not(settled, leader, state, free):
    batch = settled()
    Letter.objects.filter(event="application.pass_over").update(state=state)
    assert (untold(batch) == []) is free


def test_a_letter_of_an_earlier_step_does_not_count(settled):
    """That the form was received is no answer."""
    batch = settled()
    Letter.objects.exclude(event="application.pass_over").update(state=State.TOLD)
    assert [a.state for a in untold(batch)] == ["not_chosen"]


def test_a_refused_application_is_told_too(yuzhong, noticed, apply, passed, actor, leader, now):
    batch = noticed(yuzhong, gate="before_appointment")
    passed(batch, 1)
    refused = apply(batch, 2)
    items = [row.code for row in yuzhong.policy(now.date()).pack["eligibility"]]
    said = {**dict.fromkeys(items, ("conforms", "核对原件")), items[0]: ("fails", "不是中国公民", "护照")}
    actions.record_findings(refused, said, by=actor(yuzhong), at=now)
    actions.propose_refusal(refused, reason="不符合第一项条件", by=actor(yuzhong), at=now)
    assert "还有1份报名没有结论" in str(telling_first(batch, yuzhong.policy(now.date()))[0])
    actions.confirm_refusal(refused, reason="不符合第一项条件", by=actor(yuzhong, "reviewer"), at=now)
    assert [a.pk for a in untold(batch) if a.state == "ineligible"] == [refused.pk]
    assert "理由：不符合第一项条件。" in result_facts(refused).body


def test_whoever_withdrew_waits_for_no_letter(settled, yuzhong, actor, leader, late):
    batch = settled()
    gone = batch.applications.filter(state="chosen").first()
    actions.withdraw_application(gone, by=actor(yuzhong), at=late, reason="本人不再参加")
    actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late)
    assert untold(batch) == []
    Application.objects.filter(state="not_chosen").update(state="withdrawn")
    assert untold(batch) == []


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (SAID_TO_THEM, SAID_TO_THEM),
        ("", "本批名额10名，通过资格审查3人，经综合比选择优确定，您这次没有列入拟聘名单。"),
    ],
)
def test_the_reason_is_theirs_to_read(settled, told, read):
    application = settled(told).applications.get(state="not_chosen")
    assert application.moves.get(name="pass_over").reason == read
    assert f"理由：{read}" in result_facts(application).body


def test_somebody_still_waiting_is_told_that(settled, leader, late):
    """As after a reconsidered refusal: eligible, on no list, and nothing went out since."""
    batch = settled()
    actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late)
    Application.objects.filter(state="not_chosen").update(state="eligible")
    row = batch.applications.get(state="eligible")
    row.moves.create(
        name="x", source="ineligible", target="eligible", role="leader", at=late + timedelta(days=1)
    )
    assert untold(batch) == [row]
    assert result_facts(row) is None


def test_a_corrected_list_and_the_filing_wait_in_the_same_way(settled, leader, yuzhong, late):
    batch = settled()
    actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late)
    notice = publish(batch, leader, late)
    target = notice.entries[0]["application"]
    told = {"by": CITIZEN, "at": late, "channel": "web", "arrived_on": late.date()}
    objection = actions.register_objection(notice, target, SAID, **told).objection
    act = {"by": leader, "at": late, "on": late.date()}
    actions.uphold_objection(objection, reason=REASON, answer=ANSWER, **act)
    with pytest.raises(NotAllowed, match="还没有告知：李秀英二"):
        actions.replace_names(notice, reason="一人因异议不再列入", **act)
    assert NameNotice.objects.count() == 1
    actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late)
    assert actions.replace_names(notice, reason="一人因异议不再列入", **act)


def test_a_word_on_how_is_asked_for(settled, leader, late):
    batch = settled()
    with pytest.raises(NotAllowed, match="请写明怎样告知"):
        actions.tick_off_all(batch, how=" ", by=leader, at=late)
    assert len(untold(batch)) == 1


def test_asking_costs_two_queries_however_many(settled, django_assert_num_queries):
    batch = settled()
    batch.bureau  # noqa: B018  read before counting
    with django_assert_num_queries(2):
        untold(batch)
