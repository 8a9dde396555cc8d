"""Every state × move × role of both kinds, from the tables themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.told import clue, suggestion
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed, Overtaken, diagram
from zhongmu.reports import actions
from zhongmu.reports.models import Declaration, Report
from zhongmu.reports.rulings import Conclusion
from zhongmu.reports.states import MOVES, STATES

pytestmark = pytest.mark.django_db
ROLES = ("liaison", "clerk", "reviewer", "leader", "audit", "reporter")
LONG = "已经逐床核对病历与在院登记，情况如下"
DOCS = Path(__file__).parents[2] / "docs/states"
CASES = [(str(kind), str(state)) for kind in STATES for state in STATES[kind]]
TITLES = {"clue": "线索", "suggestion": "意见建议"}


def act(name, report, by, at):
    ending = Conclusion(
        outcome="no_case" if report.is_clue else "keep", finding="unsubstantiated", reason=LONG
    )
    if name == "decide":
        return actions.decide(report, ending, by=by, at=at)
    if name in {"answer", "supplement", "ask_again"}:
        return getattr(actions, name)(report, text=LONG, by=by, at=at)
    if name in {"send_back", "ask_extension", "refuse_extension"}:
        return getattr(actions, name)(report, reason=LONG, by=by, at=at)
    return getattr(actions, name)(report, by=by, at=at)


@pytest.fixture
def standing(filed, yuzhong):
    """A report put in a state, an extension asked for by somebody else."""

    def make(kind, state, *, asked):
        report = filed(yuzhong, clue() if kind == "clue" else suggestion())
        Report.objects.filter(pk=report.pk).update(state=state, extension_asked_by=10**9 if asked else None)
        report.refresh_from_db()
        report.exchanges.create(said="answer", round=1, text=LONG, role="liaison", at=report.received_at)
        return report

    return make


def _wants(move, state, role):
    return state in move.sources and role in move.who


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_a_move_is_made_only_from_its_states_by_its_roles(standing, actor, now, yuzhong, case):
    kind, state = case
    for move, role in [(move, role) for move in MOVES[kind].values() for role in ROLES]:
        report = standing(kind, state, asked=move.name != "ask_extension")
        by = Actor("reporter", pseudonym=report.pseudonym) if role == "reporter" else actor(yuzhong, role)
        if by.account:
            Declaration.objects.create(report=report, account=by.account, at=now)
        if _wants(move, state, role):
            act(move.name, report, by, now)
            report.refresh_from_db()
            assert (report.state, report.moves.last().role) == (move.target, role)
        else:
            with pytest.raises(NotAllowed):
                act(move.name, report, by, now)


@pytest.mark.parametrize("kind", ["clue", "suggestion"])
def test_the_printed_diagram_is_the_table(kind):
    assert (
        DOCS / f"{kind}.md"
    ).read_text() == f"# {TITLES[kind]}的状态\n\n```mermaid\n{diagram(MOVES[kind], STATES[kind])}```\n"


def test_of_two_people_accepting_one_wins(filed, yuzhong, opened, now):
    report = filed(yuzhong)
    stale = Report.objects.get(pk=report.pk)
    actions.accept(report, by=opened(report), at=now)
    with pytest.raises(Overtaken, match="刚刚被别人办理过"):
        actions.accept(stale, by=opened(stale, "clerk"), at=now)
    assert report.moves.filter(name="accept").count() == 1


def test_a_filed_report_is_not_saved_again(filed, yuzhong):
    with pytest.raises(TypeError, match="moves"):
        filed(yuzhong).save()


def test_a_state_has_its_kinds_own_word(filed, yuzhong, brought_to):
    assert brought_to(filed(yuzhong), "accepted").get_state_display() == "核查中"
    assert brought_to(filed(yuzhong, suggestion()), "accepted").get_state_display() == "办理中"
