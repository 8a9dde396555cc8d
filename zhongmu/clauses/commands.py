"""`zhongmu clauses`: each clause, where it lives and what proves it; `--check` says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zhongmu.clauses.record import PASSED, RECORD, Record, load
from zhongmu.clauses.register import REGISTER, ROOT, BadRegister, Clause, register
from zhongmu.clauses.tree import tree_digest

Out = Callable[[str], object]
ALWAYS = "sqlite"


def clauses(*, check: bool, out: Out, root: Path = ROOT, path: Path = RECORD) -> int:
    """Print all; with `check`, print what is wrong and return 1. A bad register returns 2."""
    try:
        every = register(root / REGISTER.name, root)
    except BadRegister as error:
        out(str(error))
        return 2
    record = load(path)
    for clause in every.values():
        out(_line(clause, record))
    if not check:
        return 0
    problems = problems_of(every, record, tree=tree_digest(root))
    for problem in problems:
        out(problem)
    out(f"{len(problems)} 处不符。" if problems else f"{len(every)} 条，全部相符。")
    return 1 if problems else 0


def _line(clause: Clause, record: Record | None) -> str:
    proofs = record.tests_of(clause.id) if record else []
    must = "必须" if clause.required else "——"
    first = proofs[0] if proofs else "（无）"
    return f"{clause.id:<8} {clause.status:<5} {must} {len(proofs):>3}  {clause.code}  {first}"


def problems_of(every: dict[str, Clause], record: Record | None, *, tree: str) -> list[str]:
    """Sentences for a person; none when the register and the record agree."""
    missing = [f"{c.id}：目前必须做到，尚未完成。" for c in every.values() if c.required and not c.done]
    if record is None:
        return ["没有测试记录。请先运行 make test。", *missing]
    if record.tree != tree:
        return ["测试记录不是这份代码的。请重新运行 make test。", *missing]
    marked = {clause for ids in record.proofs.values() for clause in ids}
    unknown = [f"{one}：测试标了它，clauses.toml 里没有。" for one in sorted(marked - every.keys())]
    vendors = sorted({ALWAYS} | record.outcomes.keys())
    unproved = [p for c in every.values() if c.done for v in vendors for p in _unproved(c, record, v)]
    return unknown + unproved + missing


def _unproved(clause: Clause, record: Record, vendor: str) -> list[str]:
    outcomes = record.outcomes_of(clause.id, vendor)
    if PASSED not in outcomes:
        return [f"{clause.id}：在 {vendor} 上没有通过的测试。"]
    if set(outcomes) != {PASSED}:
        return [f"{clause.id}：在 {vendor} 上有未通过的测试。"]
    return []
