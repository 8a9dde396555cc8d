"""The pool at the desk and on line: offered, drawn, confirmed, withdrawn; nothing for the neighbour (CQ-7.4)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.portal.recruitment.test_applying import answers
from tests.recruitment.conftest import APPLICANT, resident_number, secret_sent
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import accept_invitation
from zhongmu.recruitment.actions.pooling import draw, join_batch
from zhongmu.recruitment.models import Application, SelfNomination

pytestmark = pytest.mark.clause("CQ-7.4")


def at(name, *args):
    return reverse(f"office:{name}", args=args)


def form(**changes):
    return answers(resident_id=resident_number(1), sex="1", name="李秀英一", **changes)


def test_somebody_offers_themselves_on_line_and_looks_after_it(yuzhong):
    client = Client()
    url = reverse("portal:self_offer", args=[yuzhong.code])
    assert url in client.get(reverse("portal:bureau", args=[yuzhong.code])).content.decode()
    assert client.get(url).status_code == 200
    done = client.post(url, form())
    assert done.status_code == 302, done.content.decode()
    entry = SelfNomination.objects.get()
    page = client.get(done["Location"]).content.decode()
    assert entry.number in page
    secret = page.split("查询码</dt><dd>")[1].split("<")[0]
    assert client.get(reverse("portal:self_receipt", args=[yuzhong.code])).content.startswith(b"%PDF")
    assert client.post("/reply/", {"number": entry.number, "secret": secret}).status_code == 302
    assert "在自荐池里" in client.get("/reply/").content.decode()
    assert client.get(reverse("portal:reply_form")).status_code == 404
    assert client.get(reverse("portal:reply_seal")).status_code == 404
    assert client.post(reverse("portal:self_renew")).status_code == 302
    assert client.post(reverse("portal:self_withdraw")).status_code == 302
    assert "不能再撤回自荐" in client.post(reverse("portal:self_withdraw"), follow=True).content.decode()
    entry.refresh_from_db()
    assert (entry.state, entry.content) == ("withdrawn", None)


def test_the_pools_doors_are_not_a_nomination_s(yuzhong, noticed, nominated):
    asked, client = nominated(noticed(yuzhong), 1), Client()
    client.post("/reply/", {"number": asked.number, "secret": secret_sent(asked)})
    assert client.post(reverse("portal:self_withdraw")).status_code == 404


def test_drawn_by_an_officer_and_confirmed_by_the_person(yuzhong, noticed, offered, enter):
    batch, made, desk = noticed(yuzhong), offered(yuzhong, 1), enter(yuzhong)
    url = at("self_draw", made.entry.pk)
    assert batch.title in desk.get(url).content.decode()
    assert desk.post(url, {"batch": ""}).status_code == 422
    assert desk.post(url, {"batch": batch.pk}).status_code == 302
    assert desk.post(url, {"batch": batch.pk}).status_code == 422
    client = Client()
    client.post("/reply/", {"number": made.entry.number, "secret": made.secret})
    assert "仍愿意，核对并签名" in client.get("/reply/").content.decode()
    blank = client.get(reverse("portal:reply_form")).content.decode()
    assert "渝中区示范路1号" in blank
    assert "照片已收到并保留" in blank
    assert client.post(reverse("portal:reply_form"), form()).status_code == 302
    assert Application.objects.get().channel == "self"
    assert "看在批次里的报名表" in desk.get(at("self_nomination", made.entry.pk)).content.decode()


@pytest.mark.parametrize("kind", ["self_nomination", "invitation"])
def test_the_form_of_somebody_asked_leads_back_to_what_it_came_by(
    yuzhong, noticed, offered, invited, filled, enter, actor, now, kind
):
    batch = noticed(yuzhong)
    if kind == "invitation":
        asked = invited(batch, 1)
        made = accept_invitation(asked, Answer(filled=filled(1)), by=APPLICANT, at=now).application
    else:
        asked = offered(yuzhong, 1).entry
        draw(asked, batch, by=actor(yuzhong), at=now)
        made = join_batch(asked, Answer(filled=filled(1)), by=APPLICANT, at=now).application
    page = enter(yuzhong).get(reverse("office:application", args=[made.pk]))
    assert page.status_code == 200
    assert reverse(f"office:{kind}", args=[asked.pk]) in page.content.decode()


def test_a_paper_self_nomination_and_a_paper_confirmation(yuzhong, noticed, enter, actor, now):
    desk, batch = enter(yuzhong), noticed(yuzhong)
    assert desk.get(at("self_new")).status_code == 200
    paper = {"intake_channel": "post", "arrived_on": "2026-11-02"}
    assert desk.post(at("self_new"), {**form(), "arrived_on": "2026-11-02"}).status_code == 422
    page = desk.post(at("self_new"), {**form(), **paper}).content.decode()
    entry = SelfNomination.objects.select_related("bureau", "person").get()
    assert entry.number in page
    assert "已经在自荐池里" in desk.post(at("self_new"), {**form(), **paper}).content.decode()
    assert desk.get(at("self_answer", entry.pk)).status_code == 302
    draw(entry, batch, by=actor(yuzhong), at=now)
    assert "查询码" in desk.post(at("self_answer", entry.pk), {**form(), **paper}).content.decode()
    assert Application.objects.get().intake["channel"] == "post"


@pytest.mark.parametrize(("name", "state"), [("renew", "waiting"), ("withdraw", "withdrawn")])
def test_the_acts_of_the_page(yuzhong, offered, enter, name, state):
    entry = offered(yuzhong, 1).entry
    assert enter(yuzhong).post(at("self_act", entry.pk, name), {"reason": "本人来电说明"}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == state
    assert enter(yuzhong).get(at("self_nomination", entry.pk)).status_code == 200


def test_a_lost_secret_is_shown_once(yuzhong, offered, enter):
    made, desk = offered(yuzhong, 1), enter(yuzhong)
    assert desk.post(at("self_secret", made.entry.pk), {"reason": "短"}).status_code == 422
    page = desk.post(at("self_secret", made.entry.pk), {"reason": "回执遗失"}).content.decode()
    assert "查询码只在这里出现一次" in page
    assert made.secret not in page


def test_the_neighbour_and_the_administrators_find_nothing(yuzhong, jiangbei, offered, enter):
    entry, stranger = offered(yuzhong, 1).entry, enter(jiangbei)
    urls = [at(n, entry.pk) for n in ("self_nomination", "self_draw", "self_secret", "self_answer")]
    for url in [*urls, at("self_act", entry.pk, "withdraw")]:
        assert stranger.get(url).status_code == stranger.post(url).status_code == 404, url
        for role in ("system", "security", "audit"):
            assert enter(yuzhong, role).get(url).status_code == 403, url
    assert entry.name not in stranger.get(at("pool") + "?tab=all").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same(yuzhong, offered, enter, django_assert_num_queries, rows):
    for seq in range(1, rows + 1):
        offered(yuzhong, seq)
    client = enter(yuzhong)
    client.get(at("pool"))
    with django_assert_num_queries(9):
        client.get(at("pool"))
