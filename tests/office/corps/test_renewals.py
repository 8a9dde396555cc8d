from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.corps.ending import advised, proposed, yes
from tests.corps.world import LEADER, LIAISON, SUPERVISOR, appointed, certified, day, picture
from tests.office.corps.test_register import _people
from zhongmu.bureaus.models import Membership
from zhongmu.bureaus.policy import forget
from zhongmu.corps.actions import suspend
from zhongmu.corps.models import Appointment, Renewal
from zhongmu.corps.renewals import end, propose, renew, take_answer
from zhongmu.corps.states import RenewalState
from zhongmu.interests.models import Institution
from zhongmu.letters.models import Letter

pytestmark = pytest.mark.django_db
LIST = "/office/corps/renewals/"


@pytest.fixture
def term(yuzhong, person, now) -> Appointment:
    return appointed(yuzhong, person(), now, starts_on=day("2024-12-01"))


def base(term: Appointment) -> str:
    return f"/office/corps/{term.pk}/renewal/"


def proposal(term: Appointment, **changes: Any) -> dict[str, Any]:
    found = advised(term)
    told = {name: getattr(found, name) for name in ("advice", "opinion", "recusal", "checked", "category")}
    return {**told, **changes}


@pytest.mark.clause("CQ-6.2")
@pytest.mark.clause("HL-2.2d")
@pytest.mark.parametrize("place", ["yuzhong", "harbin"])
def test_an_officer_takes_down_the_will_checks_again_and_a_leader_renews(request, enter, person, now, place):
    bureau = request.getfixturevalue(place)
    term = appointed(bureau, person(), now, starts_on=day("2024-12-01"))
    officer, leader = enter(bureau, "liaison"), enter(bureau, "leader")
    assert "聘期快满，待本人表示" in officer.get("/office/").content.decode()
    told = {"willing": "yes", "channel": "phone", "said_on": "2026-11-01", "summary": "参加两次培训"}
    assert officer.post(base(term) + "answer/", told).status_code == 302
    assert "参加两次培训" in officer.get(base(term)).content.decode()
    assert officer.post(base(term) + "propose/", proposal(term)).status_code == 302
    home = leader.get("/office/").content.decode()
    assert "续聘已提请，建议续聘" in home
    page = leader.get(base(term)).content.decode()
    assert "续聘不另发公示" in page
    assert leader.post(base(term) + "decide/", {"outcome": "renew"}).status_code == 302
    following = Renewal.objects.get().next
    page = leader.get(base(term)).content.decode()
    assert following.number in page
    assert ("演练，无效力" in page) == (place == "harbin")
    assert following.number in leader.get(f"/office/corps/{term.pk}/").content.decode()
    assert "续聘已提请" not in leader.get("/office/").content.decode()


def test_a_refused_form_comes_back_as_it_was_filled(enter, term, now):
    officer = enter(term.bureau)
    late = {"willing": "no", "channel": "paper", "said_on": "2026-12-24", "changes": "调到市第一医院工作"}
    answer = officer.post(base(term) + "answer/", late)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "表示意愿的日期不对" in text
    for kept in ("2026-12-24", "调到市第一医院工作", '<details class="section" open>'):
        assert kept in text
    empty = officer.post(base(term) + "answer/", {"changes": "调到市第一医院工作"})
    assert empty.status_code == 422
    assert "请选择是否愿意续聘" in empty.content.decode()
    take_answer(term, yes(now), by=SUPERVISOR, at=now)
    half = officer.post(
        base(term) + "propose/",
        proposal(term, checked=advised(term).checked[:1], opinion="履职认真，群众认可"),
    )
    assert half.status_code == 422
    assert "还有资格条件没有复核" in half.content.decode()
    assert "履职认真，群众认可" in half.content.decode()
    assert Renewal.objects.get().state == RenewalState.WILLING


