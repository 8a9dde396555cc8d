"""CBC, the program that PuLP brings, in a process of its own that can be stopped."""

from __future__ import annotations

import math
import os
import platform
import re
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np

from zhongmu.slates.engines import ENDLESS, Answer, Asked, Model, Status, answer, whole_bound
from zhongmu.slates.problem import Ints

ASKED_EVERY_S = 0.05
GRACE_S = 2.0
BEST_POSSIBLE = re.compile(r"(\S+) best solution, best possible (\S+)")
LAST_BOUND = re.compile(r"^(?:Lower|Upper) bound:\s+(\S+)", re.MULTILINE)
NO_SOLUTION = 1e40
HALF = 0.5
SETTINGS = (
    *("ratio", "0", "allow", "0.99"),
    *("preprocess", "off", "cuts", "off", "strong", "20", "trust", "20"),
    *("timeMode", "elapsed"),
)
"""Its preprocessing is off because it loses best values of small models; its cuts, because nodes cost less."""


@cache
def program() -> str:
    """Where PuLP keeps it; PuLP itself is not imported, for that takes as long as a slate."""
    found = find_spec("pulp")
    folder = Path(found.origin if found and found.origin else "pulp").parent / "solverdir" / "cbc"
    system = {"Darwin": "osx", "Windows": "win"}.get(platform.system(), "linux")
    arm = system == "linux" and platform.machine().lower() in {"aarch64", "arm64"}
    return str(folder / system / ("arm64" if arm else "i64") / ("cbc.exe" if system == "win" else "cbc"))


def solve(model: Model, asked: Asked) -> Answer:
    claim, floats, bound = _ask(model, asked)
    if claim == "failed":
        claim = "infeasible" if _lacking(model, asked) else "stopped"
    return answer(model, claim, floats, bound, asked.above)


