"""One person by two ways into one batch is one application, and both are told (CQ-7.0)."""

from __future__ import annotations

import pytest

from tests.recruitment.conftest import APPLICANT, OPINION
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.people.models import Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.nominating import confirm_nomination
from zhongmu.recruitment.models import Application

pytestmark = pytest.mark.clause("CQ-7.0")
CLERK = Actor("clerk", account=1)
OTHER_UNIT = {"name": "渝中区政协办公室（示例）", "kind": "cppcc", "credit_code": "91110000600037341L"}


def test_who_applied_and_is_then_recommended_is_one_application(
    yuzhong, noticed, apply, nominated, filled, now
):
    batch = noticed(yuzhong)
    first, asked = apply(batch, 1), nominated(batch, 1)
    receipt = confirm_nomination(asked, Answer(filled=filled(1)), by=APPLICANT, at=now)
    assert (receipt.application, receipt.merged, receipt.secret) == (first, True, "")
    first.refresh_from_db()
    assert (first.channel, first.other_channels, first.unit_opinion) == ("public", ["recommend"], "")
    also = first.also_came.get()
    assert (also.source, also.unit_opinion, also.unit_code) == (asked.number, OPINION, "11500000MB1670604W")
    assert Application.objects.count() == Person.objects.count() == 1
    told = Letter.objects.get(event="application.meet")
    assert "“公开选聘”、“推荐聘任”" in told.body


def test_who_was_recommended_and_then_applies_is_one_application(
    yuzhong, noticed, nominated, agreed, filled, now
):
    batch = noticed(yuzhong)
    first = agreed(nominated(batch, 1), 1)
    receipt = actions.register_application(batch, filled(1, phone="13900139000"), by=APPLICANT, at=now)
    assert (receipt.application, receipt.merged) == (first, True)
    first.refresh_from_db()
    assert (first.channel, first.other_channels) == ("recommend", ["public"])
    assert first.phone == "13800138001"
    assert "13900139000" in first.also_came.get().content


def test_two_units_that_recommend_one_person_meet_too(yuzhong, noticed, nominated, agreed):
    batch = noticed(yuzhong)
    first = agreed(nominated(batch, 1), 1)
    second = nominated(batch, 1, unit=OTHER_UNIT)
    assert agreed(second, 1) == first
    first.refresh_from_db()
    assert first.other_channels == []
    assert first.also_came.get().unit_name == OTHER_UNIT["name"]


def test_another_batch_is_another_application(yuzhong, noticed, apply, nominated, agreed):
    first = apply(noticed(yuzhong), 1)
    second = agreed(nominated(noticed(yuzhong, title="另一批"), 1), 1)
    assert first.pk != second.pk
    assert Person.objects.count() == 1


def test_who_withdrew_comes_in_anew(yuzhong, noticed, apply, nominated, agreed, now):
    batch = noticed(yuzhong)
    first = apply(batch, 1)
    actions.withdraw_application(first, by=APPLICANT, at=now)
    second = agreed(nominated(batch, 1), 1)
    assert (second.channel, second.other_channels) == ("recommend", [])


def test_the_same_number_by_the_same_way_is_no_second_application(yuzhong, noticed, apply, filled, now):
    batch = noticed(yuzhong)
    first = apply(batch, 1)
    assert apply(batch, 1) == first
    assert not first.also_came.exists()
    paper = {"channel": "visit", "arrived_on": now.date().isoformat(), "taken_by": "王经办"}
    with pytest.raises(NotAllowed, match="已经报过名"):
        actions.register_application(batch, filled(1), by=CLERK, at=now, intake=paper)
    assert Application.objects.count() == 1


def test_a_second_form_never_joins_somebody_of_another_name_or_one_decided(
    refused, apply, nominated, agreed, filled, now
):
    batch = refused.batch
    with pytest.raises(NotAllowed, match="已有结论"):
        agreed(nominated(batch, 1), 1)
    second, asked = apply(batch, 2), nominated(batch, 4)
    with pytest.raises(NotAllowed, match="对不上"):
        agreed(asked, 2)
    asked.refresh_from_db()
    assert asked.state == "proposed"
    for application in (refused, second):
        application.refresh_from_db()
        assert (application.other_channels, application.also_came.count()) == ([], 0)


def test_an_open_page_tells_a_stranger_nothing_and_the_person_once(
    yuzhong, noticed, nominated, agreed, filled, now
):
    batch = noticed(yuzhong)
    first = agreed(nominated(batch, 1), 1)
    answers = [
        actions.register_application(
            batch, filled(1, name="陌生人", phone="13900139000"), by=APPLICANT, at=now, submission=key * 32
        )
        for key in "aaab"
    ]
    assert {(answer.merged, answer.secret, answer.application) for answer in answers} == {(True, "", first)}
    assert not first.also_came.exists()
    letter = Letter.objects.get(event="application.again")
    assert letter.to_phone == "13800138001"
    own = {"filled": filled(1), "by": APPLICANT, "at": now, "submission": "c" * 32}
    for _press in range(3):
        assert actions.register_application(batch, **own).merged
    actions.register_application(batch, **{**own, "submission": "d" * 32})
    assert first.also_came.count() == Letter.objects.filter(event="application.meet").count() == 1
    assert Letter.objects.filter(event="application.again").count() == 1


def test_the_second_signed_form_is_kept_whole_and_a_second_press_is_answered_alike(
    yuzhong, noticed, apply, nominated, filled, photo, now
):
    batch = noticed(yuzhong)
    apply(batch, 1)
    asked, paper = nominated(batch, 1), {"channel": "post", "arrived_on": "2026-11-02", "taken_by": "王经办"}
    answer = Answer(filled=filled(1, signed_scan=photo), submission="e" * 32, intake=paper, scan=photo)
    made = [confirm_nomination(asked, answer, by=CLERK, at=now) for _press in range(2)]
    assert [receipt.merged for receipt in made] == [True, True]
    also = made[0].application.also_came.get()
    assert (also.photo, also.signed_scan, also.scan, also.intake) == (photo, photo, photo, paper)
    assert also.signature == filled(1).signature
