"""What a supervisor is asked when a term ends, on the phone or on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

YES, NO = "yes", "no"
MOST_WORDS = 2000


def words(label: Any, missing: Any = "", **rest: Any) -> forms.CharField:
    """A text of several lines; left empty it says `missing`, or may be left empty."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing, "max_length": _("最多2000个字，请写得简短些。")},
        **rest,
    )


class WillingForm(forms.Form):
    """Whether to go on, and what the bureau should know before it decides (CQ-6.2)."""

    willing = forms.ChoiceField(
        label=_("期满以后，是否愿意续聘"),
        choices=[(YES, _("愿意续聘")), (NO, _("不再续聘"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否愿意续聘。"), "invalid_choice": _("请选择是否愿意续聘。")},
    )
    summary = words(
        _("履职小结"),
        help_text=_("这一届做了哪些事，例如参加学习、走访、宣传。不要写反映过哪家单位、哪件线索"),
    )
    changes = words(
        _("工作单位和利害关系有没有变化"),
        help_text=_("换了单位，本人或近亲属到定点医药机构、医保部门任职，都请写明；没有变化不用填"),
    )
