from __future__ import annotations

import json

import pytest

from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.actions import queue_letter, tick_off
from zhongmu.letters.models import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(now, person):
    def make(bureau, **more):
        fixed = {"event": "term.ending", "subject_line": "聘期将满", "body": "请登录后查看。"}
        return queue_letter(bureau, at=now, person=person(), rehearsal=False, **fixed, **more)

    return make


@pytest.mark.clause("CQ-12.3")
def test_the_officer_ticks_off_whom_she_told(yuzhong, write, actor, now):
    letter = write(yuzhong)
    tick_off(letter, how=" 11月2日电话告知本人 ", by=actor(yuzhong), at=now)
    letter.refresh_from_db()
    assert (letter.state, letter.told_how, letter.done_at) == (State.TOLD, "11月2日电话告知本人", now)
    entry = LedgerEntry.objects.filter(chain="500103", action="letter.tell").get()
    assert (entry.subject, json.loads(entry.facts)) == (f"letter:{letter.pk}", {"event": "term.ending"})


def test_nobody_is_told_without_words(yuzhong, write, actor, now):
    letter = write(yuzhong)
    with pytest.raises(NotAllowed, match="请写明怎样告知的"):
        tick_off(letter, how="  ", by=actor(yuzhong), at=now)
    letter.refresh_from_db()
    assert letter.state == State.BY_HAND


def test_a_letter_is_ticked_off_once(yuzhong, write, actor, now):
    letter = write(yuzhong)
    tick_off(letter, how="电话告知", by=actor(yuzhong), at=now)
    with pytest.raises(NotAllowed, match="已经由别人办理"):
        tick_off(letter, how="又打了一次", by=actor(yuzhong), at=now)
    letter.refresh_from_db()
    assert letter.told_how == "电话告知"
    assert LedgerEntry.objects.filter(action="letter.tell").count() == 1


def test_a_letter_that_is_not_by_hand_cannot_be_ticked_off(yuzhong, write, actor, now, settings):
    settings.EMAIL_HOST = "mail.example.invalid"
    letter = write(yuzhong)
    with pytest.raises(NotAllowed):
        tick_off(letter, how="电话告知", by=actor(yuzhong), at=now)


def test_each_bureau_has_its_own_list_and_its_own_ledger(yuzhong, jiangbei, write, actor, now):
    ours, theirs = write(yuzhong), write(jiangbei)
    assert list(yuzhong.letters.to_tell()) == [ours]
    assert list(jiangbei.letters.to_tell()) == [theirs]
    tick_off(theirs, how="电话告知", by=actor(jiangbei), at=now)
    assert list(yuzhong.letters.to_tell()) == [ours]
    assert set(LedgerEntry.objects.filter(action="letter.tell").values_list("chain", flat=True)) == {"500105"}


def test_a_letter_says_what_it_is_about(yuzhong, write):
    assert str(write(yuzhong, about="term:1")) == "聘期将满"
