"""`zhongmu policies check | list | show | diff`. Each returns an exit code: 0 good, 2 bad input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zhongmu.policies.compare import compare
from zhongmu.policies.library import Library, files, folder, library
from zhongmu.policies.loader import load, read
from zhongmu.policies.pack import LEVEL_WORDS, STATUS_WORDS, Pack
from zhongmu.policies.problems import PackError

Out = Callable[[str], object]
GOOD, BAD = 0, 2


def check(path: Path | str, *, out: Out = print) -> int:
    """Check one pack file against the packs it may inherit from: those shipped and those in the operator's folder."""
    path = Path(path)
    try:
        packs = load([*_beside(path), path])
    except PackError as error:
        for problem in error.problems:
            out(str(problem))
        return BAD
    pack = next(p for p in packs.values() if p.file == str(path))
    out(f"{path}：可以使用。{_counts(pack)}")
    return GOOD


def _beside(path: Path) -> list[Path]:
    """Every other pack; without the one of the operator's folder that this file is to take the place of."""
    shipped, (_page, pack) = files(), read(path)
    others = [file for file in files(folder()) if file.resolve() != path.resolve()]
    return [file for file in others if file in shipped or pack is None or _id(file) != pack.id]


def _id(file: Path) -> str:
    _page, pack = read(file)
    return pack.id if pack else ""


def list_(*, out: Out = print) -> int:
    found = _library(out)
    if found is None:
        return BAD
    for pack in found:
        out("\t".join((pack.id, STATUS_WORDS[pack.status], LEVEL_WORDS[pack.level], pack.place, pack.title)))
    return GOOD


def show(pack_id: str, *, out: Out = print) -> int:
    """Print a measure's head and every parameter with its source. Also takes a title or document number."""
    found = _library(out)
    pack = found and _pack(found, pack_id, out)
    if not pack:
        return BAD
    out(f"《{pack.title}》{pack.doc_no}")
    out(f"{STATUS_WORDS[pack.status]}；施行日：{pack.effective_from or '无'}；{_counts(pack)}")
    for parameter in pack:
        origin = "" if parameter.pack_id == pack.id else f"［继承自 {parameter.pack_id}］"
        where = f"{parameter.article_label}　" if parameter.article_label else ""
        out(f"{parameter.key}\t{parameter.words}\t{where}{parameter.source_words}{origin}")
    for erratum in pack.errata:
        meant = f"，读作「{erratum.read_as}」" if erratum.read_as else ""
        out(f"勘误\t「{erratum.printed}」{meant}\t{erratum.note}")
    return GOOD


def diff(a: str, b: str, *, out: Out = print) -> int:
    """Print what two measures settle differently. Exits 0 whether or not they differ."""
    found = _library(out)
    left = found and _pack(found, a, out)
    right = found and _pack(found, b, out)
    if not left or not right:
        return BAD
    result = compare(left, right)
    out(f"《{left.title}》与《{right.title}》")
    for row in result.different:
        out(f"{row.key}（{row.title}）\t{row.a}\t{row.b}")
    same = len(result.rows) - len(result.different)
    out(
        f"相同 {same} 项，不同 {len(result.different)} 项；条文 {result.articles[0]} 与 {result.articles[1]}。"
    )
    return GOOD


def _counts(pack: Pack) -> str:
    unconfirmed = sum(p.needs_confirmation for p in pack)
    return (
        f"条文 {len(pack.articles)} 条，参数 {len(pack.parameters)} 项，其中 {unconfirmed} 项须负责人确认。"
    )


def _library(out: Out) -> Library | None:
    try:
        return library()
    except PackError as error:
        out(str(error))
        return None


def _pack(found: Library, wanted: str, out: Out) -> Pack | None:
    pack = found.find(wanted)
    if pack is None:
        out(f"没有制度「{wanted}」；已载入：{'、'.join(found.ids)}")
    return pack
