"""The register of clauses: what the two measures ask, where the house answers, and whether it does."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "clauses.toml"
EXPECTED = 124
STATUSES = ("done", "later")


class BadRegister(ValueError):
    """clauses.toml is wrong; the message is every problem, one a line."""


@dataclass(frozen=True)
class Clause:
    """One sentence of a measure. `target` says in Chinese where a person meets it, and is empty until done."""

    id: str
    text: str
    target: str
    code: str
    status: str
    required: bool

    @property
    def done(self) -> bool:
        return self.status == "done"


KEYS = {field.name for field in fields(Clause)}


@cache
def register(path: Path = REGISTER, root: Path = ROOT) -> dict[str, Clause]:
    """Every clause by id, in the measures' order. Raises BadRegister."""
    rows = tomllib.loads(path.read_text("utf-8")).get("clause", [])
    problems = [p for row in rows for p in _problems_of(row, root)] + _problems_of_all(rows)
    if problems:
        raise BadRegister("\n".join(problems))
    return {row["id"]: Clause(**row) for row in rows}


def _problems_of(row: dict[str, object], root: Path) -> list[str]:
    name = row.get("id", "?")
    if missing := KEYS ^ row.keys():
        return [f"{name}：键不对：{'、'.join(sorted(missing))}。应恰为 {'、'.join(sorted(KEYS))}。"]
    problems = []
    if not row["text"]:
        problems.append(f"{name}：没有原文。")
    if row["status"] not in STATUSES:
        problems.append(f"{name}：status 只能是 {'、'.join(STATUSES)}。")
    if (row["status"] == "done") != bool(row["target"]):
        problems.append(f"{name}：完成的条目写明 target，未完成的留空。")
    if not row["code"] or not (root / str(row["code"])).is_file():
        problems.append(f"{name}：没有 {row['code']} 这个文件，请改 code。")
    return problems


def _problems_of_all(rows: list[dict[str, object]]) -> list[str]:
    ids = [str(row.get("id")) for row in rows]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    problems = [f"{one}：登记了两次。" for one in twice]
    if len(ids) != EXPECTED:
        problems.append(f"应有 {EXPECTED} 条，实有 {len(ids)} 条。")
    return problems
