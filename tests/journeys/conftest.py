"""A server of the product on its own demo world, a Chromium beside it. Journeys end with an accessibility check."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import ahead
from tests.journeys.steps import check_accessible, through_the_door

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"phone": (360, 780), "desk": (1280, 900)}
collect_ignore = [] if os.environ.get("ZHONGMU_SHOTS") == "1" else ["test_pictures.py"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo world that all journeys share."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def server(world: Path) -> Iterator[str]:
    """`zhongmu demo` in a folder of its own; the address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "zhongmu.cli", "demo", "--port", str(port)]
    with serving(command, world, port, {"ZHONGMU_DEMO_VAR": str(world)}) as address:
        yield address


@contextmanager
def serving(command: list[str], var: Path, port: int, settings: dict[str, str]) -> Iterator[str]:
    """Run this server until the block ends; the address once it answers."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZHONGMU_", "DJANGO_"))}
    log = (var / "server.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=environment | settings, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, var / "server.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _try in range(240):
        if process.poll() is not None:
            raise RuntimeError(log.read_text(encoding="utf-8")[-3000:])
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the demo did not answer within two minutes")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def in_days(
    page: Page, browser: Browser, server: str, world: Path, tmp_path: Path
) -> Iterator[Callable[[int], Page]]:
    """in_days(20) → a page of the same size on a copy of the world as it stands, twenty days on."""
    with ExitStack() as stack:

        def go(days: int) -> Page:
            port = free_port()
            command = ahead.command(port)
            settings = ahead.settings_for(world, tmp_path / "later", days=days, port=port)
            address = stack.enter_context(serving(command, tmp_path / "later", port, settings))
            size = page.viewport_size
            context = browser.new_context(viewport=size, base_url=address, locale="zh-CN")
            stack.callback(context.close)
            later = context.new_page()
            later.set_default_timeout(30_000)
            return later

        yield go


@pytest.fixture(params=SIZES, ids=list(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """One page at phone or desk size. A console error or a refused resource fails the journey."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=server, locale="zh-CN", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    wrong: list[str] = []
    page.on(
        "console",
        lambda m: wrong.append(m.text) if m.type == "error" and "status of 4" not in m.text else None,
    )
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on(
        "request", lambda r: wrong.append(r.url) if not r.url.startswith((server, "data:", "blob:")) else None
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def size(request: pytest.FixtureRequest) -> str:
    """phone or desk, as the page is."""
    return str(request.node.callspec.params["page"])


@pytest.fixture
def accessible(page: Page) -> Callable[[], None]:
    """Ask axe about the page as it stands now."""
    return lambda: check_accessible(page)


@pytest.fixture
def enter(page: Page) -> Callable[[str], None]:
    """Go through the demo door as a persona, named as on its card."""

    return lambda name: through_the_door(page, name)
