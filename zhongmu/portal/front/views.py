"""The first page: find one's bureau; the bureau's own first page."""

from __future__ import annotations

from django.http import HttpResponse

from zhongmu.bureaus.models import Bureau
from zhongmu.policies.library import library
from zhongmu.portal.pages import at_bureau, page
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest


@allow_anyone(because="Names of public bodies and published measures only.")
def front(request: PageRequest) -> HttpResponse:
    bureaus = list(Bureau.objects.existing(request.today))
    wanted = request.GET.get("q", "").strip()
    found = [b for b in bureaus if wanted in b.name] if wanted else []
    tops = [b for b in bureaus if b.parent_id is None]
    below = {top.pk: [b for b in bureaus if b.path.startswith(top.path) and b.parent_id] for top in tops}
    return page(
        request,
        "front/front.html",
        {"tops": tops, "below": below, "wanted": wanted, "found": found, "packs": list(library())},
    )


@allow_anyone(because="What a bureau publishes about itself.")
def bureau(request: PageRequest, code: str) -> HttpResponse:
    found = at_bureau(request, code)
    return page(request, "front/bureau.html", {"here": found, "pack": request.policy.pack})
