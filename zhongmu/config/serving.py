"""Starting the server: the real one, and the demo with its own database beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(rest: list[str]) -> int:
    from django.core.management import execute_from_command_line  # it sets Django up itself

    execute_from_command_line(["zhongmu manage", *rest])
    return 0


def server_command(*, host: str, port: int) -> list[str]:
    """One process, four threads; more requests than 64 at once are told to come back."""
    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--backpressure", "64"]
    where = ["--host", host, "--port", str(port), "--log-level", "warning"]
    return [granian, *options, *where, "zhongmu.config.wsgi:application"]


def serve(*, host: str, port: int) -> int:  # pragma: no cover  becomes another process; a test runs it as one
    """Become the server process; queue worker and daily tick run in it unless ZHONGMU_REDIS names a broker."""
    os.environ.setdefault("ZHONGMU_URL", f"http://{host}:{port}")
    if not os.environ.get("ZHONGMU_REDIS"):
        os.environ.setdefault("ZHONGMU_BACKGROUND", "1")
    command = server_command(host=host, port=port)
    os.execv(command[0], command)  # noqa: S606  our own argument list


def demo(*, port: int) -> int:  # pragma: no cover  becomes another process; the demo's tests run it as one
    """Serve the demo world from var/demo, made on first use; the real database is never touched."""
    var = Path(os.environ.get("ZHONGMU_DEMO_VAR", ROOT / "var/demo"))
    var.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "ZHONGMU_VAR": str(var),
        "ZHONGMU_DEMO": "1",
        "ZHONGMU_URL": f"http://127.0.0.1:{port}",
    }
    for name in ("ZHONGMU_DATABASE", "ZHONGMU_REDIS", "ZHONGMU_KEYS", "ZHONGMU_FILES", "ZHONGMU_ANCHORS"):
        os.environ.pop(name, None)
    from zhongmu.demo.start import prepare  # reads the environment set above

    prepare()
    sys.stdout.write(f"众目演示世界：http://127.0.0.1:{port} （Ctrl-C 停止）\n")
    sys.stdout.flush()
    return serve(host="127.0.0.1", port=port)
