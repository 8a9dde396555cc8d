"""A reviewer declares, scores on cards, signs: on the page as without scripts, and cell by cell as with them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.personas import client_of
from tests.recruitment.scoring.conftest import DECLARED, as_reviewer, give, seats
from zhongmu.recruitment.actions import scoring
from zhongmu.recruitment.models import ScoringConflict


def client(seat):
    return client_of(seat.account)


def page(seat, name, *more):
    return client(seat).get(reverse(f"office:{name}", args=[seat.round_id, *more])).content.decode()


def label_of(seat, place=0):
    return seat.assignments.counting().order_by("entry__label")[place].entry.label


def card(points=80, **changes):
    said = {f"points_{d}": str(points) for d in ("ability", "profession", "experience")}
    return {**said, **{f"seen_{d}": "0" for d in ("ability", "profession", "experience")}, **changes}


@pytest.fixture
def seat(yuzhong, begun):
    return seats(begun(yuzhong, 2))[0]


@pytest.fixture
def early(yuzhong, listed):
    return seats(listed(yuzhong, 2))[0]


def test_a_reviewer_declares_before_anything_is_seen(early):
    web, here = client(early), reverse("office:my_round", args=[early.round_id])
    form = reverse("office:scoring_declare", args=[early.round_id])
    assert "申报回避" in web.get(reverse("office:my_scoring")).content.decode()
    assert web.get(here)["Location"] == form
    assert "共2名候选人" in web.get(form).content.decode()
    told = {"own": "示范医院\n\n示范大学", "units": "", "persons": "李秀英二"}
    assert "请勾选：以上属实" in web.post(form, told).content.decode()
    assert web.post(form, {**told, "truthful": "on"}).status_code == 302
    early.refresh_from_db()
    assert early.declared == '{"own": ["示范医院", "示范大学"], "units": [], "persons": ["李秀英二"]}'
    assert ScoringConflict.objects.count() == 1
    assert "等待分派" in web.get(here).content.decode()
    assert "补充申报" in web.get(here).content.decode()


def test_an_expert_s_first_page_is_the_scoring_and_nothing_else_opens(yuzhong, begun):
    expert = client(seats(begun(yuzhong, 2))[2])
    assert expert.get(reverse("office:today"))["Location"] == reverse("office:my_scoring")
    front = expert.get(reverse("office:my_scoring")).content.decode()
    assert "2026年第一批" in front
    assert reverse("office:batch_list") not in front
    for name in ("batch_list", "register", "report_list", "letters", "ledger", "members", "decisions"):
        assert expert.get(reverse(f"office:{name}")).status_code == 403


def test_a_card_saved_whole_leads_to_the_next(seat):
    first, second = label_of(seat), label_of(seat, 1)
    here = reverse("office:card", args=[seat.round_id, first])
    answer = client(seat).post(here, card())
    assert answer["Location"] == reverse("office:card", args=[seat.round_id, second])
    answer = client(seat).post(answer["Location"], card(70))
    assert answer["Location"] == reverse("office:my_round", args=[seat.round_id])
    assert "评完，待签字" in page(seat, "my_round")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"points_ability": "101"}, "能力水平的分数要填0到100之间的整数"),
        ({"points_ability": ""}, "请填写：能力水平的分数"),
        ({"points_ability": "八十"}, "不带小数"),
        ({"points_ability": "98"}, "98分要写理由"),
        ({"reason_ability": "字" * 501}, "最多500字"),
    ],
)
def test_one_wrong_cell_is_a_sentence_and_the_others_are_kept(seat, changes, said):
    here = reverse("office:card", args=[seat.round_id, label_of(seat)])
    answer = client(seat).post(here, card(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    row = seat.assignments.get(entry__label=label_of(seat))
    assert row.scores.filter(dimension__in=["profession", "experience"]).count() == 2
    assert 'name="seen_profession" id="id_seen_profession" value="1"' in answer.content.decode()


def test_a_stale_card_says_so_and_may_be_sent_again(seat):
    web, label = client(seat), label_of(seat)
    here = reverse("office:card", args=[seat.round_id, label])
    web.post(here, card())
    web.post(here, card(70, seen_ability="1", seen_profession="1", seen_experience="1"))
    answer = web.post(here, card(60))
    assert answer.status_code == 422
    assert "刚才在另一处改成了70分" in answer.content.decode()
    assert 'name="seen_ability" id="id_seen_ability" value="2"' in answer.content.decode()


def test_a_cell_is_kept_while_it_is_typed(seat):
    web = client(seat)
    here = reverse("office:cell", args=[seat.round_id, label_of(seat)])
    told = {"dimension": "ability", "points": "８５", "reason": "", "seen": "0"}
    assert web.post(here, told).json() == {"kept": True, "said": "已保存", "version": 1}
    assert web.post(here, {**told, "points": "97", "seen": "1"}).json() == {
        "kept": True, "said": "已保存；这个分数要写理由", "version": 2,
    }  # fmt: skip
    stale = web.post(here, {**told, "points": "50", "seen": "1"})
    assert (stale.status_code, stale.json()["kept"], stale.json()["version"]) == (409, False, 2)
    wrong = web.post(here, {**told, "points": "120"})
    assert (wrong.status_code, wrong.json()["kept"]) == (422, False)
    assert "0到100之间的整数" in wrong.json()["said"]
    assert web.post(here, {**told, "dimension": "charm"}).json()["version"] is None
    assert web.get(here).status_code == 405


def test_stepping_aside_takes_the_card_away(seat):
    web, label = client(seat), label_of(seat)
    here = reverse("office:card_conflict", args=[seat.round_id, label])
    assert "看材料认出了本人" in web.get(here).content.decode()
    assert "理由，不少于四个字" in web.post(here, {"kind": "known", "note": "熟"}).content.decode()
    assert web.post(here, {"kind": "known", "note": "是从前的同事"}).status_code == 302
    assert web.get(reverse("office:card", args=[seat.round_id, label])).status_code == 404
    assert label not in page(seat, "my_round")


def test_signing_asks_for_the_word_and_closes_the_cards(seat, now):
    web, sign = client(seat), reverse("office:scoring_sign", args=[seat.round_id])
    assert "还有2名没有评完" in page(seat, "my_round")
    give(seat, dict.fromkeys(seat.round.entries.values_list("label", flat=True), 80), now)
    assert web.get(sign).status_code == 302
    assert "签字前请勾选" in web.post(sign, follow=True).content.decode()
    assert "评分表校验值" in web.post(sign, {"free": "on"}, follow=True).content.decode()
    assert "没有等着签字的分数" in web.post(sign, {"free": "on"}, follow=True).content.decode()
    shown = page(seat, "card", label_of(seat))
    assert "已签字" in shown
    assert "<textarea" not in shown
    assert "我要回避" not in shown


def test_the_waiting_work_stands_on_today(seat, actor, now):
    scoring.remind(seat, by=actor(seat.round.bureau), at=now)
    today = client(seat).get(reverse("office:today")).content.decode()
    assert "评分、签字" in today
    assert "10:00提醒过您" in "".join(today.split())
    assert "联络员提醒过您" in client(seat).get(reverse("office:my_scoring")).content.decode()


def test_what_is_signed_waits_no_more(seat, now):
    labels = seat.round.entries.values_list("label", flat=True)
    give(seat, dict.fromkeys(labels, 70), now)
    scoring.sign(seat, by=as_reviewer(seat), at=now)
    assert "评分、签字" not in client(seat).get(reverse("office:today")).content.decode()


def test_nothing_waits_for_who_has_no_seat(yuzhong, enter):
    assert "现在没有要您评的" in enter(yuzhong, "reviewer").get(reverse("office:my_scoring")).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_and_the_card_cost_the_same(yuzhong, begun, django_assert_num_queries, people):
    seat = seats(begun(yuzhong, people))[0]
    web = client(seat)
    for name, more, count in (("my_round", (), 9), ("card", (label_of(seat),), 11)):
        url = reverse(f"office:{name}", args=[seat.round_id, *more])
        web.get(url)
        with django_assert_num_queries(count):
            web.get(url)


def test_a_reviewer_without_candidates_reads_why(yuzhong, listed, actor, now):
    round_ = listed(yuzhong, each=2)
    *others, silent = seats(round_)
    for seat in others:
        scoring.declare(seat, DECLARED, by=as_reviewer(seat), at=now)
    scoring.begin_scoring(round_, by=actor(yuzhong), at=now, on=now.date())
    assert "没有在开始评分以前申报" in page(silent, "my_round")
    declare = client(silent).get(reverse("office:scoring_declare", args=[round_.pk]))
    assert declare.status_code == 302
