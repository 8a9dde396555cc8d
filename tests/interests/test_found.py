"""Ties to the supervised are found as an application comes in: told with article and remedy, never a refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.recruitment.conftest import (  # fixtures are shared by name
    APPLICANT,
    _files,
    apply,
    filled,
    noticed,
    photo,
    planned,
)
from zhongmu.bureaus.models import FormerName
from zhongmu.interests.actions import Listed, end_institution, keep_institutions
from zhongmu.interests.models import Interest
from zhongmu.interests.queries import bureaus_named, institutions_named, interests_in, sounds_like_staff
from zhongmu.interests.rulings import interest_notice
from zhongmu.ledger.models import LedgerEntry
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.interests import note_again

__all__ = ["_files", "apply", "filled", "noticed", "photo", "planned"]
HOSPITAL = "渝中区示范康复医院"


@pytest.fixture
def listed(yuzhong, actor, now):
    lines = [Listed(HOSPITAL, "H50010300351"), Listed("渝中区第一人民医院"), Listed("渝中区第二人民医院")]
    keep_institutions(yuzhong, lines, by=actor(yuzhong), at=now)
    return yuzhong


@pytest.mark.clause("CQ-F11")
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (HOSPITAL, [HOSPITAL]),
        ("渝中区（示范）康复医院 骨科", [HOSPITAL]),
        ("示范康复医院", [HOSPITAL]),
        ("人民医院", []),
        ("无", []),
        ("", []),
        ("示范街道办事处", []),
    ],
)
def test_an_institution_is_known_by_its_name_however_it_is_written(listed, today, said, found):
    assert institutions_named(said, near=listed, on=today) == found


def test_the_list_of_the_bureau_above_holds_below_and_not_beside(
    listed, chongqing, jiangbei, actor, now, today
):
    assert institutions_named(HOSPITAL, near=jiangbei, on=today) == []
    keep_institutions(chongqing, [Listed("重庆示范总医院")], by=actor(chongqing), at=now)
    assert institutions_named("重庆示范总医院", near=jiangbei, on=today) == ["重庆示范总医院"]


def test_what_left_the_list_is_no_longer_found(listed, actor, now, today):
    row = listed.institutions.get(name=HOSPITAL)
    end_institution(row, by=actor(listed), at=now)
    assert institutions_named(HOSPITAL, near=listed, on=today + timedelta(days=1)) == []
    assert keep_institutions(listed, [Listed(HOSPITAL)], by=actor(listed), at=now) == 3


@pytest.mark.clause("CQ-10.4")
def test_bureaus_are_known_by_former_names_too(yuzhong, harbin):
    FormerName.objects.create(bureau=yuzhong, name="渝中区医疗保险管理处", ends_on=date(2019, 1, 1))
    assert bureaus_named("渝中区医疗保障局基金科", near=yuzhong) == ["渝中区医疗保障局"]
    assert bureaus_named("渝中区医疗保险管理处", near=yuzhong) == ["渝中区医疗保险管理处"]
    assert bureaus_named("医疗保障局", near=yuzhong) == []
    assert bureaus_named("无", near=yuzhong) == []
    assert bureaus_named("哈尔滨市医疗保障局", near=yuzhong) == []


@pytest.mark.parametrize(
    ("text", "hint"), [("区医保中心", True), ("某县医疗保障局", True), ("社区居委会", False)]
)
def test_words_are_a_hint_only(text, hint):
    assert sounds_like_staff(text) is hint


@pytest.mark.clause("CQ-F11")
@pytest.mark.clause("CQ-10.4")
@pytest.mark.parametrize(
    ("changes", "relation", "words"),
    [
        ({"employer": HOSPITAL}, "employer", "不派其监督这家机构"),
        ({"employer": "渝中区医疗保障局"}, "staff", "由审查人写明结论"),
        ({"employer": "永川区医保中心"}, "staff_word", "这只是提示"),
    ],
)
def test_an_application_comes_in_and_the_tie_is_told(listed, noticed, apply, today, changes, relation, words):
    application = apply(noticed(listed), 1, **changes)
    (row,) = Interest.objects.all()
    assert (application.state, row.relation, row.person) == ("submitted", relation, application.person)
    notice = interest_notice(row, listed.policy(today))
    assert changes["employer"] in notice.sentence
    assert words in notice.remedy
    assert notice.cite.label == "第十条（四）"
    entry = LedgerEntry.objects.get(action="interest.note")
    assert changes["employer"] not in entry.facts


@pytest.mark.clause("HL-2.5g")
def test_the_draft_cites_its_own_article(harbin, actor, now, today):
    row = Interest(relation="employer", said=HOSPITAL, organisation=HOSPITAL)
    notice = interest_notice(row, harbin.policy(today))
    assert notice.cite.article_key == "2.5"


@pytest.mark.clause("CQ-7.2")
def test_a_recommender_that_is_supervised_is_told(listed, noticed, apply, now):
    application = apply(noticed(listed), 1)
    type(application).objects.filter(pk=application.pk).update(unit_name=HOSPITAL)
    assert note_again(listed, at=now) == 1
    assert note_again(listed, at=now) == 0
    assert Interest.objects.get().relation == "recommender"


def test_nobody_tied_leaves_no_trace(listed, noticed, apply):
    apply(noticed(listed), 1)
    assert not Interest.objects.exists()
    assert not LedgerEntry.objects.filter(action="interest.note").exists()


def test_a_correction_is_looked_at_anew_and_an_old_tie_no_longer_speaks(
    listed, noticed, apply, filled, actor, now
):
    application = apply(noticed(listed), 1, employer=HOSPITAL)
    subject = application.ledger_subject
    actions.send_back(application, reason="工作单位写错了", by=actor(listed), at=now)
    corrected = filled(1, employer="渝中区第一人民医院")
    actions.correct_application(application, corrected, by=APPLICANT, at=now)
    assert [row.organisation for row in interests_in(subject, application.employer)] == ["渝中区第一人民医院"]
    assert Interest.objects.filter(subject=subject).count() == 2
