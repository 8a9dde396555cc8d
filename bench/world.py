"""The world the figures are measured in: one district bureau of Chongqing, its leader's confirmations, one officer."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any


def prepare() -> None:
    """Set Django up in this process's own folder: keys, tables, static names."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from zhongmu.seals import keys

    keys.create(Path(settings.KEYS_FILE))
    keys.keyring.cache_clear()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@dataclass
class World:
    bureau: Any
    officer: Any
    now: datetime

    @property
    def today(self) -> date:
        from django.utils import timezone

        return timezone.localdate(self.now)


def make() -> World:
    from django.utils import timezone

    from zhongmu.bureaus.actions import decide
    from zhongmu.bureaus.models import Bureau, Membership
    from zhongmu.bureaus.tree import TREES, load_tree
    from zhongmu.ledger.actors import Actor
    from zhongmu.people.models import Account

    now = timezone.now()
    today = timezone.localdate(now)
    load_tree(TREES / "chongqing.toml", by=Actor.system(), at=now)
    bureau = Bureau.objects.get(code="500103")
    people = {}
    for role in ("leader", "liaison"):
        people[role] = Account.objects.create_user(f"{role}-bench", display_name=role)
        Membership.objects.create(account=people[role], bureau=bureau, role=role, starts_on=today)
    by = Actor("leader", account=people["leader"].pk)
    for parameter in bureau.policy(today).suggestions():
        decide(bureau, key=parameter.key, by=by, reason="按建议值试行", at=now, on=today)
    return World(bureau, people["liaison"], now)


def fill_reports(world: World, count: int) -> None:
    """`count` clues in all states, straight into the table: only the list reads them."""
    from zhongmu.reports.models import Report

    states = ["filed", "accepted", "decided", "closed"]
    have = Report.objects.count()
    for start in range(have, count, 5000):
        Report.objects.bulk_create(
            [
                Report(
                    bureau=world.bureau,
                    kind="clue",
                    number=f"线〔2026〕{n:06d}",
                    state=states[n % 4],
                    pseudonym=f"{n:032x}",
                    secret_index=f"s{n:063x}",
                    filing_index=f"f{n:063x}",
                    named=True,
                    rehearsal=False,
                    pack_id="chongqing-2024-43",
                    channel="web",
                    handler=world.officer.pk,
                    headline="没住院，却有住院记录",
                    target_kind="hospital",
                    target_name=f"示范第{n % 97}医院",
                    scene="no_admission",
                    facts="四病区登记在院二十六人，床位上见到九人。",
                    arrived_on=world.today - timedelta(days=n % 60),
                    received_at=world.now,
                    due_on=world.today + timedelta(days=n % 40 - 10),
                )
                for n in range(start, min(start + 5000, count))
            ]
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu(call: Callable[[], object], *, runs: int, warm: int = 5) -> float:
    """Median CPU seconds of this process for one call."""
    for _i in range(warm):
        call()
    figures = []
    for _i in range(runs):
        before = time.process_time()
        call()
        figures.append(time.process_time() - before)
    return median(figures)


def paired(a: Callable[[], object], b: Callable[[], object], *, runs: int) -> tuple[float, float]:
    """Median CPU seconds of both, taken in turn so that a drift of the machine meets both."""
    for _i in range(5):
        a(), b()
    ours: list[float] = []
    theirs: list[float] = []
    for _i in range(runs):
        for call, figures in ((a, ours), (b, theirs)):
            before = time.process_time()
            call()
            figures.append(time.process_time() - before)
    return median(ours), median(theirs)


def say(name: str, ratio: float, bound: float, note: str) -> bool:
    """Print one figure; whether it keeps its bound."""
    good = ratio <= bound
    print(f"{'ok  ' if good else 'OVER'} {name}: {ratio:.2f} (bound {bound}) — {note}")
    sys.stdout.flush()
    return good
