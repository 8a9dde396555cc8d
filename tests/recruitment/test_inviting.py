"""特邀: reason and opinion, two pairs of eyes, an answer that only the person gives (CQ-7.3, CQ-F20, CQ-2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.recruitment.conftest import APPLICANT, OPINION, WHY, named, resident_number, secret_sent
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.people.identity import check_resident_id
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import (
    accept_invitation,
    decline_invitation,
    draft_invitation,
    edit_invitation,
    return_invitation,
    send_invitation_anew,
    sign_invitation,
    withdraw_invitation,
)
from zhongmu.recruitment.called import find_asked, standing
from zhongmu.recruitment.models import Application, Invitation


@pytest.mark.clause("CQ-7.3")
@pytest.mark.clause("CQ-F20")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "聘任理由须20至500字"),
        ({"opinion": ""}, "没有单位意见不能提交"),
        ({"seal": None}, "没有盖章不能提交"),
    ],
)
def test_an_invitation_needs_reason_opinion_and_seal(yuzhong, noticed, drafted, changes, sentence):
    batch = noticed(yuzhong)
    with pytest.raises(NotAllowed, match=sentence):
        drafted(batch, 1, **changes)
    assert not Invitation.objects.exists()


@pytest.mark.clause("CQ-7.3")
def test_nobody_is_asked_before_another_hand_has_signed(yuzhong, noticed, drafted, actor, now):
    made = drafted(noticed(yuzhong), 1)
    assert not Letter.objects.exists()
    same = Actor("leader", account=actor(yuzhong).account)
    with pytest.raises(NotAllowed, match="不能由同一人"):
        sign_invitation(made, by=same, at=now)
    with pytest.raises(NotAllowed, match="负责人"):
        sign_invitation(made, by=actor(yuzhong), at=now)
    sign_invitation(made, by=actor(yuzhong, "leader"), at=now)
    assert (made.state, made.due_on.isoformat()) == ("sent", "2026-11-16")
    assert find_asked(made.number, secret_sent(made)) == ("invitation", made)


def test_only_an_officer_drafts(yuzhong, noticed, unit_words, actor, now):
    with pytest.raises(NotAllowed, match="联络员、经办"):
        draft_invitation(noticed(yuzhong), named(), unit_words(), by=actor(yuzhong, "leader"), at=now)


def test_a_returned_draft_is_changed_and_its_changer_drafted_it(
    yuzhong, noticed, drafted, unit_words, actor, now
):
    made, clerk = drafted(noticed(yuzhong), 1), actor(yuzhong, "clerk")
    return_invitation(made, reason="理由写具体些", by=actor(yuzhong, "leader"), at=now)
    edit_invitation(made, named(1, name="李秀瑛"), unit_words(), by=clerk, at=now)
    made.refresh_from_db()
    assert (made.state, made.name, made.drafted_by) == ("drafted", "李秀瑛", clerk.account)


@pytest.mark.clause("CQ-7.3")
@pytest.mark.clause("CQ-F15")
def test_the_invitees_own_form_makes_the_application(yuzhong, noticed, invited, filled, now):
    made = invited(noticed(yuzhong), 1)
    assert not Application.objects.exists()
    receipt = accept_invitation(made, Answer(filled=filled(1)), by=APPLICANT, at=now)
    application = receipt.application
    assert (application.channel, application.state) == ("invite", "submitted")
    assert (application.reason, application.reason_by) == (WHY, "unit")
    assert (application.unit_opinion, application.unit_seal) == (OPINION, made.unit_seal)
    made.refresh_from_db()
    assert (made.state, made.application) == ("accepted", application)


@pytest.mark.clause("CQ-7.3")
def test_an_invitation_spares_nobody_the_conditions(yuzhong, noticed, invited, filled, now):
    young = check_resident_id(resident_number(1, born="20081103"))
    made = invited(noticed(yuzhong), 1)
    with pytest.raises(NotAllowed, match="现为17周岁"):
        accept_invitation(made, Answer(filled=filled(1, resident=young)), by=APPLICANT, at=now)


@pytest.mark.clause("CQ-7.3")
def test_nobody_comes_in_without_having_accepted(yuzhong, noticed, drafted, invited, filled, now):
    batch, answer = noticed(yuzhong), Answer(filled=filled(1))
    with pytest.raises(NotAllowed, match="不能只凭一张报名表登记"):
        actions.register_application(batch, filled(1, channel="invite"), by=APPLICANT, at=now)
    with pytest.raises(NotAllowed, match="不能再"):
        accept_invitation(drafted(batch, 1), answer, by=APPLICANT, at=now)
    declined = invited(batch, 2)
    decline_invitation(declined, reason="近期出国", by=APPLICANT, at=now)
    with pytest.raises(NotAllowed, match="不能再"):
        accept_invitation(declined, Answer(filled=filled(2)), by=APPLICANT, at=now)
    assert not Application.objects.exists()


@pytest.mark.clause("CQ-7.3")
def test_not_answered_in_time_it_lapses_until_sent_anew(yuzhong, noticed, invited, filled, actor, now):
    made, late = invited(noticed(yuzhong), 1), now + timedelta(days=15)
    assert standing(made, late.date()) == "逾期未答复"
    with pytest.raises(NotAllowed, match="已经过了"):
        accept_invitation(made, Answer(filled=filled(1)), by=APPLICANT, at=late)
    before = secret_sent(made)
    send_invitation_anew(made, reason="本人请求延期", by=actor(yuzhong), at=late)
    assert find_asked(made.number, before) is None
    assert accept_invitation(made, Answer(filled=filled(1)), by=APPLICANT, at=late).secret


def test_a_withdrawn_invitation_is_told_only_to_who_was_asked(yuzhong, noticed, drafted, invited, actor, now):
    batch, leader = noticed(yuzhong), actor(yuzhong, "leader")
    withdraw_invitation(drafted(batch, 1), reason="不再需要", by=leader, at=now)
    assert not Letter.objects.filter(event="invitation.withdraw").exists()
    withdraw_invitation(invited(batch, 2), reason="不再需要", by=leader, at=now)
    assert Letter.objects.filter(event="invitation.withdraw").count() == 1


@pytest.mark.clause("CQ-7.0")
def test_who_is_recommended_and_invited_is_one_application(
    yuzhong, noticed, nominated, agreed, invited, filled, now
):
    batch = noticed(yuzhong)
    first = agreed(nominated(batch, 1), 1)
    receipt = accept_invitation(invited(batch, 1), Answer(filled=filled(1)), by=APPLICANT, at=now)
    assert (receipt.application, receipt.merged) == (first, True)
    first.refresh_from_db()
    assert (first.channel, first.other_channels) == ("recommend", ["invite"])
    assert Application.objects.count() == 1
