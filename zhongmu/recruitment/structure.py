"""结构报告: who applied, who passed and who was chosen, side by side by category, age, profession, district and sex (CQ-5.2)."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.queries import age_band, district_of
from zhongmu.recruitment.states import ApplicationState as A

PASSED = frozenset({A.ELIGIBLE, A.CHOSEN, A.NOT_CHOSEN, A.APPOINTED})
CHOSEN = frozenset({A.CHOSEN, A.APPOINTED})
MOST_ROWS = 12  # of what people wrote in their own words; the rest are counted together
_STEP = 500


@dataclass(frozen=True)
class Line:
    label: str
    applied: int
    passed: int
    chosen: int

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.applied, self.passed, self.chosen


@dataclass(frozen=True)
class Table:
    title: str
    lines: tuple[Line, ...]

    def totals(self) -> tuple[int, int, int]:
        columns = zip(*(line.counts for line in self.lines), strict=True)
        applied, passed, chosen = (sum(column) for column in columns) if self.lines else (0, 0, 0)
        return applied, passed, chosen


def structure_report(batch: Batch, policy: Policy) -> list[Table]:
    """Of all who applied and did not withdraw; ages are those of the closing day. Reads a few hundred people at a time."""
    on = localdate(batch.apply_closes_at or batch.created_at)
    ask: dict[str, Callable[[Application], str]] = {
        _("来源类别"): lambda a: policy.label("categories", a.category),
        _("年龄段"): lambda a: age_band(a.identity.age(on)),
        _("专业"): lambda a: a.major.strip() or _("未填"),
        _("所在区县"): lambda a: district_of(a.address) or _("没有写明"),
        _("性别"): lambda a: a.sex_label,
    }
    counted: dict[str, dict[str, Counter[str]]] = {
        title: {"applied": Counter(), "passed": Counter(), "chosen": Counter()} for title in ask
    }
    rows = batch.applications.exclude(state=A.WITHDRAWN).only(
        "batch", "state", "category", "resident_id", "major", "address", "sex"
    )
    for application in rows.order_by("pk").iterator(chunk_size=_STEP):
        for title, label_of in ask.items():
            label = label_of(application)
            counted[title]["applied"][label] += 1
            counted[title]["passed"][label] += application.state in PASSED
            counted[title]["chosen"][label] += application.state in CHOSEN
    return [Table(title, _lines(**counts)) for title, counts in counted.items()]


def _lines(applied: Counter[str], passed: Counter[str], chosen: Counter[str]) -> tuple[Line, ...]:
    """Most first; beyond the first dozen the rest stand together."""
    labels = sorted(applied, key=lambda label: (-applied[label], label))
    lines = [Line(label, applied[label], passed[label], chosen[label]) for label in labels]
    head, rest = lines[:MOST_ROWS], lines[MOST_ROWS:]
    if not rest:
        return tuple(lines)
    sums = [sum(column) for column in zip(*(line.counts for line in rest), strict=True)]
    return (*head, Line(_("其他（%s种）") % len(rest), *sums))


def heads() -> tuple[str, str, str, str]:
    return _("分类"), _("报名"), _("审查通过"), _("拟聘")


def structure_xlsx(title: str, tables: Sequence[Table]) -> bytes:
    """One sheet, one block a table. Whatever people wrote stays text: no cell begins a formula or a link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("结构报告"))
        sheet.set_column(0, 0, 28)
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        row = 2
        for table in tables:
            for column, head in enumerate((table.title, *heads()[1:])):
                sheet.write_string(row, column, head, bold)
            for line in table.lines:
                row += 1
                sheet.write_string(row, 0, line.label)
                for column, count in enumerate(line.counts, 1):
                    sheet.write_number(row, column, count)
            row += 3
    return out.getvalue()
