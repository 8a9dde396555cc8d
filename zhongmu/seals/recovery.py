"""The printed recovery sheet: every key in letters a person can type back, each line checked by itself.

A line is its number, a name and six groups of five letters (A–Z, 2–7): 16 bytes of a key in 26 letters, 4 letters of check.
Mistaken 0, 1 and 8 are read as O, I and B, which they look like.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .keys import SIZE, Keyring

HALF = SIZE // 2
GROUP, LETTERS, CHECK = 5, 26, 4
LINE = re.compile(
    r"^\s*(\d{1,4})\s+(CURRENT|INDEX|LEDGER|SIGN|K)(?:-(\d{1,6}))?(?:/([12]))?\s+(.*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    number: int
    name: str  # K-1/2: the second half of version 1
    groups: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.number:02d}  {self.name:<10} {' '.join(self.groups)}"


class WrongLine(ValueError):
    """A line of the sheet was mistyped or is missing; `number` says which, as printed (0: the sheet as a whole)."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


def sheet_lines(ring: Keyring) -> list[SheetLine]:
    parts = [("CURRENT", ring.current.to_bytes(HALF, "big")), *_halves(ring)]
    return [
        SheetLine(number, name, _groups(number, name, half)) for number, (name, half) in enumerate(parts, 1)
    ]


def sheet_text(ring: Keyring) -> str:
    lines = sheet_lines(ring)
    head = _("众目密钥恢复单（共 %(count)s 行）。打印后封存于保险柜，不得拍照、不得电子保存。") % {
        "count": len(lines)
    }
    return "\n".join([head, "", *map(str, lines)]) + "\n"


def restore_from_sheet(text: str) -> Keyring:
    """The keyring typed back from a sheet; WrongLine names the first line that is mistyped or missing."""
    found: dict[str, bytes] = {}
    for expected, match in enumerate(filter(None, map(LINE.match, text.splitlines())), 1):
        name = _name(match)
        if int(match[1]) != expected:
            raise WrongLine(
                expected, _("缺少第 %(number)s 行；请对照恢复单逐行录入。") % {"number": expected}
            )
        found[name] = _half(expected, name, match[5])
    keys = {int(name[2:-2]): _whole(found, name[:-2]) for name in found if re.fullmatch(r"K-\d+/1", name)}
    current = int.from_bytes(found.get("CURRENT", b""), "big")
    if current not in keys:
        raise WrongLine(0, _("恢复单不完整：没有当前版本的密钥。请把恢复单的每一行都录入。"))
    index, ledger, signing = (_whole(found, name) for name in ("INDEX", "LEDGER", "SIGN"))
    return Keyring(current=current, keys=keys, index=index, ledger=ledger, signing=signing)


def _halves(ring: Keyring) -> Iterator[tuple[str, bytes]]:
    named = [(f"K-{version}", key) for version, key in sorted(ring.keys.items())]
    for name, key in [*named, ("INDEX", ring.index), ("LEDGER", ring.ledger), ("SIGN", ring.signing)]:
        yield f"{name}/1", key[:HALF]
        yield f"{name}/2", key[HALF:]


def _name(match: re.Match[str]) -> str:
    name = match[2].upper()
    return name + (f"-{int(match[3])}" if match[3] else "") + (f"/{match[4]}" if match[4] else "")


def _groups(number: int, name: str, half: bytes) -> tuple[str, ...]:
    letters = base64.b32encode(half).decode().rstrip("=") + _check(number, name, half)
    return tuple(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def _check(number: int, name: str, half: bytes) -> str:
    return base64.b32encode(hashlib.sha256(f"{number} {name} ".encode() + half).digest()).decode()[:CHECK]


def _half(number: int, name: str, typed: str) -> bytes:
    groups = typed.upper().translate(str.maketrans("018", "OIB")).split()
    for place, group in enumerate(groups, 1):
        if not re.fullmatch(r"[A-Z2-7]{5}", group):
            raise WrongLine(
                number,
                _("第 %(number)s 行第 %(place)s 组“%(group)s”有误：每组应为 5 个字母或数字 2–7。")
                % {"number": number, "place": place, "group": group},
            )
    letters = "".join(groups)
    half = base64.b32decode(letters[:LETTERS] + "======") if len(letters) == LETTERS + CHECK else b""
    if not half or "".join(_groups(number, name, half)) != letters:
        raise WrongLine(
            number, _("第 %(number)s 行与校验码不符；请对照恢复单重新录入这一行。") % {"number": number}
        )
    return half


def _whole(found: dict[str, bytes], name: str) -> bytes:
    try:
        return found[f"{name}/1"] + found[f"{name}/2"]
    except KeyError:
        raise WrongLine(0, _("恢复单不完整：缺少 %(name)s 的行。") % {"name": name}) from None
