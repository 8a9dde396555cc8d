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

PATIENCE = 0.4  # seconds that one waits where the other cannot come


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
    """A point where two threads wait for each other, or go on alone when a lock keeps the other away."""

    def __init__(self) -> None:
        self._here = Barrier(2)

    def wait(self) -> None:
        with suppress(BrokenBarrierError):
            self._here.wait(PATIENCE)

    def after(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """`do`, and then wait before going on."""

        def met(*args: Any, **kept: Any) -> Any:
            found = do(*args, **kept)
            self.wait()
            return found

        return met
