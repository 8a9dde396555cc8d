"""What a rule says about an act: a sentence a person can read, the words it rests on, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cite:
    """One article of one measure. An empty `article_key` cites the measure's parameter named in `note`."""

    pack_id: str
    article_key: str
    label: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.label}（{self.note}）" if self.note else self.label


@dataclass(frozen=True)
class Blocker:
    """The act may not be done."""

    sentence: str
    cite: Cite | None = None
    remedy: str = ""

    def __str__(self) -> str:
        return spoken(self)


@dataclass(frozen=True)
class NeedsApproval:
    """The act may be done once somebody with `role` has approved it."""

    sentence: str
    cite: Cite | None = None
    remedy: str = ""
    role: str = "leader"

    def __str__(self) -> str:
        return spoken(self)


@dataclass(frozen=True)
class Notice:
    """The act may be done; the person should know this first."""

    sentence: str
    cite: Cite | None = None
    remedy: str = ""

    def __str__(self) -> str:
        return spoken(self)


Ruling = Blocker | NeedsApproval | Notice


def spoken(ruling: Ruling) -> str:
    """Read a ruling out: what is wrong, which words say so, what to do next."""
    said = ruling.sentence.rstrip("。")
    because = f"（依据：{ruling.cite}）" if ruling.cite else ""
    return f"{said}{because}。{ruling.remedy}"


def blockers(rulings: Iterable[Ruling]) -> tuple[Blocker, ...]:
    return tuple(r for r in rulings if isinstance(r, Blocker))
