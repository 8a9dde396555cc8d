"""推荐: a unit's words and seal, the person's own consent, and what becomes of it (CQ-7.2, CQ-2, CQ-F15, CQ-F20)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.recruitment.conftest import (
    APPLICANT,
    BY_UNIT,
    OPINION,
    WHY,
    named,
    resident_number,
    secret_sent,
)
from zhongmu.bureaus.actions import decide
from zhongmu.bureaus.policy import forget
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.people.identity import check_resident_id
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.nominating import (
    confirm_nomination,
    decline_nomination,
    nominate,
    resubmit_nomination,
    send_back_nomination,
    send_nomination_anew,
    withdraw_nomination,
)
from zhongmu.recruitment.called import find_asked, outcome, standing
from zhongmu.recruitment.models import Application, Nomination


@pytest.mark.clause("CQ-7.2")
@pytest.mark.clause("CQ-F20")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opinion": " "}, "没有单位意见不能提交"),
        ({"seal": None}, "没有盖章不能提交"),
        ({"reason": "太短"}, "聘任理由须20至500字，现有2字"),
        ({"handled_by": ""}, "经办人"),
        ({"opinion": "同" * 501}, "最多500字"),
    ],
)
def test_without_opinion_and_seal_nothing_is_submitted(
    yuzhong, noticed, unit, unit_words, now, changes, sentence
):
    batch, by = noticed(yuzhong), unit(yuzhong)
    with pytest.raises(NotAllowed, match=sentence):
        nominate(batch, by, named(), unit_words(by, **changes), by=BY_UNIT, at=now)
    assert not Nomination.objects.exists()
    assert not Letter.objects.exists()


def test_a_second_press_recommends_nobody_again_and_other_words_somebody_else(
    yuzhong, noticed, unit, unit_words, now
):
    batch, by = noticed(yuzhong), unit(yuzhong)
    told = {"by": BY_UNIT, "at": now, "submission": "a" * 32}
    first, again = [nominate(batch, by, named(), unit_words(by), **told) for _press in range(2)]
    assert again == first
    assert Letter.objects.count() == 1
    assert nominate(batch, by, named(2), unit_words(by), **told) != first
    assert Nomination.objects.count() == 2


def test_a_seal_of_tomorrow_is_refused(yuzhong, noticed, unit, unit_words, now, today):
    by = unit(yuzhong)
    words = unit_words(by, sealed_on=today + timedelta(days=1))
    with pytest.raises(NotAllowed, match="盖章日期不能晚于今天"):
        nominate(noticed(yuzhong), by, named(), words, by=BY_UNIT, at=now)


@pytest.mark.clause("CQ-7.2")
@pytest.mark.clause("CQ-F15")
@pytest.mark.clause("CQ-F20")
def test_the_persons_own_form_makes_the_application_in_the_units_words(yuzhong, noticed, nominated, agreed):
    asked = nominated(noticed(yuzhong), 1)
    assert not Application.objects.exists()
    made = agreed(
        asked, 1, name="别名", reason="自己写的理由，也有二十个字那么长，但不算数。", channel="public"
    )
    assert (made.channel, made.name) == ("recommend", asked.name)
    assert (made.reason, made.reason_by) == (WHY, "unit")
    assert (made.unit_opinion, made.unit_name) == (OPINION, asked.unit_name)
    assert (made.unit_code, made.unit_seal) == ("11500000MB1670604W", asked.unit_seal)
    asked.refresh_from_db()
    assert (asked.state, asked.application) == ("confirmed", made)


@pytest.mark.clause("CQ-2")
def test_nobody_comes_in_by_a_recommendation_alone(yuzhong, noticed, filled, actor, now, today):
    form = filled(1, channel="recommend", unit_name="某工会", unit_opinion="同意推荐。")
    batch = noticed(yuzhong)
    paper = {"channel": "paper", "arrived_on": today.isoformat(), "taken_by": "陈静"}
    for by, intake in ((APPLICANT, None), (actor(yuzhong), paper)):
        with pytest.raises(NotAllowed, match="不能只凭一张报名表登记"):
            actions.register_application(batch, form, by=by, at=now, intake=intake)


def test_the_person_is_told_with_a_secret_the_row_does_not_hold(yuzhong, noticed, nominated):
    asked = nominated(noticed(yuzhong), 1)
    letter = Letter.objects.get(about=asked.ledger_subject)
    secret = secret_sent(asked)
    assert (letter.to_name, letter.to_phone) == (asked.name, asked.phone)
    assert asked.number in letter.private
    assert secret not in letter.body + letter.subject_line
    assert find_asked(asked.number, secret.lower())[1] == asked
    assert find_asked("2026-0001", secret)[1] == asked
    assert find_asked(asked.number, "AAAA-BBBB-CCCC") is None
    assert find_asked("荐〔2026〕0002", secret) is None


@pytest.mark.clause("CQ-2")
def test_not_answered_in_time_it_has_lapsed_without_a_row(yuzhong, noticed, nominated, filled, actor, now):
    batch = noticed(yuzhong)
    asked = nominated(batch, 1)
    assert asked.due_on.isoformat() == "2026-11-16"
    last, late = now + timedelta(days=14), now + timedelta(days=15)
    assert standing(asked, last.date()) == "待本人确认"
    assert standing(asked, late.date()) == "逾期未答复"
    asked.state = "returned"
    assert standing(asked, late.date()) == "退回单位补正"
    asked.refresh_from_db()
    with pytest.raises(NotAllowed, match="答复期限到2026年11月16日为止"):
        confirm_nomination(asked, Answer(filled=filled(1)), by=APPLICANT, at=late)
    before = secret_sent(asked)
    send_nomination_anew(asked, reason="本人出差才回", by=actor(yuzhong), at=late)
    assert find_asked(asked.number, before) is None
    assert confirm_nomination(asked, Answer(filled=filled(1)), by=APPLICANT, at=late).secret


def test_the_same_press_gives_the_same_receipt(yuzhong, noticed, nominated, filled, now):
    asked, answer = nominated(noticed(yuzhong), 1), Answer(filled=filled(1), submission="a" * 32)
    first = confirm_nomination(asked, answer, by=APPLICANT, at=now)
    again = confirm_nomination(asked, answer, by=APPLICANT, at=now)
    assert (again.secret, again.again) == (first.secret, True)
    with pytest.raises(NotAllowed, match="不能再确认"):
        confirm_nomination(asked, Answer(filled=filled(1)), by=APPLICANT, at=now)
    assert Application.objects.count() == 1


@pytest.mark.clause("CQ-2")
def test_a_person_who_declines_is_not_asked_why_and_the_unit_not_told(
    yuzhong, noticed, nominated, filled, now
):
    asked = nominated(noticed(yuzhong), 1)
    decline_nomination(asked, reason="不愿意与工会来往", by=APPLICANT, at=now)
    assert asked.state == "declined"
    told = Letter.objects.get(event="nomination.decline")
    assert "工会来往" not in told.body
    with pytest.raises(NotAllowed, match="不能再"):
        confirm_nomination(asked, Answer(filled=filled(1)), by=APPLICANT, at=now)


def test_what_is_sent_back_returns_corrected_with_a_new_secret(
    yuzhong, noticed, nominated, unit, unit_words, actor, now
):
    asked = nominated(noticed(yuzhong), 1)
    before = secret_sent(asked)
    send_back_nomination(asked, reason="公章看不清", by=actor(yuzhong), at=now)
    by = unit(yuzhong)
    resubmit_nomination(asked, named(1, name="李秀瑛"), unit_words(by), by=BY_UNIT, at=now)
    asked.refresh_from_db()
    assert (asked.state, asked.name) == ("proposed", "李秀瑛")
    assert find_asked(asked.number, before) is None
    assert find_asked(asked.number, secret_sent(asked))


def test_a_withdrawn_nomination_is_told_and_answers_nothing(yuzhong, noticed, nominated, filled, now):
    asked = nominated(noticed(yuzhong), 1)
    withdraw_nomination(asked, reason="推荐有误", by=BY_UNIT, at=now)
    assert "已经撤回" in Letter.objects.get(event="nomination.withdraw").body
    with pytest.raises(NotAllowed, match="不能再"):
        confirm_nomination(asked, Answer(filled=filled(1)), by=APPLICANT, at=now)
    assert not Application.objects.exists()


def test_a_letter_on_paper_counts_by_the_day_it_arrived(yuzhong, noticed, unit, unit_words, actor, now):
    batch, by, late = noticed(yuzhong), unit(yuzhong), now + timedelta(days=8)
    letter = {"channel": "post", "arrived_on": "2026-11-09", "taken_by": "陈静"}
    made = nominate(batch, by, named(), unit_words(by), by=actor(yuzhong), at=late, intake=letter)
    assert made.intake == letter
    for arrived_on, sentence in (("2026-11-10", "推荐已于"), ("2026-11-20", "今天以后")):
        other = {**letter, "arrived_on": arrived_on}
        with pytest.raises(NotAllowed, match=sentence):
            nominate(batch, by, named(2), unit_words(by), by=actor(yuzhong), at=late, intake=other)
    with pytest.raises(NotAllowed, match="推荐已于"):
        nominate(batch, by, named(2), unit_words(by), by=BY_UNIT, at=late)


def test_before_the_headcount_and_after_choosing_began_nobody_is_recommended(
    yuzhong, planned, choosing, unit, unit_words, now
):
    by = unit(yuzhong)
    for batch in (planned(yuzhong), choosing(yuzhong, ["insured"])):
        with pytest.raises(NotAllowed, match="现在不接收人选"):
            nominate(batch, by, named(9), unit_words(by), by=BY_UNIT, at=now)


def test_choosing_waits_for_those_who_were_asked(yuzhong, noticed, nominated, passed, actor, now):
    batch = noticed(yuzhong)
    passed(batch, 1)
    asked = nominated(batch, 2)
    late, officer = now + timedelta(days=8), actor(yuzhong)
    with pytest.raises(NotAllowed, match="还有1人没有答复"):
        actions.begin_choosing(batch, by=officer, at=late, on=late.date())
    lapsed = now + timedelta(days=15)
    actions.begin_choosing(batch, by=officer, at=lapsed, on=lapsed.date())
    assert standing(asked, lapsed.date()) == "逾期未答复"


def test_the_period_must_be_confirmed_first(chongqing, noticed, confirm, unit, unit_words, actor, now, today):
    confirm(chongqing)
    batch, by = noticed(chongqing), unit(chongqing)
    chongqing.decisions.filter(key="nomination.reply_days").delete()
    forget()
    with pytest.raises(NotAllowed, match="被推荐人答复期"):
        nominate(batch, by, named(), unit_words(by), by=BY_UNIT, at=now)
    leader = actor(chongqing, "leader")
    decide(chongqing, key="nomination.reply_days", value=3, by=leader, reason="时间紧迫", at=now, on=today)
    made = nominate(batch, by, named(), unit_words(by), by=BY_UNIT, at=now)
    assert made.due_on.isoformat() == "2026-11-05"


def test_who_is_recommended_is_checked_like_all(yuzhong, noticed, nominated, filled, now):
    young = check_resident_id(resident_number(1, born="20081103"))
    asked = nominated(noticed(yuzhong), 1)
    with pytest.raises(NotAllowed, match="现为17周岁"):
        confirm_nomination(asked, Answer(filled=filled(1, resident=young)), by=APPLICANT, at=now)


def test_the_unit_learns_the_outcome_and_no_more(yuzhong, noticed, nominated, agreed, actor, now):
    asked = nominated(noticed(yuzhong), 1)
    assert outcome(asked) == ""
    application = agreed(asked, 1)
    asked.refresh_from_db()
    assert outcome(asked) == "in_progress"
    actions.withdraw_application(application, by=APPLICANT, at=now)
    asked.refresh_from_db()
    assert outcome(asked) == "not_appointed"


def test_a_rehearsals_nomination_says_so(harbin, noticed, nominated):
    asked = nominated(noticed(harbin), 1)
    assert asked.number == "演荐〔2026〕0001"
    assert Letter.objects.get().state == "preview"
    assert find_asked("荐〔2026〕0001", secret_sent(asked))[1] == asked
