"""核验: the signature seen on the spot, the telephone answered, the declaration looked into (CQ-F8, CQ-F18, CQ-F19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.office.recruitment.forms import DAY
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.verifying import verify
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.models import Application, Verification
from zhongmu.recruitment.verifying import STAFF, offered, standing, why_not_verify
from zhongmu.web.requests import PageRequest

What, Outcome = Verification.What, Verification.Outcome
_DONE = {
    What.SIGNATURE: (gettext_lazy("待现场核验"), gettext_lazy("已现场核验，是本人所签"), gettext_lazy("不是本人所签")),
    What.PHONE: (gettext_lazy("待核实"), gettext_lazy("已核实，打得通"), gettext_lazy("打不通或不是本人的")),
    What.STATEMENT: (gettext_lazy("正在核查"), gettext_lazy("核查属实"), gettext_lazy("核查不属实")),
}  # fmt: skip
_HOW = {
    What.SIGNATURE: gettext_lazy("例如：本人11月3日到窗口，核对身份证，当面签名比对"),
    What.PHONE: gettext_lazy("例如：11月3日打过去，本人接的"),
    What.STATEMENT: gettext_lazy("由谁向哪个机关、单位了解，看了什么材料；系统不查征信和犯罪记录库"),
}


def said_of(what: str, outcome: str) -> str:
    order = (Outcome.DOUBT, Outcome.HOLDS, Outcome.FAILS)
    return str(_DONE[What(what)][order.index(Outcome(outcome))])


@dataclass(frozen=True)
class Verified:
    """One thing that may be verified, what holds of it, and the page that notes it; `url` is "" where none may be noted."""

    label: str
    row: Verification | None
    said: str
    who: str
    url: str
    kind: str = ""


def verified(application: Application, request: PageRequest) -> list[Verified]:
    """The newest finding of each thing with who found it out."""
    policy, found = request.policy, standing(application)
    names = names_of(row.account for row in found.values() if row.account)
    by = actor_for(request, STAFF)
    lines = []
    for what in offered(policy, found):
        row = found.get(what)
        shut = why_not_verify(application, what, policy, found, by=by)
        link = "" if shut else reverse("office:verify", args=[application.pk, what])
        said = said_of(what, row.outcome) if row else _("没有核验")
        who = (names.get(row.account, "") if row.account else _("本人")) if row else ""
        kind = {Outcome.HOLDS: "good", Outcome.FAILS: "bad"}.get(Outcome(row.outcome), "") if row else ""
        lines.append(Verified(str(What(what).label), row, said, who, link, kind))
    return lines


class VerifyForm(forms.Form):
    """What was found out, when, and how."""

    checked_on = forms.DateField(label=gettext_lazy("核验日期"), widget=forms.DateInput, error_messages=DAY)
    how = Words(gettext_lazy("核验经过"), 1000, long=True)

    def __init__(self, *args: Any, what: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = [(outcome.value, said_of(what, outcome)) for outcome in Outcome]
        self.fields["outcome"] = pick(_("结果"), choices, cards=True)
        self.fields["how"].help_text = str(_HOW[What(what)])
        self.order_fields(["outcome", "checked_on", "how"])


def verify_page(request: PageRequest, found: Application, what: str) -> HttpResponse:
    """Ask and note; refused, nothing typed is lost."""
    if what not in What.values:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = VerifyForm(posted, what=what, initial={"checked_on": request.today})
    by = actor_for(request, STAFF)
    rulings: tuple[Ruling, ...] = tuple(why_not_verify(found, what, request.policy, standing(found), by=by))
    status = 200 if posted is None else 422
    if posted is not None and form.is_valid():
        try:
            verify(found, what=what, **form.cleaned_data, by=by, at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("核验结果已登记。"))
            return redirect("office:application", found.pk)
    context = {
        "title": _("登记核验：%s") % What(what).label,
        "subject": f"{found.name}（{found.number}）",
        "back": reverse("office:application", args=[found.pk]),
        "form": form,
        "rulings": rulings,
        "kind": "primary",
        "back_to": found.name,
        "stopped": posted is None and bool(rulings),
    }
    return page(request, "recruitment/act.html", context, status=status)
