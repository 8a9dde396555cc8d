"""The calculation of a slate: the same command that anyone can run, in a process of its own, followed from here."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from zhongmu.recruitment.actions.slates import begin, conclude, note_progress
from zhongmu.recruitment.models import SlateRun
from zhongmu.recruitment.slate_files import LIMIT_SECONDS, PARTS
from zhongmu.recruitment.states import SlateState

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = LIMIT_SECONDS + 120  # beyond its own limit a process is killed
ENDS = {0: "prove", 4: "stop", 3: "find_none"}
WORDS, RECORD = "said.txt", "record.json"
_LONGEST, _LAST_LINES = 200, 20


@task()
def calculate_slate(run_id: int) -> None:
    """Run the command over the frozen inputs and write down how it ended. The argument is the run's id and no more."""
    run = SlateRun.objects.select_related("bureau", "batch").get(pk=run_id)
    if run.state != SlateState.QUEUED:
        return
    begin(run, at=timezone.now())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        code = _follow(run, folder)
        _conclude(run, folder, code)


def input_paths(run: SlateRun, folder: Path) -> dict[str, Path]:
    """The frozen inputs as files in `folder`, by the part each plays."""
    files: dict[str, str] = run.inputs["files"]
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {part: folder / name for part, name in PARTS.items() if name in files}


def _command(run: SlateRun, folder: Path) -> list[str]:
    asked = [sys.executable, "-m", "zhongmu.cli", "slate", "--seats", str(run.inputs["seats"])]
    asked += [f"--seed={run.inputs['seed']}", "--out", str(folder / "out")]
    for part, path in input_paths(run, folder).items():
        asked += [f"--{part}", str(path)]
    return asked


def _follow(run: SlateRun, folder: Path) -> int:
    """Wait for the process, noting its progress and passing on the wish to stop; its exit code."""
    said, began, asked = folder / WORDS, time.monotonic(), False
    with said.open("w", encoding="utf-8") as out:
        command = subprocess.Popen(_command(run, folder), stderr=out, stdout=subprocess.DEVNULL)  # noqa: S603  our own command
        while command.poll() is None:
            time.sleep(LOOK_SECONDS)
            if time.monotonic() - began > PATIENCE_SECONDS:
                command.kill()
            elif note_progress(run, _progress(said), at=timezone.now()) and not asked and said.stat().st_size:
                command.send_signal(
                    signal.SIGTERM
                )  # once it listens, and once: a second ends it without a result
                asked = True
    return command.wait()


def _progress(said: Path) -> dict[str, str]:
    """The last line the command said: its phase, the best slate, the bound and the gap."""
    lines = said.read_text(encoding="utf-8").splitlines()
    return {"words": lines[-1][:_LONGEST] if lines else ""}


def _conclude(run: SlateRun, folder: Path, code: int) -> None:
    at, out = timezone.now(), folder / "out"
    if code not in ENDS or not (out / RECORD).is_file():
        conclude(run, "fail", at=at, problem=_problem(folder / WORDS))
        return
    conclude_with(run, ENDS[code], out, at=at)


def conclude_with(run: SlateRun, name: str, out: Path, *, at: datetime) -> None:
    """End a run by this move, with the files that the command left in `out`."""
    texts = {
        str(path.relative_to(out)): path.read_text(encoding="utf-8")
        for path in out.rglob("*")
        if path.is_file()
    }
    record = json.loads(texts[RECORD])
    numbers = run.batch.applications.filter(number__in=record["selected"])
    facts = {"status": record["status"], "optimum": record["optimum"], "bound": record["bound"]}
    chosen = sorted(numbers.values_list("pk", flat=True))
    conclude(run, name, at=at, outputs=texts, chosen=chosen, facts=facts)


def _problem(said: Path) -> str:
    lines = said.read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[-_LAST_LINES:]) or _("计算的进程没有说明原因就结束了。")
