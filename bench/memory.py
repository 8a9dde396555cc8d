"""What the demo holds in memory after everybody's walk and a batch of 100 certificates, against 300 MiB."""

from __future__ import annotations

import http.cookiejar
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from pathlib import Path

from bench.filing import FORM
from bench.world import free_port, say

ROOT = Path(__file__).resolve().parents[1]
BOUND = 300 * 2**20
SHEETS = 100
LINK = re.compile(r'href="(/[^"#]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WALKERS = (
    "liaison",
    "clerk",
    "reviewer",
    "leader",
    "system",
    "security",
    "audit",
    "city",
    "harbin",
    "province",
)


class Visitor:
    """A browser without a screen: cookies, links and forms."""

    def __init__(self, address: str, persona: str) -> None:
        self.address, jar = address, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.page = self.get("/demo/")
        self.page = self.post(f"/demo/enter/{persona}/")

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.address + path))  # noqa: S310  our own server

    def post(self, path: str, **said: object) -> str:
        found = TOKEN.search(self.page)
        said["csrfmiddlewaretoken"] = found[1] if found else ""
        body = urllib.parse.urlencode(said, doseq=True).encode()
        self.page = self._open(urllib.request.Request(self.address + path, body))  # noqa: S310  our own server
        return self.page

    def _open(self, request: urllib.request.Request) -> str:
        with self._opener.open(request, timeout=120) as answer:
            return str(answer.read().decode(errors="replace"))

    def walk(self, *, most: int = 25) -> None:
        """The first page's links, and what those of the office's lists lead to."""
        seen: set[str] = set()
        waiting = LINK.findall(self.page)
        while waiting and len(seen) < most:
            path = waiting.pop(0)
            if path in seen or path.startswith(("/static/", "/demo/")):
                continue
            seen.add(path)
            waiting += LINK.findall(self.get(path))


def start(var: str, port: int) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZHONGMU_", "DJANGO_"))}
    environment |= {"ZHONGMU_DEMO_VAR": var, "ZHONGMU_LOG": "ERROR"}
    command = [sys.executable, "-m", "zhongmu.cli", "demo", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    for _try in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return server
    server.terminate()
    raise RuntimeError("the demo did not answer within five minutes")


def fill(var: str) -> None:
    """A hundred appointments with certificates in 渝中: the demo's own world has fewer."""
    environment = {**os.environ, "ZHONGMU_VAR": var, "ZHONGMU_DEMO": "1"}
    subprocess.run([sys.executable, "-m", "bench.memory", "fill"], cwd=ROOT, env=environment, check=True)


def _fill() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from zhongmu.bureaus.models import Bureau
    from zhongmu.corps.models import Appointment, Certificate
    from zhongmu.people.models import Person

    bureau, today = Bureau.objects.get(code="500103"), timezone.localdate()
    for n in range(SHEETS):
        token = secrets.token_hex(16)
        person = Person.objects.create(
            token=token,
            name=f"示例{n}",
            sex="2",
            resident_id=token,
            resident_id_index=token,
            created_at=timezone.now(),
        )
        row = Appointment.objects.create(
            bureau=bureau, person=person, number=f"b{n}", category="insured", channel="public", origin="bench",
            pack_id="chongqing-2024-43", rehearsal=False, term_number=1, consented_at=timezone.now(),
            decided_on=today, starts_on=today, ends_on=today + timedelta(days=700), state="appointed",
        )  # fmt: skip
        Certificate.objects.create(
            bureau=bureau, appointment=row, number=f"b{n}", number_key=f"b{n}", token=token, printed_name="聘任证书",
            disclaimer="非执法人员，无检查、处罚、查阅病历权", holder=person.name, bureau_name=bureau.name,
            issued_on=today, state="issued",
        )  # fmt: skip


def file_and_answer(address: str) -> None:
    """A supervisor files a clue; the liaison opens it and takes it on."""
    supervisor = Visitor(address, "supervisor")
    supervisor.page = supervisor.get("/my/reports/new/clue/")
    assert "查询码" in supervisor.post("/my/reports/new/clue/", **FORM, token=secrets.token_hex(16))
    liaison = Visitor(address, "liaison")
    first = re.search(r'href="(/office/reports/\d+/)"', liaison.get("/office/reports/?tab=inbox"))
    assert first
    liaison.page = liaison.get(first[1])
    liaison.post(f"{first[1]}interest/", interest="none")
    liaison.post(f"{first[1]}accept/")


def print_batch(address: str) -> None:
    """A hundred certificates through the page, from the button to the sheets in hand."""
    leader = Visitor(address, "leader")
    leader.page = leader.get("/office/corps/certificates/")
    ours = [row for row in leader.page.split("<tr>") if '<span class="sub">b' in row]
    rows = [found[1] for row in ours if (found := re.search(r'name="row" value="(\d+)"', row))]
    assert len(rows) == SHEETS
    job = re.search(
        r"/office/corps/prints/\d+/", leader.post("/office/corps/certificates/", row=rows, act="print")
    )
    assert job, leader.page[-2000:]
    for _try in range(240):
        try:
            assert leader.get(f"{job[0]}sheets.pdf").startswith("%PDF")
        except urllib.error.HTTPError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("the sheets were not set within two minutes")


def resident(root: int) -> int:
    """Bytes of the process and all it started; pages they share are counted once."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(_held(pid) for pid in family)


def _held(pid: int) -> int:
    try:
        said = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)[1]) * 1024  # type: ignore[index]
    except (OSError, TypeError):
        said = Path(f"/proc/{pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", said, re.MULTILINE)[1]) * 1024  # type: ignore[index]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="zhongmu-demo-") as var:
        port = free_port()
        server = start(var, port)
        try:
            address = f"http://127.0.0.1:{port}"
            idle = resident(server.pid)
            fill(var)
            for persona in (*WALKERS, "supervisor", "public"):
                Visitor(address, persona).walk()
            file_and_answer(address)
            walked = resident(server.pid)
            print_batch(address)
            held = resident(server.pid)
        finally:
            server.terminate()
            server.wait(timeout=30)
    note = (
        f"{held / 2**20:.0f} MiB; at start {idle / 2**20:.0f}, after the walk {walked / 2**20:.0f}; "
        f"{SHEETS} sheets in one PDF"
    )
    return 0 if say("demo memory / 300 MiB", held / BOUND, 1.0, note) else 1


if __name__ == "__main__":
    sys.exit(_fill() if sys.argv[1:] == ["fill"] else main())
