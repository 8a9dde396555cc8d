"""工作日历: which years are covered, and the table of a new year. Deadlines already promised are computed anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhongmu.ledger.record import record
from zhongmu.office.calendar.forms import TableForm
from zhongmu.office.pages import page
from zhongmu.office.promises import recompute_all
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.actions import load_table
from zhongmu.workdays.calendar import shipped_tables
from zhongmu.workdays.queries import current_calendar, loaded_tables
from zhongmu.workdays.tables import BadTable


def _may_load(request: PageRequest) -> bool:
    """One calendar serves every bureau here, so only the uppermost bureau's system administrator changes it."""
    return request.membership.role == "system" and request.bureau.parent_id is None


@allow("system", "leader", "liaison")
def calendar(request: PageRequest) -> HttpResponse:
    may_load = _may_load(request)
    form = TableForm(*((request.POST, request.FILES) if request.method == "POST" and may_load else ()))
    if form.is_bound and form.is_valid() and _load(request, form):
        return redirect("office:calendar")
    tables = {table.year: table for table in [*shipped_tables(), *loaded_tables()]}
    years = {request.today.year, request.today.year + 1}
    context = {
        "tables": sorted(tables.values(), key=lambda table: -table.year),
        "warning": current_calendar().warning(years),
        "form": form if may_load else None,
    }
    return page(request, "calendar/calendar.html", context, status=422 if form.is_bound else 200)


def _load(request: PageRequest, form: TableForm) -> bool:
    """Load the table and recompute every open promise below; a table that cannot be read changes nothing."""
    try:
        table = load_table(
            form.content(),
            by=request.actor,
            at=request.now,
            record=record,
            source=form.cleaned_data["source"],
        )
    except BadTable as refused:
        form.add_error("table", refused.sentence)
        return False
    changed = sum(recompute_all(bureau, at=request.now) for bureau in request.bureau.below())
    messages.success(
        request,
        _("已录入%(year)s年的安排，重新计算了 %(count)s 个期限。") % {"year": table.year, "count": changed},
    )
    return True
