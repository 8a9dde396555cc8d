"""All packs of this installation: those shipped with the program and those in the operator's folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhongmu.policies.document_numbers import BadNumber, parse
from zhongmu.policies.loader import load
from zhongmu.policies.pack import Pack
from zhongmu.policies.problems import PackError, Problem

SHIPPED = Path(__file__).parent / "library"


@dataclass(frozen=True)
class Library:
    packs: Mapping[str, Pack]

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs.values())

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.packs)

    def get(self, pack_id: str) -> Pack:
        """Raises KeyError with a sentence that lists what there is."""
        try:
            return self.packs[pack_id]
        except KeyError:
            raise KeyError(f"没有制度「{pack_id}」；已载入：{'、'.join(self.packs)}") from None

    def find(self, text: str) -> Pack | None:
        """By id, title, alias or document number, however its brackets are written (CQ-N1, CQ-N2)."""
        wanted = _plain(text)
        for pack in self:
            names = (pack.id, pack.title, pack.doc_no, *pack.aliases)
            if wanted in {_plain(name) for name in names if name}:
                return pack
        return None


def _plain(text: str) -> str:
    """How a title or number is compared: without white space, 《》 and the manner of writing brackets."""
    try:
        return str(parse(text))
    except BadNumber:
        return re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", text)).casefold()


def folder() -> str:
    """The operator's folder, or nothing."""
    from django.conf import settings  # policies reads settings nowhere else, and only when asked

    return str(getattr(settings, "POLICIES_DIR", "") or "")


def files(extra: str = "") -> list[Path]:
    """The shipped packs, then every .toml of the operator's folder; PackError when that is no folder."""
    if extra and not Path(extra).is_dir():
        remedy = "请核对 ZHONGMU_POLICIES 写的路径；没有自备制度的，不要设它。"
        raise PackError([Problem(extra, 1, "自备制度的文件夹不存在", remedy)])
    own = sorted(Path(extra).glob("*.toml")) if extra else []
    return [*sorted(SHIPPED.glob("*.toml")), *own]


@cache
def library() -> Library:
    """Raises PackError. Read once; `reset()` makes the next call read again."""
    return Library(load(files(folder())))


def reset() -> None:
    library.cache_clear()
