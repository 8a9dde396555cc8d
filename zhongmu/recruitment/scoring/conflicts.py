"""Which candidates a reviewer cannot score, matched from what the reviewer declared before seeing anything.

Limit, said on the page: names and units are compared as written, without blanks, brackets and places in front; a
short name of a unit (重医附一院) matches nothing. What is missed, the reviewer declares on the card.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from zhongmu.bureaus.policy import Policy
from zhongmu.people.units import plain, same_unit
from zhongmu.recruitment.models import Application


@dataclass(frozen=True, slots=True)
class Declared:
    """What a reviewer says of themselves: own units (credit codes too), units of relatives, persons they are tied to."""

    own: tuple[str, ...]
    units: tuple[str, ...]
    persons: tuple[str, ...]

    @property
    def text(self) -> str:
        fields = {"own": self.own, "units": self.units, "persons": self.persons}
        return json.dumps(fields, ensure_ascii=False)


def _any_unit(declared: Iterable[str], unit: str) -> bool:
    return bool(unit) and any(same_unit(each, unit) for each in declared)


def match(declared: Declared, application: Application) -> str:
    """How this candidate and the reviewer meet: name, unit or recommender; "" when nothing is found."""
    units = (*declared.own, *declared.units)
    if plain(application.name) in {plain(name) for name in declared.persons}:
        return "name"
    if _any_unit(units, application.employer):
        return "unit"
    return "recommender" if _any_unit(units, application.unit_name) else ""


def kind_of(matched: str, policy: Policy) -> str:
    """The measure's code for what the program matched."""
    return next((row.code for row in policy["score.conflicts"] if row["match"] == matched), matched)
