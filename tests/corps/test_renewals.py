from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.corps.world import LEADER, LIAISON, SUPERVISOR, appointed, certified, day, picture, pledged
from tests.personas import SHANGHAI, noon
from tests.racing import at_once
from zhongmu.bureaus.actions import confirm_all
from zhongmu.bureaus.models import Bureau, PackBinding
from zhongmu.bureaus.policy import forget
from zhongmu.corps.actions import decide_review, lift, open_review, revoke, suspend
from zhongmu.corps.certificates import checked_scan
from zhongmu.corps.models import Appointment, Portrait, Renewal
from zhongmu.corps.renewals import (
    EXPIRED,
    Advice,
    Answer,
    ask,
    end,
    propose,
    renew,
    renew_many,
    reopen,
    send_back,
    take_answer,
    tell_of_ends,
)
from zhongmu.corps.renewing import opens_on, why_not_now
from zhongmu.corps.states import RENEWAL_MOVES, RenewalState, Standing, State
from zhongmu.corps.tasks import tell_of_terms
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.letters.models import Letter
from zhongmu.policies.documentation import DOCS
from zhongmu.policies.library import reset
from zhongmu.workdays.periods import term_end

pytestmark = pytest.mark.django_db
WORKED = DOCS / "worked-pack.toml"
SECOND_LEADER = Actor("leader", account=9011)
ROLES = ["leader", "reviewer", "liaison", "clerk", "supervisor", "system", "expert"]


@pytest.fixture
def term(yuzhong, person, now) -> Appointment:
    """A term with four weeks to go: 2024-12-01 to 2026-11-30."""
    return appointed(yuzhong, person(), now, starts_on=day("2024-12-01"))


def morning(on: date) -> datetime:
    return datetime.combine(on, time(9), SHANGHAI)


def yes(now: datetime, **changes: Any) -> Answer:
    return Answer(**{"willing": True, "said_on": now.date(), **changes})


def advised(row: Appointment, **changes: Any) -> Advice:
    policy = row.bureau.policy(day("2026-11-02"))
    told = {
        "advice": "renew",
        "opinion": "本届履职认真，建议续聘",
        "recusal": "核对过工作单位，没有变化",
        "checked": tuple(code for code, _label in policy.choices("eligibility")),
        "category": row.category,
    }
    return Advice(**{**told, **changes})


def proposed(row: Appointment, now: datetime, **changes: Any) -> Renewal:
    renewal = take_answer(row, yes(now), by=SUPERVISOR, at=now)
    propose(renewal, advised(row, **changes), by=LIAISON, at=now)
    return renewal


@pytest.mark.clause("CQ-6.2")
def test_a_renewal_is_a_new_term_from_the_day_after_and_leaves_the_old_as_it_was(term, now):
    Portrait.objects.create(appointment=term, jpeg=picture("JPEG"))
    sheet = certified(term, now)
    before = Appointment.objects.values().get(pk=term.pk)
    following = renew(proposed(term, now), by=LEADER, at=now)
    assert (following.starts_on, following.ends_on) == (day("2026-12-01"), day("2028-11-30"))
    assert (following.term_number, following.number != term.number) == (2, True)
    assert following.consented_at == morning(now.date()).replace(hour=0)
    assert following.portrait.jpeg == term.portrait.jpeg
    assert not hasattr(following, "pledge")
    assert not following.certificates.exists()
    assert Appointment.objects.values().get(pk=term.pk) == before
    assert sheet.is_valid_at(now)
    renewal = Renewal.objects.get()
    assert (renewal.state, renewal.next) == (RenewalState.RENEWED, following)
    assert [m.name for m in renewal.moves.all()] == ["agree", "propose", "renew"]
    assert "第六条" in renewal.moves.last().cite


@pytest.mark.clause("CQ-6.2")
@pytest.mark.parametrize("on", ["2026-12-01", "2027-06-01"])
def test_who_let_the_term_run_out_is_recruited_anew(term, now, on):
    renewal = proposed(term, now)
    later = datetime.combine(day(on), now.time(), SHANGHAI)
    for act in (
        lambda: renew(renewal, by=LEADER, at=later),
        lambda: take_answer(term, yes(later), by=SUPERVISOR, at=later),
        lambda: end(renewal, reason="已经届满了", by=LEADER, at=later),
    ):
        with pytest.raises(NotAllowed, match=r"2026年11月30日届满，自然解聘，不能再续聘.*重新选聘"):
            act()
    assert Appointment.objects.count() == 1


