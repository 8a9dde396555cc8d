"""What became of a report, for whoever holds its receipt: someone who wrote on paper has no account to log in with."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.portal.pages import at_bureau, page
from zhongmu.reports.queries import by_receipt
from zhongmu.reports.wording import answers, timeline
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest


class ReceiptForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("回执编号"),
        max_length=40,
        help_text=gettext_lazy("形如 线〔2026〕0123，也可以只填 20260123"),
    )
    secret = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        help_text=gettext_lazy("回执上的12位字母和数字，不分大小写"),
    )


@allow_anyone(because="Opens only to number and secret together; unknown, wrong and not-yours answer alike.")
def told(request: PageRequest) -> HttpResponse:
    """State and answers, in the answer to the POST itself: nothing about the case is kept in the session."""
    form = ReceiptForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return page(request, "told/ask.html", {"form": form}, status=422 if form.is_bound else 200)
    report = by_receipt(**form.cleaned_data)
    if report is None:
        form.add_error(
            None, _("编号或查询码不对。请对照回执再输一次；回执丢了的，请向登记的医疗保障局当面查询。")
        )
        return page(request, "told/ask.html", {"form": form}, status=422)
    at_bureau(request, report.bureau.code)
    context = {
        "report": report,
        "answers": answers(report),
        "timeline": timeline(report, policy=request.policy, inside=False),
    }
    return page(request, "told/told.html", context)
