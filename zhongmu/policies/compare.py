"""Two measures side by side, parameter by parameter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhongmu.policies.kinds import Key
from zhongmu.policies.pack import Pack, Parameter
from zhongmu.policies.schema import SCHEMA


@dataclass(frozen=True)
class Row:
    """`a` and `b` are Chinese words; 未规定 where a measure is silent."""

    key: str
    title: str
    a: str
    b: str
    same: bool


@dataclass(frozen=True)
class Comparison:
    a: Pack
    b: Pack
    rows: tuple[Row, ...]

    @property
    def articles(self) -> tuple[int, int]:
        """How many articles, items and form cells each measure has."""
        return len(self.a.articles), len(self.b.articles)

    @property
    def different(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.same)


def compare(a: Pack, b: Pack) -> Comparison:
    return Comparison(a, b, tuple(_rows(a, b)))


def _rows(a: Pack, b: Pack) -> Iterator[Row]:
    for key, known in SCHEMA.items():
        left, right = a.parameters.get(key), b.parameters.get(key)
        if left or right:
            yield Row(
                key, known.title, _words(known, left), _words(known, right), _meaning(left) == _meaning(right)
            )


def _words(key: Key, parameter: Parameter | None) -> str:
    return parameter.words if parameter else key.say(None)


def _meaning(parameter: Parameter | None) -> object:
    """What two measures may agree on: values and labels, not the article numbers behind them."""
    if parameter is None:
        return None
    if SCHEMA[parameter.key].kind != "codes":
        return parameter.value, parameter.unit
    return {(row.code, row.label, *row.columns.items()) for row in parameter.value}
