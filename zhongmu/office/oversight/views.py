"""下级汇总: which bureaus below meet their duties; sums only, small cells hidden, no way down to a person or a case."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhongmu.office.pages import page
from zhongmu.oversight.queries import shown, shown_total, sums_below
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


@allow("leader", "liaison")
def oversight(request: PageRequest) -> HttpResponse:
    if request.bureau.level == "county":
        raise PermissionDenied(_("县级机构没有下级，不需要汇总。"))
    sums = sums_below(request.bureau, on=request.today)
    context = {
        "rows": [
            {
                "name": s.bureau.name,
                "supervisors": shown(s.supervisors),
                "reports": shown(s.reports),
                "open_reports": shown(s.open_reports),
                "late": s.late,
                "has_liaison": s.has_liaison,
                "idle": not s.supervisors and not s.reports,
                "met": s.met,
            }
            for s in sums
        ],
        "totals": {
            "supervisors": shown_total([s.supervisors for s in sums]),
            "reports": shown_total([s.reports for s in sums]),
            "late": sum(s.late for s in sums),
            "behind": sum(not s.met for s in sums),
        },
    }
    return page(request, "oversight/oversight.html", context)
