"""2,000 people press submit in the last minute, on the server as `zhongmu serve` runs it, over loopback.

Drafts and photos are saved already and every form is open. Everybody presses once, some twice at once, and some never
see the answer and press again. The floor is the very rows of one application, saved bare in one transaction.
"""

from __future__ import annotations

import asyncio
import base64
import io
import os
import random
import re
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.filing import _inserted
from bench.world import World, free_port, make, prepare, say

PEOPLE, MINUTE = int(os.environ.get("PEOPLE", "2000")), 60.0
TWICE, UNSEEN = 10, 25  # every tenth presses twice at once, every twenty-fifth never sees the first answer
TRIES, WAIT, PATIENCE = 6, 1.0, 60.0  # seconds between two tries, and until a connection is given up
BOUND = 20.0  # CPU of one submission to CPU of its bare inserts
EDGE = "storm-boundary"
Answer = tuple[int, bytes]


@dataclass
class Person:
    number: int
    key: str
    submission: str
    photo: Any
    body: bytes = b""
    cookie: str = ""
    answers: list[int] = field(default_factory=list)
    took: float = 0.0


def _resident(number: int) -> str:
    from zhongmu.people.identity import check_digit

    day = date(1950, 1, 1) + timedelta(days=number)
    body = f"500103{day:%Y%m%d}{number % 900 + 100:03}"
    return body + check_digit(body)


def _typed(person: Person) -> dict[str, str]:
    return {
        "name": f"报名{'一二三四五六七八九十'[person.number % 10]}",
        "resident_id": _resident(person.number),
        "sex": "1" if person.number % 2 else "2",
        "political": "13",
        "ethnic": "01",
        "phone": f"139{person.number:08}",
        "address": f"渝中区示范路{person.number}号",
        "employed": "0",
        "employer": "无",
        "education": "61",
        "category": "insured",
        "health": "10",
        "health_consent": "on",
        "reason": "退休前做过十年财务，热心社区事务，愿意经常走访，把看到的问题如实反映。",
    }