def test_a_paper_will_is_kept_with_its_scan_and_can_be_seen(enter, term):
    officer = enter(term.bureau)
    told = {"willing": "yes", "channel": "paper", "said_on": "2026-11-01"}
    scan = SimpleUploadedFile("will.png", picture("PNG"), "image/png")
    assert officer.post(base(term) + "answer/", {**told, "scan": scan}).status_code == 302
    shown = officer.get(base(term) + "scan/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    bad = SimpleUploadedFile("will.png", b"%PDF-1.4 not really", "image/png")
    again = officer.post(base(term) + "answer/", {**told, "willing": "no", "scan": bad})
    assert again.status_code == 422


def test_a_leader_refused_is_still_at_the_list_of_those_to_decide(enter, term, now):
    waiting = _people(1, now)[0]
    appointed(term.bureau, waiting, now, starts_on=day("2024-12-01"))
    proposed(term, now)
    leader = enter(term.bureau, "leader")
    action = f"{LIST}renew/?tab=proposed"
    assert f'action="{action}"' in leader.get(LIST + "?tab=proposed").content.decode()
    text = leader.post(action, {}).content.decode()
    assert "李秀英" in text
    assert waiting.name not in text


def test_taken_down_again_what_the_person_wrote_before_is_not_lost(enter, term, now):
    take_answer(term, yes(now, summary="参加两次培训", changes="调到示例药店"), by=SUPERVISOR, at=now)
    text = enter(term.bureau).get(base(term)).content.decode()
    assert text.count("参加两次培训") == text.count("调到示例药店") == 2


def test_of_what_was_said_on_line_the_day_alone_is_shown(enter, term, now):
    renew(proposed(term, now), by=LEADER, at=now)
    leader = enter(term.bureau, "leader")
    said = leader.get(base(term)).content.decode()
    assert '<time datetime="2026-11-02">2026年11月2日</time>' in said
    assert said.count("2026年11月2日 10:00") == 2  # proposed and decided
    assert "2026年11月2日 00:00" not in said
    following = Renewal.objects.get().next_id
    assert "2026年11月2日 00:00" not in leader.get(f"/office/corps/{following}/").content.decode()


def test_no_list_opens_a_scan(enter, term, now):
    take_answer(term, yes(now, channel="paper", scan=picture("PNG")), by=LIAISON, at=now)
    propose(Renewal.objects.get(), advised(term), by=LIAISON, at=now)
    leader, ticked = enter(term.bureau, "leader"), str(Renewal.objects.get().pk)
    with CaptureQueriesContext(connection) as asked:
        for path in ("/office/", LIST, base(term)):
            assert leader.get(path).status_code == 200
        assert leader.post(LIST + "renew/", {"row": [ticked]}).status_code == 302
    assert [each["sql"] for each in asked if '"corps_renewal"."scan",' in each["sql"]] == []


def test_without_a_renewal_there_is_nothing_to_see_or_decide(enter, term):
    leader = enter(term.bureau, "leader")
    assert leader.get(base(term) + "scan/").status_code == 404
    assert leader.post(base(term) + "decide/", {"outcome": "renew"}).status_code == 404
    assert leader.get(base(term) + "reopen/").status_code == 404


def test_the_officer_may_ask_at_once_and_only_while_it_is_time(enter, term, person, now):
    officer = enter(term.bureau)
    assert officer.post(base(term) + "ask/").status_code == 302
    assert Letter.objects.filter(event="renewal.ask").count() == 1
    young = appointed(term.bureau, person("王建国", "11010519491231002X"), now)
    refused = officer.post(base(young) + "ask/")
    assert refused.status_code == 422
    assert "还没到办理续聘的时候" in refused.content.decode()


def test_what_the_person_mentions_is_pointed_out_to_be_looked_into(enter, term, now):
    name = "重庆市渝中区示范医院"
    Institution.objects.create(bureau=term.bureau, name=name, key=name, starts_on=day("2020-01-01"))
    take_answer(term, yes(now, changes=f"今年八月调入{name}任药剂师"), by=SUPERVISOR, at=now)
    text = enter(term.bureau).get(base(term)).content.decode()
    assert f"本人说明里提到{name}" in text


@pytest.mark.parametrize(
    ("outcome", "reason", "state"),
    [("end", "两年没有参加活动", "ended"), ("send_back", "请补充复核", "willing")],
)
def test_a_leader_refuses_or_sends_back_with_a_reason(enter, term, now, outcome, reason, state):
    proposed(term, now)
    leader = enter(term.bureau, "leader")
    bare = leader.post(base(term) + "decide/", {"outcome": outcome})
    assert bare.status_code == 422
    assert "没有写明理由" in bare.content.decode()
    assert leader.post(base(term) + "decide/", {"outcome": outcome, "reason": reason}).status_code == 302
    assert Renewal.objects.get().state == state


def test_a_decision_is_taken_up_again(enter, term, now):
    end(proposed(term, now), reason="两年没有参加活动", by=LEADER, at=now)
    leader = enter(term.bureau, "leader")
    assert "两年没有参加活动" in leader.get(base(term)).content.decode()
    assert leader.get(base(term) + "reopen/").status_code == 200
    assert leader.post(base(term) + "reopen/", {"reason": "嗯"}).status_code == 422
    assert leader.post(base(term) + "reopen/", {"reason": "本人补充了材料"}).status_code == 302
    suspend(term, by=LEADER, at=now, reason="收到书面反映")
    Renewal.objects.update(state="ended")
    refused = leader.post(base(term) + "reopen/", {"reason": "本人补充了材料"})
    assert (refused.status_code, "暂停复核" in refused.content.decode()) == (422, True)


def test_of_two_leaders_the_second_is_told_so(enter, term, now):
    proposed(term, now)
    leader = enter(term.bureau, "leader")
    assert leader.post(base(term) + "decide/", {"outcome": "renew"}).status_code == 302
    again = leader.post(base(term) + "decide/", {"outcome": "renew"})
    assert again.status_code == 422
    assert "下一届聘任已经作出" in again.content.decode()


def test_several_are_renewed_at_once_and_each_refusal_is_said(enter, term, person, now):
    other = appointed(term.bureau, person("王建国", "11010519491231002X"), now, starts_on=day("2024-12-01"))
    third = appointed(term.bureau, person("陈伟", "230103199001010023"), now, starts_on=day("2024-12-01"))
    rows = [proposed(term, now), proposed(other, now), proposed(third, now, advice="end")]
    suspend(other, by=LEADER, at=now, reason="收到书面反映")
    leader = enter(term.bureau, "leader")
    listed = leader.get(LIST).content.decode()
    assert listed.count('name="row"') == 2
    answer = leader.post(LIST + "renew/", {"row": [str(each.pk) for each in rows] + ["x"]})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "已续聘1人" in text
    assert "没有续聘：王建国" in text
    assert Renewal.objects.get(pk=rows[2].pk).state == RenewalState.PROPOSED
    none = leader.post(LIST + "renew/", {"row": ["9" * 30]})  # more digits than any id has
    assert (none.status_code, "没有勾选" in none.content.decode()) == (422, True)
    Appointment.objects.filter(pk=other.pk).update(state="appointed")
    assert leader.post(LIST + "renew/", {"row": [str(rows[1].pk)]})["Location"].endswith("?tab=done")


def test_each_step_has_its_tab_and_an_empty_one_says_what_will_come(enter, term, now):
    officer = enter(term.bureau)
    assert "李秀英" in officer.get(LIST).content.decode()
    for tab, said in (("willing", "等经办复核"), ("proposed", "等负责人决定"), ("done", "直到本届届满")):
        assert said in officer.get(f"{LIST}?tab={tab}").content.decode()
    proposed(term, now)
    assert "李秀英" in officer.get(LIST).content.decode()
    assert "还没有表示意愿的人" in officer.get(f"{LIST}?tab=open").content.decode()


def test_unconfirmed_the_list_says_who_must_decide_what(enter, jiangbei):
    jiangbei.decisions.filter(key="renew.window_days").delete()
    forget()
    assert "“续聘提醒”原文未定" in enter(jiangbei).get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    enter, yuzhong, now, rows, django_assert_num_queries
):
    for each in _people(rows, now):
        proposed(appointed(yuzhong, each, now, starts_on=day("2024-12-01")), now)
    client = enter(yuzhong)
    client.get(LIST + "?tab=proposed")
    with django_assert_num_queries(11):
        assert client.get(LIST + "?tab=proposed").status_code == 200


