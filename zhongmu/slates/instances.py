"""Invented tables to measure and to test on: people with features, skewed merits, quotas that a slate can keep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhongmu.slates.problem import Ints, Problem, Rule

FEATURES = {
    "性别": ("女", "男"),
    "年龄段": ("18–34", "35–44", "45–54", "55–64", "65+"),
    "类别": ("普通参保群众", "人大代表", "政协委员", "医药界", "新闻界", "社区工作者", "专家"),
    "学历": ("初中及以下", "高中", "专科", "本科", "研究生"),
    "职业": ("务农", "务工", "经商", "教师", "医护", "退休", "其他"),
    "区县": tuple(f"第{n}区" for n in range(1, 16)),
}
"""Six features with 41 values between them."""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: for each feature the number of each person's value."""

    scores: Ints
    columns: dict[str, Ints]


def table(people: int, *, seed: int) -> Table:
    """Merits in 1/100 point, most of them middling; values as uneven as they are among those who apply."""
    source = np.random.default_rng(seed)
    columns = {}
    for feature, values in FEATURES.items():
        shares = source.dirichlet(np.full(len(values), 3.0))
        columns[feature] = source.choice(len(values), size=people, p=shares)
    merit = source.beta(5, 2.5, size=people) * 10000
    merit += 250 * (columns["学历"] - 2) + 150 * (columns["类别"] == len(FEATURES["类别"]) - 1)
    return Table(np.clip(np.rint(merit), 0, 10000).astype(np.int64), columns)


def instance(people: int, seats: int, *, slack: int, seed: int) -> Problem:
    """Quotas `slack` around what a random slate holds: 0 makes every quota exact. Such a slate keeps them all."""
    drawn = table(people, seed=seed)
    source = np.random.default_rng(seed + 1_000_003)
    slate = source.choice(people, size=seats, replace=False)
    rules, members = [], []
    for feature, values in FEATURES.items():
        column = drawn.columns[feature]
        for number, value in enumerate(values):
            held = int((column[slate] == number).sum())
            low, high = max(0, held - slack), min(seats, held + slack)
            rules.append(Rule("quota", feature, value, low, high, low, high))
            members.append(np.flatnonzero(column == number))
    return Problem(
        ids=tuple(f"{n:06d}" for n in range(people)),
        scores=drawn.scores,
        seats=seats,
        rules=tuple(rules),
        starts=np.cumsum([0, *map(len, members)]).astype(np.int64),
        members=np.concatenate(members).astype(np.int64),
        fixed=np.zeros(people, dtype=np.int8),
    )


def sheets_of(people: int, seats: int, *, slack: int, seed: int) -> dict[str, str]:
    """The same instance as the sheets somebody would hand in: people and quotas."""
    drawn, problem = table(people, seed=seed), instance(people, seats, slack=slack, seed=seed)
    columns = [[FEATURES[name][n] for n in column.tolist()] for name, column in drawn.columns.items()]
    rows = zip(problem.ids, map(str, drawn.scores.tolist()), *columns, strict=True)
    quotas = [f"{rule.feature},{rule.value},{rule.low},{rule.high}" for rule in problem.rules]
    return {
        "people": "\n".join([",".join(["id", "score", *FEATURES]), *map(",".join, rows)]) + "\n",
        "quotas": "\n".join(["feature,value,min,max", *quotas]) + "\n",
    }
