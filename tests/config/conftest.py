from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.db import connection, connections

from zhongmu import cli
from zhongmu.seals import keys


@pytest.fixture
def run(capsys):
    """run("policies", "list") → exit code, what was said, what was complained of; a traceback fails the test."""

    def call(*arguments):
        capsys.readouterr()
        try:
            code = cli.main([str(each) for each in arguments])
        except SystemExit as left:  # argparse leaves this way
            code = left.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def refused(run):
    """The one sentence a command refuses with; anything but exit code 2 and one Chinese line fails the test."""

    def call(*arguments):
        code, _out, err = run(*arguments)
        lines = err.splitlines()
        assert code == 2
        assert len(lines) == 1
        assert lines[0].endswith("。")
        return lines[0]

    return call


@pytest.fixture
def places(settings, tmp_path):
    """Folders of this test's own for files and anchors."""
    settings.FILES_DIR = tmp_path / "files"
    settings.ANCHORS_DIR = tmp_path / "anchors"
    return tmp_path


@pytest.fixture
def key_file(tmp_path, settings, monkeypatch):
    """A server whose keys will be in a file of its own; not made yet."""
    settings.KEYS_FILE = tmp_path / "keys" / "keys.json"
    monkeypatch.delenv(keys.ENVIRONMENT, raising=False)
    keys.keyring.cache_clear()
    yield settings.KEYS_FILE
    keys.keyring.cache_clear()


@pytest.fixture
def database_file(tmp_path):
    """On SQLite tests share one database in memory; this puts a connection to a file in its place.

    Returns a function that moves to another file, as a fresh server would have.
    """
    before, made = connections["default"], []

    def move_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = connections.create_connection("default")
        new.settings_dict = {**new.settings_dict, "NAME": str(path)}
        made.append(new)
        connections["default"] = new
        return path

    yield move_to
    for each in made:
        each.close()
    connections["default"] = before


@pytest.fixture
def database_away(tmp_path):
    """The server's database cannot be reached."""
    before, new = connections["default"], connections.create_connection("default")
    gone = {"NAME": str(tmp_path / "gone/zhongmu.sqlite3")}
    away = gone if new.vendor == "sqlite" else {"HOST": "/nowhere", "OPTIONS": {}}
    new.settings_dict = {**new.settings_dict, **away}
    connections["default"] = new
    yield
    connections["default"] = before


@pytest.fixture
def json_lines():
    """Logs as the server writes them at the most talkative; calling it returns the lines so far."""
    from zhongmu.config.logs import configure

    names = ("", "django", "django.request", "django.server", "zhongmu")
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.handlers, each.level) for each in loggers]
    configure({"level": "DEBUG"})
    written = StringIO()
    logging.getLogger().handlers[0].setStream(written)
    yield lambda: written.getvalue().splitlines()
    for each, handlers, level in before:
        each.handlers, each.level = handlers, level


@pytest.fixture
def on_sqlite():
    return connection.vendor == "sqlite"
