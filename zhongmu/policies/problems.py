"""What is wrong with a pack: file, line, what, and the remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}：{self.wrong}。{self.remedy}"


class PackError(Exception):
    """One or more packs cannot be used. `problems` says why, each with its remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


class Page:
    """A pack file's text, to find the line of what is wrong in it and to collect the problems."""

    def __init__(self, path: Path, text: str) -> None:
        self.file = str(path)
        self.problems: list[Problem] = []
        self._lines = text.splitlines()

    def wrong(self, what: str, remedy: str, *, line: int = 1) -> None:
        self.problems.append(Problem(self.file, line, what, remedy))

    def field(self, name: str, *, after: int) -> int:
        """The line of `name = …` in the table whose header is line `after`; the header's when it has none."""
        return self._in_table(rf"\s*{re.escape(name)}\s*=", after)

    def code(self, code: str, *, after: int) -> int:
        """The line of a row of codes in the table whose header is line `after`."""
        return self._in_table(rf'.*\bcode\s*=\s*"{re.escape(code)}"', after)

    def _in_table(self, pattern: str, header: int) -> int:
        for number, line in enumerate(self._lines[header:], start=header + 1):
            if line.startswith("["):
                break
            if re.match(pattern, line):
                return number
        return header

    def top(self, field: str) -> int:
        return self._matching(rf'"?{re.escape(field)}"?\s*=|\[+"?{re.escape(field)}"?[\].]')

    def parameter(self, key: str) -> int:
        """The line of a parameter's header."""
        return self._matching(rf'\[parameters\."{re.escape(key)}"\]|"?{re.escape(key)}"?\s*=')

    def row(self, table: str, number: int) -> int:
        """The line of the n-th (from 0) `[[table]]`."""
        headers = [n for n, line in enumerate(self._lines, start=1) if line.strip() == f"[[{table}]]"]
        return headers[number] if number < len(headers) else 1

    def _matching(self, pattern: str) -> int:
        for number, line in enumerate(self._lines, start=1):
            if re.match(rf"\s*(?:{pattern})", line):
                return number
        return 1
