"""A frozen result as pages and the slate read it, and the way to run it again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhongmu.recruitment.models import Application, ScoringResult, ScoringRound
from zhongmu.recruitment.scoring.outcome import outcome_of, totals_of
from zhongmu.recruitment.scoring.severity import rounded
from zhongmu.seals.digests import digest


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate: merit and plain mean in 1/100 point, the mean of each dimension in 1/100 point."""

    application: int
    name: str
    label: str
    merit: int
    plain: int
    dims: dict[str, int]
    reviewers: int

    def column(self, code: str) -> Any:
        plain = {"merit": self.merit, "plain": self.plain, "label": self.label, "name": self.name}
        return plain[code] if code in plain else self.dims.get(code, 0)


@dataclass(frozen=True, slots=True)
class Severity:
    """How much one reviewer gave above the average reviewer, in 1/100 point, resting on so many common candidates."""

    reviewer: int
    rounded: int
    common: int


@dataclass(frozen=True, slots=True)
class Result:
    frozen: ScoringResult
    method: str
    rows: list[Row]
    severity: list[Severity]
    replays: bool


def replays(frozen: ScoringResult) -> bool:
    """Whether the inputs, run again now, give the outcome byte for byte, and both still have their digests."""
    return (
        digest(frozen.inputs.encode()) == frozen.inputs_digest
        and digest(frozen.outcome.encode()) == frozen.outcome_digest
        and outcome_of(frozen.inputs) == frozen.outcome
    )


def _dim_means(inputs: dict[str, Any]) -> dict[str, dict[str, int]]:
    given: dict[str, dict[str, list[int]]] = {}
    for row in inputs["scores"]:
        given.setdefault(row["candidate"], {}).setdefault(row["dimension"], []).append(row["points"])
    return {
        label: {code: rounded(Fraction(100 * sum(points), len(points))) for code, points in dims.items()}
        for label, dims in given.items()
    }


def _common(inputs: dict[str, Any]) -> Counter[int]:
    """With how many candidates each reviewer can be compared: those somebody else scored too."""
    pairs = totals_of(inputs).keys()
    seen = Counter(label for label, _reviewer in pairs)
    return Counter(reviewer for label, reviewer in pairs if seen[label] > 1)


def read_result(round_: ScoringRound) -> Result:
    """Raises ScoringResult.DoesNotExist before the round is closed."""
    frozen = ScoringResult.objects.get(round=round_)
    inputs, outcome = json.loads(frozen.inputs), json.loads(frozen.outcome)
    leads = {row["candidate"]: row["application"] for row in inputs["candidates"]}
    names = dict(Application.objects.filter(pk__in=leads.values()).values_list("pk", "name"))
    dims, common = _dim_means(inputs), _common(inputs)
    seen = Counter(label for label, _reviewer in totals_of(inputs))
    rows = [
        Row(
            application=leads[row["candidate"]],
            name=names[leads[row["candidate"]]],
            label=row["candidate"],
            merit=row["merit"],
            plain=row["plain"],
            dims=dims[row["candidate"]],
            reviewers=seen[row["candidate"]],
        )
        for row in outcome["merits"]
    ]
    severity = [
        Severity(row["reviewer"], row["rounded"], common[row["reviewer"]]) for row in outcome["reviewers"]
    ]
    return Result(frozen, outcome["method"], rows, severity, replays(frozen))
