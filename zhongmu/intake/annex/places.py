"""Where each printed label stands in the grid, the box to the right of it, and what stands nowhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhongmu.intake.annex.boxes import Box
from zhongmu.intake.annex.grid import Grid
from zhongmu.intake.annex.rules import MATES, PHOTO, label_of


@dataclass
class Place:
    """A label at `row`; `value` is the box to its right, None when there is none or it is itself a label."""

    row: int
    value: Box | None
    notes: tuple[str, ...] = ()


def places_of(grid: Grid) -> tuple[dict[str, list[Place]], tuple[str, ...]]:
    """Every label with its places, and the words that belong to no label.

    Words without a label throw doubt on the labels of their row, or of the nearest labelled row above: a value may
    have run over into them.
    """
    places: dict[str, list[Place]] = defaultdict(list)
    rest = list(grid.loose)
    above: list[Place] = []
    for number, row in enumerate(grid.rows):
        labelled, left_over = _row(number, row)
        for label, place in labelled:
            places[label].append(place)
        above = [place for _label, place in labelled] or above
        rest += left_over
        if left_over:
            for place in above:
                place.notes = (_("旁边还有没有归到哪一栏的字，可能是这一栏写到了外面"),)
    _doubt_the_lonely(places)
    return places, tuple(rest)


def _doubt_the_lonely(places: dict[str, list[Place]]) -> None:
    for first, second in (*MATES, *((b, a) for a, b in MATES)):
        if first not in places:
            for place in places.get(second, []):
                place.notes += (_("同一行少了“%s”，这一栏可能错了位") % first,)


def _row(number: int, row: tuple[Box, ...]) -> tuple[list[tuple[str, Place]], list[str]]:
    labels = [None if box.continues else label_of(box.text) for box in row]
    labelled: list[tuple[str, Place]] = []
    used: set[int] = set()
    for at, label in enumerate(labels):
        if label is None or label == PHOTO:
            continue
        right = at + 1
        free = right < len(row) and not row[right].continues and labels[right] is None
        labelled.append((label, Place(number, row[right] if free else None, row[at].notes)))
        used |= {at, right} if free else {at}
    left = [box.text for at, box in enumerate(row) if box.text and at not in used and labels[at] != PHOTO]
    return labelled, left
