"""What the tests proved: each marked test's outcome per database, kept with the digest of the tree they ran on."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from zhongmu.clauses.register import ROOT

PASSED = "passed"
RECORD = ROOT / "var/clauses.json"  # of the checkout, wherever a server keeps its own


@dataclass
class Record:
    """`proofs`: test id → the clauses it is marked with. `outcomes`: vendor → test id → passed, failed or skipped."""

    tree: str
    proofs: dict[str, list[str]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, *, test: str, clauses: list[str], vendor: str, outcome: str) -> None:
        """Keep the worst of set-up, call and tear-down: a pass never covers an earlier failure of the same run."""
        self.proofs[test] = clauses
        seen = self.outcomes.setdefault(vendor, {})
        if seen.get(test, PASSED) == PASSED:
            seen[test] = outcome

    def tests_of(self, clause: str) -> list[str]:
        return sorted(test for test, clauses in self.proofs.items() if clause in clauses)

    def outcomes_of(self, clause: str, vendor: str) -> list[str]:
        seen = self.outcomes.get(vendor, {})
        return [seen[test] for test in self.tests_of(clause) if test in seen]

    def over(self, older: Record | None) -> Record:
        """This run laid over an older one: of the same tree, what was not run again still stands; else it is gone."""
        if older is None or older.tree != self.tree:
            return self
        vendors = older.outcomes.keys() | self.outcomes.keys()
        outcomes = {v: older.outcomes.get(v, {}) | self.outcomes.get(v, {}) for v in vendors}
        return Record(self.tree, older.proofs | self.proofs, outcomes)


def load(path: Path) -> Record | None:
    """None when there is no record, or one that cannot be read."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return Record(kept["tree"], kept["proofs"], kept["outcomes"])
    except (OSError, ValueError, KeyError):
        return None


def save(record: Record, path: Path) -> None:
    """Merge and replace in one step: a reader never sees half a file."""
    merged = record.over(load(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    kept = {"tree": merged.tree, "proofs": merged.proofs, "outcomes": merged.outcomes}
    draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    draft.replace(path)
