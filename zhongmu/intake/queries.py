"""Reads that start from a bureau and reach its rows through another noun."""

from __future__ import annotations

from django.db.models import QuerySet

from zhongmu.bureaus.models import Bureau
from zhongmu.intake.models import SheetRow


def rows_of(bureau: Bureau) -> QuerySet[SheetRow]:
    """Everybody on the lists of this bureau."""
    return SheetRow.objects.filter(sheet__bureau=bureau).select_related(
        "sheet__bureau", "sheet__batch__bureau"
    )