def _drawn(kind: str) -> bytes:
    from PIL import Image, ImageDraw

    out = io.BytesIO()
    if kind == "photo":
        Image.effect_noise((413, 579), 40).convert("RGB").save(out, "JPEG", quality=85)
        return out.getvalue()
    picture = Image.new("RGBA", (640, 320), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line(
        [(40 + 60 * n, 160 + (-1) ** n * 70) for n in range(10)], fill="#101820", width=5
    )
    picture.save(out, "PNG")
    return out.getvalue()


def _open_batch(world: World) -> Any:
    from zhongmu.ledger.actors import Actor
    from zhongmu.people.models import Account
    from zhongmu.recruitment import actions

    by = Actor("liaison", account=world.officer.pk)
    leader = Actor("leader", account=Account.objects.get(username="leader-bench").pk)
    policy = world.bureau.policy(world.today)
    shown: dict[str, Any] = {
        "number": 412,
        "money": {"fen": 10**12, "typed": "100", "unit": "亿元"},
        "text": "较规范",
    }
    plan = actions.Plan(
        title="最后一分钟",
        inputs={row.code: shown[row["form"]] for row in policy.pack["plan.inputs"]},
        headcount=10,
        headcount_reason="现有人手不足",
        gate=policy["publicity.gate"],
    )
    batch = actions.plan_batch(world.bureau, plan, by=by, at=world.now, on=world.today)
    actions.approve_plan(batch, by=leader, at=world.now, on=world.today)
    notice = {"requirements": "热心监督", "ways": ["online"], "phone": "023-60000123"}
    opens, closes = world.now - timedelta(hours=1), world.now + timedelta(hours=6)
    actions.write_notice(batch, opens_at=opens, closes_at=closes, by=by, at=world.now, **notice)
    actions.publish_notice(batch, by=by, at=world.now, on=world.today)
    return batch


def _drafts(world: World, address: str) -> list[Person]:
    """A draft with its own photo for each person, through the actions the page calls."""
    from django.core.files.base import ContentFile

    from zhongmu.files.store import save_photo
    from zhongmu.recruitment.actions.drafting import save_draft
    from zhongmu.recruitment.drafts import Typed, new_key
    from zhongmu.recruitment.submissions import new_submission

    policy, picture, people = world.bureau.policy(world.today), _drawn("photo"), []
    for number in range(PEOPLE):
        photo = save_photo(ContentFile(picture, name="p.jpg"), bureau_code=world.bureau.code, at=world.now)
        person = Person(number, new_key(), new_submission(), photo)
        typed = Typed({k: [v] for k, v in _typed(person).items()}, person.submission, photo)
        same = {"key": person.key, "address": address, "subject": ""}
        save_draft(world.bureau, **same, typed=typed, policy=policy, at=world.now, on=world.today)
        people.append(person)
    return people


def _multipart(fields: dict[str, str]) -> bytes:
    rows = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    empty = "Content-Type: application/octet-stream\r\n\r\n\r\n"
    rows += [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename=""\r\n{empty}'
        for name in ("photo", "signed_scan")
    ]
    return "".join([*rows, f"--{EDGE}--\r\n"]).encode()


class Door:
    """A browser's requests to one address of the server, a connection each."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address

    async def ask(self, head: str, body: bytes = b"", *, unseen: bool = False) -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(head.encode() + body)
            await writer.drain()
            if unseen:
                return 0, b""
            raw = await reader.read()
        finally:
            writer.close()
        return int(raw[9:12] or b"0"), raw

    def _head(self, method: str, cookie: str, more: str = "") -> str:
        lines = f"{method} {self.address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
        return f"{lines}Cookie: {cookie}\r\n{more}\r\n"

    async def open_form(self, person: Person, signature: str) -> None:
        """The page as a browser gets it: its hidden fields and cookies are what is sent back."""
        cookie = f"draft={person.key}-{person.submission}"
        status, raw = await self.ask(self._head("GET", cookie))
        page = raw.decode("utf-8", "replace")
        assert status == 200, page[:2000]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)"(?: id="\w+")? value="([^"]*)"', page))
        assert hidden["submission"] == person.submission
        token = re.search(r"csrftoken=([^;]+)", page)
        assert token is not None
        person.cookie = f"{cookie}; csrftoken={token[1]}"
        given = {"declared": "on", "privacy_consent": "on", "name_consent": "on", "signature": signature}
        person.body = _multipart({**hidden, **_typed(person), **given, "signed_scan_token": ""})

    async def press(self, person: Person, *, unseen: bool = False) -> Answer:
        more = f"Content-Type: multipart/form-data; boundary={EDGE}\r\nContent-Length: {len(person.body)}\r\n"
        return await self.ask(self._head("POST", person.cookie, more), person.body, unseen=unseen)


async def _until_answered(person: Person, door: Door) -> None:
    """Press, and press again after a refusal that says to come back or a connection that broke; note how long it took."""
    began = time.perf_counter()
    if person.number % UNSEEN == 0:
        await door.press(person, unseen=True)
    for _try in range(TRIES):
        try:
            status, raw = await asyncio.wait_for(door.press(person), PATIENCE)
        except (OSError, TimeoutError):
            status, raw = -1, b""
        person.answers.append(status)
        if status == 422:
            assert "报名已于" in raw.decode("utf-8", "replace"), raw[-3000:].decode("utf-8", "replace")
        if status in {302, 422}:
            break
        await asyncio.sleep(WAIT)
    person.took = time.perf_counter() - began


async def _each_at(moments: list[float], act: Callable[[int], Awaitable[None]]) -> None:
    began = time.perf_counter()

    async def one(place: int, moment: float) -> None:
        await asyncio.sleep(max(0.0, began + moment - time.perf_counter()))
        await act(place)

    await asyncio.gather(*(one(place, moment) for place, moment in enumerate(moments)))


async def _open_all(people: list[Person], door: Door) -> None:
    gate, signature = (
        asyncio.Semaphore(8),
        "data:image/png;base64," + base64.b64encode(_drawn("sign")).decode(),
    )

    async def one(person: Person) -> None:
        async with gate:
            await door.open_form(person, signature)

    await asyncio.gather(*map(one, people))


async def _storm(people: list[Person], door: Door) -> list[float]:
    """Everybody within a minute, more and more towards its end; returns how long each who pressed once or twice waited."""
    chance = random.Random(7)  # noqa: S311  no secret
    order = [person for person in people for _press in range(2 if person.number % TWICE == 0 else 1)]
    moments = {person.number: MINUTE * chance.random() ** 0.5 for person in people}

    async def act(place: int) -> None:
        await _until_answered(order[place], door)

    await _each_at([moments[person.number] for person in order], act)
    return [person.took for person in people]


def _serve(port: int) -> subprocess.Popen[bytes]:
    from zhongmu.config.serving import server_command

    environment = os.environ | {"ZHONGMU_URL": f"http://127.0.0.1:{port}", "ZHONGMU_BACKGROUND": "1"}
    return subprocess.Popen(server_command(host="127.0.0.1", port=port), env=environment)


def _cpu_of(pid: int) -> float:
    """CPU seconds of a process and its workers so far."""
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = entry.read_text().rsplit(") ", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(entry.parent.name) == pid or int(words[1]) == pid:
            ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _fresh(rows: list[Any]) -> Callable[[], None]:
    """One transaction that saves a copy of everything one application inserted."""
    import copy

    from django.db import transaction

    from zhongmu.ledger.models import LedgerEntry

    count = iter(range(10**9, 2 * 10**9))

    def run() -> None:
        made: dict[type, Any] = {}
        with transaction.atomic():
            for row in rows:
                new = copy.copy(row)
                new.pk, new._state = None, copy.copy(row._state)
                new._state.adding = True
                for name in ("token", "resident_id_index", "secret_index", "submission_index"):
                    if getattr(new, name, ""):
                        setattr(new, name, secrets.token_hex(16))
                if isinstance(new, LedgerEntry):
                    new.seq = next(count)
                elif hasattr(new, "number"):
                    new.number = str(next(count))
                for name in ("person", "application"):
                    if getattr(new, f"{name}_id", None) and name in made:
                        setattr(new, name, made[name])
                new.save()
                made[type(new).__name__.lower()] = new

    return run


def _floor(batch: Any) -> tuple[float, float]:
    """CPU and wall seconds of the bare inserts of one application, median; the application itself is withdrawn."""
    from django.core.files.base import ContentFile
    from django.utils.timezone import localdate

    from zhongmu.files.store import save_photo
    from zhongmu.ledger.actors import Actor
    from zhongmu.people.identity import check_resident_id
    from zhongmu.recruitment import actions
    from zhongmu.recruitment.filled import Filled

    bureau, at = batch.bureau, batch.created_at
    photo = save_photo(ContentFile(_drawn("photo"), name="p.jpg"), bureau_code=bureau.code, at=at)
    said = _typed(Person(PEOPLE + 1, "", "", photo))
    resident = check_resident_id(said.pop("resident_id"))
    said.pop("health_consent"), said.pop("employed")
    blank = dict.fromkeys(
        ("health_note", "email", "post", "school", "major", "unit_name", "unit_opinion", "remark"), ""
    )
    filled = Filled(
        **said, **blank, resident=resident, employed=False, channel="public", other_categories=(), photo=photo,
        signature=_drawn("sign"), signed_scan=None, signed_on=localdate(at), privacy_consent=True, health_consent=True,
        name_consent=True,
    )  # fmt: skip
    by = Actor("applicant")
    rows = _inserted(lambda: actions.register_application(batch, filled, by=by, at=at))
    rows = [row for row in rows if type(row).__name__ not in {"NumberSeries", "LedgerChain"}]  # made once
    bare, cpu, wall = _fresh(rows), [], []
    for _run in range(150):
        before, began = time.process_time(), time.perf_counter()
        bare()
        cpu.append(time.process_time() - before)
        wall.append(time.perf_counter() - began)
    return median(cpu[10:]), median(wall[10:])


def _judge(people: list[Person], batch: Any) -> bool:
    """None lost, none doubled: each who was told yes has one row, each who was told no has a draft and no row."""
    from zhongmu.recruitment.models import Draft
    from zhongmu.recruitment.submissions import submission_index

    rows = Counter(batch.applications.values_list("submission_index", flat=True))
    taken = [p for p in people if 302 in p.answers]
    told_no = [p for p in people if 302 not in p.answers and 422 in p.answers]
    lost = [p.number for p in taken if rows[submission_index(p.submission)] != 1]
    unheard = [p.number for p in people if p not in taken and p not in told_no]
    left = Draft.objects.filter(sent_index="").count()
    statuses = Counter(status for p in people for status in p.answers)
    print(
        f"    {len(taken)} taken in, {len(told_no)} told the window had closed, {len(unheard)} without an answer, "
        f"{len(lost)} lost or doubled, {left} drafts left; answers {dict(statuses)}"
    )
    numbers = set(batch.applications.values_list("number", flat=True))
    good = not lost and not unheard and left == len(told_no)
    return good and len(numbers) == batch.applications.count() and max(rows.values(), default=0) == 1


def _rush(people: list[Person], batch: Any, port: int, address: str) -> tuple[list[float], float]:
    """Open every form, let the last minute begin, and return how long each waited and the server's CPU seconds."""
    from django.utils import timezone

    door, server = Door(port, address), _serve(port)
    try:
        for _try in range(100):
            time.sleep(0.2)
            try:
                asyncio.run(door.ask("GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
            except OSError:
                continue
            break
        asyncio.run(_open_all(people, door))
        batch.apply_closes_at = timezone.now() + timedelta(seconds=MINUTE)
        batch.save(update_fields=["apply_closes_at"])
        before = _cpu_of(server.pid)
        took = asyncio.run(_storm(people, door))
        return took, _cpu_of(server.pid) - before
    finally:
        server.terminate()
        server.wait(timeout=30)


def main() -> int:
    prepare()
    world = make()
    batch = _open_batch(world)
    floor_cpu, floor_wall = _floor(batch)
    address = f"/b/{world.bureau.code}/notices/{batch.pk}/apply/"
    people = _drafts(world, address)
    began = datetime.now().astimezone()
    took, cpu = _rush(people, batch, free_port(), address)
    good = _judge(people, batch)
    cuts = quantiles(took, n=100, method="inclusive")
    print(
        f"    {PEOPLE} people in the minute from {began:%H:%M}: median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
        f"longest {max(took) * 1000:.0f} ms; p99 / bare inserts {cuts[98] / floor_wall:.0f}; "
        f"{PEOPLE / MINUTE:.0f} people a second, bare inserts alone {1 / floor_wall:.0f} a second"
    )
    each = cpu / sum(len(p.answers) for p in people)
    note = f"server CPU {each * 1000:.1f} ms an answer against {floor_cpu * 1000:.1f} ms"
    good &= say("submitting in the last minute / its bare inserts", each / floor_cpu, BOUND, note)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
