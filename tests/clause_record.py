"""The pytest side of the register: refuses unknown ids when tests are collected, writes the record when they end."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from django.conf import settings

from zhongmu.clauses.record import RECORD, Record, save
from zhongmu.clauses.register import ROOT, register
from zhongmu.clauses.tree import tree_digest

PROPERTY = "clauses"
RUN = pytest.StashKey[Record]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clause-record", type=Path, default=RECORD, help="where to keep what the tests proved")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RUN] = Record(tree_digest(ROOT))


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class) -> Generator[None, object, object]:
    """Refuse unknown ids as a collection error, which workers pass on; reports carry the ids to the controller."""
    made = yield
    for item in made if isinstance(made, list) else [made]:
        if isinstance(item, pytest.Item):
            ids = sorted({str(one) for mark in item.iter_markers("clause") for one in mark.args})
            if unknown := [one for one in ids if one not in register()]:
                raise collector.CollectError(f"{item.nodeid}：clauses.toml 里没有 {'、'.join(unknown)}。")
            if ids:
                item.user_properties.append((PROPERTY, ids))
    return made


class Recorder:
    def __init__(self, config: pytest.Config) -> None:
        self.run = config.stash[RUN]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = dict(report.user_properties).get(PROPERTY)
        if isinstance(ids, list):
            self.run.note(test=report.nodeid, clauses=ids, vendor=vendor(), outcome=report.outcome)


def vendor() -> str:
    """sqlite or postgresql, by the engine the run was configured with."""
    return str(settings.DATABASES["default"]["ENGINE"]).rsplit(".", 1)[-1].removesuffix("3")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(Recorder(session.config), "clause-recorder")


def pytest_sessionfinish(session: pytest.Session) -> None:
    run = session.config.stash[RUN]
    if run.proofs:
        save(run, session.config.getoption("--clause-record"))
