"""The officer's list of 50 reports in a bureau that holds 100,000, against the same statements and bytes laid bare.

The floor is a Django view, called through Django's handler without session or middleware, that issues the very
statements of the real page through a raw cursor and builds the very bytes by f-string over the rows it fetched.
What the page costs in a bureau of 1,000 is asked of a copy put aside while there were as many, page by page in turn.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.world import World, fill_reports, make, paired, prepare, say

PATH = "/office/reports/"
QUERY = "tab=verifying"


def _environ(cookie: str = "") -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": PATH,
        "QUERY_STRING": QUERY,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }


def _get(application: Callable[..., Any], cookie: str = "") -> bytes:
    status: list[str] = []
    response = application(_environ(cookie), lambda s, _headers: status.append(s))
    body = b"".join(response)
    response.close()
    assert status[0].startswith("200"), status
    return body


def _cookie(world: World) -> str:
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    client = Client()
    client.force_login(world.officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_factor"] = True
    session["seen_at"] = int(time.time()) + 3600
    session.save()
    return f"sessionid={session.session_key}; csrftoken={_get_new_csrf_string()}"


def _statements(page: Callable[[], bytes]) -> list[tuple[str, Any]]:
    """What the real page asks of the database, with its parameters, in order."""
    from django.db import connection

    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's signature
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        page()
    return found


def _floor_view(page: bytes, statements: list[tuple[str, Any]], today: date) -> Callable[[Any], Any]:
    """A view of the same statements and bytes. The head and foot of the page are constants; each row is an f-string."""
    from django.db import connection
    from django.http import HttpResponse

    from zhongmu.reports.states import ClueState
    from zhongmu.workdays.deadlines import words_left
    from zhongmu.workdays.queries import current_calendar

    text = page.decode()
    start, end = text.index("<tbody>") + 7, text.index("</tbody>")
    head, body, foot = text[:start], text[start:end], text[end:]
    wanted = next(i for i, (sql, _p) in enumerate(statements) if "headline" in sql)
    names = re.findall(r'"reports_report"\."(\w+)"', statements[wanted][0].split(" FROM ")[0])
    labels = {state.value: str(state.label) for state in ClueState}
    words = {
        due: words_left(current_calendar(), today, due) for due in _dates(connection, statements[wanted])
    }

    def row(values: tuple[Any, ...]) -> str:
        r = dict(zip(names, values, strict=False))
        due, arrived = r["due_on"], r["arrived_on"]
        if isinstance(due, str):
            due, arrived = date.fromisoformat(due), date.fromisoformat(arrived)
        clock = words[due]
        kind = f" {clock.kind}" if clock.kind else ""
        return (
            f'  <tr><td><a class="what long" href="/office/reports/{r["id"]}/">{r["headline"]}</a>'
            f'<span class="sub">{r["number"]}</span></td><td class="long">{r["target_name"]}</td>'
            f'<td><span class="state">{labels[r["state"]]}</span></td>'
            f'<td><span class="clock{kind}">{clock.text}</span><time class="clock-by" datetime="{due.isoformat()}">'
            f"{due.year}年{due.month}月{due.day}日</time></td>"
            f'<td class="no">{arrived.year}年{arrived.month}月{arrived.day}日</td></tr>\n'
        )

    def view(_request: Any) -> HttpResponse:
        rows: list[tuple[Any, ...]] = []
        with connection.cursor() as cursor:
            for number, (sql, params) in enumerate(statements):
                cursor.execute(sql, params)
                fetched = cursor.fetchall()
                if number == wanted:
                    rows = fetched
        return HttpResponse(f"{head}\n{''.join(row(values) for values in rows[:50])}{foot}")

    same = re.sub(r"\s+", "", body) == re.sub(
        r"\s+", "", view(None).content.decode()[start:].split("</tbody>")[0]
    )
    if not same:
        ours = re.sub(r"\s+", "", body)
        bare = re.sub(r"\s+", "", view(None).content.decode()[start:].split("</tbody>")[0])
        at = next(i for i, (a, b) in enumerate(zip(ours, bare, strict=False)) if a != b)
        raise AssertionError(
            f"the floor's bytes differ: {ours[at - 60 : at + 60]!r} / {bare[at - 60 : at + 60]!r}"
        )
    return view


def _dates(connection: Any, statement: tuple[str, Any]) -> set[date]:
    from zhongmu.reports.models import Report

    return set(Report.objects.order_by().values_list("due_on", flat=True).distinct())


def _measure(world: World, runs: int) -> tuple[float, float]:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings
    from django.urls import path

    from zhongmu.config.wsgi import application as real

    cookie = _cookie(world)
    page = _get(real, cookie)
    statements = _statements(lambda: _get(real, cookie))
    view = _floor_view(page, statements, world.today)
    module = type(sys)("bench_floor_urls")
    module.urlpatterns = [path(PATH[1:], view)]  # type: ignore[attr-defined]
    sys.modules["bench_floor_urls"] = module
    with override_settings(MIDDLEWARE=[]):
        bare = WSGIHandler()

    def floor() -> bytes:
        environ = _environ()
        from django.urls import set_urlconf

        set_urlconf(None)
        request = bare.request_class(environ)
        request.urlconf = "bench_floor_urls"
        response = bare.get_response(request)
        assert response.status_code == 200
        return bytes(response.content)

    assert len(floor()) > 0.95 * len(page)
    return paired(lambda: _get(real, cookie), floor, runs=runs)


def _aside(folder: Path) -> Any:
    """A connection to a copy of the database as it stands now."""
    from django.db import connections

    from zhongmu.config.dialect import copy_database

    home, aside = connections["default"], connections.create_connection("default")
    aside.settings_dict = home.settings_dict | {"NAME": str(copy_database(folder))}
    return aside


def _at_both(small: Any, cookie: str, runs: int) -> tuple[float, float]:
    """CPU of the page as things stand and over the smaller database, in turn; both know the session of `cookie`."""
    from django.db import connections

    from zhongmu.config.wsgi import application as real

    home = connections["default"]

    def over(connection: Any) -> Callable[[], bytes]:
        def page() -> bytes:
            connections["default"] = connection
            return _get(real, cookie)

        return page

    figures = paired(over(home), over(small), runs=runs)
    connections["default"] = home
    return figures


def _shares(world: World) -> str:
    """Where the CPU of one page goes, by cumulative profile."""
    import cProfile
    import pstats

    from django.core.handlers.wsgi import WSGIHandler

    cookie = _cookie(world)
    real = WSGIHandler()
    profile = cProfile.Profile()
    profile.enable()
    for _i in range(100):
        _get(real, cookie)
    profile.disable()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = sum(v[2] for v in stats.values())

    def under(fragment: str, name: str) -> float:
        return sum(v[3] for k, v in stats.items() if fragment in k[0] and k[2] == name) / total

    database = sum(v[2] for k, v in stats.items() if "sqlite3" in k[2] or "sqlite3" in k[0]) / total
    template = under("jinja2/environment.py", "render")
    asked = under("zhongmu/statements/prepared.py", "rows")
    view = under("zhongmu/office/reports/views.py", "report_list")
    return (
        f"shares by profile: database {database:.0%}, rows {max(asked - database, 0):.0%}, "
        f"template {template:.0%}, middleware and access {max(1 - view, 0):.0%}"
    )


def main() -> int:
    prepare()
    world = make()
    fill_reports(world, 1000)
    _small, small_floor = _measure(world, 150)
    cookie = _cookie(world)
    with tempfile.TemporaryDirectory(prefix="zhongmu-bench-") as folder:
        aside = _aside(Path(folder))
        fill_reports(world, 100_000)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        real, floor = _measure(world, 150)
        large, small = _at_both(aside, cookie, 300)
        aside.close()
    note = (
        f"CPU {real * 1000:.2f} ms against {floor * 1000:.2f} ms; floor at 1,000: {small_floor * 1000:.2f} ms"
    )
    good = say("list of 50 among 100,000 / bare view", real / floor, 2.5, note)
    good &= say(
        "list at 100,000 / at 1,000", large / small, 1.2, f"{large * 1000:.2f} / {small * 1000:.2f} ms"
    )
    print("    " + _shares(world))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
