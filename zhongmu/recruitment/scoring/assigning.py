"""Which reviewer scores which candidate: evenly, linked through candidates in common, the same for the same labels."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

Pair = tuple[str, int]  # (label, reviewer)


@dataclass(frozen=True)
class Assigned:
    """`pairs` to be added; `short` is how many reviewers each of these labels still lacks."""

    pairs: tuple[Pair, ...]
    short: dict[str, int]


def _toss(label: str, reviewer: int) -> str:
    """A fixed order among reviewers who are otherwise equal, another for each label."""
    return hashlib.sha256(f"{label}/{reviewer}".encode()).hexdigest()


def assign(
    labels: Iterable[str],
    reviewers: Collection[int],
    *,
    each: int,
    barred: Collection[Pair] = (),
    done: Collection[Pair] = (),
) -> Assigned:
    """Give every label reviewers until it has `each`; never one who is barred from it. `done` pairs stay and count."""
    load = Counter(reviewer for _label, reviewer in done)
    met: Counter[frozenset[int]] = Counter()
    pairs: list[Pair] = []
    short: dict[str, int] = {}
    for label in sorted(labels):
        has = {reviewer for other, reviewer in done if other == label}
        free = [r for r in reviewers if r not in has and (label, r) not in barred]
        for _seat in range(each - len(has)):
            if not free:
                break
            best = min(
                free, key=lambda r: (load[r], sum(met[frozenset({r, o})] for o in has), _toss(label, r))
            )
            free.remove(best)
            met.update(frozenset({best, other}) for other in has)
            has.add(best)
            load[best] += 1
            pairs.append((label, best))
        if len(has) < each:
            short[label] = each - len(has)
    return Assigned(tuple(pairs), short)
