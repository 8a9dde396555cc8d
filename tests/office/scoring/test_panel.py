"""What officers and leaders see while candidates are scored: how far, never what, and nobody's name beside a score."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.personas import client_of
from tests.recruitment.scoring.conftest import DECLARED, as_reviewer, give, seats
from zhongmu.bureaus.models import Membership
from zhongmu.intake.models import Arrival, Sheet
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import ScoringConflict, ScoringRound, SlateRun


def came_in_for(application, at):
    """The e-mail with this form, and the list this person stood on."""
    told = {"bureau": application.bureau, "arrived_on": at.date(), "state": "registered"}
    mail = {"sender": "a@example.com", "subject": "候选人的来件", "words": "", "reading": "", "taken_at": at}
    arrival = Arrival.objects.create(
        number="件1", way="upload", digest="0", application=application, **told, **mail
    )
    sheet = Sheet.objects.create(
        bureau=application.bureau,
        batch=application.batch,
        number="表1",
        state="imported",
        name="名单.xlsx",
        file=application.photo,
        channel="paper",
        arrived_on=at.date(),
        people=1,
        findings="[]",
        faults=0,
        uploaded_by=0,
        uploaded_at=at,
    )
    sheet.rows.create(place=1, state="registered", content='{"name": "候选人"}', application=application)
    return arrival, sheet


@pytest.fixture
def round_(yuzhong, begun):
    return begun(yuzhong, 2)


def test_an_officer_draws_the_list_and_begins(yuzhong, choosing, locked, enter, now):
    round_ = locked(choosing(yuzhong, ["insured"] * 2))
    officer = enter(yuzhong)
    here = reverse("office:scoring_round", args=[round_.pk])
    act = {name: reverse("office:scoring_act", args=[round_.pk, name]) for name in ("open_list", "begin")}
    assert "评分截止日" in officer.get(act["open_list"]).content.decode()
    answer = officer.post(act["open_list"], {"due_on": f"{now - timedelta(days=2):%Y-%m-%d}"})
    assert answer.status_code == 422
    assert "半年以内" in answer.content.decode()
    assert officer.post(act["open_list"], {"due_on": "2026-11-20"}).status_code == 302
    shown = officer.get(here).content.decode()
    assert "2026年11月20日" in shown
    assert "有2名候选人凑不齐3名" in shown
    for seat in seats(round_):
        scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=now)
    assert officer.post(act["begin"]).status_code == 302
    assert "0 / 2 名" in officer.get(here).content.decode()


def test_progress_tells_who_has_how_many_left_and_no_score(round_, yuzhong, enter, now):
    tao = seats(round_)[0]
    label = round_.entries.first().label
    give(tao, {label: 87}, now)
    shown = enter(yuzhong).get(reverse("office:scoring_round", args=[round_.pk])).content.decode()
    assert "1 / 2 名" in shown
    assert "还剩1名" in shown
    assert "87" not in re.sub(r"<code.*?</code>|id_\w+|csrf\w+\" value=\"\w+", "", shown)
    assert label not in shown


def test_officers_remind_and_only_a_leader_lets_go(round_, yuzhong, enter):
    tao = seats(round_)[0]
    officer, leader = enter(yuzhong), enter(yuzhong, "leader")
    remind = reverse("office:panel_remind", args=[round_.pk, tao.pk])
    assert "打开“评分”就能看到" in officer.post(remind, follow=True).content.decode()
    assert (
        "由联络员、经办或负责人办理" in enter(yuzhong, "reviewer").post(remind, follow=True).content.decode()
    )
    release = reverse("office:panel_release", args=[round_.pk, tao.pk])
    assert officer.post(release, {"reason": "因病不能继续"}).status_code == 422
    assert leader.post(release, {"reason": "因病不能继续"}).status_code == 302
    assert "已解除" in leader.get(reverse("office:scoring_round", args=[round_.pk])).content.decode()


def test_a_leader_decides_a_conflict_by_name_and_learns_no_label(round_, yuzhong, enter):
    tao, leader = seats(round_)[0], enter(yuzhong, "leader")
    here = reverse("office:panel_recuse", args=[round_.pk, tao.pk])
    application = round_.batch.applications.order_by("pk")[0]
    shown = leader.get(here).content.decode()
    assert application.name in shown
    assert not any(entry.label in shown for entry in round_.entries.all())
    assert leader.post(here, {"application": application.pk, "kind": "other"}).status_code == 422
    told = {"application": application.pk, "kind": "other", "note": "有举报反映"}
    assert leader.post(here, told).status_code == 302
    assert ScoringConflict.objects.get().entry.application_id == application.pk
    answer = leader.post(here, told)
    assert answer.status_code == 422
    assert "已经回避过" in answer.content.decode()


def test_once_scores_are_compared_a_leader_decides_no_conflict_by_name(yuzhong, signed, enter, actor, now):
    """The one row of the comparison that changed would be that person's."""
    round_ = signed(yuzhong, 2)
    scoring.compare(round_, by=actor(yuzhong), at=now, on=now.date())
    told = {"application": round_.batch.applications.first().pk, "kind": "other", "note": "有举报反映"}
    here = reverse("office:panel_recuse", args=[round_.pk, seats(round_)[0].pk])
    answer = enter(yuzhong, "leader").post(here, told)
    assert answer.status_code == 422
    assert "您现在的身份是负责人" in answer.content.decode()
    assert not ScoringConflict.objects.exists()


