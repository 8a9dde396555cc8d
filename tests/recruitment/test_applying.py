"""Taking applications in: who may, what is kept, what comes twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.recruitment.conftest import APPLICANT, resident_number
from zhongmu.bureaus.actions import decide
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.people.identity import check_resident_id
from zhongmu.people.models import Consent, Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import accept_invitation
from zhongmu.recruitment.actions.pooling import draw, join_batch
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import find_mine


@pytest.mark.clause("CQ-4.4")
def test_who_is_under_age_on_the_day_is_refused(yuzhong, noticed, filled, now):
    young = check_resident_id(resident_number(1, born="20081103"))
    batch = noticed(yuzhong)
    with pytest.raises(NotAllowed, match="现为17周岁"):
        actions.register_application(batch, filled(1, resident=young), by=APPLICANT, at=now)
    grown = check_resident_id(resident_number(1, born="20081102"))
    assert actions.register_application(batch, filled(1, resident=grown), by=APPLICANT, at=now)


@pytest.mark.clause("CQ-4.1")
def test_a_residence_permit_is_taken_only_where_the_bureau_decided_so(
    yuzhong, noticed, filled, actor, now, today
):
    permit = check_resident_id("810000199003070015")
    batch = noticed(yuzhong)
    with pytest.raises(NotAllowed, match="港澳台居民居住证"):
        actions.register_application(batch, filled(1, resident=permit), by=APPLICANT, at=now)
    leader = actor(yuzhong, "leader")
    decide(yuzhong, key="id.accept_hmt", value=True, by=leader, reason="本局受理", at=now, on=today)
    assert actions.register_application(batch, filled(1, resident=permit), by=APPLICANT, at=now)


@pytest.mark.clause("CQ-7.1")
def test_the_same_identity_number_twice_is_one_application(yuzhong, noticed, apply):
    batch = noticed(yuzhong)
    assert apply(batch, 1) == apply(batch, 1)
    assert Application.objects.count() == 1


def test_or_the_new_form_takes_the_place_of_the_old(yuzhong, noticed, apply, actor, now, today):
    leader = actor(yuzhong, "leader")
    decide(yuzhong, key="reapply.mode", value="replace", by=leader, reason="以新换旧", at=now, on=today)
    batch = noticed(yuzhong)
    old, new = apply(batch, 1), apply(batch, 1)
    old.refresh_from_db()
    assert (old.state, new.state) == ("withdrawn", "submitted")
    assert Letter.objects.get(event="application.replaced").about == old.ledger_subject


@pytest.mark.clause("CQ-2")
def test_an_application_never_changes_what_is_on_file(yuzhong, noticed, apply, person):
    number = resident_number(1)
    on_file = person(name="李秀英", number=number)
    application = apply(noticed(yuzhong), 1, name="李秀瑛", phone="13900139000")
    on_file.refresh_from_db()
    assert application.person == on_file
    assert (on_file.name, on_file.phone) == ("李秀英", "13800138000")
    assert Person.objects.count() == 1


@pytest.mark.clause("CQ-F7")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"privacy_consent": False}, "个人信息处理告知"),
        ({"health_consent": False}, "敏感个人信息"),
        ({"signature": None}, "没有签名"),
    ],
)
def test_without_consent_or_signature_nothing_is_taken(yuzhong, noticed, filled, now, changes, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        actions.register_application(noticed(yuzhong), filled(1, **changes), by=APPLICANT, at=now)
    assert not Person.objects.exists()


def test_each_consent_is_recorded_by_itself(yuzhong, noticed, apply):
    apply(noticed(yuzhong), 1, name_consent=False)
    purposes = set(Consent.objects.values_list("purpose", flat=True))
    assert purposes == {"recruitment.privacy", "recruitment.health"}


@pytest.mark.clause("CQ-F18")
@pytest.mark.parametrize(
    ("word", "printed"),
    [("县", "接受县医疗"), ("区", "接受区医疗"), ("", "接受区医疗"), ("自治县", "接受自治县医疗")],
)
def test_only_the_level_word_of_the_declaration_changes(yuzhong, noticed, apply, word, printed):
    yuzhong.region_word = word
    yuzhong.save()
    application = apply(noticed(yuzhong), 1)
    assert printed in application.statement[1]
    assert "真实有效本人具备" in application.statement[0]
    assert application.statement_version.startswith("chongqing-2024-43:")
    assert application.statement_word == (word if word != "区" else "")


def test_number_and_secret_are_needed_together(yuzhong, noticed, filled, now):
    batch = noticed(yuzhong)
    mine = actions.register_application(batch, filled(1), by=APPLICANT, at=now)
    other = actions.register_application(batch, filled(2), by=APPLICANT, at=now)
    assert find_mine(mine.application.number, mine.secret.lower()) == mine.application
    assert find_mine("20260001", mine.secret) == mine.application
    assert find_mine(mine.application.number, other.secret) is None
    assert find_mine("报〔2026〕9999", mine.secret) is None


@pytest.mark.clause("CQ-F19")
def test_without_a_signature_nothing_comes_in(yuzhong, noticed, filled, now):
    with pytest.raises(NotAllowed, match="诚信声明没有签名"):
        actions.register_application(noticed(yuzhong), filled(1, signature=None), by=APPLICANT, at=now)


@pytest.mark.clause("CQ-2")
def test_an_officer_enters_no_form_without_saying_how_it_came(yuzhong, noticed, invited, filled, actor, now):
    batch, by = noticed(yuzhong), actor(yuzhong)
    with pytest.raises(NotAllowed, match="不能代本人登记"):
        actions.register_application(batch, filled(1), by=by, at=now)
    asked, answer = invited(batch, 2), Answer(filled=filled(2))
    with pytest.raises(NotAllowed, match="不能代本人登记"):
        accept_invitation(asked, answer, by=by, at=now)
    paper = {"channel": "paper", "arrived_on": now.date().isoformat(), "taken_by": "陈静"}
    assert accept_invitation(asked, replace(answer, intake=paper), by=by, at=now).application.intake == paper


@pytest.mark.clause("HL-2.2a")
def test_the_draft_takes_people_by_all_four_ways(
    harbin, noticed, apply, nominated, agreed, invited, offered, filled, actor, now
):
    batch = noticed(harbin)
    apply(batch, 1)
    agreed(nominated(batch, 2), 2)
    accept_invitation(invited(batch, 3), Answer(filled=filled(3)), by=APPLICANT, at=now)
    entry = offered(harbin, 4).entry
    draw(entry, batch, by=actor(harbin), at=now)
    join_batch(entry, Answer(filled=filled(4)), by=APPLICANT, at=now)
    came = batch.applications.order_by("pk").values_list("channel", flat=True)
    assert list(came) == ["public", "recommend", "invite", "self"]


@pytest.mark.clause("CQ-F19")
def test_a_form_sent_back_is_corrected_and_the_first_wording_kept(
    yuzhong, noticed, apply, filled, actor, now
):
    application = apply(noticed(yuzhong), 1)
    actions.send_back(application, reason="住址写到门牌号", by=actor(yuzhong), at=now)
    with pytest.raises(NotAllowed, match="不能改身份证号"):
        actions.correct_application(application, filled(2), by=APPLICANT, at=now)
    actions.correct_application(
        application, filled(1, address="渝中区示范路1号2单元3-1"), by=APPLICANT, at=now
    )
    application.refresh_from_db()
    assert (application.state, application.address) == ("submitted", "渝中区示范路1号2单元3-1")
    assert "示范路1号" in application.earlier.get().content
    assert Letter.objects.filter(event="application.send_back").get().body.count("门牌") == 0


def test_a_correction_may_come_after_the_window(yuzhong, noticed, apply, filled, actor, now):
    application = apply(noticed(yuzhong), 1)
    actions.send_back(application, reason="照片不清晰", by=actor(yuzhong), at=now)
    actions.correct_application(application, filled(1), by=APPLICANT, at=now + timedelta(days=10))
    assert application.state == "submitted"


@pytest.mark.clause("CQ-2")
def test_taking_part_is_voluntary_until_the_appointment(yuzhong, chosen, appointed, now):
    application = chosen(yuzhong, ["insured"]).applications.get()
    actions.withdraw_application(application, by=APPLICANT, at=now)
    assert application.state == "withdrawn"


@pytest.mark.parametrize("arrived_on", ["2026-10-30", "2026-11-11"])
def test_paper_from_outside_the_window_is_refused(yuzhong, noticed, filled, actor, now, arrived_on):
    intake = {"channel": "post", "arrived_on": arrived_on, "taken_by": "陈静"}
    late = now + timedelta(days=10)
    with pytest.raises(NotAllowed, match="来件日不在报名期内"):
        actions.register_application(noticed(yuzhong), filled(1), by=actor(yuzhong), at=late, intake=intake)


def test_paper_is_not_taken_once_choosing_began(yuzhong, choosing, filled, actor, now):
    batch = choosing(yuzhong, ["insured"])
    intake = {"channel": "paper", "arrived_on": "2026-11-03", "taken_by": "陈静"}
    with pytest.raises(NotAllowed, match="截止"):
        actions.register_application(
            batch, filled(5), by=actor(yuzhong), at=now + timedelta(days=9), intake=intake
        )


def test_a_rehearsals_letters_and_numbers_say_so(harbin, noticed, apply):
    application = apply(noticed(harbin), 1)
    assert application.rehearsal
    assert application.number == "演报〔2026〕0001"
    assert Letter.objects.get().state == "preview"
