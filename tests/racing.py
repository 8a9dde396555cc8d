"""Two people at once, each on a database connection of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, connections

from zhongmu.ledger.moves import NotAllowed

PATIENCE, LONG = 0.4, 5.0  # seconds that one waits where the other may not come, and where it will


@pytest.fixture
def shared_file(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite tests live in memory, where threads share one connection; put them in a file for this test."""
    if connection.vendor != "sqlite":
        yield
        return
    settings, was = connection.settings_dict, connection.settings_dict["NAME"]
    path = tmp_path / "shared.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    kept = connection.connection
    connection.connection, settings["NAME"] = None, str(path)
    yield
    connection.connection.close()
    connection.connection, settings["NAME"] = kept, was


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job returned, or the NotAllowed it met."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return job()
        except NotAllowed as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


class Meeting:
    """One looks, the other acts meanwhile, the first goes on; whom a lock keeps away is not waited for long."""

    def __init__(self) -> None:
        self._looked, self._acted = Barrier(2), Barrier(2)

    def after(self, look: Callable[..., Any]) -> Callable[..., Any]:
        """`look`, and then let the other act before going on."""

        def met(*args: Any, **kept: Any) -> Any:
            found = look(*args, **kept)
            _wait(self._looked, PATIENCE)
            _wait(self._acted, PATIENCE)
            return found

        return met

    def meanwhile(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """`act`, once the other has looked."""

        def met() -> Any:
            _wait(self._looked, LONG)
            try:
                return act()
            finally:
                _wait(self._acted, PATIENCE)

        return met


def _wait(barrier: Barrier, seconds: float) -> None:
    with suppress(BrokenBarrierError):
        barrier.wait(seconds)
