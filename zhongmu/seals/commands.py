"""What `zhongmu keys …` does; each writes for a person to `out`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F

from . import keys
from .durable import create_file
from .fields import SealedField, open_seal, seal, version_of
from .keys import keyring
from .recovery import restore_from_sheet, sheet_text

BATCH = 500


def create(out: TextIO) -> int:
    keys.create(settings.KEYS_FILE)
    keyring.cache_clear()
    out.write(f"已生成密钥：{settings.KEYS_FILE}。请运行 zhongmu keys sheet 打印恢复单并锁进保险柜。\n")
    return 0


def sheet(out: TextIO) -> int:
    out.write(sheet_text(keyring()))
    return 0


def restore(path: Path, out: TextIO) -> int:
    """Write the key file from a typed recovery sheet; refuses to overwrite one."""
    ring = restore_from_sheet(path.read_text(encoding="utf-8"))
    create_file(Path(settings.KEYS_FILE), ring.as_json() + "\n")
    keyring.cache_clear()
    out.write(f"已从恢复单恢复密钥：{settings.KEYS_FILE}。\n")
    return 0


def rotate(out: TextIO) -> int:
    ring = keys.rotate(settings.KEYS_FILE)
    out.write(f"当前密钥为第 {ring.current} 版。请运行 zhongmu keys reseal，并重新打印恢复单。\n")
    return 0


def reseal(out: TextIO) -> dict[str, int]:
    """Bring every sealed value to the current key; how many rows changed, by model. Safe to stop and to run again."""
    changed = {model._meta.label: _reseal_model(model, sealed) for model, sealed in sealed_models()}  # noqa: SLF001  Django's documented name
    out.writelines(f"{label}：{count} 行\n" for label, count in changed.items())
    return changed


def sealed_models() -> Iterator[tuple[type[models.Model], list[SealedField[Any, Any]]]]:
    for model in apps.get_models(include_auto_created=True):
        sealed = [field for field in model._meta.local_concrete_fields if isinstance(field, SealedField)]  # noqa: SLF001  Django's documented name
        if sealed and not model._meta.proxy:  # noqa: SLF001  Django's documented name
            yield model, sealed


def _reseal_model(model: type[models.Model], sealed: list[SealedField[Any, Any]]) -> int:
    changed, after = 0, None
    while True:
        with transaction.atomic():
            rows = _raw_rows(model, sealed, after)
            changed += sum(_reseal_row(model, sealed, row) for row in rows)
        if len(rows) < BATCH:
            return changed
        after = rows[-1]["pk"]


def _raw_rows(
    model: type[models.Model], sealed: list[SealedField[Any, Any]], after: Any
) -> list[dict[str, Any]]:
    """The next batch, locked, each sealed value still as stored under `raw_<field>`."""
    raw = {f"raw_{f.name}": ExpressionWrapper(F(f.name), output_field=models.BinaryField()) for f in sealed}
    rows: models.QuerySet[Any] = models.QuerySet(model).select_for_update().order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.annotate(**raw).values("pk", *raw)[:BATCH])


def _reseal_row(model: type[models.Model], sealed: list[SealedField[Any, Any]], row: dict[str, Any]) -> int:
    stale: dict[str, Any] = {}
    for field in sealed:
        raw = row[f"raw_{field.name}"]
        if raw is not None and version_of(bytes(raw)) != keyring().current:
            plain = open_seal(bytes(raw), field.place)
            stale[field.name] = models.Value(seal(plain, field.place), output_field=models.BinaryField())
    # A plain QuerySet: an append-only model refuses updates, and this changes the envelope, not the content.
    return models.QuerySet(model).filter(pk=row["pk"]).update(**stale) if stale else 0
