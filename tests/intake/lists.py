"""Lists of people as WPS and Excel save them, written on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from tests.recruitment.conftest import resident_number
from zhongmu.bureaus.policy import Policy
from zhongmu.intake.sheets.columns import columns_of

GOOD = {
    "产生方式": "公开选聘",
    "姓名": "李秀英",
    "性别": "女",
    "政治面貌": "群众",
    "民族": "汉",
    "身份证号": resident_number(2),
    "健康状况": "健康",
    "联系电话": "13800138000",
    "是否在职": "否",
    "工作单位": "无",
    "家庭住址": "渝中区示范路1号",
    "来源类别": "城乡居民（职工）参保群众",
    "聘任理由": "退休前做过十年财务，热心社区事务，愿意为守护医保基金出力。",
    "签字日期": "2026-11-01",
}


def heads(policy: Policy) -> list[str]:
    return [column.head for column in columns_of(policy)]


def good(policy: Policy, **changes: Any) -> dict[str, Any]:
    """A row that has nothing wrong with it."""
    labels = dict(policy.choices("categories"))
    return {**GOOD, "来源类别": labels["insured"], **changes}


def person(policy: Policy, seq: int, **changes: Any) -> dict[str, Any]:
    """The row of a fictional person of their own."""
    own = {"姓名": f"李秀英{'一二三四五六七八九十'[seq % 10]}", "身份证号": resident_number(seq)}
    return good(policy, **{**own, "性别": "男" if seq % 2 else "女", **changes})


WRITTEN = {"in_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
Change = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]


def xlsx(
    policy: Policy,
    rows: Sequence[dict[str, Any]],
    *,
    titles: Sequence[str] | None = None,
    change: Change | None = None,
    above: Sequence[str] = (),
    name: str = "名单",
    **options: Any,
) -> bytes:
    """The list as a workbook; `change` works on it once the rows are there."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**WRITTEN, **options})
    sheet = book.add_worksheet(name)
    titles = titles if titles is not None else heads(policy)
    for number, line in enumerate(above):
        sheet.write_string(number, 0, line)
    sheet.write_row(len(above), 0, titles)
    for number, row in enumerate(rows, len(above) + 1):
        for place, title in enumerate(titles):
            if (value := row.get(title.strip("*"), "")) != "":
                sheet.write(number, place, value)
    if change:
        change(book, sheet)
    book.close()
    return out.getvalue()