@pytest.mark.clause("CQ-6.2")
def test_on_the_last_day_of_the_term_a_leader_may_still_renew(term, now):
    last = datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI)
    assert renew(proposed(term, now), by=LEADER, at=last).starts_on == day("2026-12-01")


@pytest.mark.clause("CQ-6.2")
def test_a_term_that_would_overlap_is_refused(term, now):
    renewal = proposed(term, now)
    later = appointed(term.bureau, term.person, now, starts_on=day("2026-12-15"))
    with pytest.raises(NotAllowed, match=f"下一届聘任已经作出（{later.number}）"):
        renew(renewal, by=LEADER, at=now)


def test_long_before_the_end_nothing_is_asked_and_the_page_says_from_when(yuzhong, person, now):
    row = appointed(yuzhong, person(), now)
    with pytest.raises(NotAllowed, match=r"2028年11月1日才届满.*请从2028年8月3日起办理"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)
    assert not Renewal.objects.exists()


def test_suspended_revoked_and_not_yet_begun_terms_are_not_renewed(yuzhong, person, term, now, today):
    policy = yuzhong.policy(today)
    pending = appointed(
        yuzhong, person("王建国", "11010519491231002X"), now, starts_on=today + timedelta(days=1)
    )
    suspend(term, by=LEADER, at=now, reason="收到书面反映")
    said = [ruling.sentence for row in (pending, term) for ruling in why_not_now(row, policy, today)]
    revoke(term, by=LEADER, at=now, reason="聘任有误，撤销")
    said += [ruling.sentence for ruling in why_not_now(term, policy, today)]
    assert said == ["聘期还没有开始，不能续聘。", "聘任正在暂停复核，不能续聘。", "聘任已经撤销，不能续聘。"]


@pytest.mark.clause("CQ-6.2")
def test_eligibility_and_recusal_are_looked_at_again(term, now):
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    with pytest.raises(NotAllowed) as refused:
        propose(renewal, advised(term, checked=("4-1",), recusal=" "), by=LIAISON, at=now)
    said = str(refused.value)
    assert "还有资格条件没有复核为“仍然符合”" in said
    assert "没有写明回避复核的结果" in said
    propose(
        Renewal.objects.get(),
        advised(term, advice="end", checked=(), recusal="", opinion="长期不参加活动"),
        by=LIAISON,
        at=now,
    )
    with pytest.raises(NotAllowed, match="还有资格条件没有复核"):
        renew(Renewal.objects.get(), by=LEADER, at=now, reason="另有考虑，予以续聘")


def test_without_an_opinion_nothing_is_proposed(term, now):
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    with pytest.raises(NotAllowed, match="没有写明履职情况和意见"):
        propose(renewal, advised(term, opinion="好"), by=LIAISON, at=now)
    assert Renewal.objects.get().state == RenewalState.WILLING


def test_who_proposed_does_not_decide(term, now):
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    propose(renewal, advised(term), by=Actor("liaison", account=LEADER.account), at=now)
    for act in (
        lambda: renew(renewal, by=LEADER, at=now),
        lambda: end(renewal, reason="不再需要", by=LEADER, at=now),
    ):
        with pytest.raises(NotAllowed, match="提请的人不能自己决定"):
            act()
    assert renew(renewal, by=SECOND_LEADER, at=now).term_number == 2


def test_a_decision_against_the_advice_needs_a_reason(term, now):
    renewal = proposed(term, now, advice="end")
    with pytest.raises(NotAllowed, match="建议不续聘而决定续聘没有写明理由"):
        renew(renewal, by=LEADER, at=now)
    assert renew(renewal, by=LEADER, at=now, reason="本人已说明情况，予以续聘")


@pytest.mark.clause("HL-2.2d")
def test_not_renewing_has_a_reason_the_person_reads_and_may_be_taken_up_again(term, now):
    renewal = proposed(term, now)
    with pytest.raises(NotAllowed, match="决定不续聘没有写明理由"):
        end(renewal, reason="", by=LEADER, at=now)
    end(renewal, reason="两年没有参加活动", by=LEADER, at=now)
    assert (renewal.state, renewal.reason) == (RenewalState.ENDED, "两年没有参加活动")
    letter = Letter.objects.get(event="renewal.end")
    assert "两年" not in letter.body
    assert term.is_active_at(now)
    reopen(renewal, reason="本人补充了材料", by=LEADER, at=now)
    assert (renewal.state, renewal.reason, renewal.advice) == (RenewalState.WILLING, "", "")


