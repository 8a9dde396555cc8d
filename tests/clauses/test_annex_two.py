"""Annex 2, field by field, as a citizen fills it on line: what is typed is what is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import _files, filled, noticed, photo, planned, resident_number
from zhongmu.interests.actions import Listed, keep_institutions
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment.actions import register_application, withdraw_application
from zhongmu.recruitment.documents import application_facts
from zhongmu.recruitment.models import Application

__all__ = ["_files", "filled", "noticed", "photo", "planned"]  # fixtures are shared by name
CLERK = Actor("clerk", account=1)


@pytest.fixture
def send(client, yuzhong, noticed):
    door = reverse("portal:apply", args=[yuzhong.code, noticed(yuzhong).pk])

    def post(**changes: object):
        return client.post(door, answers(**changes))

    return post


@pytest.fixture
def kept(send):
    def post(**changes: object) -> Application:
        response = send(**changes)
        assert response.status_code == 302, response.content.decode()
        return Application.objects.get()

    return post


@pytest.fixture
def refused(send):
    def post(**changes: object) -> str:
        response = send(**changes)
        assert response.status_code == 422
        assert not Application.objects.exists()
        return response.content.decode()

    return post


@pytest.mark.clause("CQ-F2")
def test_sex_is_kept_and_held_against_the_identity_number(kept):
    assert kept(resident_id=resident_number(2), sex="2").sex == "2"


@pytest.mark.clause("CQ-F2")
def test_a_sex_that_differs_from_the_number_is_shown_to_the_officer(kept, enter, yuzhong):
    application = kept(resident_id=resident_number(2), sex="1")
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "第17位" in page


@pytest.mark.clause("CQ-F9")
@pytest.mark.parametrize(("answer", "employed"), [("1", True), ("0", False)])
def test_in_work_or_not_is_a_plain_answer(kept, answer, employed):
    assert kept(employed=answer, employer="示范小学", post="教师").employed is employed


@pytest.mark.clause("CQ-F11")
def test_employer_and_post_are_typed_apart(kept):
    application = kept(employed="1", employer="示范小学", post="教师")
    assert (application.employer, application.post) == ("示范小学", "教师")


@pytest.mark.clause("CQ-F12")
def test_the_address_is_kept_sealed(kept):
    application = kept(address="渝中区示范路9号")
    assert application.address == "渝中区示范路9号"
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM recruitment_application")
        assert "示范路".encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.clause("CQ-F13", "CQ-F14")
def test_schooling_is_kept_by_its_code_school_and_major(kept):
    application = kept(education="21", school="示范大学", major="会计学")
    assert (application.education, application.school, application.major) == ("21", "示范大学", "会计学")


@pytest.mark.clause("CQ-F13", "CQ-F14")
def test_who_never_studied_leaves_it_empty(kept):
    application = kept(education="", school="", major="")
    assert (application.school, application.major) == ("", "")


@pytest.mark.clause("CQ-F16")
def test_without_the_declaration_nothing_is_sent(refused):
    assert "诚信声明" in refused(declared="")


@pytest.mark.clause("CQ-F16")
def test_the_declaration_as_shown_is_kept_with_its_version(kept):
    application = kept()
    assert len(application.statement) == 2
    assert application.statement_version.startswith("chongqing-2024-43:")


@pytest.mark.clause("CQ-F21")
def test_a_remark_of_200_characters_is_kept(kept):
    assert kept(remark="备" * 200).remark == "备" * 200


@pytest.mark.clause("CQ-F21")
def test_a_longer_remark_is_refused(refused):
    assert "200" in refused(remark="备" * 201)


@pytest.mark.clause("CQ-F0")
def test_the_version_of_the_form_is_kept_and_shown(kept, enter, yuzhong):
    application = kept()
    assert application.form_version == "CQ-2024-附件2"
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "表单版本 CQ-2024-附件2" in page


@pytest.mark.clause("CQ-F19")
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-03", "签字日期不能晚于今天"),
        ("2026-11-01", "早于这张报名表可以填写的第一天（2026年11月2日）"),
        ("11月2日", "请按 2026-11-21 的样子填写日期"),
    ],
)
def test_a_form_is_signed_between_the_notice_and_today(refused, day, sentence):
    page = refused(signed_on=day, reason="退休前做过十年财务，热心社区事务，愿意为守护基金出力。")
    assert sentence in page
    assert "热心社区事务" in page


@pytest.mark.clause("CQ-F19")
def test_paper_is_signed_before_it_arrives_and_after_the_measure_was_issued(yuzhong, noticed, enter):
    door, client = reverse("office:intake_application"), enter(yuzhong)
    came = {"batch": noticed(yuzhong).pk, "intake_channel": "post", "arrived_on": "2026-11-02"}

    def post(signed_on: str):
        return client.post(door, {**answers(), **came, "signed_on": signed_on})

    early = post("2024-11-25").content.decode()
    assert "早于这张报名表可以填写的第一天（2024年11月26日）" in early
    assert post("").status_code == 200
    assert Application.objects.get().signed_on.isoformat() == "2026-11-02"


@pytest.mark.clause("CQ-F19")
def test_nobody_signs_after_the_form_has_arrived(yuzhong, noticed, filled, now):
    intake = {"channel": "post", "arrived_on": "2026-11-02", "taken_by": "陈静"}
    later = {"by": CLERK, "at": now + timedelta(days=1), "intake": intake}
    form = filled(1, signed_on=date(2026, 11, 3))
    with pytest.raises(NotAllowed, match="在收到报名表之后"):
        register_application(noticed(yuzhong), form, **later)


@pytest.mark.clause("CQ-F21")
@pytest.mark.parametrize(
    ("remark", "what"),
    [
        ("号码500103197001010021", "身份证号"),
        ("号码５００１０３　19700101 0021", "身份证号"),
        ("旧号500103700101002", "身份证号"),
        ("卡号 6222 0212 3456 7890", "银行卡号"),
        ("另有手机138-0013-8000", "手机号"),
    ],
)
def test_a_number_that_gives_somebody_away_is_not_printed(refused, remark, what):
    page = refused(remark=remark)
    assert f"备注里好像写了{what}" in page


@pytest.mark.clause("CQ-F21")
def test_a_year_or_a_house_number_is_no_such_number(kept):
    assert kept(remark="1998年起在社区做志愿者，共2300小时").remark.startswith("1998")


@pytest.mark.clause("CQ-F11")
def test_a_maker_or_seller_of_medicines_is_asked_about(kept, enter, yuzhong):
    application = kept(employed="1", employer="示范制药有限公司", post="销售")
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "药品、医疗器械生产经营企业的字样" in page


@pytest.mark.clause("CQ-F11")
def test_the_code_of_the_employer_in_the_list_is_kept(kept, enter, yuzhong, actor, now):
    listed = [Listed("渝中区示范康复医院", code="H50010300351")]
    keep_institutions(yuzhong, listed, by=actor(yuzhong), at=now)
    application = kept(employed="1", employer="渝中区示范康复医院", post="护士")
    assert yuzhong.interests.get().organisation_code == "H50010300351"
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "H50010300351" in page


@pytest.mark.clause("CQ-F6")
def test_who_is_on_file_already_is_pointed_out(kept, send, enter, yuzhong, now):
    first = kept()
    desk = enter(yuzhong)
    assert "的档案" not in desk.get(reverse("office:application", args=[first.pk])).content.decode()
    withdraw_application(first, by=Actor("applicant"), at=now)
    send()
    second = Application.objects.exclude(pk=first.pk).get()
    page = desk.get(reverse("office:application", args=[second.pk])).content.decode()
    assert "本局已有这个身份证号的档案" in page
    assert first.number in page


@pytest.mark.clause("CQ-F6")
def test_a_file_made_elsewhere_is_said_without_saying_where(kept, enter, yuzhong, jiangbei, person, now):
    made = person("李秀英", answers()["resident_id"])
    type(made).objects.update(created_at=now - timedelta(days=9))
    page = enter(yuzhong).get(reverse("office:application", args=[kept().pk])).content.decode()
    assert "系统里已有这个身份证号的档案" in page
    assert jiangbei.short_name not in page


@pytest.mark.clause("CQ-F9")
def test_how_somebody_is_not_in_work_is_asked_beside_the_form(kept, enter, yuzhong, now):
    application = kept(employed="0", not_working="retired")
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "否（退休）" in page
    assert application_facts(application, yuzhong.policy(now.date())).employed == "否"


@pytest.mark.clause("CQ-F9")
def test_who_is_in_work_is_not_out_of_it(kept):
    assert kept(employed="1", employer="示范小学", not_working="unemployed").not_working == ""


@pytest.mark.clause("CQ-F12")
def test_the_district_is_kept_by_its_code(kept, enter, yuzhong):
    application = kept(region_code="500105")
    assert application.region_code == "500105"
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "江北区（500105）" in page


@pytest.mark.clause("CQ-F12")
def test_a_district_nobody_knows_is_refused_and_none_is_needed(send):
    page = send(region_code="110101").content.decode()
    assert "住址所在区县里没有这一项" in page
    assert send(region_code="").status_code == 302


@pytest.mark.clause("CQ-F12")
def test_a_merged_district_keeps_its_code_and_tells_what_it_is_now(kept, enter, yuzhong, jiangbei, now):
    application = kept(region_code="500105")
    ended = now.date() - timedelta(days=1)
    type(jiangbei).objects.filter(pk=jiangbei.pk).update(ends_on=ended, successor=yuzhong)
    page = enter(yuzhong).get(reverse("office:application", args=[application.pk])).content.decode()
    assert "江北区（500105），现为渝中区（500103）" in page
    application.refresh_from_db()
    assert application.region_code == "500105"
