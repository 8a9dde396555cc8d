"""A batch as the files of the `zhongmu slate` command: the page, the auditor and the command read the same."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.canonical import canonical
from zhongmu.people.cjk import without_blanks
from zhongmu.recruitment.models import Application, SlateDesign
from zhongmu.recruitment.slate import FEATURES
from zhongmu.slates.reading import Inputs, Sheets, read_sheets
from zhongmu.slates.sheets.tables import Source

PEOPLE, QUOTAS, PAIRS, SETTINGS = "people.csv", "quotas.csv", "pairs.csv", "settings.toml"
PARTS = {"people": PEOPLE, "quotas": QUOTAS, "settings": SETTINGS, "pairs": PAIRS}
NUMBER, SCORE, UNIT, MUST = "编号", "分数", "单位", "必须"
LIMIT_SECONDS = 300
_NO_UNIT = {"", "无", "没有", "-", "—"}


def input_files(
    people: Sequence[Application],
    merits: Mapping[int, int],
    design: SlateDesign,
    *,
    policy: Policy,
    on: date,
) -> dict[str, str]:
    """The texts of the input files. People stand under receipt numbers; units under numbers of their own.

    `merits` are whole numbers in 1/100 point; whoever is not in it counts 0.
    """
    bounded = {bound["feature"] for bound in design.bounds} or {
        "category"
    }  # a table of quotas is never empty
    used = [code for code in FEATURES if code in bounded]
    cells = {a.pk: [FEATURES[code][1](a, policy, on) for code in used] for a in people}
    units, must = _units(people), {row["application"]: row["how"] for row in design.fixed}
    titles = [str(FEATURES[code][0]) for code in used]
    rows = [
        [a.number, merits.get(a.pk, 0), units[a.pk], must.get(a.pk, ""), *cells[a.pk]]
        for a in sorted(people, key=lambda a: a.number)
    ]
    files = {
        PEOPLE: _table([[NUMBER, SCORE, UNIT, MUST, *titles], *rows]),
        QUOTAS: _table(_quotas(used, cells.values(), design)),
        SETTINGS: _settings(design),
    }
    number = {a.pk: a.number for a in people}
    # A pair one of whom is no longer a candidate asks for nothing.
    both = [(p["a"], p["b"]) for p in design.pairs if p["a"] in number and p["b"] in number]
    if both:
        files[PAIRS] = _table([["甲", "乙"], *[[number[a], number[b]] for a, b in both]])
    return files


def digest_of(inputs: Mapping[str, Any]) -> str:
    """SHA-256 over files, seats and seed: equal exactly when a new run would read the same."""
    return hashlib.sha256(canonical(dict(inputs)).encode()).hexdigest()


def sheets_of(inputs: Mapping[str, Any]) -> Sheets:
    """The same inputs read without a folder between. Raises BadSheets where a cell is bad."""
    parts = {
        part: Source(name, inputs["files"][name].encode())
        for part, name in PARTS.items()
        if name in inputs["files"]
    }
    return read_sheets(Inputs(**parts), inputs["seats"])


def _units(people: Sequence[Application]) -> dict[int, str]:
    """A number for each employer, so that a cap can count colleagues and no file names an employer."""
    said = {a.pk: without_blanks(a.employer) for a in people}
    known = sorted({unit for unit in said.values() if unit not in _NO_UNIT})
    numbers = {unit: _("单位%s") % place for place, unit in enumerate(known, 1)}
    return {pk: numbers.get(unit, "") for pk, unit in said.items()}


def _quotas(used: Sequence[str], cells: Iterable[Sequence[str]], design: SlateDesign) -> list[list[object]]:
    """Every value that somebody has or some bound names; without a bound from nobody to everybody."""
    rows: list[list[object]] = [["feature", "value", "min", "max", "min_flex", "max_flex"]]
    seen = list(cells)
    for place, code in enumerate(used):
        bounds = {b["value"]: b for b in design.bounds if b["feature"] == code}
        for value in sorted({row[place] for row in seen} | set(bounds)):
            free = {"low": 0, "high": design.seats, "low_flex": 0, "high_flex": design.seats}
            b = bounds.get(value, free)
            limits = [b["low"], b["high"], b["low_flex"], b["high_flex"]]
            rows.append([str(FEATURES[code][0]), value, *limits])
    return rows


def _settings(design: SlateDesign) -> str:
    lines = [f'id_column = "{NUMBER}"', f'score_column = "{SCORE}"', f'must_column = "{MUST}"']
    if design.unit_cap:
        lines += [f'unit_column = "{UNIT}"', f"unit_cap = {design.unit_cap}"]
    return "\n".join([*lines, f"time_limit_s = {LIMIT_SECONDS}", ""])


def _table(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
