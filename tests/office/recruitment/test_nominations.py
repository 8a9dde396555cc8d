"""The desk for units and their nominations: letters on paper, answers on paper, what can be done and what cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.portal.recruitment.test_unit_lists import GOOD as PERSON
from tests.portal.recruitment.test_unit_lists import OTHER, changed, workbook
from tests.recruitment.conftest import OPINION, UNIT, WHY, key_in, photo_jpeg, resident_number, secret_sent
from zhongmu.letters.models import Letter
from zhongmu.recruitment.models import Application, Batch, Nomination, Unit


def at(name, *args):
    return reverse(f"office:{name}", args=args)


def card(**changes):
    return {
        "name": UNIT.name,
        "kind": "association",
        "credit_code": "11500000mb1670604w",
        "no_code_reason": "",
        "contact": "丁联系",
        "phone": "023-67890001",
        **changes,
    }


def letter(by, **changes):
    return {
        "unit": str(by.pk),
        "intake_channel": "post",
        "arrived_on": "2026-11-02",
        "name": "李秀英",
        "phone": "13800138000",
        "email": "",
        "address": "",
        "reason": WHY,
        "opinion": OPINION,
        "seal": SimpleUploadedFile("函.jpg", photo_jpeg(), content_type="image/jpeg"),
        "sealed_on": "2026-10-30",
        "handled_by": "丁联系",
        **changes,
    }


@pytest.mark.clause("CQ-7.2")
def test_a_unit_is_entered_edited_and_gets_its_slip(yuzhong, enter):
    client = enter(yuzhong)
    wrong = client.post(at("unit_new"), card(credit_code="11500000MB1670604X"))
    assert wrong.status_code == 422
    assert "校验位" in wrong.content.decode()
    assert client.post(at("unit_new"), card()).status_code == 302
    unit = Unit.objects.get()
    assert unit.credit_code == "11500000MB1670604W"
    assert "已经登记过" in client.post(at("unit_new"), card()).content.decode()
    assert client.post(at("unit_edit", unit.pk), card(contact="戊联系")).status_code == 302
    assert "戊联系" in client.get(at("unit", unit.pk)).content.decode()
    assert client.get(at("unit_slip", unit.pk)).status_code == 200
    slip = client.post(at("unit_slip", unit.pk), {"reason": "首次开通"})
    assert slip.content.startswith(b"%PDF")
    assert client.post(at("unit_slip", unit.pk), {"reason": "短"}).status_code == 422
    assert client.post(at("unit_close", unit.pk), {"reason": "经办人调离"}).status_code == 302
    assert UNIT.name in client.get(at("units")).content.decode()


def test_a_slip_whose_name_no_font_has_is_not_issued(yuzhong, unit, enter):
    made = unit(yuzhong, name="示范\U000f0000工会")
    answer = enter(yuzhong).post(at("unit_slip", made.pk), {"reason": "首次开通"})
    assert answer.status_code == 422
    assert not made.slips.exists()


@pytest.mark.clause("CQ-7.2")
@pytest.mark.clause("CQ-F20")
def test_a_letter_is_registered_with_its_scan(yuzhong, noticed, unit, enter):
    batch, made, client = noticed(yuzhong), unit(yuzhong), enter(yuzhong)
    url = at("nomination_new", batch.pk)
    assert client.get(url).status_code == 200
    bare = client.post(url, letter(made, seal="", unit=""))
    assert bare.status_code == 422
    assert "没有盖章不能提交" in bare.content.decode()
    assert bare.content.decode().count("请选择推荐单位") == 2  # beside the field and in the summary above
    assert "今天以后" in client.post(url, letter(made, arrived_on="2026-11-03")).content.decode()
    once = key_in(client.get(url).content.decode())
    assert [client.post(url, letter(made, submission=once)).status_code for _press in range(2)] == [302, 302]
    asked = Nomination.objects.get()
    assert asked.intake == {"channel": "post", "arrived_on": "2026-11-02", "taken_by": "陈静"}
    page = client.get(at("nomination", asked.pk)).content.decode()
    for text in (UNIT.name, "社会组织", "11500000MB1670604W", OPINION, "邮寄"):
        assert text in page
    assert secret_sent(asked) not in page
    assert client.get(at("nomination_seal", asked.pk))["Content-Type"] == "image/jpeg"


@pytest.mark.clause("CQ-2")
def test_the_persons_consent_on_paper_is_a_form_with_their_own_hand(yuzhong, noticed, nominated, enter):
    asked = nominated(noticed(yuzhong), 1)
    client, url = enter(yuzhong), at("nomination_answer", asked.pk)
    blank = client.get(url).content.decode()
    assert WHY in blank
    assert 'name="reason"' not in blank
    no_channel = {**answers(resident_id=resident_number(1), sex="1"), "arrived_on": "2026-11-02"}
    assert client.post(url, no_channel).status_code == 422
    form = answers(resident_id=resident_number(1), sex="1")
    said = {**form, "intake_channel": "visit", "arrived_on": "2026-11-02"}
    page = client.post(url, said).content.decode()
    made = Application.objects.get()
    assert made.number in page
    assert (made.channel, made.intake["channel"]) == ("recommend", "visit")
    assert "看本人的报名表" in client.get(at("nomination", asked.pk)).content.decode()
    application = client.get(at("application", made.pk)).content.decode()
    assert "单位信用代码" in application
    assert client.get(at("application_scan", made.pk, "seal")).status_code == 200
    photo = answers()["photo"]
    refused = client.post(url, {**said, "photo": photo})
    assert "不能再" in refused.content.decode()


def test_sent_back_on_paper_and_corrected_by_the_officer(yuzhong, noticed, nominated, enter):
    asked = nominated(noticed(yuzhong), 1)
    client = enter(yuzhong)
    assert (
        client.post(at("nomination_act", asked.pk, "send_back"), {"reason": "公章看不清"}).status_code == 302
    )
    url = at("nomination_correct", asked.pk)
    assert WHY in client.get(url).content.decode()
    said = letter(asked.unit, name="李秀瑛")
    assert client.post(url, said).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.name) == ("proposed", "李秀瑛")
    assert client.post(url, said).status_code == 422


@pytest.mark.parametrize(
    ("name", "state"), [("send_anew", "proposed"), ("decline", "declined"), ("withdraw", "withdrawn")]
)
def test_the_acts_of_the_page(yuzhong, noticed, nominated, enter, name, state):
    asked = nominated(noticed(yuzhong), 1)
    client, url = enter(yuzhong), at("nomination_act", asked.pk, name)
    assert url in client.get(at("nomination", asked.pk)).content.decode()
    assert client.post(url, {"reason": "本人来电说明"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == state


def test_an_act_nobody_knows_is_no_page(yuzhong, noticed, nominated, enter):
    asked = nominated(noticed(yuzhong), 1)
    assert enter(yuzhong).get(at("nomination_act", asked.pk, "approve")).status_code == 404


def test_the_same_telephone_twice_in_a_batch_is_pointed_out(yuzhong, noticed, nominated, enter):
    batch = noticed(yuzhong)
    first = nominated(batch, 1)
    other = {"name": "渝中区政协办公室（示例）", "credit_code": "91110000600037341L"}
    second = nominated(batch, 1, unit=other)
    page = enter(yuzhong).get(at("nomination", first.pk)).content.decode()
    assert second.number in page
    assert "可能是同一个人" in page


@pytest.mark.clause("CQ-7.0")
def test_the_officer_sees_which_ways_met(yuzhong, noticed, apply, nominated, agreed, enter):
    batch = noticed(yuzhong)
    made = apply(batch, 1)
    asked = nominated(batch, 1)
    agreed(asked, 1)
    page = enter(yuzhong).get(at("application", made.pk)).content.decode()
    assert "推荐聘任" in page
    assert asked.number in page
    assert "已合并为这一份" in page
    paper = {**answers(resident_id=resident_number(1), sex="1"), "batch": batch.pk}
    again = enter(yuzhong).post(
        at("intake_application"), {**paper, "intake_channel": "post", "arrived_on": "2026-11-02"}
    )
    assert "已经报过名" in again.content.decode()


@pytest.mark.clause("CQ-7.2")
def test_the_form_leads_back_to_the_letter_it_came_by(yuzhong, noticed, nominated, agreed, enter):
    asked = nominated(noticed(yuzhong), 1)
    page = enter(yuzhong).get(at("application", agreed(asked, 1).pk)).content.decode()
    assert at("nomination", asked.pk) in page
    assert "单位经办人 丁联系" in page


def test_paper_of_somebody_recommended_before_is_merged(yuzhong, noticed, nominated, agreed, enter):
    batch = noticed(yuzhong)
    made = agreed(nominated(batch, 1), 1)
    said = {**answers(resident_id=resident_number(1), sex="1", name="李秀英二"), "batch": batch.pk}
    done = enter(yuzhong).post(
        at("intake_application"), {**said, "intake_channel": "post", "arrived_on": "2026-11-02"}
    )
    assert done["Location"] == at("application", made.pk)


def pages_of(batch, asked):
    names = ("nomination", "nomination_correct", "nomination_seal", "nomination_answer")
    urls = [at(name, asked.pk) for name in names]
    urls += [at("nomination_act", asked.pk, name) for name in ("send_back", "withdraw")]
    urls += [at("nominations", batch.pk), at("nomination_new", batch.pk)]
    return [*urls, *(at(name, asked.unit_id) for name in ("unit", "unit_edit", "unit_slip", "unit_close"))]


def test_the_neighbour_and_the_administrators_find_nothing(yuzhong, jiangbei, noticed, nominated, enter):
    batch = noticed(yuzhong)
    asked = nominated(batch, 1)
    stranger = enter(jiangbei, "liaison")
    for url in pages_of(batch, asked):
        assert stranger.get(url).status_code == 404, url
        assert stranger.post(url).status_code == 404, url
        for role in ("system", "security", "audit"):
            assert enter(yuzhong, role).get(url).status_code == 403, url
    assert UNIT.name not in stranger.get(at("units")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same(yuzhong, noticed, nominated, enter, django_assert_num_queries, rows):
    batch, client = noticed(yuzhong), enter(yuzhong)
    codes = ["11500000MB1670604W", "91110000600037341L", "91500103MA5U00001G"]
    for seq in range(rows):
        nominated(batch, seq + 1, unit={"name": f"示范单位{seq}", "credit_code": codes[seq]})
    for url, queries in ((at("nominations", batch.pk), 8), (at("units"), 7)):
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


def test_the_letter_shows_the_secret_until_the_person_is_told(yuzhong, noticed, nominated, enter):
    asked = nominated(noticed(yuzhong), 1)
    secret, sent = secret_sent(asked), Letter.objects.get()
    client = enter(yuzhong)
    page = client.get(at("letters")).content.decode()
    assert secret in page
    assert asked.name in page
    assert asked.phone in page
    assert client.get(at("letter_print", sent.pk)).content.startswith(b"%PDF")
    client.post(at("letter_tell", sent.pk), {"how": "11月2日电话告知"})
    assert client.get(at("letter_print", sent.pk)).status_code == 404
    assert secret not in client.get(at("letters") + "?tab=done").content.decode()
    sent.refresh_from_db()
    assert sent.private is None


@pytest.mark.clause("CQ-7.2")
def test_a_list_that_came_by_post_is_registered_whole_and_counts_by_its_day(
    yuzhong, noticed, unit, enter, now
):
    batch, made, client = noticed(yuzhong), unit(yuzhong), enter(yuzhong)
    url = at("nomination_list", batch.pk)
    assert url in client.get(at("nominations", batch.pk)).content.decode()
    assert client.get(at("nomination_list_template")).content.startswith(b"PK")
    assert "登记推荐名单" in client.get(url).content.decode()

    def sent(*rows, **changes):
        people = SimpleUploadedFile("名单.xlsx", workbook(*rows))
        return client.post(url, {**letter(made), "people": people, **changes})

    bad = sent(PERSON, changed(phone="1")).content.decode()
    assert "第3行 B列“本人电话”" in bad
    assert "今天以后" in sent(PERSON, arrived_on="2026-11-03").content.decode()
    assert sent(PERSON, unit="").status_code == 422
    assert not Nomination.objects.exists()
    assert sent(PERSON, OTHER).status_code == 302
    assert [n.intake["channel"] for n in Nomination.objects.all()] == ["post", "post"]
    refused = enter(yuzhong, "leader").post(url, {**letter(made), "people": ""}).content.decode()
    assert "由联络员、经办办理" in refused


def test_a_letter_that_came_in_time_may_be_registered_after_the_closing_day(
    yuzhong, noticed, unit, enter, now
):
    batch, made, client = noticed(yuzhong), unit(yuzhong), enter(yuzhong)
    Batch.objects.update(apply_closes_at=now - timedelta(minutes=30))
    assert at("nomination_new", batch.pk) in client.get(at("nominations", batch.pk)).content.decode()
    assert client.post(at("nomination_new", batch.pk), letter(made)).status_code == 302
