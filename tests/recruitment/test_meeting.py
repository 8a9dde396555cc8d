"""One person by two ways into one batch is one application, and both are told (CQ-7.0)."""

from __future__ import annotations

import pytest

from tests.recruitment.conftest import APPLICANT, OPINION
from zhongmu.letters.models import Letter
from zhongmu.people.models import Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.nominating import confirm_nomination
from zhongmu.recruitment.models import Application

pytestmark = pytest.mark.clause("CQ-7.0")
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


def test_the_same_number_by_the_same_way_is_still_refused(yuzhong, noticed, apply):
    batch = noticed(yuzhong)
    apply(batch, 1)
    with pytest.raises(actions.applying.NotAllowed, match="已经报过名"):
        apply(batch, 1)
