"""The fonts documents are set in: which are there, which come first, and which characters they can draw.

Fonts come from the folders in `settings.FONTS_DIRS`, the operator's first. A character the first font of a
role lacks is drawn by the next one that has it, glyph by glyph; one that no font has stops the document.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

# GB/T 9704 names these faces; each is used when the operator's folder has it.
PREFERRED: dict[str, tuple[str, ...]] = {
    "body": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "FandolFang R",
        "FandolFang",
    ),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    "hei": ("SimHei", "黑体", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "FandolHei"),
    "song": ("SimSun", "宋体"),
}
SHIPPED = "Noto Serif SC"
_SHOWN = 10


class MissingGlyph(ValueError):
    """No font can draw these characters; the message tells the reader what to do."""

    def __init__(self, chars: Iterable[str]) -> None:
        self.chars = list(chars)
        named = "、".join(f"「{c}」（U+{ord(c):04X}）" for c in self.chars[:_SHOWN])
        more = _("等 %(count)s 个字") % {"count": len(self.chars)} if len(self.chars) > _SHOWN else ""
        self.sentence = _(
            "现有字体都没有以下字形：%(chars)s%(more)s，文书未生成。"
            "请由管理员把含该字的字体放入字体文件夹后重新生成；不要用别的字代替。"
        ) % {"chars": named, "more": more}
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Shelf:
    """The fonts found at one moment, ready for typst."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    drawable: frozenset[int]

    def order(self, role: str) -> list[str]:
        """Families for one role, best first; every other family follows, so that no glyph is missed."""
        there = {f.casefold(): f for f in self.families}
        first = [there[p.casefold()] for p in PREFERRED[role] if p.casefold() in there]
        shipped = [f for f in self.families if f == SHIPPED]
        return list(dict.fromkeys([*first, *shipped, *self.families]))

    def roles(self) -> dict[str, list[str]]:
        return {role: self.order(role) for role in PREFERRED}


def shelf() -> Shelf:
    """The fonts now in the folders; read again as soon as a file there changes."""
    folders = tuple(Path(d) for d in settings.FONTS_DIRS if Path(d).is_dir())
    files = sorted(
        p for d in folders for p in d.rglob("*") if p.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}
    )
    return _load(folders, tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files))


@lru_cache(maxsize=2)
def _load(folders: tuple[Path, ...], _files: tuple[tuple[str, int, int], ...]) -> Shelf:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    drawable: set[int] = set()
    for face in fonts.fonts():
        if face.path:
            drawable |= _code_points(face.path, face.index)
    return Shelf(fonts, tuple(fonts.families()), frozenset(drawable))


def _code_points(path: str, index: int) -> set[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return set(font.getBestCmap() or {})


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that no font can draw, in order of first appearance."""
    drawable = shelf().drawable
    return [c for c in dict.fromkeys(text) if ord(c) not in drawable and _needs_glyph(c)]


def require_glyphs(text: str) -> None:
    """Raise MissingGlyph unless every character of `text` can be drawn."""
    if missing := missing_glyphs(text):
        raise MissingGlyph(missing)


def _needs_glyph(character: str) -> bool:
    is_variation_selector = unicodedata.name(character, "").startswith("VARIATION SELECTOR")
    return not (
        is_variation_selector or character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}
    )
