"""Forms of the recruitment desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.office.recruitment.plan_forms import MOMENT, Headcount, moment_box
from zhongmu.recruitment.actions import Concluded
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.gates import MOST_DAYS
from zhongmu.recruitment.models import Finding, NameNotice
from zhongmu.recruitment.submissions import SentOnce

FROM_AFAR = frozenset({"post", "email", "phone"})  # codes of intake.channels by which nobody comes in person
NONE: Mapping[str, str] = MappingProxyType({})
DAY = {"invalid": gettext_lazy("请按 2026-11-21 的样子填写日期。"), "required": gettext_lazy("请填写日期。")}


def not_online(policy: Policy) -> list[tuple[str, str]]:
    """The channels by which something comes to the desk."""
    return [(code, label) for code, label in policy.choices("intake.channels") if code != "web"]


class ActForm(forms.Form):
    """What one act asks for: a reason, a day, a second, a number. `labels` are in place of the usual ones."""

    def __init__(
        self,
        *args: Any,
        asks: tuple[str, ...],
        on: date,
        labels: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        for name in asks:
            self.fields[name] = self._field(name, on)
            self.fields[name].label = (labels or {}).get(name, self.fields[name].label)

    def _field(self, name: str, on: date) -> forms.Field:
        if name == "closes_at":
            return forms.DateTimeField(label=_("新的截止时间"), widget=moment_box(), error_messages=MOMENT)
        if name in {"starts_on", "due_on"}:
            day, first = (_("起聘日"), on) if name == "starts_on" else (_("评分截止日"), None)
            return forms.DateField(label=day, widget=forms.DateInput, initial=first, error_messages=DAY)
        if name == "years":
            return forms.IntegerField(
                label=_("聘期（年）"),
                required=False,
                min_value=1,
                max_value=10,
                help_text=_("不填就按办法规定"),
            )
        if name == "headcount":
            return Headcount()
        if name == "days":
            return forms.IntegerField(
                label=_("延长几天"),
                min_value=1,
                max_value=MOST_DAYS,
                help_text=_("按公示期的单位计算，从原来的最后一天往后数"),
                error_messages={"required": _("请填写要延长几天。"), "invalid": _("请填整数，如 3。")},
            )
        label = {
            "answer": _("给异议人的答复（异议人凭编号和查询码看到）"),
            "correction": _("更正说明（公示页上公开）"),
            "why_longer": _("延长理由（公示页上公开）"),
            "headcount_reason": _("核定理由"),
            "over_reason": _("批准超出名额的理由"),
            "short_reason": _("评委不足仍定分的理由"),
            "how": _("替代方式"),
            "how_told": _("怎样告知的"),
            "why_years": _("另定聘期的理由"),
        }
        hints = {
            "how": _("例如：在本局公告栏公示编号和来源类别，不写姓名"),
            "how_told": _("例如：11月21日逐人电话告知"),
        }
        return Words(
            label.get(name, _("理由")),
            200 if name == "how" else 1000,
            long=True,
            required=name != "why_years",
            help_text=hints.get(name, ""),
        )


class CheckForm(forms.Form):
    """Each item of the pack: 符合, 不符合 or 待核, the basis, and by what document or file (CQ-4.0)."""

    def __init__(
        self, *args: Any, policy: Policy, file_errors: Mapping[str, str] = NONE, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.file_errors = file_errors
        self.items = list(policy.pack["eligibility"])
        for row in self.items:
            self.fields[f"item_{row.code}"] = pick(
                row.label,
                [(str(c), str(w)) for c, w in Finding.Conclusion.choices],
                cards=True,
            )
            self.fields[f"basis_{row.code}"] = Words(_("依据"), 500, required=False)
            self.fields[f"document_{row.code}"] = Words(
                _("依据材料"),
                200,
                required=False,
                help_text=_("材料的名称、文号，例如：社区居委会证明〔2026〕3号"),
            )
            self.fields[f"file_{row.code}"] = forms.FileField(label=_("材料扫描件"), required=False)
            self.fields[f"file_{row.code}_token"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def file_names(policy: Policy) -> list[str]:
        return [f"file_{row.code}" for row in policy.pack["eligibility"]]

    def rows(self) -> list[tuple[Any, ...]]:
        asked = ("item", "basis", "document", "file")
        return [
            (row, *(self[f"{name}_{row.code}"] for name in asked), self[f"file_{row.code}_token"])
            for row in self.items
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for row in self.items:
            conclusion = said.get(f"item_{row.code}")
            if conclusion in {"fails", "pending"} and not said.get(f"basis_{row.code}"):
                self.add_error(f"basis_{row.code}", _("“%s”选了不符合或待核，请写明依据。") % row.label)
            if f"file_{row.code}" in self.file_errors:
                self.add_error(f"file_{row.code}", self.file_errors[f"file_{row.code}"])
        return said

    def conclusions(self, files: Mapping[str, StoredFile | None]) -> dict[str, Concluded]:
        """`files` by item."""
        said = self.cleaned_data
        return {
            row.code: Concluded(
                said[f"item_{row.code}"],
                said[f"basis_{row.code}"],
                said[f"document_{row.code}"],
                files.get(row.code),
            )
            for row in self.items
        }


class OpinionForm(forms.Form):
    """`advice` is what an adopted slate says of this candidate; None where there is none."""

    def __init__(self, *args: Any, policy: Policy, advice: bool | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.dims = [row.code for row in policy.pack["selection.dims"]]
        for code, label in policy.choices("selection.dims"):
            self.fields[f"dim_{code}"] = Words(label, 500, long=True, required=False)
        self.fields["overall"] = Words(_("综合意见"), 1000, long=True)
        self.fields["told"] = Words(
            _("没有入选时告知本人的理由"),
            500,
            long=True,
            required=False,
            help_text=_("本人在“查进度”里看到；不写的，按名额和通过审查的人数统一说明"),
        )
        choices = [("yes", _("拟聘")), ("no", _("不拟聘")), ("later", _("再议"))]
        self.fields["proposed"] = pick(_("意见"), choices, cards=True)
        if advice is not None:
            said = _("参考名单的建议是“%s”；与它不同的要写明为什么，不少于四个字。") % (
                _("拟聘") if advice else _("不拟聘")
            )
            self.fields["departure"] = Words(
                _("不照参考名单的理由"), 500, long=True, required=False, help_text=said
            )

    def opinion(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "dimensions": {code: said[f"dim_{code}"] for code in self.dims},
            "overall": said["overall"],
            "told": said["told"],
            "proposed": {"yes": True, "no": False, "later": None}[said["proposed"]],
            "departure": said.get("departure", ""),
        }


class MinutesForm(forms.Form):
    minutes = Words(
        gettext_lazy("比选纪要"),
        10000,
        long=True,
        help_text=gettext_lazy("何时、何人参加、怎样比选；有亲属或同单位关系的须回避并记明"),
    )


class ObjectionForm(SentOnce):
    """An objection that came by paper or phone, written down by an officer."""

    objector = Words(gettext_lazy("异议人"), 100)
    contact = Words(gettext_lazy("联系方式"), 100)
    grounds = Words(gettext_lazy("事实和理由"), 2000, long=True)
    arrived_on = forms.DateField(label=gettext_lazy("来件日"), widget=forms.DateInput, error_messages=DAY)

    def __init__(
        self, *args: Any, notice: NameNotice, names: dict[int, str], policy: Policy, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        people = [(str(e["application"]), names.get(e["application"], "")) for e in notice.entries]
        self.fields["application"] = pick(_("对谁有异议"), people)
        self.fields["channel"] = pick(_("来件渠道"), not_online(policy))
        self.order_fields(["application", "objector", "contact", "grounds", "channel", "arrived_on"])


class AppealForm(forms.Form):
    """An applicant's objection to the check that came by paper, phone or in person."""

    grounds = Words(gettext_lazy("事实和理由"), 2000, long=True)
    arrived_on = forms.DateField(label=gettext_lazy("来件日"), widget=forms.DateInput, error_messages=DAY)

    def __init__(self, *args: Any, policy: Policy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["channel"] = pick(_("来件渠道"), not_online(policy))


class PaperForm(forms.Form):
    """How and when a form on paper came; beside the application form itself."""

    intake_channel = forms.ChoiceField()
    arrived_on = forms.DateField(label=gettext_lazy("来件日"), widget=forms.DateInput, error_messages=DAY)
    scan = forms.FileField(
        label=gettext_lazy("来件扫描件"), required=False, help_text=gettext_lazy("整份报名表的扫描件或照片")
    )
    scan_token = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.BooleanField(
        label=gettext_lazy("本人到场，已核对身份证，看着本人签名"),
        required=False,
        help_text=gettext_lazy("勾选后记为“已现场核验”；代交的、寄来的不要勾"),
    )

    def __init__(self, *args: Any, policy: Policy, today: date, file_error: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today, self.file_error = today, file_error
        self.fields["intake_channel"] = pick(_("来件渠道"), not_online(policy), cards=True)
        self.fields["arrived_on"].error_messages |= {"required": _("请填写来件日。")}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.file_error:
            self.add_error("scan", self.file_error)
        if said.get("arrived_on") and said["arrived_on"] > self.today:
            self.add_error("arrived_on", _("来件日不能晚于今天。"))
        if said.get("seen") and said.get("intake_channel") in FROM_AFAR:
            self.add_error(
                "seen", _("寄来、发来或电话代录的，本人没有到场。请取消勾选，需要时另约现场核验。")
            )
        return said