def test_a_neighbour_and_an_administrator_learn_nothing(enter, yuzhong, jiangbei, term, now):
    proposed(term, now)
    stranger = enter(jiangbei, "leader")
    assert "李秀英" not in stranger.get(LIST + "?tab=proposed").content.decode()
    for path in ("", "scan/", "form.pdf", "reopen/"):
        assert stranger.get(base(term) + path).status_code == 404, path
    for path in ("ask/", "decide/"):
        assert stranger.post(base(term) + path, {"outcome": "renew"}).status_code == 404, path
    assert stranger.post(LIST + "renew/", {"row": [str(Renewal.objects.get().pk)]}).status_code == 422
    assert Renewal.objects.get().state == RenewalState.PROPOSED
    for role in ("system", "security", "audit"):
        assert enter(yuzhong, role).get(LIST).status_code == 403
        assert enter(yuzhong, role).get(base(term)).status_code == 403
    assert enter(yuzhong, "reviewer").post(base(term) + "decide/", {"outcome": "renew"}).status_code == 403
    assert enter(yuzhong, "reviewer").post(base(term) + "answer/", {}).status_code == 403


def test_who_holds_two_roles_acts_in_the_one_that_fits(enter, staff, term, now):
    client = enter(term.bureau, "reviewer")
    account = staff(term.bureau, "reviewer")
    Membership.objects.create(account=account, bureau=term.bureau, role="leader", starts_on=day("2026-01-01"))
    proposed(term, now)
    assert client.post(base(term) + "decide/", {"outcome": "renew"}).status_code == 302
    assert Renewal.objects.get().moves.last().role == "leader"


def test_the_sheet_to_sign_on_paper_names_the_term(enter, term, now):
    certified(term, now)
    answer = enter(term.bureau).get(base(term) + "form.pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_a_suspended_term_is_no_work_of_today_for_the_officer(enter, term, now):
    officer = enter(term.bureau)
    assert "聘期快满" in officer.get("/office/").content.decode()
    suspend(term, by=LEADER, at=now, reason="收到书面反映")
    assert "聘期快满" not in officer.get("/office/").content.decode()
