"""How strict each reviewer is, and what a candidate's merit would be without it: exact, in whole numbers and fractions.

Model: total = candidate + reviewer, by least squares over candidates scored by several. The effects of the reviewers
add up to 0, so a merit is what the average reviewer of this panel would have given. Rounded once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

Totals = Mapping[tuple[str, int], int]  # (candidate, reviewer) → weighted total in 1/100 point
_HALF = Fraction(1, 2)


def rounded(value: Fraction) -> int:
    """To a whole number, halves upwards: 2.5 → 3, -2.5 → -2."""
    return (value + _HALF).__floor__()


def groups(pairs: Iterable[tuple[str, int]]) -> list[frozenset[int]]:
    """Reviewers who can be compared, because candidates in common link them; between groups nothing can be said."""
    met: list[tuple[set[str], set[int]]] = []
    for candidate, reviewer in pairs:
        linked = [one for one in met if candidate in one[0] or reviewer in one[1]]
        fresh = ({candidate}, {reviewer})
        for one in linked:
            fresh[0].update(one[0])
            fresh[1].update(one[1])
            met.remove(one)
        met.append(fresh)
    return sorted((frozenset(reviewers) for _candidates, reviewers in met), key=min)


def by_candidate(totals: Totals) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for (candidate, reviewer), total in sorted(totals.items()):
        found.setdefault(candidate, {})[reviewer] = total
    return found


def means(totals: Totals) -> dict[str, Fraction]:
    """The plain mean of each candidate's totals."""
    return {
        candidate: Fraction(sum(given.values()), len(given))
        for candidate, given in by_candidate(totals).items()
    }


def effects(totals: Totals) -> dict[int, Fraction]:
    """How much more (+) or less (−) than the average reviewer each gives, in 1/100 point.

    Raises ValueError when candidates in common do not link all reviewers.
    """
    if len(groups(totals)) > 1:
        raise ValueError("reviewers without candidates in common cannot be compared")
    reviewers = sorted({reviewer for _candidate, reviewer in totals})
    if not reviewers:
        return {}
    place = {reviewer: n for n, reviewer in enumerate(reviewers)}
    rows = [[Fraction(0)] * (len(reviewers) + 1) for _reviewer in reviewers]
    for given in by_candidate(totals).values():
        mean, share = Fraction(sum(given.values()), len(given)), Fraction(1, len(given))
        for reviewer, total in given.items():
            row = rows[place[reviewer]]
            row[place[reviewer]] += 1
            row[-1] += total - mean
            for other in given:
                row[place[other]] -= share
    rows[-1] = [Fraction(1)] * len(reviewers) + [Fraction(0)]
    return dict(zip(reviewers, _solved(rows), strict=True))


def corrected(totals: Totals) -> dict[str, Fraction]:
    """Each candidate's mean once what the reviewers give too much or too little is taken out; unrounded."""
    strictness = effects(totals)
    return {
        candidate: Fraction(sum(given.values()) - sum(strictness[r] for r in given), len(given))
        for candidate, given in by_candidate(totals).items()
    }


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Gauss and Jordan on [A | b]; A has full rank when the reviewers are linked."""
    size = len(rows)
    for column in range(size):
        pivot = next(n for n in range(column, size) if rows[n][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [value / head for value in rows[column]]
        for n in range(size):
            if n != column and (factor := rows[n][column]):
                rows[n] = [value - factor * top for value, top in zip(rows[n], rows[column], strict=True)]
    return [row[-1] for row in rows]
