"""A small house with a register of its own, made in a folder of the test's."""

from __future__ import annotations

from pathlib import Path

from zhongmu.clauses.register import Clause

ROW = """
[[clause]]
id = "{id}"
text = "第{id}条"
target = "{target}"
code = "zhongmu/a.py"
status = "{status}"
required = {required}
"""


def row(name: str, *, status: str = "done", required: bool = True) -> str:
    target = "报名页" if status == "done" else ""
    return ROW.format(id=name, status=status, required=str(required).lower(), target=target)


def house(folder: Path, *rows: str, fill: bool = True) -> Path:
    """A root with one module, and the rows topped up to 124 with clauses that nobody requires yet."""
    (folder / "zhongmu").mkdir(exist_ok=True)
    (folder / "zhongmu/a.py").write_text("A = 1\n")
    rest = [row(f"X-{n}", status="later", required=False) for n in range(124 - len(rows))] if fill else []
    (folder / "clauses.toml").write_text("".join([*rows, *rest]), "utf-8")
    return folder


def clause(name: str, *, done: bool = True, required: bool = True) -> Clause:
    return Clause(
        name, "原文", "报名页" if done else "", "zhongmu/a.py", "done" if done else "later", required
    )
