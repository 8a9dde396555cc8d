"""Where each printed label stands in the grid, the box to the right of it, and what stands nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

from zhongmu.intake.annex.boxes import Box
from zhongmu.intake.annex.grid import Grid
from zhongmu.intake.annex.rules import DECLARATION, FIELDS, MATES, NAME, PHOTO, PLAIN, is_plainly, label_of

_ORDER = {label: number for number, label in enumerate(FIELDS)}  # as the form prints them, row by row

_PRINTED_WITH = {second: first for first, second in MATES}  # by the label that begins its row


@dataclass
class Place:
    """A label at `row`; `value` is the box to its right, None when there is none or it is itself a label.

    `displaced`: something about its row or its order is not as printed.
    """

    row: int
    value: Box | None
    notes: tuple[str, ...] = ()
    displaced: bool = False


@dataclass(frozen=True)
class Layout:
    """Every label with its places; `rest` belongs to no label.

    `in_order`: every label once, each with its box, nothing beside them, and the line for signing where it is printed.
    `moved`: a box is lost, a label is missing or repeated while others are displaced, or what one label asks for
    stands beside another only. Then a whole column or a label may have moved, and every row still look in order.
    """

    places: Mapping[str, list[Place]]
    rest: tuple[str, ...]
    in_order: bool
    moved: bool


def layout_of(grid: Grid) -> Layout:
    """Where everything stands, and which labels to doubt for it.

    Words without a label throw doubt on the labels of their row, or of the nearest labelled row above: a value may
    have run over into them. A row that lacks a box, or begins with something else than a label, throws doubt on all
    its labels: what stands to the right of one may have been another's.
    """
    places: dict[str, list[Place]] = defaultdict(list)
    rest, strays = list(grid.loose), False
    above: list[Place] = []
    met: list[tuple[str, Place]] = []
    for number, row in enumerate(grid.rows):
        labelled, left_over = _row(number, row)
        for label, place in labelled:
            places[label].append(place)
        met += labelled
        above = [place for _label, place in labelled] or above
        rest += left_over
        if left_over and above:
            strays = True
            _doubt(above, _("旁边还有没有归到哪一栏的字，可能是这一栏写到了外面"))
    _doubt_the_lonely(places)
    _doubt_the_moved(met)
    known = _known(places)
    once = all(len(places.get(label, ())) == 1 for label in FIELDS if label != PHOTO)
    displaced = any(place.displaced for found in places.values() for place in found)
    moved = (
        _lost_a_box(places)
        or (displaced and not once)
        or any(kind not in labels for kind, labels in known.items())
    )
    return Layout(
        dict(places), tuple(rest), once and not strays and not moved and DECLARATION in known, moved
    )


def _lost_a_box(places: Mapping[str, list[Place]]) -> bool:
    return any(place.value is None for found in places.values() for place in found)


def _known(places: Mapping[str, list[Place]]) -> dict[str, set[str]]:
    """What kinds of words stand in the form, by the labels they stand beside; a name may be any word."""
    known: dict[str, set[str]] = defaultdict(set)
    for label, found in places.items():
        for kind in PLAIN if label != NAME else ():
            if any(place.value and is_plainly(kind, place.value.text) for place in found):
                known[kind].add(label)
    return known


def _doubt(places: Iterable[Place], note: str) -> None:
    for place in places:
        place.notes += (note,)
        place.displaced = True


def _doubt_the_lonely(places: Mapping[str, list[Place]]) -> None:
    for first, second in (*MATES, *((b, a) for a, b in MATES)):
        rows = {place.row for place in places.get(first, ())}
        lonely = (place for place in places.get(second, ()) if place.row not in rows)
        _doubt(lonely, _("同一行少了“%s”，这一栏可能错了位") % first)


def _doubt_the_moved(met: list[tuple[str, Place]]) -> None:
    """Labels that stand after one printed below them, and that one too: either may have changed its place."""
    order = [_ORDER[label] for label, _place in met]
    highest = accumulate(order, max)
    lowest = reversed(list(accumulate(reversed(order), min)))
    moved = (
        place
        for (_label, place), own, high, low in zip(met, order, highest, lowest, strict=True)
        if low < own or high > own
    )
    _doubt(moved, _("这一栏的先后和表上印的不一样，可能移过位"))


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
    begins = next((label for box, label in zip(row, labels, strict=True) if not box.continues), None)
    found = [place for _label, place in labelled]
    if begins is None or any(place.value is None for place in found):
        _doubt(found, _("这一行的格子少了或移了位"))
    if len({_PRINTED_WITH.get(label, label) for label, _place in labelled}) > 1:
        _doubt(found, _("这一行放了表上不在同一行的栏目，可能移过位"))
    return labelled, left
