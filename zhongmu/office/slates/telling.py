"""What the command wrote, told to staff: merit in points, people and workplaces by name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zhongmu.people.amounts import points
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.slate_files import NUMBER, UNIT

Name = Callable[[str], str]
_MERIT = re.compile(r"(?<=[好界距] )-?[0-9]+")
MOST_LISTED = 40
# What the command calls its own tables and keys, and what an officer calls the same.
_OURS = tuple(
    (re.compile(theirs), ours)
    for theirs, ours in (
        ("人员表里有 ([0-9]+) 人", r"候选\1人"),
        ("；按 Ctrl-C 可以停下", ""),
        ("在各名额准许的限度内", "在“可放宽到”准许的限度内"),
        ("要放宽请改名额表后重来", "要放宽请改测算要求，再测算一次"),
        (" (?=(必须|不得)入选)", ""),
        ("(?<=[^ -~]) (?=[0-9])|(?<=[0-9]) (?=[^ -~])", ""),
    )
)


class Kept(NamedTuple):
    """One rule: what it asks, how many people it is about, and how many of them are on the slate."""

    words: str
    bounds: str
    people: int
    chosen: int


class Line(NamedTuple):
    """A sentence, and what it counts up, one below the other."""

    words: str
    items: tuple[str, ...] = ()


def in_our_words(text: str) -> str:
    """A sentence of the command as the office says it."""
    for theirs, ours in _OURS:
        text = theirs.sub(ours, text)
    return text


def namer(people: Mapping[str, Application], table: str) -> Name:
    """Puts names in place of the receipt numbers and the numbered workplaces of this table of people."""
    words: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(table)):
        if (a := people.get(row[NUMBER])) is not None:
            words |= {row[NUMBER]: a.name, row[UNIT]: a.employer}
    known = sorted(filter(None, words), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, known)) or "(?!)")
    return lambda text: pattern.sub(lambda found: words[found[0]], text)


def conclusion(
    status: str, seats: int, *, value: int | None, bound: int | None, words: Sequence[str], name: Name
) -> list[str]:
    """What came of it; `words` are the command's own, told where no merit is in them."""
    facts = {
        "seats": seats,
        "value": points(value),
        "bound": points(bound),
        "gap": points((bound or 0) - (value or 0)),
    }
    if status == "infeasible":
        return [in_our_words(name(line)) for line in words]
    if value is None:
        return [_("停下时还没有找到名单；任何名单的评分合计都不超过%(bound)s。") % facts]
    if status == "proved":
        return [_("已证明最优：%(seats)s人评分合计%(value)s，没有更高的名单；同分的按公开字串抽签。") % facts]
    if value == bound:
        return [_("%(seats)s人评分合计%(value)s，已证明没有更高的；同分抽签没有走完，名单还不算定。") % facts]
    return [
        _("未证明最优：%(seats)s人评分合计%(value)s，任何合要求的名单都不超过%(bound)s，差距%(gap)s。")
        % facts
    ]


def listed(lines: Sequence[str], conflict: Mapping[str, Any] | None, name: Name) -> list[Line]:
    """A conclusion line by line; the demands that cannot be kept together are listed under the one that says so."""
    demands = conflict["demands"] if conflict else []
    whole = in_our_words(name(conflict["words"])) if conflict and len(demands) > 1 else ""
    items = [in_our_words(name(demand["words"])) for demand in demands[:MOST_LISTED]]
    if len(demands) > MOST_LISTED:
        items.append(_("……等%s条") % len(demands))
    return [
        Line(f"{line.partition('：')[0]}：", tuple(items)) if line == whole else Line(line) for line in lines
    ]


def under_way(words: str) -> str:
    """A line of progress as the command says it, its merits in points."""
    return in_our_words(_MERIT.sub(lambda found: points(int(found[0])), words))


def rules_of(record: Mapping[str, Any], name: Name) -> list[Kept]:
    return [
        Kept(
            f"{rule['feature']}：{name(rule['value'])}",
            bounds_in_words(rule["min"], rule["max"], record["seats"]),
            rule["people"],
            rule["chosen"],
        )
        for rule in record.get("rules", [])
    ]


def bounds_in_words(low: int, high: int, seats: int) -> str:
    if low == high:
        return _("正好%s人") % low
    if not low:
        return _("不限") if high >= seats else _("至多%s人") % high
    if high >= seats:
        return _("至少%s人") % low
    return _("%(low)s至%(high)s人") % {"low": low, "high": high}
