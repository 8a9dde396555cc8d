"""The slate: the linear stage, the proof, the draw and the certificate, each run in a process of its own.

Beside it HiGHS alone on the whole model of the same instance in the same run. FULL=1 runs every seed.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.world import say

LIMIT_S = 180.0
ALONE_LIMIT_S = 300.0
WHY_NOT_AT, ASKED = 10_000, 7


@dataclass(frozen=True)
class Family:
    """Seconds from the bytes of the sheets to the proof, MB of both processes together to the end of the reserves;
    `alone`: seeds of HiGHS alone, which is given the table in memory.
    """

    people: int
    seats: int
    slack: int
    seeds: int
    median_s: float
    worst_s: float
    megabytes: int
    linear_s: float
    alone: int = 0
    ratio: float = 1.0
    gap: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.people:,} × {self.seats} {'±' + str(self.slack) if self.slack else 'min = max'}"


FAMILIES = (
    Family(2_000, 200, 0, 3, 15, 15, 300, 0.2, gap=0.0002),
    Family(10_000, 500, 1, 10, 3, 10, 300, 0.2, alone=3, ratio=0.5),
    Family(10_000, 500, 0, 10, 3, 10, 300, 0.2, alone=3, ratio=0.5),
    Family(100_000, 500, 0, 3, 5, 5, 400, 0.5, alone=1, ratio=0.1),
)


def one(people: int, seats: int, slack: int, seed: int) -> dict[str, Any]:
    """From the sheets as files to the folder of the result, and the stand-alone script over that folder."""
    from zhongmu.slates.certificate import upper_bound
    from zhongmu.slates.folder import write
    from zhongmu.slates.instances import sheets_of
    from zhongmu.slates.reading import Inputs, read_sheets
    from zhongmu.slates.run import Watch, run
    from zhongmu.slates.sheets.tables import Source
    from zhongmu.slates.solver import Progress

    written = sheets_of(people, seats, slack=slack, seed=seed)
    inputs = Inputs(*(Source(f"{part}.csv", text.encode()) for part, text in written.items()))
    phases: dict[str, float] = {}

    def tell(progress: Progress) -> None:
        phases.setdefault(progress.phase, time.perf_counter())

    began = time.perf_counter()
    sheets = read_sheets(inputs, seats)
    problem, watch = sheets.problem, Watch(LIMIT_S)
    result = run(sheets, "bench", watch, tell)
    held = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    assert result.outcome is not None
    assert result.value is not None
    priced = time.perf_counter()
    upper_bound(problem, result.outcome.prices)
    certified = time.perf_counter()
    read_s = watch.began - began
    found = {
        "proved": result.outcome.proved,
        "drawn": result.status == "proved",
        "gap": result.outcome.gap / result.outcome.value,
        "read_s": read_s,
        "linear_s": phases["linear"] - watch.began,
        "solve_s": read_s + watch.took["solve_s"],
        "megabytes": held / 1024,
        "draw_s": watch.took["draw_s"],
        "reserves_s": watch.took["reserves_s"],
        "certificate_s": certified - priced,
    }
    with tempfile.TemporaryDirectory(prefix="zhongmu-slate-") as name:
        write(Path(name), result, inputs)
        began = time.perf_counter()
        script = [sys.executable, "-I", str(Path(name) / "check_slate.py"), name]
        subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
        found["script_s"] = time.perf_counter() - began
    if people == WHY_NOT_AT and seed == 1:
        found["why_not_s"] = _asked(problem, result.outcome.chosen, result.outcome.prices)
    return found


def _asked(problem: Any, chosen: Any, prices: Any) -> list[float]:
    """Seconds of why-not for those left out who came nearest, by their prices."""
    import numpy as np

    from zhongmu.slates.certificate import worths
    from zhongmu.slates.why_not import why_not

    nearest = np.argsort(-worths(problem, prices), kind="stable")
    left_out = nearest[~np.isin(nearest, chosen)][: 5 * ASKED : 5]
    times = []
    for person in left_out.tolist():
        began = time.perf_counter()
        why_not(problem, chosen, person)
        times.append(time.perf_counter() - began)
    return times


def alone(people: int, seats: int, slack: int, seed: int) -> dict[str, Any]:
    from zhongmu.slates.engines import solve_model
    from zhongmu.slates.instances import instance
    from zhongmu.slates.shaping import model_of, settled

    problem = instance(people, seats, slack=slack, seed=seed)
    began = time.perf_counter()
    found = solve_model(model_of(problem, *settled(problem)), "highs", limit_s=ALONE_LIMIT_S)
    return {"solve_s": time.perf_counter() - began, "status": found.status}


def child(what: str, family: Family, seed: int) -> dict[str, Any]:
    said = [str(n) for n in (family.people, family.seats, family.slack, seed)]
    command = [sys.executable, "-m", "bench.slates", what, *said]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def measure(family: Family, *, full: bool) -> list[bool]:
    seeds = range(1, (family.seeds if full else min(family.seeds, 3)) + 1)
    runs = [child("one", family, seed) for seed in seeds]
    times = [run["solve_s"] for run in runs]
    good = [
        say(
            f"{family.name} read and proved / {family.median_s:g} s",
            median(times) / family.median_s,
            1.0,
            _note(family, runs),
        ),
        say(
            f"{family.name} worst / {family.worst_s:g} s",
            max(times) / family.worst_s,
            1.0,
            f"{max(times):.2f} s",
        ),
        _held(family, "MB", [run["megabytes"] for run in runs], family.megabytes),
        _held(family, "s, linear stage", [run["linear_s"] for run in runs], family.linear_s),
        _held(family, "s, certificate", [run["certificate_s"] for run in runs], 0.05),
        _held(family, "s, stand-alone script", [run["script_s"] for run in runs], 2),
        _held(family, "of its gap, where it was stopped", [_open(family, run) for run in runs], 1),
    ]
    if family.people == WHY_NOT_AT:
        draws = median(run["draw_s"] for run in runs)
        good.append(say(f"{family.name} draw / 10 s", draws / 10, 1.0, f"{draws:.2f} s"))
        asked = median(runs[0]["why_not_s"])
        good.append(say(f"{family.name} why-not / 2 s", asked / 2, 1.0, f"{asked:.2f} s, {ASKED} people"))
    if family.alone:
        good.append(_beside(family, times[: family.alone if full else 1]))
    return good


def _note(family: Family, runs: list[dict[str, Any]]) -> str:
    proved = sum(run["proved"] for run in runs)
    read, solve, kept = (median(run[part] for run in runs) for part in ("read_s", "solve_s", "reserves_s"))
    return f"{solve:.2f} s, reading {read:.2f} s of it, {proved} of {len(runs)} proved; reserves {kept:.2f} s"


def _open(family: Family, run: dict[str, Any]) -> float:
    """0 where proved and drawn to the end; else the gap in parts of what is allowed."""
    if run["proved"]:
        return 0.0 if run["drawn"] else 2.0
    return run["gap"] / family.gap if family.gap else 2.0


def _held(family: Family, unit: str, figures: list[float], bound: float) -> bool:
    return say(f"{family.name} / {bound:g} {unit}", max(figures) / bound, 1.0, f"{max(figures):.3g}")


def _beside(family: Family, ours: list[float]) -> bool:
    theirs = [child("alone", family, seed)["solve_s"] for seed in range(1, len(ours) + 1)]
    note = f"{sum(ours):.2f} s against {sum(theirs):.2f} s"
    return say(f"{family.name} / HiGHS alone", sum(ours) / sum(theirs), family.ratio, note)


def main(argv: list[str]) -> int:
    if argv:
        print(json.dumps({"one": one, "alone": alone}[argv[0]](*map(int, argv[1:]))))
        return 0
    full = os.environ.get("FULL") == "1"
    good = [figure for family in FAMILIES for figure in measure(family, full=full)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