def test_a_renewal_is_taken_up_again_only_once_its_term_is_revoked(term, now):
    renewal = proposed(term, now)
    following = renew(renewal, by=LEADER, at=now)
    with pytest.raises(NotAllowed, match="新的一届聘任仍然有效"):
        reopen(renewal, reason="年数写错了", by=LEADER, at=now)
    revoke(following, by=LEADER, at=now, reason="年数写错，撤销")
    renewal = Renewal.objects.get()
    reopen(renewal, reason="年数写错了", by=LEADER, at=now)
    propose(renewal, advised(term), by=LIAISON, at=now)
    again = renew(renewal, by=LEADER, at=now)
    assert (again.term_number, renewal.next) == (2, again)


NEW_TERM = datetime(2026, 12, 1, 9, tzinfo=SHANGHAI)  # the first day of what follows `term`


@pytest.mark.clause("CQ-6.2")
def test_who_is_suspended_when_the_next_term_begins_stays_so_until_it_is_decided(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    review = open_review(term, grounds="收到书面反映", origin="office", by=LEADER, at=now)
    following.refresh_from_db()
    assert following.status(NEW_TERM.date()) is Standing.SUSPENDED
    decide_review(review, outcome="lift", reason="查无此事，恢复", by=LEADER, at=NEW_TERM)
    following.refresh_from_db()
    assert following.is_active_at(NEW_TERM)
    assert [move.name for move in following.moves.all()] == ["appoint", "suspend", "lift"]


@pytest.mark.clause("CQ-6.2")
def test_the_renewal_of_a_revoked_term_falls_with_it(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    revoke(term, by=LEADER, at=now, reason="报名材料不实")
    following.refresh_from_db()
    assert following.status(NEW_TERM.date()) is Standing.REVOKED
    assert "续聘一并撤销" in Letter.objects.get(event="appointment.revoke").body


def test_a_next_term_that_runs_is_decided_about_by_itself(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    suspend(term, by=LEADER, at=NEW_TERM, reason="收到书面反映")
    revoke(term, by=LEADER, at=NEW_TERM, reason="报名材料不实")
    following.refresh_from_db()
    assert following.is_active_at(NEW_TERM)


def test_a_next_term_under_its_own_review_is_neither_lifted_nor_revoked_with_the_last(term, now):
    following = renew(proposed(term, now), by=LEADER, at=now)
    open_review(following, grounds="另一件书面反映", origin="office", by=LEADER, at=now)
    with pytest.raises(NotAllowed, match=f"续聘的下一届（{following.number}）另有一件复核.*请先"):
        revoke(term, by=LEADER, at=now, reason="报名材料不实")
    term.refresh_from_db()
    suspend(term, by=LEADER, at=now, reason="收到书面反映")
    lift(term, by=LEADER, at=now, reason="查无此事，恢复")
    following.refresh_from_db()
    assert (term.state, following.state) == (State.APPOINTED, State.SUSPENDED)


def test_the_person_may_change_their_mind_until_it_is_decided(term, now):
    renewal = proposed(term, now)
    take_answer(term, Answer(willing=False, said_on=now.date()), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.advice, renewal.proposed_by) == (RenewalState.DECLINED, "", None)
    with pytest.raises(NotAllowed, match="不能再续聘"):
        renew(renewal, by=LEADER, at=now)
    take_answer(term, yes(now, summary="还想再做一届"), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.summary) == (RenewalState.WILLING, "还想再做一届")


@pytest.mark.clause("CQ-6.2")
def test_what_is_said_anew_is_checked_anew(term, now):
    renewal = proposed(term, now)
    take_answer(term, yes(now, changes="调到示例医院药剂科"), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.advice) == (RenewalState.WILLING, "")
    assert renewal.changes == "调到示例医院药剂科"
    take_answer(term, yes(now, changes="调到示例药店"), by=SUPERVISOR, at=now)
    renewal.refresh_from_db()
    assert renewal.changes == "调到示例药店"


@pytest.mark.clause("CQ-6.2")
def test_a_paper_that_comes_late_does_not_undo_what_was_said_after_it(term, now):
    take_answer(term, yes(now, willing=False), by=SUPERVISOR, at=now)
    late = yes(now, channel="post", said_on=day("2026-10-30"))
    with pytest.raises(NotAllowed, match=r"本人2026年11月2日已另有表示，比这一份晚.*请向本人核实"):
        take_answer(term, late, by=LIAISON, at=now)
    assert Renewal.objects.get().state == RenewalState.DECLINED


@pytest.mark.parametrize(("decide", "said"), [(renew, "已经决定续聘"), (end, "已经决定不续聘")])
def test_once_it_is_decided_an_answer_is_sent_to_the_bureau(term, now, decide, said):
    decide(proposed(term, now), reason="两年没有参加活动", by=LEADER, at=now)
    with pytest.raises(NotAllowed, match=f"{said}，不能再改意愿.*请在届满前向{term.bureau.name}说明"):
        take_answer(term, yes(now, willing=False), by=SUPERVISOR, at=now)


def test_who_is_suspended_while_the_leader_decides_is_not_renewed(term, now):
    renewal = proposed(term, now)
    seen = Renewal.objects.select_related("appointment").get(pk=renewal.pk)
    suspend(Appointment.objects.get(), by=SECOND_LEADER, at=now, reason="收到书面反映")
    for act in (
        lambda: renew(seen, by=LEADER, at=now),
        lambda: end(seen, reason="名额减少了", by=LEADER, at=now),
        lambda: take_answer(term, yes(now), by=SUPERVISOR, at=now),
    ):
        with pytest.raises(NotAllowed, match="暂停复核，不能续聘"):
            act()
        seen.appointment.state = term.state = State.APPOINTED  # as each had read it
    assert Appointment.objects.count() == 1


def test_what_was_rehearsed_is_not_renewed_for_real(term, now):
    Appointment.objects.update(rehearsal=True)
    term.refresh_from_db()
    assert tell_of_ends(term.bureau, at=now) == 0
    with pytest.raises(NotAllowed, match="演练记录，不会转为正式记录"):
        take_answer(term, yes(now), by=SUPERVISOR, at=now)


@pytest.mark.clause("CQ-6.2")
def test_what_is_said_on_paper_is_taken_down_with_how_and_when_and_the_person_is_told(term, now):
    answer = yes(now, channel="paper", said_on=day("2026-10-30"), scan=picture("PNG"))
    renewal = take_answer(term, answer, by=LIAISON, at=now)
    assert (renewal.channel, renewal.answered_on) == ("paper", day("2026-10-30"))
    assert (renewal.scan_kind, checked_scan(renewal.scan)) == ("image/png", "image/png")
    assert "不是您的意思" in Letter.objects.get(event="renewal.taken").body
    assert LedgerEntry.objects.get(action="corps.renewal.agree").role == "liaison"


@pytest.mark.parametrize(
    ("changes", "by", "said"),
    [
        ({"channel": "web"}, LIAISON, "没有写明本人怎样表示的"),
        ({"channel": "paper"}, SUPERVISOR, "没有写明本人怎样表示的"),
        ({"channel": "pigeon"}, LIAISON, "没有写明本人怎样表示的"),
        ({"channel": "paper", "said_on": day("2026-11-03")}, LIAISON, "表示意愿的日期不对"),
        ({"channel": "paper", "said_on": day("2024-11-30")}, LIAISON, "表示意愿的日期不对"),
        ({"channel": "paper", "scan": b"not a scan"}, LIAISON, "文件不是可以打开的图片"),
    ],
)
def test_an_answer_nobody_gave_is_not_taken_down(term, now, changes, by, said):
    with pytest.raises(NotAllowed, match=said):
        take_answer(term, yes(now, **changes), by=by, at=now)
    assert not Renewal.objects.exclude(state=RenewalState.ASKED).exists()


def test_the_minute_of_an_answer_on_line_says_nobody_who_reported_beside_it(term, now):
    pledged(term, now)
    renewal = take_answer(term, yes(now), by=SUPERVISOR, at=now)
    told = [renewal.answered_at, renewal.moves.get().at, term.pledge.recorded_at]
    lines = LedgerEntry.objects.filter(role="supervisor")
    assert {row.action for row in lines} == {"corps.pledge.sign", "corps.renewal.agree"}
    assert {row.chain for row in lines} == {"platform"}
    assert {*told, *(row.at for row in lines)} == {morning(now.date()).replace(hour=0)}


def test_what_the_person_wrote_is_sealed_at_rest(term, now):
    take_answer(term, yes(now, summary="走访了三家药店", changes="调到市医院"), by=SUPERVISOR, at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT summary, changes FROM corps_renewal")
        row = cursor.fetchone()
    assert "走访".encode() not in bytes(row[0])
    assert "医院".encode() not in bytes(row[1])


def _state(term: Appointment, state: str, now: datetime) -> Renewal:
    take_answer(term, yes(now), by=SUPERVISOR, at=now)
    told = advised(term)
    following = None
    if state == RenewalState.RENEWED:
        following = appointed(term.bureau, term.person, now, starts_on=day("2026-12-01"))
        revoke(following, by=LEADER, at=now, reason="写错，撤销")
    Renewal.objects.update(
        state=state,
        next=following,
        advice=told.advice,
        opinion=told.opinion,
        recusal=told.recusal,
        checked=list(told.checked),
        category=told.category,
    )
    return Renewal.objects.select_related("appointment__bureau", "appointment__person", "next").get()


def _act(name: str, renewal: Renewal, by: Actor, now: datetime) -> None:
    row, channel = renewal.appointment, "web" if by.role == "supervisor" else "paper"
    acts = {
        "agree": lambda: take_answer(row, yes(now, channel=channel), by=by, at=now),
        "decline": lambda: take_answer(row, yes(now, channel=channel, willing=False), by=by, at=now),
        "propose": lambda: propose(renewal, advised(row), by=by, at=now),
        "send_back": lambda: send_back(renewal, reason="请补充意见", by=by, at=now),
        "renew": lambda: renew(renewal, by=by, at=now),
        "end": lambda: end(renewal, reason="名额减少了", by=by, at=now),
        "reopen": lambda: reopen(renewal, reason="本人补充材料", by=by, at=now),
    }
    acts[name]()


@pytest.mark.parametrize("name", RENEWAL_MOVES)
@pytest.mark.parametrize("state", RenewalState.values)
def test_move_by_each_role_from_every_state(term, now, name, state):
    move = RENEWAL_MOVES[name]
    renewal = _state(term, state, now)
    for role in ROLES:
        by = Actor(role, account=None if role == "supervisor" else 9021)
        with transaction.atomic():
            if state in move.sources and role in move.who:
                _act(name, renewal, by, now)
                renewal.refresh_from_db()
                last = renewal.moves.last()
                assert (renewal.state, last.name, last.role) == (move.target, name, role)
            else:
                with pytest.raises(NotAllowed):
                    _act(name, renewal, by, now)
            transaction.set_rollback(True)
        renewal = Renewal.objects.select_related("appointment__bureau", "appointment__person", "next").get()
        assert renewal.state == state


def test_of_two_who_move_one_is_overtaken(term, now):
    renewal = proposed(term, now)
    stale = Renewal.objects.select_related("appointment").get()
    send_back(renewal, reason="请补充意见", by=LEADER, at=now)
    with pytest.raises(Overtaken, match="刚刚被别人办理"):
        send_back(stale, reason="请补充意见", by=LEADER, at=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("CQ-6.2")
def test_two_leaders_at_once_make_one_term(shared_file, yuzhong, person, now):
    term = appointed(yuzhong, person(), now, starts_on=day("2024-12-01"))
    renewal = proposed(term, now)

    def decide(by: Actor) -> Appointment:
        return renew(Renewal.objects.select_related("appointment").get(pk=renewal.pk), by=by, at=now)

    results = at_once(lambda: decide(LEADER), lambda: decide(SECOND_LEADER))
    assert sorted(isinstance(each, NotAllowed) for each in results) == [False, True]
    assert Appointment.objects.count() == 2


def test_of_several_renewed_at_once_the_one_refused_stops_no_other(yuzhong, person, term, now):
    other = appointed(yuzhong, person("王建国", "11010519491231002X"), now, starts_on=day("2024-12-01"))
    first, second = proposed(term, now), proposed(other, now)
    suspend(other, by=LEADER, at=now, reason="收到书面反映")
    rows = Renewal.objects.select_related("appointment__person").filter(pk__in=[first.pk, second.pk])
    done = renew_many(rows, by=LEADER, at=now)
    assert [row.person.name for row in done.terms] == ["李秀英"]
    assert [(r.pk, "暂停复核" in str(why)) for r, why in done.refused] == [(second.pk, True)]


MOST = '[parameters."renew.max_terms"]\nvalue = 2\n'
ARTICLE = 'source = "article"\narticle = "5"\nquote = "连续聘任不超过两届"\n'


@pytest.fixture
def two_terms(request, yuzhong, confirm, tmp_path, settings) -> Iterator[Bureau]:
    """The bureau under a place's own measure: three-year terms, at most two in a row, a window of working days."""
    source = getattr(request, "param", ARTICLE)
    window = '[parameters."renew.window_days"]\nvalue = 5\nunit = "working_days"\nsource = "suggested"\n'
    worked = WORKED.read_text("utf-8").replace(MOST + ARTICLE, MOST + source)
    (tmp_path / "own.toml").write_text(worked + "\n" + window, "utf-8")
    settings.POLICIES_DIR = str(tmp_path)
    reset()
    PackBinding.objects.create(bureau=yuzhong, pack_id="worked-example", starts_on=day("2026-01-01"))
    by = Actor("leader", account=9001)
    confirm_all(yuzhong, by=by, reason="按建议值试行", at=noon(2026, 1, 5), on=day("2026-01-05"))
    yield yuzhong
    settings.POLICIES_DIR = ""
    reset()


def test_more_terms_in_a_row_than_the_measure_allows_are_refused_by_every_way(two_terms, person, now):
    first = appointed(two_terms, person(), now, starts_on=day("2023-11-05"))
    second = renew(proposed(first, now), by=LEADER, at=now)
    assert (second.starts_on, second.ends_on) == (day("2026-11-05"), day("2029-11-04"))
    later = noon(2029, 11, 1)
    with pytest.raises(NotAllowed, match="李秀英已连续聘任2届，最多连续2届"):
        take_answer(second, yes(later), by=SUPERVISOR, at=later)
    with pytest.raises(NotAllowed, match="最多连续2届"):
        appointed(two_terms, first.person, later, starts_on=day("2029-11-05"))
    assert appointed(two_terms, first.person, later, starts_on=day("2029-11-06")).term_number == 3


@pytest.mark.parametrize("two_terms", ['source = "suggested"\n'], indirect=True)
def test_a_most_of_terms_nobody_confirmed_is_not_acted_upon(two_terms, person, now):
    row = appointed(two_terms, person(), now, starts_on=day("2023-11-05"))
    two_terms.decisions.filter(key="renew.max_terms").delete()
    forget()
    with pytest.raises(NotAllowed, match="原文未定，本局负责人还没有确认"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)


def test_a_window_of_working_days_is_counted_in_working_days(two_terms, person, now, today):
    policy = two_terms.policy(today)
    assert opens_on(policy, day("2026-11-30")) == day("2026-11-23")
    row = appointed(two_terms, person(), now, starts_on=day("2023-12-01"))
    with pytest.raises(NotAllowed, match="请从2026年11月23日起办理"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)
    assert why_not_now(row, policy, day("2026-11-23")) == []


def test_the_draft_renews_in_rehearsal_only(harbin, person, now):
    row = appointed(harbin, person(), now, starts_on=day("2024-12-01"))
    following = renew(proposed(row, now), by=LEADER, at=now)
    assert (following.rehearsal, following.number.startswith("演练聘")) == (True, True)
    assert {letter.state for letter in Letter.objects.all()} == {"preview"}


@pytest.mark.clause("HL-2.2d")
def test_another_length_of_term_is_set_by_a_city_with_its_reason(harbin, person, now):
    row = appointed(harbin, person(), now, starts_on=day("2024-12-01"))
    renewal = proposed(row, now)
    with pytest.raises(NotAllowed, match="聘期不是2年，没有写明理由"):
        renew(renewal, by=LEADER, at=now, years=3)
    assert renew(renewal, by=LEADER, at=now, years=3, reason="配合三年行动").ends_on == day("2029-11-30")


def test_unconfirmed_the_window_opens_nothing(jiangbei, person, now):
    row = appointed(jiangbei, person(), now, starts_on=day("2024-12-01"))
    jiangbei.decisions.filter(key="renew.window_days").delete()
    forget()
    with pytest.raises(NotAllowed, match="“续聘提醒”原文未定"):
        take_answer(row, yes(now), by=SUPERVISOR, at=now)
    assert tell_of_ends(jiangbei, at=now) == 0


def test_the_day_asks_each_once_and_tells_whose_term_ended(yuzhong, person, term, now):
    ended = appointed(yuzhong, person("王建国", "11010519491231002X"), now, starts_on=day("2024-10-25"))
    appointed(yuzhong, person("陈伟", "230103199001010023"), now)
    assert tell_of_terms.func() == 2
    assert tell_of_terms.func() == 0
    told = {
        (letter.event, letter.person.name)
        for letter in Letter.objects.filter(event__in=["renewal.ask", EXPIRED])
    }
    assert told == {("renewal.ask", "李秀英"), (EXPIRED, "王建国")}
    assert Renewal.objects.get().state == RenewalState.ASKED
    assert ended.ends_on == day("2026-10-24")
    asked = LedgerEntry.objects.get(action="corps.renewal.ask")
    assert (asked.role, asked.account) == ("system", None)


def test_who_goes_on_is_not_told_that_the_term_ended(yuzhong, person, now):
    early = datetime(2026, 10, 20, 10, tzinfo=SHANGHAI)
    row = appointed(yuzhong, person(), early, starts_on=day("2024-10-25"))
    renewal = take_answer(row, yes(early), by=SUPERVISOR, at=early)
    propose(renewal, advised(row), by=LIAISON, at=early)
    renew(renewal, by=LEADER, at=early)
    assert tell_of_ends(yuzhong, at=now) == 0
    assert not Letter.objects.filter(event=EXPIRED).exists()


@pytest.mark.clause("CQ-6.3")
def test_who_begins_again_after_a_gap_is_told_that_the_term_ended(yuzhong, person, now):
    early = datetime(2026, 10, 20, 10, tzinfo=SHANGHAI)
    row = appointed(yuzhong, person(), early, starts_on=day("2024-10-25"))
    appointed(yuzhong, row.person, early, starts_on=day("2026-11-01"))
    assert tell_of_ends(yuzhong, at=now) == 1
    assert Letter.objects.get(event=EXPIRED).about == row.ledger_subject


def test_asked_again_nobody_gets_a_second_letter(term, now):
    first = ask(term, by=LIAISON, at=now)
    assert ask(term, by=LIAISON, at=now) == first
    assert Letter.objects.filter(event="renewal.ask").count() == 1
    assert str(first) == f"renewal of {term.pk}"


BEGINNINGS = st.dates(day("2025-01-02"), day("2026-03-31"))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=BEGINNINGS, terms=st.integers(1, 3), early=st.integers(0, 89))
@example(
    start=day("2026-02-28"), terms=1, early=0
)  # the next begins on 28 February 2028 and ends in a leap year
@pytest.mark.clause("CQ-6.1")
def test_terms_renewed_one_after_another_leave_no_day_between_and_none_twice(
    yuzhong, person, start, terms, early
):
    with transaction.atomic():
        row = first = appointed(yuzhong, person(), morning(start), on=start, starts_on=start)
        for _each in range(terms):
            row = renew(
                proposed(row, morning(row.ends_on - timedelta(days=early))),
                by=LEADER,
                at=morning(row.ends_on),
            )
        lasts = first.person.appointments.order_by("pk").values_list("ends_on", flat=True)
        days = [last + timedelta(days=more) for last in lasts for more in (0, 1)]
        served = [yuzhong.appointments.active(on).count() for on in days]
        assert served == [1] * (2 * terms + 1) + [0]
        assert row.ends_on == term_end(start, 2 * (terms + 1))
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_bureau_without_a_measure_keeps_no_other_from_being_told(term, jiangbei, person, now, caplog):
    other = appointed(jiangbei, person("王建国", "11010519491231002X"), now, starts_on=day("2024-12-01"))
    PackBinding.objects.filter(bureau__code="500000").delete()
    PackBinding.objects.create(bureau=term.bureau, pack_id="chongqing-2024-43", starts_on=day("2025-01-01"))
    forget()
    assert other.bureau.code < "500106"
    assert tell_of_terms.func() == 1
    assert Letter.objects.get(event="renewal.ask").person == term.person
