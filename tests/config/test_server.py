"""The server as an operator starts it: its own process, its own folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from zhongmu.config.serving import server_command

ZHONGMU = str(Path(sys.executable).with_name("zhongmu"))


@pytest.fixture
def environment(tmp_path):
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ZHONGMU_", "DJANGO_"))}
    return own | {"ZHONGMU_VAR": str(tmp_path / "var")}


def test_the_command_names_host_port_and_program():
    command = server_command(host="0.0.0.0", port=8100)  # noqa: S104  what an operator may ask for
    assert command[-1] == "zhongmu.config.wsgi:application"
    assert command[command.index("--port") + 1] == "8100"
    assert Path(command[0]).exists()


def test_a_bare_machine_is_told_what_to_do(environment, tmp_path):
    """No folder, no database, no keys; run from a folder that is not the checkout."""
    done = subprocess.run(
        [ZHONGMU, "ledger", "verify"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "数据库用不了" in done.stderr


def _answer(url: str) -> httpx.Response:
    for _try in range(240):
        try:
            return httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.25)
    raise TimeoutError(url)


def test_a_new_server_is_set_up_answers_and_ticks(environment, tmp_path):
    for words in (["keys", "create"], ["manage", "migrate", "-v0"], ["init", "--bureau", "500103"]):
        subprocess.run([ZHONGMU, *words], env=environment, cwd=tmp_path, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [ZHONGMU, "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=log, stdout=log)
    try:
        assert _answer(f"http://127.0.0.1:{port}/health/").json() == {"status": "ok"}
        deadline = time.monotonic() + 30
        while not list(tmp_path.glob("var/anchors/*.json")) and time.monotonic() < deadline:
            time.sleep(0.25)
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert len(list(tmp_path.glob("var/anchors/*.json"))) == 1, (tmp_path / "log").read_text(encoding="utf-8")
