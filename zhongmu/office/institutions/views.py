"""定点机构名录: whom applicants' employers and recommenders are compared with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.interests.actions import end_institution, keep_institutions
from zhongmu.office.institutions.forms import ListForm
from zhongmu.office.pages import page
from zhongmu.recruitment.actions.interests import note_again
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest

STAFF = ("liaison", "clerk", "reviewer", "leader")


@allow(*STAFF)
def institutions(request: PageRequest) -> HttpResponse:
    form = ListForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at = request.now
        count = keep_institutions(request.bureau, form.cleaned_data["lines"], by=request.actor, at=at)
        found = note_again(request.bureau, at=at)
        said = _("名录现有%(count)s家。在办的报名里，新发现%(found)s处可能的利害关系。")
        messages.success(request, said % {"count": count, "found": found})
        return redirect("office:institutions")
    found_rows = keyset(request.bureau.institutions.filter(ends_on=None), request)
    context = {"form": form, "rows": found_rows.rows, "older": found_rows.older, "policy": request.policy}
    status = 422 if request.method == "POST" else 200
    return page(request, "institutions/list.html", context, status=status)


@allow(*STAFF)
@require_POST
def end(request: PageRequest, pk: int) -> HttpResponse:
    rows = request.bureau.institutions.filter(ends_on=None).select_related("bureau")
    found = get_object_or_404(rows, pk=pk)
    end_institution(found, by=request.actor, at=request.now)
    messages.success(request, _("已从名录中去掉：%s。以前的记录保留。") % found.name)
    return redirect("office:institutions")
