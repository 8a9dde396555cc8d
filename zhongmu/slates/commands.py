"""`zhongmu slate`. Exit codes: 0 proved, 2 a bad cell, 3 no slate keeps the rules, 4 stopped with what was found."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from zhongmu.slates.engines import never
from zhongmu.slates.folder import in_the_way, inputs_of, no_file, write, write_timing
from zhongmu.slates.reading import read_sheets
from zhongmu.slates.run import Watch, run
from zhongmu.slates.sheets.cells import BadSheets
from zhongmu.slates.solver import Progress
from zhongmu.slates.words import in_words

Out = Callable[[str], object]
PROVED, BAD, INFEASIBLE, STOPPED = 0, 2, 3, 4
EXITS = {"proved": PROVED, "infeasible": INFEASIBLE, "stopped": STOPPED}
PHASES = {"linear": "线性放松", "slate": "找名单", "core": "证明最优", "draw": "同分抽签"}
TOLD_EVERY_S = 0.5


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  progress and mistakes of a command


def choose(
    paths: dict[str, Path],
    seats: int,
    seed: str | None,
    folder: Path,
    *,
    out: Out = print,
    stop: Callable[[], bool] = never,
) -> int:
    """Writes nothing where a cell is bad. Raises OSError for a file that cannot be read or written."""
    if (blocked := in_the_way(folder, paths.values())) is not None:
        tell(f"{blocked} 会被结果盖掉。请换一个 --out 文件夹。")
        return BAD
    if seed is not None and not seed.isprintable():
        tell("--seed 里有显示不出的字符。请只写看得见的文字，好让别人照着重来。")
        return BAD
    if folder.exists() and not folder.is_dir():
        tell(f"{folder} 不是文件夹。请换一个 --out。")
        return BAD
    if (taken := no_file(folder)) is not None:
        tell(f"{taken} 是文件夹，结果写不进去。请换一个 --out。")
        return BAD
    began = time.perf_counter()
    try:
        inputs = inputs_of(paths)
        sheets = read_sheets(inputs, seats)
    except BadSheets as bad:
        tell(str(bad))
        return BAD
    for notice in sheets.notices:
        tell(f"请留意：{notice}")
    problem = sheets.problem
    tell(
        f"读到 {problem.people} 人、{len(problem.rules)} 条规则，选 {problem.seats} 人；按 Ctrl-C 可以停下。"
    )
    watch = Watch(sheets.settings.time_limit_s, stop)
    watch.took["read_s"] = watch.began - began
    result = run(sheets, seed, watch, Teller().tell)
    with watch.phase("files_s"):
        write(folder, result, inputs)
    write_timing(folder, watch.took | {"total_s": time.perf_counter() - began})
    for line in (*in_words(result), f"结果在 {folder}。"):
        out(line)
    return EXITS[result.status]


class Teller:
    """Progress in lines: each phase once, then at most two a second."""

    def __init__(self) -> None:
        self.phase, self.told_at = "", 0.0

    def tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.phase == self.phase and now - self.told_at < TOLD_EVERY_S:
            return
        self.phase, self.told_at = progress.phase, now
        best, bound, gap = ("—" if n is None else n for n in (progress.best, progress.bound, progress.gap))
        tell(f"{PHASES[progress.phase]}：最好 {best}，上界 {bound}，差距 {gap}")
