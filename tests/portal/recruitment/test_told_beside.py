"""What may be told beside Annex 2: skills, a credential, a career, whom one stands for. Nobody is held up without it."""

from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.portal.recruitment.test_applying import answers
from zhongmu.letters.documents.application_form import ApplicationFacts
from zhongmu.recruitment import actions
from zhongmu.recruitment.archive_sheets import sheets
from zhongmu.recruitment.documents import application_facts
from zhongmu.recruitment.models import Application

MORE = {
    "skills": ["pharmacy", "law"],
    "credential": "执业药师，证号样例001",
    "credential_ends_on": "2028-12-31",
    "history": "1995年至2024年在示范药店做药师",
    "deputy_number": "渝中人大样例07号",
    "community": "示范街道样例社区",
    "stands_for": "慢性病患者",
}


@pytest.fixture
def door(yuzhong, noticed):
    batch = noticed(yuzhong)
    return reverse("portal:apply", args=[yuzhong.code, batch.pk])


@pytest.mark.clause("CQ-4.0", "CQ-4.2", "CQ-4.3", "CQ-5.2")
def test_what_is_told_is_kept_and_read_by_those_who_check(client, door, yuzhong, enter, today):
    assert client.post(door, answers(**MORE)).status_code == 302
    application = Application.objects.get()
    assert (application.skills, application.community) == (["pharmacy", "law"], "示范街道样例社区")
    desk = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    said = (
        "药学、法律",
        "执业药师，证号样例001（有效期至2028年12月31日）",
        "做药师",
        "样例07号",
        "样例社区",
        "慢性病患者",
    )
    assert [text for text in said if text not in desk] == []
    printed = application_facts(application, yuzhong.policy(today))
    assert isinstance(printed, ApplicationFacts)
    assert "做药师" not in str(printed)  # the printed form is Annex 2, cell by cell


@pytest.mark.clause("CQ-4.2")
def test_without_a_credential_a_form_is_as_good(client, door):
    assert client.post(door, answers()).status_code == 302
    application = Application.objects.get()
    assert (application.skills, application.credential, application.community) == ([], "", None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"credential_ends_on": "2020-01-31"}, "证书已于2020年1月31日到期"),
        ({"credential_ends_on": "明年"}, "请按 2026-11-21 的样子填写日期"),
        ({"history": "长" * 1001}, "工作经历最多1000字，现有1001字"),
        ({"deputy_number": "号" * 41}, "最多40字，现有41字"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, door, changes, said):
    answer = client.post(door, answers(**{**MORE, **changes}))
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert "<details open" in page
    kept = ("执业药师，证号样例001", "示范街道样例社区", "慢性病患者")
    assert [text for text in kept if text not in page] == []
    assert not Application.objects.exists()


def test_a_skill_that_is_none_is_refused(client, door):
    assert client.post(door, answers(skills=["magic"])).status_code == 422


def test_a_correction_starts_from_it_and_keeps_the_earlier_wording(client, door, yuzhong, filled, actor, now):
    client.post(door, answers(**MORE))
    application = Application.objects.get()
    actions.send_back(application, reason="请补充工作经历", by=actor(yuzhong), at=now)
    again = filled(2, skills=("law",), history="", resident=application.identity)
    actions.correct_application(application, again, by=actor(yuzhong), at=now)
    application.refresh_from_db()
    assert (application.skills, application.history) == (["law"], "")
    before = json.loads(application.earlier.get().content)
    assert (before["history"], before["skills"]) == (MORE["history"], MORE["skills"])
    assert (before["credential_ends_on"], before["community"]) == ("2028-12-31", "示范街道样例社区")


def test_all_of_it_is_filed(client, door, yuzhong, today):
    client.post(door, answers(**{**MORE, "employed": "0", "not_working": "retired", "region_code": "500103"}))
    application = Application.objects.get()
    made = sheets(application.batch, yuzhong.policy(today))["03-补充登记.xlsx"]()
    [heads, row] = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    told = dict(zip(heads, row, strict=True))
    assert (told["是否在职"], told["住址所在区县"]) == ("否（退休）", "渝中区（500103）")
    assert (told["所在街镇、社区"], told["证书有效期至"]) == (MORE["community"], MORE["credential_ends_on"])
    assert told["表单版本"] == application.form_version != ""


def test_candidates_are_compared_by_it(yuzhong, choosing, enter):
    batch = choosing(yuzhong, ["insured", "expert"])
    Application.objects.filter(pk=batch.applications.first().pk).update(
        skills=["it"], history="做过二十年信息员"
    )
    officer = enter(yuzhong)
    page = officer.get(reverse("office:choose", args=[batch.pk])).content.decode()
    assert "做过二十年信息员" in page
    opinion = officer.get(reverse("office:opinion", args=[batch.applications.first().pk])).content.decode()
    assert "做过二十年信息员" in opinion
