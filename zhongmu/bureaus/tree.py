"""Bring an organisation tree from a TOML file into the database: bureaus, former names, mergers, bound packs."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import LEVELS, Bureau, FormerName, PackBinding
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.policies.library import library

TREES = Path(__file__).parent / "trees"
_FIELDS = (
    "name",
    "short_name",
    "kind",
    "level",
    "region_code",
    "region_word",
    "document_word",
    "phone",
    "address",
)


class TreeError(ValueError):
    """Something in the file is wrong; nothing was changed. The message names the entry and what to do."""


def _parent(row: dict[str, Any], known: dict[str, Bureau], place: str) -> Bureau | None:
    code = row.get("parent", "")
    if not code:
        return None
    if code not in known:
        raise TreeError(
            _("%(place)s：上级机构“%(code)s”不在文件里，也不在系统里。请把上级写在前面。")
            % {"place": place, "code": code}
        )
    if LEVELS.index(known[code].level) >= LEVELS.index(row["level"]):  # type: ignore[arg-type]
        raise TreeError(
            _("%(place)s：上级机构“%(code)s”的层级不高于本机构。请核对 level。")
            % {"place": place, "code": code}
        )
    return known[code]


def _load_bureau(row: dict[str, Any], known: dict[str, Bureau], starts_on: date, place: str) -> Bureau:
    for field in ("code", "name", "level"):
        if not row.get(field):
            raise TreeError(_("%(place)s：缺少 %(field)s。") % {"place": place, "field": field})
    if row["level"] not in LEVELS:
        raise TreeError(
            _("%(place)s：层级“%(level)s”不认识，应为 nation、province、city 或 county。")
            % {"place": place, "level": row["level"]}
        )
    unknown = set(row) - {"code", "parent", "starts_on", "ends_on", "former_names", "successor", *_FIELDS}
    if unknown:
        raise TreeError(
            _("%(place)s：不认识的字段 %(fields)s。") % {"place": place, "fields": "、".join(sorted(unknown))}
        )
    parent = _parent(row, known, place)
    values = {field: row.get(field, "") for field in _FIELDS}
    values["short_name"] = values["short_name"] or values["name"]
    values |= {
        "parent": parent,
        "path": f"{parent.path if parent else '/'}{row['code']}/",
        "starts_on": row.get("starts_on", starts_on),
        "ends_on": row.get("ends_on"),
    }
    bureau = _written(known.get(row["code"]) or Bureau(code=row["code"]), values)
    for old in row.get("former_names", []):
        FormerName.objects.get_or_create(
            bureau=bureau, name=old["name"], defaults={"ends_on": old["ends_on"]}
        )
    return bureau


def _written(bureau: Bureau, values: dict[str, Any]) -> Bureau:
    """Saved where it is new or differs: a tree is loaded again at every start of a demo."""
    different = {field: value for field, value in values.items() if getattr(bureau, field) != value}
    if bureau.pk is None or different:
        for field, value in different.items():
            setattr(bureau, field, value)
        bureau.save()
    return bureau


def _bind(row: dict[str, Any], known: dict[str, Bureau]) -> None:
    if row["bureau"] not in known:
        raise TreeError(_("bindings：机构“%s”不在系统里。") % row["bureau"])
    if row["pack"] not in library().packs:
        raise TreeError(
            _(
                "bindings：制度文件“%s”不在制度库里。请先放进 ZHONGMU_POLICIES 文件夹并用 zhongmu policies check 检查。"
            )
            % row["pack"]
        )
    PackBinding.objects.update_or_create(
        bureau=known[row["bureau"]], starts_on=row["starts_on"], defaults={"pack_id": row["pack"]}
    )


@transaction.atomic
def load_tree(path: Path, *, by: Actor, at: datetime) -> int:
    """Import a tree file and return how many bureaus it holds. All or nothing; loading it again changes nothing."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        rows, starts_on = tree["tree"]["bureaus"], tree["starts_on"]
    except FileNotFoundError as error:
        raise TreeError(_("没有 %s 这个文件。请核对路径。") % path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise TreeError(
            _("%(file)s 读不出来：%(why)s。请对照 docs/operators.md 的样例。")
            % {"file": path.name, "why": error}
        ) from error
    known = {bureau.code: bureau for bureau in Bureau.objects.select_related("parent")}
    for number, row in enumerate(rows, 1):
        known[row.get("code", "")] = _load_bureau(row, known, starts_on, _("第 %s 个机构") % number)
    for row in rows:
        if row.get("successor"):
            Bureau.objects.filter(code=row["code"]).update(successor=known[row["successor"]])
    for row in tree.get("bindings", []):
        _bind(row, known)
    record(
        "platform", "bureaus.load", by=by, subject=f"tree:{path.name}", facts={"bureaus": len(rows)}, at=at
    )
    return len(rows)
