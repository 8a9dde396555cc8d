"""From frozen inputs to merits: text in, text out, so that anybody can run it again and compare byte for byte."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from zhongmu.ledger.canonical import JSON, canonical
from zhongmu.recruitment.scoring.rubric import ADDITIVE, read_rubric
from zhongmu.recruitment.scoring.severity import corrected, effects, groups, means, rounded


def totals_of(inputs: dict[str, Any]) -> dict[tuple[str, int], int]:
    """Weighted totals in 1/100 point; a reviewer's scores of a candidate count once they are complete."""
    rubric = read_rubric(canonical(inputs["rules"]))
    cells: dict[tuple[str, int], dict[str, int]] = {}
    for row in inputs["scores"]:
        cells.setdefault((row["candidate"], row["reviewer"]), {})[row["dimension"]] = row["points"]
    wanted = {d.code for d in rubric.dims}
    return {pair: rubric.total(given) for pair, given in cells.items() if given.keys() == wanted}


def method(inputs: dict[str, Any]) -> str:
    """additive, or why the plain mean is used: none (by the rules), apart (no candidates in common)."""
    if inputs["rules"]["severity"] != ADDITIVE:
        return "none"
    return ADDITIVE if len(groups(totals_of(inputs))) <= 1 else "apart"


def outcome_of(text: str) -> str:
    """Canonical JSON of the outcome: merits and plain means in whole 1/100 points, effects of reviewers as fractions."""
    inputs: dict[str, Any] = json.loads(text)
    totals, how = totals_of(inputs), method(inputs)
    plain = means(totals)
    merits = corrected(totals) if how == ADDITIVE else plain
    strictness = effects(totals) if how == ADDITIVE else {}
    outcome: dict[str, JSON] = {
        "method": how,
        "merits": [
            {"candidate": label, "merit": rounded(merits[label]), "plain": rounded(plain[label])}
            for label in sorted(merits)
        ],
        "reviewers": [
            {"reviewer": reviewer, "effect": _written(effect), "rounded": rounded(effect)}
            for reviewer, effect in sorted(strictness.items())
        ],
    }
    return canonical(outcome)


def _written(value: Fraction) -> str:
    """25/3, 5, -7/2: exact, as text, for the ledger holds no fraction."""
    return f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator)
