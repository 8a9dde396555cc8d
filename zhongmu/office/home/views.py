from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhongmu.ledger.queries import entries_for, latest_heads
from zhongmu.office.home import work
from zhongmu.office.pages import HANDLERS, page, roles_of
from zhongmu.oversight.queries import sums_below
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count
from zhongmu.web.requests import PageRequest


@allow()
def today(request: PageRequest) -> HttpResponse:
    """The first page of everyone in the office, by what they are here for."""
    roles = {membership.role for membership in request.memberships}
    if roles == {"expert"}:
        return redirect("office:my_scoring")
    context: dict[str, object] = {"roles": roles, "day": request.today}
    if roles & HANDLERS:
        context |= _handling(request)
    if "leader" in roles:
        context |= {
            "decide": list(work.for_the_leader(request)),
            "heads": latest_heads(request.bureau.code, count=1),
        }
    if request.bureau.level != "county" and roles & {"leader", "liaison"}:
        sums = sums_below(request.bureau, on=request.today)
        context["behind"] = [s for s in sums if not s.met]
        context["below"] = len(sums)
    if "audit" in roles:
        context |= _auditing(request)
    return page(request, "home/today.html", context)


def _handling(request: PageRequest) -> dict[str, object]:
    to_tell = work.letters_to_tell(request)
    return {
        "reports": work.reports_due(request),
        "batches": [*work.headcounts_waiting(request, "sent_up", _("拟定名额")), *work.batches_open(request)],
        "scoring": work.scoring_to_do(request) if roles_of(request) & {"reviewer", "expert"} else [],
        "public": [
            *work.appeals_open(request),
            *work.objections_open(request),
            *work.notices_running(request),
        ],
        "renewals": work.renewals_due(request),
        "certificates": list(work.certificates_due(request)),
        "to_tell": capped_count(to_tell),
    }


def _auditing(request: PageRequest) -> dict[str, object]:
    chain = request.bureau.code
    return {
        "entries": capped_count(entries_for(chain)),
        "reveals": capped_count(entries_for(chain, action="reporter.reveal")),
        "exports": capped_count(entries_for(chain, action="ledger.export")),
        "heads": latest_heads(chain, count=1),
    }
