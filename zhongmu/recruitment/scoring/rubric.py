"""The rules of one scoring, as a value: read from canonical JSON, written to it, told apart by its digest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from zhongmu.ledger.canonical import JSON, canonical
from zhongmu.seals.digests import digest

ADDITIVE, PLAIN = "additive", "none"
ALWAYS, EXTREME = "always", "extreme"
WHOLE = 100  # what the weights add up to


@dataclass(frozen=True, slots=True)
class Seat:
    """One reviewer: an account in the role that lets it score."""

    account: int
    role: str


@dataclass(frozen=True, slots=True)
class Band:
    low: int
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """`anchors` say in words what a score in each band means, in the order of the bands. `shows` are the materials."""

    code: str
    label: str
    weight: int
    anchors: tuple[str, ...]
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """Scores run from 0 to `highest` in whole points; `bands` begin with the highest, each named by its lowest score.

    `extreme`: within so many points of either end a score needs a reason. `spread`: apart by more, scores are flagged.
    """

    dims: tuple[Dimension, ...]
    highest: int
    bands: tuple[Band, ...]
    each: int
    severity: str
    spread: int
    extreme: int
    reasons: str
    panel: tuple[Seat, ...]

    def as_json(self) -> dict[str, JSON]:
        return {
            "dimensions": [
                {
                    "code": d.code,
                    "label": d.label,
                    "weight": d.weight,
                    "anchors": list(d.anchors),
                    "shows": list(d.shows),
                }
                for d in self.dims
            ],
            "highest": self.highest,
            "bands": [{"low": band.low, "label": band.label} for band in self.bands],
            "each": self.each,
            "severity": self.severity,
            "spread": self.spread,
            "extreme": self.extreme,
            "reasons": self.reasons,
            "panel": [{"account": seat.account, "role": seat.role} for seat in self.panel],
        }

    @property
    def text(self) -> str:
        """Canonical JSON: the bytes that are digested, kept and shown."""
        return canonical(self.as_json())

    @property
    def digest(self) -> str:
        return digest(self.text.encode())

    @property
    def ranges(self) -> tuple[tuple[str, int, int], ...]:
        """(label, lowest, highest score) of each band, highest band first."""
        tops = (self.highest, *(band.low - 1 for band in self.bands))
        return tuple((band.label, band.low, top) for band, top in zip(self.bands, tops, strict=False))

    @property
    def shown(self) -> dict[str, tuple[str, ...]]:
        """Each material that is shown, with the labels of the dimensions that need it."""
        found: dict[str, tuple[str, ...]] = {}
        for d in self.dims:
            found |= {code: (*found.get(code, ()), d.label) for code in d.shows}
        return found

    def is_extreme(self, points: int) -> bool:
        return points <= self.extreme or points >= self.highest - self.extreme

    def needs_reason(self, points: int) -> bool:
        return self.reasons == ALWAYS or self.is_extreme(points)

    def total(self, points: dict[str, int]) -> int:
        """One reviewer's scores of one candidate, weighted: in 1/100 point, because the weights add up to 100."""
        return sum(d.weight * points[d.code] for d in self.dims)


def read_rubric(text: str) -> Rubric:
    """The rules behind a stored text; only texts written by `Rubric.text` are stored."""
    raw: dict[str, Any] = json.loads(text)
    dims = tuple(
        Dimension(d["code"], d["label"], d["weight"], tuple(d["anchors"]), tuple(d["shows"]))
        for d in raw["dimensions"]
    )
    bands = tuple(Band(band["low"], band["label"]) for band in raw["bands"])
    panel = tuple(Seat(seat["account"], seat["role"]) for seat in raw["panel"])
    plain = {name: raw[name] for name in ("highest", "each", "severity", "spread", "extreme", "reasons")}
    return Rubric(dims=dims, bands=bands, panel=panel, **plain)
