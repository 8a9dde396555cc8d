"""People who count towards the same rules are alike where merit does not matter: one column stands for all of them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from zhongmu.slates.engines import Model
from zhongmu.slates.problem import IN, OUT, Ints, Problem


class Crowd:
    """The people of a problem in groups of the same `rules`; `labels[p]` is the group of person p."""

    def __init__(self, problem: Problem, rules: Collection[int]) -> None:
        self.problem, self.rules = problem, sorted(rules)
        self.labels = _labels(problem, self.rules)
        self.groups = int(self.labels.max(initial=-1)) + 1
        members = [np.unique(self.labels[problem.members_of(rule)]) for rule in self.rules]
        self.lengths = np.array([len(groups) for groups in members], np.int64)
        self.columns = np.concatenate([np.zeros(0, np.int64), *members])

    def model(self, seats: tuple[int, int], bounds: list[tuple[int, int]], fixed: Ints) -> Model:
        """How many of each group take a seat; `bounds` of `rules` in their order, `fixed` for each person."""
        sizes = np.bincount(self.labels, minlength=self.groups)
        every = np.arange(self.groups)
        rows = [seats, *bounds]
        starts = np.cumsum([0, self.groups, *self.lengths.tolist()])
        return Model(
            objective=np.zeros(self.groups, np.int64),
            lower=np.bincount(self.labels[fixed == IN], minlength=self.groups),
            upper=sizes - np.bincount(self.labels[fixed == OUT], minlength=self.groups),
            low=np.array([low for low, _high in rows], np.int64),
            high=np.array([high for _low, high in rows], np.int64),
            starts=starts,
            columns=np.concatenate((every, self.columns)),
            weights=np.ones(int(starts[-1]), np.int64),
        )


def _labels(problem: Problem, rules: list[int]) -> Ints:
    """Rules without a common member share a layer; whoever is the same in every layer is alike."""
    layers: list[Ints] = []
    for number, rule in enumerate(rules):
        members = problem.members_of(rule)
        for layer in layers:
            if not layer[members].any():
                break
        else:
            layer = np.zeros(problem.people, np.int64)
            layers.append(layer)
        layer[members] = number + 1
    labels = np.zeros(problem.people, np.int64)
    for layer in layers:
        labels = np.unique(labels * (len(rules) + 1) + layer, return_inverse=True)[1]
    return labels
