"""Made-up pools as the files of a choice: skilled people are rarer in some quotas than those ask for."""

from __future__ import annotations

import random
from dataclasses import replace

from zhongmu.slates.problem import Problem

FEATURES = {f"特征{number}": 5 for number in range(1, 8)} | {"特征8": 6}
"""41 quotas in all."""


def pool(people: int, seats: int, *, spread: int = 1, seed: int = 1, step: int = 1) -> tuple[str, str]:
    """The people's table and the quotas, each `spread` seats wide either way (0: exactly so many).

    Scores are multiples of `step`: a large one makes many slates equal.
    """
    chance = random.Random(seed)  # noqa: S311  made-up people
    rows = [",".join(["id", "score", *FEATURES])]
    values = {name: [f"值{n}" for n in range(size)] for name, size in FEATURES.items()}
    weights = {name: [chance.uniform(0.5, 2) for _value in values[name]] for name in FEATURES}
    for number in range(people):
        tags = [chance.choices(values[name], weights[name])[0] for name in FEATURES]
        rows.append(",".join([f"p{number:06d}", str(chance.randrange(4000, 10001) // step * step), *tags]))
    quotas = ["feature,value,min,max"]
    for name, size in FEATURES.items():
        shares = [seats // size + (place < seats % size) for place in range(size)]
        quotas += [
            f"{name},{value},{max(0, share - spread)},{share + spread}"
            for value, share in zip(values[name], shares, strict=True)
        ]
    return "\n".join(rows) + "\n", "\n".join(quotas) + "\n"


def flexible(case: Problem, room: int) -> Problem:
    """Every rule may give by `room` either way."""
    rules = [
        replace(rule, low_flex=max(0, rule.low - room), high_flex=rule.high + room) for rule in case.rules
    ]
    return replace(case, rules=tuple(rules))
