"""Filing a clue without files as a supervisor does, against the same inserts through the ORM and nothing else."""

from __future__ import annotations

import io
import secrets
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bench.world import World, make, paired, prepare, say

PATH = "/my/reports/new/clue/"
FORM = {
    "target_kind": "hospital",
    "target_name": "示范康复医院",
    "scene": "no_admission",
    "facts": "四病区登记在院二十六人，床位上见到九人，护士称其余回家休息。",
    "place": "示范路1号",
    "happened": "十月下旬",
    "amount": "",
    "named": "on",
    "bureau": "500103",
}


def _supervisor(world: World) -> Any:
    from zhongmu.corps.models import Appointment
    from zhongmu.people.models import Account, Person
    from zhongmu.seals.index import blind_index

    person = Person.objects.create(
        token=secrets.token_hex(16),
        name="李示例",
        sex="2",
        resident_id="500103200002290013",
        resident_id_index=blind_index("resident_id", "500103200002290013"),
        created_at=world.now,
    )
    Appointment.objects.create(
        bureau=world.bureau,
        person=person,
        number="1",
        category="insured",
        channel="public",
        origin="bench",
        pack_id="chongqing-2024-43",
        rehearsal=False,
        term_number=1,
        consented_at=world.now,
        decided_on=world.today,
        starts_on=world.today,
        ends_on=world.today + timedelta(days=700),
        state="appointed",
    )
    return Account.objects.create_user("li-bench", display_name="李示例", person=person)


def _post(application: Any, cookie: str, token: str) -> bytes:
    body = urlencode({**FORM, "token": secrets.token_hex(16), "csrfmiddlewaretoken": token}).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    status: list[str] = []
    response = application(environ, lambda s, _headers: status.append(s))
    page = b"".join(response)
    response.close()
    assert status[0].startswith("200"), (status, page.decode()[-3000:])
    return page


def _session(account: Any) -> tuple[str, str]:
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["seen_at"] = int(time.time()) + 3600
    session.save()
    token = _get_new_csrf_string()
    return f"sessionid={session.session_key}; csrftoken={token}", token


def _inserted(act: Callable[[], object]) -> list[Any]:
    """Every row `act` inserts, in order: saved one by one, or by bulk_create, which sends no signal."""
    from django.db.models import QuerySet
    from django.db.models.signals import post_save

    found: list[Any] = []
    bulk_create = QuerySet.bulk_create

    def note(sender: Any, instance: Any, created: bool, **_more: Any) -> None:  # noqa: FBT001  Django's signature
        found.extend([instance] if created else [])

    def note_all(rows: Any, objs: Any, *args: Any, **kwargs: Any) -> Any:
        found.extend(objs)
        return bulk_create(rows, objs, *args, **kwargs)

    post_save.connect(note)
    QuerySet.bulk_create = note_all  # type: ignore[method-assign]
    act()
    post_save.disconnect(note)
    QuerySet.bulk_create = bulk_create  # type: ignore[method-assign]
    return found


def _floor(inserted: list[Any]) -> Any:
    """One transaction that saves a fresh copy of everything a real filing inserted."""
    import copy

    from django.db import transaction

    from zhongmu.ledger.models import LedgerEntry
    from zhongmu.reports.models import Report

    count = iter(range(10**9, 2 * 10**9))

    def fresh(row: Any, report: Any) -> Any:
        row = copy.copy(row)
        row.pk, row._state = None, copy.copy(row._state)
        row._state.adding = True
        for name in ("pseudonym", "secret_index", "filing_index"):
            if getattr(row, name, "") and not (name == "pseudonym" and isinstance(row, LedgerEntry)):
                setattr(row, name, secrets.token_hex(16))
        if isinstance(row, LedgerEntry):
            row.seq = next(count)
        if isinstance(row, Report):
            row.number = f"线{next(count)}"
        elif hasattr(row, "report_id"):
            row.report = report
        return row

    def run() -> None:
        report = None
        with transaction.atomic():
            for row in inserted:
                new = fresh(row, report)
                new.save()
                report = new if isinstance(new, Report) else report

    return run


def main() -> int:
    prepare()
    from zhongmu.config.wsgi import application

    world = make()
    cookie, token = _session(_supervisor(world))
    _post(application, cookie, token)
    inserted = _inserted(lambda: _post(application, cookie, token))
    names = ", ".join(type(row).__name__ for row in inserted)
    ours, floor = paired(lambda: _post(application, cookie, token), _floor(inserted), runs=150)
    note_ = f"CPU {ours * 1000:.2f} ms against {floor * 1000:.2f} ms for {names}"
    return 0 if say("filing a clue / the same inserts", ours / floor, 3.0, note_) else 1


if __name__ == "__main__":
    sys.exit(main())
