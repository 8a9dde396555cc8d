"""Queue and cache on Redis: run with ZHONGMU_REDIS naming one; `make test` leaves these out, .ci/run does not."""

from __future__ import annotations

import django_rq
import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from rq import SimpleWorker

from zhongmu import cli
from zhongmu.letters.actions import queue_letter
from zhongmu.letters.models import Letter, State
from zhongmu.letters.tasks import deliver_queued
from zhongmu.people.models import Account

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue():
    """The default queue, emptied before and after."""
    queue = django_rq.get_queue("default")
    queue.empty()
    yield queue
    queue.empty()


def work(queue) -> None:
    """Run what is queued in this process and return when the queue is empty."""
    django_rq.get_worker(queue.name, worker_class=SimpleWorker).work(burst=True, logging_level="WARNING")


@pytest.fixture
def letter(yuzhong, person, now, settings, queue):
    settings.EMAIL_HOST = "mail.example.invalid"
    words = {"subject_line": "聘期将满", "body": "请登录后查看。"}
    return queue_letter(yuzhong, event="term.ending", at=now, person=person(), rehearsal=False, **words)


def test_the_server_is_on_redis():
    assert settings.REDIS_URL
    assert settings.TASKS["default"]["BACKEND"] == "django_tasks_rq.RQBackend"


def test_a_letter_wakes_the_queue_and_is_delivered(letter, queue):
    assert queue.count == 1
    work(queue)
    assert [sent.to for sent in mail.outbox] == [["li@example.invalid"]]
    assert Letter.objects.get().state == State.SENT


def test_a_task_tells_how_it_ended(letter, queue):
    result = deliver_queued.enqueue()
    work(queue)
    result.refresh()
    assert (result.status, result.return_value) == ("SUCCESSFUL", 0)  # the letter's own task came first


def test_the_arguments_of_a_task_carry_nothing(letter, queue):
    (job,) = queue.jobs
    assert (list(job.args), job.kwargs) == ([], {})
    kept = repr(job.to_dict())
    assert "example.invalid" not in kept


def test_the_daily_tick_goes_through_redis(letter, queue, settings, tmp_path, capsys):
    settings.ANCHORS_DIR = tmp_path
    assert cli.main(["tick"]) == 0
    assert queue.count == 9  # the letter, and the eight things a day begins with


def test_the_cache_is_shared_between_machines(queue):
    cache.set("zhongmu-test", {"rows": [1, 2]}, timeout=30)
    assert cache.get("zhongmu-test") == {"rows": [1, 2]}
    cache.delete("zhongmu-test")
    assert cache.get("zhongmu-test") is None


def test_wrong_passwords_lock_the_account_whichever_machine_counted(queue, now):
    account = Account.objects.create_user("lixiuying", "right-password-1", display_name="李秀英")
    for _time in range(settings.LOCKOUT_AFTER):
        Client().post(reverse("account_login"), {"login": "lixiuying", "password": "wrong-password-9"})
    account.refresh_from_db()
    assert account.is_locked(now)
    response = Client().post(reverse("account_login"), {"login": "lixiuying", "password": "right-password-1"})
    assert response.status_code == 200
