"""Forms in which a batch is planned and its notice given: figures, headcount, gate, window."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.people.cjk import without_blanks
from zhongmu.recruitment.actions import Figures, Plan
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.models import Batch, Medium
from zhongmu.recruitment.postings import is_link
from zhongmu.recruitment.rulings import GATES

UNITS = {"元": 100, "万元": 10**6, "亿元": 10**10}  # fen
MOST_PEOPLE = 9999
MOMENT = {
    "invalid": gettext_lazy("请按“2026-11-21 17:00:00”的样子填写时间。"),
    "required": gettext_lazy("请填写时间。"),
}


_LONGEST_LINK = 300


def moment_box() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"step": "1"})


def whole(text: str, label: str) -> int:
    """A whole number of at least 1, however wide it was typed; the sentence says which of 0, −1 and 2.5 it was."""
    typed = without_blanks(text).replace(",", "").removesuffix("人").removesuffix("名").removesuffix("家")
    if typed.startswith(("-", "−")):
        raise ValidationError(_("%s不能是负数，请填不小于1的整数。") % label)
    if "." in typed:
        raise ValidationError(_("%s不能带小数，请填整数。") % label)
    if not typed.isdecimal():
        raise ValidationError(_("%s只能填数字，如 12。") % label)
    if int(typed) == 0:
        raise ValidationError(_("%s不能是0，请填不小于1的整数。") % label)
    if int(typed) > 10**9:
        raise ValidationError(_("%s太大了，多半是多按了几位，请核对。") % label)
    return int(typed)


def fen(text: str, unit: str) -> int:
    """An amount in its explicit unit as integer fen; more decimals than a fen has are refused, never rounded."""
    try:
        amount = Decimal(without_blanks(text).replace(",", ""))
    except InvalidOperation as error:
        raise ValidationError(_("金额只能填数字，如 32.5。")) from error
    if not amount.is_finite() or amount <= 0 or amount > 10**12:
        raise ValidationError(_("金额要大于0，请核对数字和单位。"))
    whole_fen = amount * UNITS[unit]
    if whole_fen != int(whole_fen):
        raise ValidationError(_("金额精确到分即可，请核对小数位数。"))
    return int(whole_fen)


class Headcount(Words):
    """Typed as people type a number; read as a whole number of at least 1."""

    def __init__(self) -> None:
        super().__init__(_("名额"), 20, help_text=_("由人核定，没有公式；填整数"))

    def clean(self, value: Any) -> Any:
        count = whole(super().clean(value), _("名额"))
        if count > MOST_PEOPLE:
            raise ValidationError(_("名额超过%s人，多半是多按了几位，请核对。") % MOST_PEOPLE)
        return count


class FiguresForm(forms.Form):
    """The pack's inputs (three in Chongqing), which a headcount is set from (CQ-5.1)."""

    title = Words(gettext_lazy("批次名称"), 80, help_text=gettext_lazy("例如：2026年第一批"))

    def __init__(self, *args: Any, policy: Policy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.policy = policy
        for row in policy.pack["plan.inputs"]:
            long = row["form"] == "text"
            self.fields[f"input_{row.code}"] = Words(row.label, 1000 if long else 40, long=long)
            if row["form"] == "money":
                units = [(unit, unit) for unit in UNITS]
                self.fields[f"unit_{row.code}"] = pick(_("%s的单位") % row.label, units, cards=True)
        self.fields["papers"] = Words(
            _("依据材料"),
            200,
            required=False,
            help_text=_("以上数字出自哪些材料，写名称和文号，例如：2026年基金预算批复〔2026〕3号"),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for row in self.policy.pack["plan.inputs"]:
            name, label, unit = f"input_{row.code}", row.label, said.get(f"unit_{row.code}")
            if row["form"] == "number":
                self._read(said, name, lambda text, label=label: whole(text, label))
            elif row["form"] == "money" and unit:
                self._read(said, name, lambda text, unit=unit: fen(text, unit))
        return said

    def _read(self, said: dict[str, Any], name: str, read: Any) -> None:
        if name not in said:
            return
        try:
            said[name] = read(said[name])
        except ValidationError as wrong:
            self.add_error(name, wrong)

    def inputs(self) -> dict[str, Any]:
        said, inputs = self.cleaned_data, {}
        for row in self.policy.pack["plan.inputs"]:
            value = said[f"input_{row.code}"]
            if row["form"] == "money":
                typed = self.data[self.add_prefix(f"input_{row.code}")]
                value = {"fen": value, "typed": typed, "unit": said[f"unit_{row.code}"]}
            inputs[row.code] = value
        return inputs

    def figures(self) -> Figures:
        return Figures(
            title=self.cleaned_data["title"], inputs=self.inputs(), papers=self.cleaned_data["papers"]
        )


class PlanForm(FiguresForm):
    """Those figures, a headcount with a reason, and the gate."""

    def __init__(self, *args: Any, policy: Policy, **rest: Any) -> None:
        super().__init__(*args, policy=policy, **rest)
        self.fields["headcount"] = Headcount()
        self.fields["headcount_reason"] = Words(_("核定理由和本地说明"), 2000, long=True)
        self.fields["gate"] = pick(
            _("名单公示挡住什么"), self._gates(), cards=True, initial=policy["publicity.gate"]
        )

    def _gates(self) -> list[tuple[str, str]]:
        """The pack's own and every stricter one."""
        said = {
            "none": _("先聘任、发证，再公示；异议成立的立即暂停并复核"),
            "before_certificate": _("公示期满、异议办结后才能发证"),
            "before_appointment": _("公示期满、异议办结后才能聘任"),
        }
        least = GATES.index(self.policy["publicity.gate"])
        own = _("（办法规定）")
        return [
            (g, said[g] + (own if g == GATES[least] else _("（更严，须负责人核定）"))) for g in GATES[least:]
        ]

    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            title=said["title"],
            inputs=self.inputs(),
            papers=said["papers"],
            headcount=said["headcount"],
            headcount_reason=said["headcount_reason"],
            gate=said["gate"],
        )


def initial_plan(batch: Batch) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": batch.title,
        "papers": batch.papers,
        "headcount": batch.headcount,
        "headcount_reason": batch.headcount_reason,
        "gate": batch.gate,
    }
    for code, value in batch.plan.items():
        if isinstance(value, dict):
            said |= {f"input_{code}": value["typed"], f"unit_{code}": value["unit"]}
        else:
            said[f"input_{code}"] = value
    return said


