from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.interests.actions import Listed
from zhongmu.people.credit import check_credit_code
from zhongmu.people.institutions import read_institution_code
from zhongmu.people.units import LEAST_UNIT, plain
from zhongmu.people.values import BadValue

MOST_LINES = 5000
_LONGEST = 100


class ListForm(forms.Form):
    """Lines as they are copied from a sheet: name, code, credit code; each bad one is named, nothing is lost."""

    lines = forms.CharField(
        label=gettext_lazy("名录"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "每行一家：机构名称、定点医药机构编码、统一社会信用代码，后两样可以没有。可以从 Excel 或 WPS 里选中三列直接粘贴"
        ),
        error_messages={"required": gettext_lazy("没有填写名录。请每行填一家机构的全称。")},
    )

    def clean_lines(self) -> list[Listed]:
        rows = [
            (n, text) for n, text in enumerate(self.cleaned_data["lines"].splitlines(), 1) if text.strip()
        ]
        if len(rows) > MOST_LINES:
            said = _("一次最多%(most)s行，现有%(count)s行。请分几次粘贴。")
            raise ValidationError(said % {"most": MOST_LINES, "count": len(rows)})
        found, wrong = [], []
        for number, text in rows:
            try:
                found.append(_read(text))
            except BadValue as refused:
                wrong.append(_("第%(n)s行：%(why)s") % {"n": number, "why": refused.sentence})
        if wrong:
            raise ValidationError(wrong)
        return found


def _read(text: str) -> Listed:
    cells: list[Any] = [cell.strip() for cell in text.replace("，", ",").replace("\t", ",").split(",")]
    name, code, credit = [*cells, "", ""][:3]
    if len(plain(name)) < LEAST_UNIT:
        raise BadValue(_("机构名称太短，请写全称，不少于%s个字。") % LEAST_UNIT)
    if len(name) > _LONGEST:
        raise BadValue(_("机构名称最多%s个字。") % _LONGEST)
    return Listed(name, read_institution_code(code).code[:40], check_credit_code(credit) if credit else "")
