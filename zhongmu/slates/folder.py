"""The folder of a choice: its inputs as they came, its results, its record. Each file appears whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from zhongmu.slates.problem import Ints
from zhongmu.slates.reading import Inputs, Sheets
from zhongmu.slates.record import as_text, record_of
from zhongmu.slates.reserves import Reserves
from zhongmu.slates.run import Result
from zhongmu.slates.sheets.tables import Source

INPUTS = {part: f"inputs/{part}.csv" for part in ("people", "quotas", "already", "pairs")} | {
    "settings": "inputs/settings.toml"
}
RECORD, TIMING = "record.json", "timing.json"
SCRIPT = "check_slate.py"
"""A copy of the stand-alone check goes with every choice."""
RESULTS = ("selected.csv", "remaining.csv", "reserve.csv")


def in_the_way(folder: Path, paths: Iterable[Path]) -> Path | None:
    """An input that stands where a result will be written."""
    taken = {(folder / name).resolve() for name in (*RESULTS, RECORD, TIMING, SCRIPT, *INPUTS.values())}
    return next((path for path in paths if path.resolve() in taken), None)


def no_file(folder: Path) -> Path | None:
    """Something in the folder that stands where a file will be written and is none."""
    names = (*RESULTS, RECORD, TIMING, SCRIPT, *INPUTS.values())
    return next((folder / name for name in names if (folder / name).is_dir()), None)


def write(folder: Path, result: Result, inputs: Inputs) -> None:
    """The record goes first and comes last: a folder with a record holds what the record says."""
    files = results_of(result)
    given = inputs.given
    outputs = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    record = record_of(result, {part: source.digest for part, source in given.items()}, outputs)
    files |= {INPUTS[part]: source.content for part, source in given.items()}
    files[SCRIPT] = Path(__file__).with_name(SCRIPT).read_bytes()
    (folder / "inputs").mkdir(parents=True, exist_ok=True)
    for name in (RECORD, TIMING, *RESULTS, *INPUTS.values()):
        if name not in files:
            (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        _replace(folder / name, content)
    _replace(folder / RECORD, as_text(record).encode())


def write_timing(folder: Path, seconds: dict[str, float]) -> None:
    """Apart from the record: times differ from run to run."""
    _replace(folder / TIMING, f"{json.dumps(seconds, indent=2)}\n".encode())


def results_of(result: Result) -> dict[str, bytes]:
    sheets, chosen = result.sheets, result.chosen
    if chosen is None or result.reserves is None:
        return {}
    left = np.setdiff1d(np.arange(sheets.problem.people), chosen)
    return {
        "selected.csv": _rows(sheets, chosen),
        "remaining.csv": _rows(sheets, left),
        "reserve.csv": _reserve(sheets, result.reserves),
    }


def _reserve(sheets: Sheets, reserves: Reserves) -> bytes:
    """The list in its order, with the seats that each is the substitute of."""
    seats: dict[int, list[str]] = {person: [] for person in reserves.order.tolist()}
    for one in reserves.substitutes:
        if one.person is not None:
            seats[one.person].append(sheets.problem.ids[one.member])
    order = [str(place) for place in range(1, len(reserves.order) + 1)]
    before = {"reserve_order": order, "substitute_for": ["、".join(ids) for ids in seats.values()]}
    return _rows(sheets, reserves.order, before)


def _rows(sheets: Sheets, people: Ints, before: dict[str, list[str]] | None = None) -> bytes:
    """The rows of these people as they were given, in the encoding they were given in, after these columns."""
    columns = dict(before or {})
    if sheets.numbered:
        columns["id"] = [sheets.problem.ids[person] for person in people.tolist()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*columns, *sheets.table.header])
    places = sheets.rows[people].tolist()
    given = [[column[place] for place in places] for column in sheets.table.columns]
    writer.writerows(zip(*columns.values(), *given, strict=True))
    return text.getvalue().encode(sheets.table.encoding)


def read_inputs(folder: Path, parts: Iterable[str]) -> Inputs:
    """The copies of these parts in the folder of a choice."""
    return inputs_of({part: folder / INPUTS[part] for part in parts})


def inputs_of(paths: dict[str, Path]) -> Inputs:
    """Raises OSError for a file that cannot be read."""
    return Inputs(**{part: Source(path.name, path.read_bytes()) for part, path in paths.items()})


def _replace(path: Path, content: bytes) -> None:
    opened, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