class NoticeForm(forms.Form):
    requirements = Words(
        gettext_lazy("报名条件"),
        5000,
        long=True,
        help_text=gettext_lazy("已按办法的资格条件填好，可以补充；每条一行"),
    )
    phone = Words(gettext_lazy("监督电话"), 60)
    opens_at = forms.DateTimeField(label=gettext_lazy("报名开始"), widget=moment_box(), error_messages=MOMENT)
    closes_at = forms.DateTimeField(
        label=gettext_lazy("报名截止"),
        widget=moment_box(),
        error_messages=MOMENT,
        help_text=gettext_lazy("精确到秒，到点即停"),
    )

    def __init__(self, *args: Any, policy: Policy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["ways"] = forms.MultipleChoiceField(
            label=_("报名方式"),
            choices=policy.choices("application.modes"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("请至少选一种报名方式。")},
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("opens_at") and said.get("closes_at") and said["closes_at"] <= said["opens_at"]:
            self.add_error("closes_at", _("报名截止时间要晚于开始时间。"))
        return said


class PostingForm(forms.Form):
    """Where and on which day a notice was published besides the system's own page."""

    medium = pick(gettext_lazy("发布渠道"), Medium.choices, cards=True)  # type: ignore[arg-type]  # lazy labels
    place = Words(
        gettext_lazy("名称、版面"), 80, help_text=gettext_lazy("例如：区政府网“通知公告”栏，重庆日报第4版")
    )
    posted_on = forms.DateField(
        label=gettext_lazy("发布日期"),
        widget=forms.DateInput,
        error_messages={
            "invalid": gettext_lazy("请按 2026-11-21 的样子填写日期。"),
            "required": gettext_lazy("请填写发布日期。"),
        },
    )
    link = Words(
        gettext_lazy("网址"),
        _LONGEST_LINK,
        required=False,
        help_text=gettext_lazy("没有网址的不填，如报纸、公告栏"),
    )

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        if link and not is_link(link):
            raise ValidationError(_("网址要以 http:// 或 https:// 开头，请从浏览器的地址栏复制。"))
        return link