def _ask(model: Model, asked: Asked) -> tuple[Status | Literal["failed"], list[float] | None, float]:
    """What CBC claims, its values, and its bound."""
    step = model.step
    with tempfile.TemporaryDirectory(prefix="zhongmu-cbc-") as folder:
        source, start, target = (Path(folder, name) for name in ("model.mps", "start.txt", "answer.txt"))
        source.write_text(_mps(model, step))
        command = [program(), str(source), *SETTINGS, "sec", f"{max(asked.limit_s, 0.01):.2f}"]
        if asked.above is not None:
            command += ["cutoff", str(-(asked.above // step) - 0.5)]
        if asked.nodes is not None:
            command += ["maxNodes", str(asked.nodes)]
        if asked.start is not None:
            start.write_text(_start(asked.start))
            command += ["mips", str(start)]
        said, ended_well = _run(
            [*command, "solve", "solution", str(target)], asked, _teller(model, step, asked)
        )
        claim, floats = _read(target, len(model.objective))
    if not ended_well and floats is None and not asked.stop():
        return "failed", None, math.inf
    return claim, floats, -_bound(said) * step


def _lacking(model: Model, asked: Asked) -> bool:
    """CBC breaks down on some models that nothing keeps. How little can be lacking always has an answer: ask that."""
    claim, floats, _bound_of_it = _ask(lenient(model, asked.above), Asked(asked.limit_s, asked.stop))
    return claim == "proved" and floats is not None and sum(floats[len(model.objective) :]) > HALF


def lenient(model: Model, above: int | None) -> Model:
    """The same rows, each with a column for what is missing and one for what is too much; as little of both as can be.

    A value greater than `above` is one row more.
    """
    rows = list(zip(model.low.tolist(), model.high.tolist(), strict=True))
    weights, columns = (np.split(part, model.starts[1:-1]) for part in (model.weights, model.columns))
    if above is not None:
        rows, weights = [*rows, (above + 1, ENDLESS)], [*weights, model.objective]
        columns = [*columns, np.arange(len(model.objective))]
    people, extra = len(model.objective), np.arange(len(rows))
    most = 1 + int(abs(np.concatenate(weights)).sum()) * int(
        max(abs(model.upper).max(), abs(model.lower).max())
    )
    most += max(abs(side) for row in rows for side in row if abs(side) < ENDLESS)
    both = [[people + 2 * row, people + 2 * row + 1] for row in extra.tolist()]
    lengths = [len(row) + 2 for row in columns]
    return Model(
        objective=np.concatenate((np.zeros(people, np.int64), np.full(2 * len(rows), -1))),
        lower=np.concatenate((model.lower, np.zeros(2 * len(rows), np.int64))),
        upper=np.concatenate((model.upper, np.full(2 * len(rows), most))),
        low=np.array([low for low, _high in rows]),
        high=np.array([high for _low, high in rows]),
        starts=np.concatenate(([0], np.cumsum(lengths))),
        columns=np.concatenate([np.append(row, two) for row, two in zip(columns, both, strict=True)]),
        weights=np.concatenate([np.append(row, (1, -1)) for row in weights]),
    )


def _mps(model: Model, step: int) -> str:
    """The model in free MPS, as a minimum: CBC's own direction."""
    rows = range(len(model.low))
    by_column: list[list[str]] = [[] for _column in model.objective]
    for row in rows:
        for at in range(int(model.starts[row]), int(model.starts[row + 1])):
            by_column[int(model.columns[at])].append(f" c{model.columns[at]} r{row} {model.weights[at]}")
    kinds, right, ranges = [" N cost"], [], []
    for row, (low, high) in enumerate(zip(model.low.tolist(), model.high.tolist(), strict=True)):
        kind = "E" if low == high else "L" if high < ENDLESS else "G" if low > -ENDLESS else "N"
        kinds.append(f" {kind} r{row}")
        right.append(f" rhs r{row} {low if kind == 'G' else high}" if kind != "N" else "")
        if kind == "L" and low > -ENDLESS:
            ranges.append(f" rng r{row} {high - low}")
    lines = ["NAME slate FREE", "ROWS", *kinds, "COLUMNS", " m 'MARKER' 'INTORG'"]
    for column, cost in enumerate((-model.objective // step).tolist()):
        lines += [f" c{column} cost {cost}", *by_column[column]]
    lines += [" m 'MARKER' 'INTEND'", "RHS", *filter(None, right), "RANGES", *ranges, "BOUNDS"]
    for column, (low, high) in enumerate(zip(model.lower.tolist(), model.upper.tolist(), strict=True)):
        lines += [f" LO bnd c{column} {low}", f" UP bnd c{column} {high}"]
    return "\n".join([*lines, "ENDATA", ""])


def _start(values: Ints) -> str:
    lines = [f"{column} c{column} {value} 0" for column, value in enumerate(values.tolist())]
    return "\n".join(["Stopped on time - objective value 0", *lines, ""])


def _run(command: list[str], asked: Asked, tell: Callable[[str], None]) -> tuple[str, bool]:
    """What CBC wrote, and whether it ended well. Asked to stop, it gets the time to write its best slate down."""
    said = ""
    ours, theirs = os.pipe()
    with (
        subprocess.Popen(command, stdout=theirs, stderr=theirs) as child,  # noqa: S603  our own program and folder
        selectors.DefaultSelector() as ready,
    ):
        os.close(theirs)
        ready.register(ours, selectors.EVENT_READ)
        ended_at: float | None = None
        while True:
            if ready.select(ASKED_EVERY_S):
                if not (piece := os.read(ours, 65536)):
                    break
                tell(text := piece.decode(errors="replace"))
                said += text
            if ended_at is None and asked.stop():
                child.send_signal(signal.SIGINT)
                ended_at = time.monotonic()
            elif ended_at is not None and time.monotonic() - ended_at > GRACE_S:
                child.kill()
    os.close(ours)
    return said, child.returncode == 0


def _teller(model: Model, step: int, asked: Asked) -> Callable[[str], None]:
    def tell(text: str) -> None:
        if asked.watcher and (found := BEST_POSSIBLE.findall(text)):
            best = -float(found[-1][0])
            known = round(best) * step if abs(best) < NO_SOLUTION else None
            asked.watcher(known, whole_bound(-_weakened(found[-1][1]) * step, model))

    return tell


def _bound(said: str) -> float:
    """The last bound CBC told, in its own direction; without one, no bound."""
    if found := LAST_BOUND.findall(said):
        return float(found[-1])
    told = BEST_POSSIBLE.findall(said)
    return _weakened(told[-1][1]) if told else float("-inf")


def _weakened(figure: str) -> float:
    """It is printed with eight digits: no further off than half of the last, on the safe side of a minimum."""
    return float(figure) - abs(float(figure)) * 1e-7


def _read(target: Path, columns: int) -> tuple[Status, list[float] | None]:
    """CBC leaves columns at 0 out; a line that starts with ** is a column off its bounds."""
    lines = target.read_text().splitlines() if target.exists() else []
    if not lines:
        return "stopped", None
    if lines[0].startswith(("Infeasible", "Integer infeasible")):
        return "infeasible", None
    if "no integer solution" in lines[0]:
        return "stopped", None
    values = [0.0] * columns
    for line in lines[1:]:
        _number, name, value, _cost = line.replace("**", "").split()
        values[int(name[1:])] = float(value)
    return ("proved" if lines[0].startswith("Optimal") else "stopped"), values
