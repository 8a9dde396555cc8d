"""下级汇总: which bureaus below meet their duties; sums only, small cells hidden, no way down to a person or a case."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from zhongmu.office.pages import page
from zhongmu.oversight.queries import batches_done, bureau_below, covered, shown, shown_total, sums_below
from zhongmu.recruitment.structure import Table, structure_report
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


@allow("leader", "liaison")
def structure_below(request: PageRequest, code: str) -> HttpResponse:
    """The structure of a bureau's newest batches: numbers only, and no small cell that could be worked out."""
    below = bureau_below(request.bureau, code, request.today)
    if below is None:
        raise Http404
    policy = below.policy(request.today)
    reports = [
        (batch.title, [(table.title, _hidden(table)) for table in structure_report(batch, policy)])
        for batch in batches_done(below)
    ]
    return page(request, "oversight/structure.html", {"below": below, "reports": reports})


def _hidden(table: Table) -> list[tuple[str, list[tuple[str, int]]]]:
    """(label, cells): each cell as it may be read, and as long a bar as may be drawn."""
    columns = [list(column) for column in zip(*(line.counts for line in table.lines), strict=True)]
    small = [covered(column) for column in columns]
    return [
        (
            line.label,
            [
                ("＊", 0) if place in hidden else (str(c), c)
                for c, hidden in zip(line.counts, small, strict=True)
            ],
        )
        for place, line in enumerate(table.lines)
    ]


@allow("leader", "liaison")
def oversight(request: PageRequest) -> HttpResponse:
    if request.bureau.level == "county":
        raise PermissionDenied(_("县级机构没有下级，不需要汇总。"))
    sums = sums_below(request.bureau, on=request.today)
    context = {
        "rows": [
            {
                "name": s.bureau.name,
                "code": s.bureau.code,
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
