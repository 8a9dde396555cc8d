"""Number and secret together open the progress page, and nothing else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import APPLICANT, WHY, resident_number
from zhongmu.corps.models import Certificate
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.applying import CONSENT_VERSION
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.nominating import confirm_nomination
from zhongmu.recruitment.timeline import timeline_of

DOOR = "/progress/"


@pytest.fixture
def receipt(yuzhong, noticed, filled, now):
    return actions.register_application(noticed(yuzhong), filled(1), by=APPLICANT, at=now)


@pytest.fixture
def opened(client, receipt):
    said = {"number": receipt.application.number, "secret": receipt.secret}
    assert client.post(DOOR, said).status_code == 302
    return client


def test_unknown_wrong_and_not_yours_answer_alike(client, receipt):
    said = [
        {"number": "报〔2026〕9999", "secret": receipt.secret},
        {"number": receipt.application.number, "secret": "AAAA-BBBB-CCCC"},
        {"number": "x", "secret": "y"},
    ]
    pages = [client.post(DOOR, each) for each in said]
    assert {page.status_code for page in pages} == {422}
    assert all("回执号或查询码不对" in page.content.decode() for page in pages)
    assert all(receipt.application.name not in page.content.decode() for page in pages)


@pytest.mark.parametrize("name", ["correct", "withdraw", "my_form"])
def test_without_opening_every_page_leads_to_the_door(client, receipt, name):
    url = reverse(f"portal:{name}", args=["pdf"] if name == "my_form" else [])
    assert client.get(url)["Location"] == DOOR


def test_the_page_tells_what_happened_and_not_what_staff_think(opened, receipt, yuzhong, actor, now):
    by = actor(yuzhong)
    actions.record_findings(
        receipt.application, {"citizen": ("fails", "护照为外国", "护照复印件")}, by=by, at=now
    )
    actions.propose_refusal(receipt.application, reason="内部意见甲乙丙", by=by, at=now)
    page = opened.get(DOOR).content.decode()
    assert "内部意见甲乙丙" not in page
    assert "待审查" in page
    reviewer = actor(yuzhong, "reviewer")
    actions.confirm_refusal(receipt.application, reason="不是中国公民", by=reviewer, at=now)
    assert "不是中国公民" in opened.get(DOOR).content.decode()


@pytest.mark.clause("CQ-4.0")
def test_who_did_not_pass_reads_why_and_objects_once(opened, receipt, yuzhong, actor, now, today):
    application, clerk, url = receipt.application, actor(yuzhong), reverse("portal:appeal")
    assert "只有审查不通过的" in opened.get(url).text
    said = {"citizen": ("fails", "护照为外国", "护照复印件")}
    actions.record_findings(application, said, by=clerk, at=now)
    actions.propose_refusal(application, reason="内部意见甲乙丙", by=clerk, at=now)
    actions.confirm_refusal(application, reason="不是中国公民", by=actor(yuzhong, "reviewer"), at=now)
    page = opened.get(DOOR).text
    assert "没有通过的条件" in page
    assert "到2026年11月9日为止" in page
    assert "本系统建议值" in page
    assert "护照复印件" not in page
    assert url in page
    short = opened.post(url, {"grounds": "不服"})
    assert (short.status_code, "不服" in short.text) == (422, True)
    assert opened.post(url, {"grounds": "户口簿可以证明我是中国公民。"}).status_code == 302
    page = opened.get(DOOR).text
    assert "复查中" in page
    assert "最迟2026年11月16日答复" in page
    assert url not in page
    told = {"reason": "内部核对", "answer": "护照确系外国护照，认定不变。"}
    actions.dismiss_appeal(application.appeal, **told, by=actor(yuzhong, "leader"), at=now, on=today)
    page = opened.get(DOOR).text
    assert "护照确系外国护照，认定不变。" in page
    assert "内部核对" not in page
    assert opened.post(url, {"grounds": "户口簿可以证明我是中国公民。"}).status_code == 422


def test_a_form_sent_back_is_corrected_with_everything_filled_in(opened, receipt, yuzhong, actor, now):
    actions.send_back(receipt.application, reason="住址写到门牌号", by=actor(yuzhong), at=now)
    url = reverse("portal:correct")
    page = opened.get(url).content.decode()
    assert "住址写到门牌号" in page
    assert receipt.application.address in page
    assert "照片已收到并保留" in page
    said = answers(resident_id=resident_number(1), address="渝中区示范路1号2单元")
    assert opened.post(url, said).status_code == 302
    receipt.application.refresh_from_db()
    assert receipt.application.address == "渝中区示范路1号2单元"
    assert opened.get(url).status_code == 302


@pytest.mark.clause("CQ-F20")
def test_what_a_unit_wrote_is_not_the_applicants_to_correct(
    client, yuzhong, noticed, nominated, filled, actor, now
):
    asked = nominated(noticed(yuzhong), 2, opinion="同意推荐。")
    mine = confirm_nomination(asked, Answer(filled=filled(2)), by=APPLICANT, at=now)
    client.post(DOOR, {"number": mine.application.number, "secret": mine.secret})
    actions.send_back(mine.application, reason="住址写到门牌号", by=actor(yuzhong), at=now)
    page = client.get(reverse("portal:correct")).content.decode()
    assert "同意推荐。" in page
    assert 'name="unit_opinion"' not in page
    said = answers(resident_id=resident_number(2), channel="public", unit_opinion="自己写的", name="别人")
    assert client.post(reverse("portal:correct"), said).status_code == 302
    mine.application.refresh_from_db()
    corrected = mine.application
    assert (corrected.channel, corrected.unit_opinion) == ("recommend", "同意推荐。")
    assert (corrected.name, corrected.reason, corrected.reason_by) == (asked.name, WHY, "unit")
    assert corrected.unit_seal == asked.unit_seal


def test_withdrawing_is_asked_once_more(opened, receipt):
    url = reverse("portal:withdraw")
    assert "确定撤回" in opened.get(url).content.decode()
    receipt.application.refresh_from_db()
    assert receipt.application.state == "submitted"
    assert opened.post(url).status_code == 302
    assert opened.post(url).status_code == 409


def test_the_own_form_prints_with_a_rare_character_and_a_separator(opened, receipt):
    receipt.application.name = "阿依古丽·买买提䶮"
    receipt.application.save()
    assert opened.get(reverse("portal:my_form", args=["pdf"])).content.startswith(b"%PDF")
    assert opened.get(reverse("portal:my_form", args=["docx"])).content.startswith(b"PK")
    assert opened.get(reverse("portal:my_form", args=["exe"])).status_code == 404


def test_the_page_is_closed_by_hand(opened, receipt):
    assert receipt.application.number in opened.get(DOOR).content.decode()
    opened.post(reverse("portal:progress_leave"))
    assert receipt.application.number not in opened.get(DOOR).content.decode()


def test_a_consent_to_the_name_is_taken_back_on_the_page(opened, receipt):
    assert opened.post(reverse("portal:withhold_name")).status_code == 302
    receipt.application.refresh_from_db()
    assert not receipt.application.name_consent


@pytest.mark.clause("CQ-F19")
def test_each_round_of_corrections_stays_provable_as_it_was_signed(receipt, yuzhong, filled, actor, now):
    mine, by = receipt.application, actor(yuzhong)
    for turn in range(1, 4):
        actions.send_back(mine, reason=f"第{turn}次请补正", by=by, at=now)
        changed = filled(1, address=f"示范路{turn}号", name_consent=turn < 3)
        actions.correct_application(mine, changed, by=APPLICANT, at=now + timedelta(hours=turn))
    rounds = list(mine.earlier.order_by("pk"))
    assert ["示范路1号" in rounds[0].content, "示范路1号" in rounds[1].content] == [True, True]
    assert "渝中区示范路1号" in rounds[0].content
    assert "示范路2号" in rounds[2].content
    assert all(each.signature and each.photo and each.statement_version for each in rounds)
    mine.refresh_from_db()
    assert mine.address == "示范路3号"
    assert [c.withdrawn_at is None for c in mine.person.consents.filter(purpose="publicity.name")] == [False]


def test_the_timeline_tells_who_when_and_by_which_article(opened, receipt, yuzhong, actor, now):
    actions.send_back(receipt.application, reason="住址写到门牌号", by=actor(yuzhong, "clerk"), at=now)
    page = opened.get(DOOR).content.decode()
    assert "请补正后重新提交</b> · 经办" in page
    assert "已收到报名</b> · 报名人" in page
    assert page.index("请补正后重新提交") < page.index("已收到报名")
    assert "发给您的信" in page
    assert "需要补正。" in page
    assert 'class="cite"' in page


def test_notice_appointment_and_certificate_stand_in_the_timeline(
    client, yuzhong, chosen, actor, now, monkeypatch
):
    batch, late, leader = chosen(yuzhong, ["insured"]), now + timedelta(days=9), actor(yuzhong, "leader")
    mine = batch.applications.get()
    actions.appoint_chosen(batch, starts_on=late.date(), by=leader, at=late, on=late.date())
    actions.publish_names(batch, by=leader, at=late, on=late.date())
    labels = [line.label for line in timeline_of(mine, yuzhong.policy(now.date()))]
    assert labels == ["名单已经公示", "已聘任", "已列为拟聘人选", "已通过资格审查", "已收到报名"]
    certificate = Certificate(
        bureau=yuzhong, appointment=yuzhong.appointments.get(), number="证1", number_key="1", token="t" * 32,
        printed_name="聘任证书", disclaimer="", holder=mine.name, bureau_name=yuzhong.name,
        issued_on=late.date(), state="void", void_reason="重印", voided_at=late + timedelta(days=1),
    )  # fmt: skip
    certificate.save()
    lines = timeline_of(mine, yuzhong.policy(now.date()))
    assert [line.label for line in lines[:2]] == ["聘任证书已作废", "已签发聘任证书"]
    assert (lines[1].at, lines[1].on) == (None, late.date())


def test_a_list_taken_back_is_said_and_its_reason_is_not(yuzhong, chosen, actor, now):
    batch, late = chosen(yuzhong, ["insured"]), now + timedelta(days=9)
    reason, leader = "内部意见不一致", actor(yuzhong, "leader")
    actions.reopen_choosing(batch, reason=reason, by=leader, at=late, on=late.date())
    [line, *_rest] = timeline_of(batch.applications.get(), yuzhong.policy(now.date()))
    assert (line.label, line.text) == ("名单退回，重新比选", "")


def test_what_came_on_paper_says_when_it_arrived(yuzhong, noticed, filled, actor, now):
    intake = {"channel": "post", "arrived_on": "2026-11-02", "taken_by": "陈静"}
    made = actions.register_application(noticed(yuzhong), filled(1), by=actor(yuzhong), at=now, intake=intake)
    [line] = timeline_of(made.application, yuzhong.policy(now.date()))
    assert (line.label, line.who) == ("已登记报名", "工作人员")
    assert "来件方式：邮寄" in line.text
    assert "陈静" not in line.text


def test_the_privacy_notice_is_a_page_with_its_version(client, yuzhong):
    page = client.get(reverse("portal:privacy", args=[yuzhong.code])).content.decode()
    assert f"版本 {CONSENT_VERSION}" in page
    assert "健康状况是敏感个人信息" in page
    assert "30天没有提交" in page
