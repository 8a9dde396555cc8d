from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhongmu.workdays.tables import MAX_BYTES


class TableForm(forms.Form):
    """One year's holidays and make-up days, as a file."""

    table = forms.FileField(
        label=_("放假安排文件"),
        help_text=_("CSV，三列：日期、安排（放假或上班）、说明。WPS 和 Excel 里另存为 CSV 即可。"),
    )
    source = forms.CharField(
        label=_("依据的通知"), max_length=200, help_text=_("例如：国务院办公厅关于2027年部分节假日安排的通知")
    )

    def content(self) -> bytes:
        """The file, read no further than one byte past what any table needs."""
        return bytes(self.cleaned_data["table"].read(MAX_BYTES + 1))
