"""The measures in public: each article beside what the software does with it; two measures side by side."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from zhongmu.policies.compare import compare as compared
from zhongmu.policies.library import library
from zhongmu.policies.pack import LEVEL_WORDS, STATUS_WORDS, Pack, Parameter
from zhongmu.portal.pages import page
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest


def _pack(pack_id: str) -> Pack:
    try:
        return library().get(pack_id)
    except KeyError as error:
        raise Http404 from error


def _beside(pack: Pack) -> tuple[dict[str, list[Parameter]], list[Parameter]]:
    """Parameters by the article they stand beside, and those that no article of this measure gives."""
    by_article: dict[str, list[Parameter]] = {article.key: [] for article in pack.articles}
    rest = []
    for parameter in pack:
        if parameter.pack_id == pack.id and parameter.article in by_article:
            by_article[parameter.article].append(parameter)
        else:
            rest.append(parameter)
    return by_article, rest


@allow_anyone(because="Published measures.")
def measures(request: PageRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    found = library().find(wanted) if wanted else None
    packs = [found] if found else ([] if wanted else list(library()))
    words = {"status": STATUS_WORDS, "level": LEVEL_WORDS}
    return page(request, "policies/measures.html", {"packs": packs, "wanted": wanted, "words": words})


@allow_anyone(because="A published measure and what the software does with it.")
def measure(request: PageRequest, pack_id: str) -> HttpResponse:
    pack = _pack(pack_id)
    beside, rest = _beside(pack)
    return page(
        request,
        "policies/measure.html",
        {"pack": pack, "beside": beside, "rest": rest, "status": STATUS_WORDS[pack.status]},
    )


@allow_anyone(because="Two published measures side by side.")
def compare(request: PageRequest) -> HttpResponse:
    packs = list(library())
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    rows = compared(_pack(a), _pack(b)).rows if a and b else ()
    return page(request, "policies/compare.html", {"packs": packs, "a": a, "b": b, "rows": rows})
