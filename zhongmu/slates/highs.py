"""HiGHS, in this process, on one thread."""

from __future__ import annotations

import time
from collections.abc import Callable

import highspy
import numpy as np

from zhongmu.slates.engines import ENDLESS, Answer, Asked, Model, Status, Watcher, answer, whole_bound

ASKED_EVERY_S = 0.02
CLAIMS: dict[highspy.HighsModelStatus, Status] = {
    highspy.HighsModelStatus.kOptimal: "proved",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kObjectiveBound: "infeasible",
}


def solve(model: Model, asked: Asked) -> Answer:
    solver = quiet()
    step = model.step
    solver.setOptionValue("time_limit", max(0.0, asked.limit_s))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99)
    if asked.nodes is not None:
        solver.setOptionValue("mip_max_nodes", asked.nodes)
    if asked.above is not None:
        solver.setOptionValue("objective_bound", -(asked.above // step + 0.5))
    solver.passModel(lp_of(model, step))
    if asked.start is not None:
        known = highspy.HighsSolution()
        known.col_value = asked.start.astype(np.float64).tolist()
        solver.setSolution(known)
    listen(solver, asked.stop)
    if asked.watcher:
        solver.cbMipLogging.subscribe(_teller(model, asked.watcher))
    solver.run()
    claim = CLAIMS.get(solver.getModelStatus(), "stopped")
    outcome = solver.getInfo()
    found = outcome.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    floats = list(solver.getSolution().col_value) if found else None
    return answer(model, claim, floats, -outcome.mip_dual_bound * step, asked.above)


def quiet() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its own __init__ has no hints
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def lp_of(model: Model, step: int = 1, *, whole: bool = True) -> highspy.HighsLp:
    """As HiGHS takes it: a minimum, in parts of `step`; without `whole`, fractions are allowed."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.objective), len(model.low)
    lp.col_cost_ = -(model.objective // step).astype(np.float64)
    lp.col_lower_, lp.col_upper_ = model.lower.astype(np.float64), model.upper.astype(np.float64)
    lp.row_lower_, lp.row_upper_ = _bound(model.low), _bound(model.high)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.starts.astype(np.int32)
    lp.a_matrix_.index_ = model.columns.astype(np.int32)
    lp.a_matrix_.value_ = model.weights.astype(np.float64)
    return lp


def _bound(whole: np.ndarray) -> np.ndarray:
    floats = whole.astype(np.float64)
    return np.where(abs(whole) >= ENDLESS, np.copysign(np.inf, floats), floats)


def listen(solver: highspy.Highs, stop: Callable[[], bool]) -> None:
    """Let `stop` end a run."""
    asked_at = 0.0

    def ask(event: highspy.HighsCallbackEvent) -> None:
        nonlocal asked_at
        if (now := time.monotonic()) - asked_at >= ASKED_EVERY_S:
            asked_at = now
            event.interrupt(stop())

    solver.cbMipInterrupt.subscribe(ask)
    solver.cbSimplexInterrupt.subscribe(ask)


def _teller(model: Model, watcher: Watcher) -> Callable[[highspy.HighsCallbackEvent], None]:
    def tell(event: highspy.HighsCallbackEvent) -> None:
        best = -event.data_out.mip_primal_bound * model.step
        bound = whole_bound(-event.data_out.mip_dual_bound * model.step, model)
        watcher(round(best) if np.isfinite(best) else None, bound)

    return tell