def test_a_reviewer_opens_no_form_of_the_batch_until_the_names_are_shown(round_, yuzhong, actor, now):
    tao = seats(round_)[0]
    web, application = client_of(tao.account), round_.batch.applications.first()
    Membership.objects.create(account=tao.account, bureau=yuzhong, role="clerk", starts_on=now.date())
    arrival, sheet = came_in_for(application, now)
    run = SlateRun.objects.create(
        bureau=yuzhong,
        batch=round_.batch,
        inputs={"files": {"people.csv": "编号,分数\n"}},
        digest="",
        account=0,
        created_at=now,
    )
    shut = [
        *(reverse(f"office:{name}", args=[round_.batch_id]) for name in ("slate", "slate_try")),
        *(reverse(f"office:{name}", args=[run.pk]) for name in ("slate_run", "slate_files")),
        reverse("office:arrival", args=[arrival.pk]),
        reverse("office:sheet", args=[sheet.pk]),
        reverse("office:sheet_row", args=[sheet.rows.get().pk]),
        reverse("office:applications", args=[round_.batch_id]),
        reverse("office:choose", args=[round_.batch_id]),
        *(
            reverse(f"office:{name}", args=[application.pk])
            for name in ("application", "application_photo", "opinion", "nameless", "correct_for")
        ),
        reverse("office:application_print", args=[application.pk, "pdf"]),
    ]
    for url in shut:
        answer = web.get(url)
        assert answer.status_code == 403, url
        assert "定分以前不能看报名表" in answer.content.decode()
    assert "候选人的来件" not in web.get(reverse("office:arrivals") + "?tab=done").content.decode()
    scoring.abandon_scoring(round_, reason="改为只写意见", by=actor(yuzhong, "leader"), at=now, on=now.date())
    assert all(web.get(url).status_code in {200, 302} for url in shut)
    assert "候选人的来件" in web.get(reverse("office:arrivals") + "?tab=done").content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_round_costs_the_same(yuzhong, begun, enter, django_assert_num_queries, people):
    round_ = begun(yuzhong, people)
    officer, url = enter(yuzhong), reverse("office:scoring_round", args=[round_.pk])
    officer.get(url)
    with django_assert_num_queries(13):
        officer.get(url)


def test_the_second_of_two_officers_reads_a_sentence(yuzhong, listed, enter, actor, now, monkeypatch):
    round_ = listed(yuzhong)
    stale = ScoringRound.objects.select_related("bureau", "batch__bureau").get(pk=round_.pk)
    leader = actor(yuzhong, "leader")
    scoring.abandon_scoring(round_, reason="改为只写意见", by=leader, at=now, on=now.date())
    monkeypatch.setattr("zhongmu.office.scoring.rounds.find_round", lambda _request, _pk: stale)
    answer = enter(yuzhong, "leader").post(
        reverse("office:scoring_act", args=[round_.pk, "abandon"]), {"reason": "改为只写意见"}
    )
    assert answer.status_code == 409
    assert "刚刚被别人办理过" in answer.content.decode()
