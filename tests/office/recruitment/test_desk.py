"""What staff may see and press: strangers, roles, counts, two at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.office.recruitment.test_walk import PLAN
from tests.portal.recruitment.test_noticeboard import facts
from tests.recruitment.conftest import CITIZEN, key_in
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.objecting import Objecting
from zhongmu.recruitment.models import Batch


@pytest.fixture
def round_(yuzhong, chosen, actor, now):
    """A batch with a notice of names and an objection."""
    batch = chosen(yuzhong, ["insured"], gate="before_appointment")
    notice = actions.publish_names(batch, by=actor(yuzhong), at=now, on=now.date())
    said = Objecting(objector="周某", contact="13900139000", grounds="与药店有关系")
    application = batch.applications.get()
    on = now.date()
    lodged = actions.register_objection(
        notice, application.pk, said, by=CITIZEN, at=now, channel="web", arrived_on=on
    )
    return batch, application, notice, lodged.objection


def pages_of(round_):
    batch, application, notice, objection = round_
    by_batch = (
        "batch",
        "batch_edit",
        "notice_edit",
        "batch_certificates",
        "applications",
        "choose",
        "minutes",
        "name_notice",
    )
    by_application = ("application", "check", "application_photo", "opinion", "nameless", "correct_for")
    urls = [reverse(f"office:{n}", args=[batch.pk]) for n in by_batch]
    urls += [reverse(f"office:{n}", args=[application.pk]) for n in by_application]
    urls += [reverse("office:batch_act", args=[batch.pk, n]) for n in ("abort", "appoint", "reopen")]
    urls += [reverse("office:application_act", args=[application.pk, n]) for n in ("send_back", "withdraw")]
    urls += [reverse("office:application_print", args=[application.pk, "pdf"])]
    urls += [reverse("office:application_scan", args=[application.pk, "intake"])]
    urls += [
        reverse("office:notice_print", args=[batch.pk, "pdf"]),
        reverse("office:objection_new", args=[notice.pk]),
    ]
    urls += [
        reverse("office:name_notice_print", args=[notice.pk, "pdf"]),
        reverse("office:objection", args=[objection.pk]),
    ]
    return [*urls, reverse("office:objection_act", args=[objection.pk, "uphold"])]


def test_the_neighbour_finds_nothing_on_any_address(round_, jiangbei, enter):
    stranger = enter(jiangbei, "leader")
    for url in pages_of(round_):
        assert stranger.get(url).status_code in {404, 405}, url
        assert stranger.post(url).status_code in {403, 404}, url
    lists = (
        stranger.get(reverse("office:batch_list")).content
        + stranger.get(reverse("office:objections")).content
    )
    assert round_[0].title not in lists.decode()
    assert round_[3].number not in lists.decode()


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_administrators_see_no_recruitment(round_, yuzhong, enter, role):
    client = enter(yuzhong, role)
    for url in pages_of(round_):
        assert client.get(url).status_code in {403, 405}, url


def test_nobody_without_login_sees_a_page(round_, client):
    for url in pages_of(round_):
        assert client.get(url).status_code in {302, 405}, url


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_batches_costs_the_same(yuzhong, planned, enter, django_assert_num_queries, rows):
    for _number in range(rows):
        planned(yuzhong)
    client, url = enter(yuzhong), reverse("office:batch_list")
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_applications_costs_the_same(
    yuzhong, noticed, apply, enter, django_assert_num_queries, rows
):
    batch = noticed(yuzhong)
    for seq in range(1, rows + 1):
        apply(batch, seq)
    client, url = enter(yuzhong), reverse("office:applications", args=[batch.pk])
    client.get(url)
    with django_assert_num_queries(14):
        client.get(url)


def test_the_second_of_two_officers_reads_a_sentence(yuzhong, planned, enter, actor, now, today, monkeypatch):
    batch, client = planned(yuzhong), enter(yuzhong, "leader")
    stale = Batch.objects.select_related("bureau").get()
    actions.approve_plan(batch, by=actor(yuzhong, "leader"), at=now, on=today)
    monkeypatch.setattr("zhongmu.office.recruitment.batches.find", lambda _request, _pk: stale)
    response = client.post(reverse("office:batch_act", args=[batch.pk, "approve_plan"]))
    assert response.status_code == 409
    assert "刚刚被别人办理过" in response.content.decode()


def test_a_refused_act_keeps_what_was_typed(yuzhong, noticed, apply, enter):
    application = apply(noticed(yuzhong), 1)
    url = reverse("office:application_act", args=[application.pk, "propose_refusal"])
    response = enter(yuzhong).post(url, {"reason": "写了很长的一段理由"})
    assert response.status_code == 422
    assert "写了很长的一段理由" in response.content.decode()
    assert "没有一项条件" in response.content.decode()


def test_a_button_that_cannot_be_pressed_says_why(yuzhong, noticed, enter):
    page = enter(yuzhong).get(reverse("office:batch", args=[noticed(yuzhong).pk])).content.decode()
    assert "报名还没有截止" in page
    assert "这一步由负责人办理" in page


def test_an_objection_is_registered_read_and_decided(round_, yuzhong, enter):
    _batch, application, notice, objection = round_
    client, leader = enter(yuzhong), enter(yuzhong, "leader")
    said = {"application": application.pk, "objector": "吴某", "contact": "023-2", "grounds": "与药店有关系"}
    url = reverse("office:objection_new", args=[notice.pk])
    said["submission"] = key_in(client.get(url).content.decode())
    told = {**said, "channel": "phone", "arrived_on": "2026-11-02"}
    once, again = [facts(client.post(url, told), "编号", "查询码") for _press in range(2)]
    assert again == once
    assert once[0] == "异〔2026〕0002"
    assert client.post(url, {**said, "channel": "phone", "arrived_on": "2027-11-03"}).status_code == 422
    assert "13900139000" in client.get(reverse("office:objection", args=[objection.pk])).content.decode()
    decide = reverse("office:objection_act", args=[objection.pk, "uphold"])
    assert leader.post(decide, {"reason": "核实属实"}).status_code == 422
    decided = {"reason": "核实属实", "answer": "您反映的情况属实。"}
    assert leader.post(decide, decided).status_code == 302
    application.refresh_from_db()
    assert application.state == "not_chosen"
    assert leader.post(decide, decided).status_code == 422


def test_an_officer_enters_corrections_brought_on_paper(yuzhong, noticed, apply, actor, enter, now):
    application = apply(noticed(yuzhong), 1)
    actions.send_back(application, reason="照片不清晰", by=actor(yuzhong), at=now)
    page = enter(yuzhong).get(reverse("office:correct_for", args=[application.pk])).content.decode()
    assert application.address in page


@pytest.mark.clause("CQ-5.1")
def test_a_plan_says_what_its_figures_were_taken_from(yuzhong, enter):
    officer = enter(yuzhong)
    papers = "2026年基金预算批复〔2026〕3号"
    sent = officer.post(reverse("office:batch_new"), {**PLAN, "papers": papers})
    page = officer.get(sent["Location"]).content.decode()
    assert "依据材料" in page
    assert papers in page
    edit = officer.get(reverse("office:batch_edit", args=[Batch.objects.get().pk])).content.decode()
    assert f'value="{papers}"' in edit
    long = officer.post(reverse("office:batch_new"), {**PLAN, "papers": "页" * 201})
    assert (long.status_code, "最多200字，现有201字" in long.content.decode()) == (422, True)


@pytest.mark.clause("HL-2.1b")
def test_the_share_of_the_register_stands_beside_that_of_the_batch(harbin, choosing, enter):
    batch = choosing(harbin, ["insured", "expert"])
    page = enter(harbin).get(reverse("office:choose", args=[batch.pk])).content.decode()
    assert "在库（含本批拟聘）2人中1人，占50％" in page
