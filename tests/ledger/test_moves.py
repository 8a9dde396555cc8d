from __future__ import annotations

import json

import pytest
from django.db import transaction

from tests.ledger.models import MOVES, Clue, ClueMove, State
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import AppendOnlyViolation, LedgerEntry
from zhongmu.ledger.moves import Move, NotAllowed, Overtaken, diagram, make_move, table
from zhongmu.policies.rulings import Blocker, Cite, NeedsApproval, Notice

from .pieces import AT, CLERK, LEADER, REPORTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clue_table")]


@pytest.fixture
def clue(clue_table, db):
    return Clue.objects.create()


def move(clue, name="accept", *, by=CLERK, rulings=(), **more):
    return make_move(clue, name, moves=MOVES, rulings=rulings, by=by, at=AT, chain="500100", **more)


def test_a_move_changes_the_state_and_is_recorded_twice(clue):
    cite = Cite("chongqing-2024-43", "9.2", "第九条（二）")
    row = move(clue, facts={"days": 15}, changes={"number": "甲1"}, cite=cite, reason="张三来电")
    stored = Clue.objects.get(pk=clue.pk)
    assert (stored.state, stored.number, clue.state, clue.number) == ("accepted", "甲1", "accepted", "甲1")
    assert (row.source, row.target, row.role, row.account, row.cite) == (
        "new",
        "accepted",
        "clerk",
        41,
        "chongqing-2024-43 第九条（二）",
    )
    assert str(row) == "accept: new → accepted"
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.subject) == ("ledgerprobe.clue.accept", "clue:7f3a")
    assert json.loads(entry.facts).items() >= {"days": 15, "source": "new", "target": "accepted"}.items()
    assert "张三" not in entry.facts


def test_a_move_by_a_reporter_names_nobody(clue):
    row = move(clue, "withdraw", by=REPORTER)
    assert (row.role, row.account) == ("reporter", None)
    assert LedgerEntry.objects.get().account is None


def test_the_wrong_state_is_refused_in_the_words_of_the_page(clue):
    move(clue, "close", by=LEADER)
    with pytest.raises(NotAllowed, match="“已办结”的线索不能再受理。请刷新页面") as refused:
        move(clue)
    (blocker,) = refused.value.rulings
    assert blocker.sentence == "“已办结”的线索不能再受理。"
    assert clue.moves.count() == LedgerEntry.objects.count() == 1


def test_the_wrong_role_is_told_who_does_it(clue):
    with pytest.raises(NotAllowed, match="受理线索由经办、联络员办理，您现在的身份是负责人。"):
        move(clue, by=LEADER)


def test_the_server_itself_is_a_role_like_another(clue):
    with pytest.raises(NotAllowed):
        move(clue, by=Actor.system())


def test_every_blocker_is_told_and_nothing_happens(clue):
    rulings = [
        Blocker("名额已满。", remedy="请先调整名额。"),
        Notice("好"),
        NeedsApproval("要批"),
        Blocker("未公示。"),
    ]
    with pytest.raises(NotAllowed) as refused:
        move(clue, rulings=rulings)
    assert str(refused.value) == "名额已满。请先调整名额。未公示。"
    assert [type(ruling) for ruling in refused.value.rulings] == [Blocker, Blocker]
    assert clue.state == Clue.objects.get().state == "new"
    assert not LedgerEntry.objects.exists()


def test_notices_do_not_stop_a_move(clue):
    assert move(clue, rulings=[Notice("好"), NeedsApproval("要批")]).target == "accepted"


def test_of_two_people_pressing_the_button_one_wins(clue):
    second = Clue.objects.get(pk=clue.pk)
    move(clue)
    with pytest.raises(Overtaken, match="这条线索刚刚被别人办理过，您的办结没有生效。"):
        move(second, "close", by=LEADER)
    assert (Clue.objects.get().state, second.state) == ("accepted", "new")
    assert ClueMove.objects.count() == LedgerEntry.objects.count() == 1


def test_a_rollback_leaves_neither_move_nor_entry(clue):
    with transaction.atomic():
        move(clue)
        transaction.set_rollback(True)
    assert Clue.objects.get().state == "new"
    assert not ClueMove.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_fact_the_ledger_refuses_undoes_the_move(clue):
    with pytest.raises(TypeError):
        move(clue, facts={"share": 0.5})
    assert (clue.state, Clue.objects.get().state) == ("new", "new")
    assert not ClueMove.objects.exists()


def test_a_recorded_move_is_never_changed(clue):
    row = move(clue)
    with pytest.raises(AppendOnlyViolation):
        row.save()
    with pytest.raises(AppendOnlyViolation):
        clue.moves.all().delete()


def test_two_moves_of_one_name_are_refused():
    twice = Move("accept", "受理", frozenset({"new"}), "accepted", frozenset({"clerk"}))
    with pytest.raises(ValueError, match="one name"):
        table(twice, twice)


def test_the_diagram_speaks_the_words_of_the_page():
    assert diagram(MOVES, State) == (
        "stateDiagram-v2\n    new: 待受理\n    accepted: 已受理\n    closed: 已办结\n    [*] --> new\n"
        "    new --> accepted: 受理\n    new --> closed: 办结\n    accepted --> closed: 办结\n    new --> closed: 撤回\n"
    )
    assert "[*] --> accepted" in diagram(MOVES, State, State.ACCEPTED)
