from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from zhongmu.config import background
from zhongmu.ledger.models import SignedHead
from zhongmu.letters.actions import queue_letter
from zhongmu.letters.models import Letter, State

COMMITTED = pytest.mark.django_db(transaction=True)  # the worker and the heads want real transactions


@pytest.fixture
def letter(yuzhong, person, now, settings):
    settings.EMAIL_HOST = "mail.example.invalid"
    words = {"subject_line": "聘期将满", "body": "请登录后查看。"}
    return queue_letter(yuzhong, event="term.ending", at=now, person=person(), rehearsal=False, **words)


def queued() -> list[str]:
    return sorted(path.rsplit(".", 1)[1] for path in DBTaskResult.objects.values_list("task_path", flat=True))


@COMMITTED
def test_the_days_work_is_done_once_a_day(places, chongqing, now):
    done_on = background.minute(None, at=now)
    assert done_on == now.date()
    assert background.minute(done_on, at=now + timedelta(hours=13)) == done_on
    assert SignedHead.objects.count() == 1
    assert {"clear_drafts", "deliver_queued", "forget_old_codes", "recompute_open_clocks"} <= set(queued())
    assert len(queued()) == len(set(queued()))
    assert background.minute(done_on, at=now + timedelta(hours=14)) == now.date() + timedelta(days=1)
    assert SignedHead.objects.count() == 2


@COMMITTED
def test_a_failed_tick_is_logged_and_tried_again(places, chongqing, now, json_lines):
    (places / "anchors").write_text("in the way", encoding="utf-8")
    assert background.minute(None, at=now) is None
    assert any("tick failed" in line for line in json_lines())
    (places / "anchors").unlink()
    assert background.minute(None, at=now) == now.date()


@COMMITTED
def test_the_worker_delivers_what_was_queued(places, letter):
    assert DBTaskResult.objects.count() == 1  # the letter woke the queue when it was committed
    background.worker(batch=True).run()
    assert [sent.to for sent in mail.outbox] == [["li@example.invalid"]]
    assert Letter.objects.get().state == State.SENT
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@COMMITTED
def test_a_minute_with_a_letter_due_wakes_the_queue(letter, now):
    DBTaskResult.objects.all().delete()
    background.minute(now.date(), at=now)
    assert DBTaskResult.objects.count() == 1


@COMMITTED
def test_finished_tasks_are_forgotten_after_two_weeks(places, letter, now):
    background.worker(batch=True).run()
    DBTaskResult.objects.update(finished_at=now - timedelta(days=15))
    background.minute(None, at=now)
    assert {row.status for row in DBTaskResult.objects.all()} == {"READY"}


@pytest.mark.django_db
def test_a_worker_whose_database_is_away_goes_on(json_lines):
    stop, tries = threading.Event(), []

    def run():
        tries.append(1)
        stop.set()
        raise OperationalError("the database is away")

    background.work(stop, run)
    assert any("worker failed" in line for line in json_lines())
    background.work(stop, run)
    assert len(tries) == 1  # told to stop, it does not begin again


def test_the_threads_survive_a_database_they_cannot_reach_and_end_when_told(json_lines):
    """No database is allowed in this test: both threads meet an error at once."""
    stop = background.start()
    threads = [each for each in threading.enumerate() if each.name in {"tick", "tasks"}]
    assert len(threads) == 2
    assert all(each.daemon for each in threads)
    stop.set()
    for each in threads:
        each.join(timeout=20)
        assert not each.is_alive()
