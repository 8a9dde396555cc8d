"""Sheets as text, and what reading them says."""

from __future__ import annotations

from zhongmu.slates.reading import Inputs, Sheets, read_sheets
from zhongmu.slates.sheets.cells import BadSheets
from zhongmu.slates.sheets.tables import Source

PEOPLE = "id,score,gender\na,30,F\nb,20,M\nc,10,M\n"
QUOTAS = "feature,value,min,max\ngender,F,0,1\ngender,M,1,2\n"


def source(name: str, content: str | bytes | None) -> Source | None:
    if content is None:
        return None
    return Source(name, content if isinstance(content, bytes) else content.encode())


def inputs(people: str | bytes = PEOPLE, quotas: str | bytes = QUOTAS, **more: str | bytes) -> Inputs:
    ends = {"settings": "toml"}
    return Inputs(
        source("people.csv", people),
        source("quotas.csv", quotas),
        **{part: source(f"{part}.{ends.get(part, 'csv')}", content) for part, content in more.items()},
    )


def read(people: str | bytes = PEOPLE, quotas: str | bytes = QUOTAS, seats: int = 2, **more) -> Sheets:
    return read_sheets(inputs(people, quotas, **more), seats)


def mistakes(*given, **more) -> list[tuple[str, int, str, str]]:
    """File, row, column and text of every bad cell."""
    try:
        read(*given, **more)
    except BadSheets as bad:
        return [(cell.file, cell.row, cell.column, cell.text) for cell in bad.cells]
    return []


def sentence(*given, **more) -> str:
    try:
        read(*given, **more)
    except BadSheets as bad:
        return str(bad)
    return ""
