"""选聘公告, for everyone: of one bureau, of all, and as a feed."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.files.store import read_working
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.portal.pages import at_bureau, page
from zhongmu.recruitment import noticeboard
from zhongmu.recruitment.answers import document, saved_as
from zhongmu.recruitment.documents import notice_facts
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.queries import names_on_show, public_batches
from zhongmu.recruitment.rulings import window
from zhongmu.web.access import allow_anyone
from zhongmu.web.paging import SIZE, Page, cursor, cut, keyset
from zhongmu.web.requests import PageRequest

PUBLIC = "Published notices; they name no applicant."
LISTED = (
    "Titles and periods of what bureaus published; names stand only behind the links, while they are on show."
)
FEED_SECONDS = 300  # a reader may keep a feed so long before asking again
TABS = {
    "open": gettext_lazy("正在报名"),
    "names": gettext_lazy("正在公示的名单"),
    "all": gettext_lazy("全部公告"),
}


def _page_of(rows: QuerySet[Batch], request: PageRequest) -> Page[Batch]:
    found = noticeboard.newest_first(rows, cursor(request))
    return cut(list(found[: SIZE + 1]), request, key=attrgetter("pk"), size=SIZE)


@allow_anyone(because=PUBLIC)
def notices(request: PageRequest, code: str) -> HttpResponse:
    """Those open now, lists of names on show, and everything published, newest first."""
    bureau = at_bureau(request, code)
    listed = _page_of(noticeboard.batches(bureau), request)
    taking = bureau.batches.taking_applications(request.now).select_related("bureau")
    context = {
        "here": bureau,
        "open": list(taking.order_by("apply_closes_at")) if listed.is_first else [],
        "names": list(names_on_show(bureau, request.today)) if listed.is_first else [],
        "listed": listed,
        "now": request.now,
        "title": noticeboard.full_title,
    }
    return page(request, "recruitment/notices.html", context)


@allow_anyone(because=LISTED)
def all_notices(request: PageRequest) -> HttpResponse:
    """What all bureaus have published, one kind at a time."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    here = reverse("portal:all_notices")
    context: dict[str, object] = {
        "tab": tab,
        "tabs": [(label, f"{here}?tab={name}", "", name == tab) for name, label in TABS.items()],
        "title": noticeboard.full_title,
        "now": request.now,
    }
    if tab == "names":
        context["listed"] = keyset(noticeboard.names(None, request.today).defer("entries"), request)
    else:
        rows = noticeboard.batches(None)
        if tab == "open":
            rows = rows.taking_applications(request.now)
        context["listed"] = _page_of(rows, request)
    return page(request, "recruitment/all_notices.html", context)


def _atom(title: str, link: str, feed_link: str, entries: Sequence[noticeboard.Posted]) -> HttpResponse:
    feed = Atom1Feed(
        title=title,
        link=settings.PUBLIC_URL + link,
        feed_url=settings.PUBLIC_URL + feed_link,
        description="",
        language="zh-Hans",
    )
    for each in entries:
        feed.add_item(
            title=each.title,
            link=settings.PUBLIC_URL + reverse(f"portal:{each.route}", args=[each.bureau.code, each.pk]),
            description=each.period,
            author_name=each.bureau.name,
            pubdate=each.published_at,
            updateddate=each.changed_at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    return response


@allow_anyone(because=LISTED)
def feed(request: PageRequest, code: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    link, own = reverse("portal:notices", args=[code]), reverse("portal:notices_feed", args=[code])
    title = _("%s：社会监督员选聘公告和名单公示") % bureau.name
    return _atom(title, link, own, noticeboard.posted(bureau, request.today))


@allow_anyone(because=LISTED)
def feed_of_all(request: PageRequest) -> HttpResponse:
    link, own = reverse("portal:all_notices"), reverse("portal:all_notices_feed")
    return _atom(_("社会监督员选聘公告和名单公示"), link, own, noticeboard.posted(None, request.today))


@allow_anyone(because=PUBLIC)
def notice(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    batch = get_object_or_404(public_batches(bureau), pk=pk)
    policy = request.policy
    context = {
        "here": bureau,
        "batch": batch,
        "title": noticeboard.full_title(batch),
        "policy": policy,
        "why": window(batch, policy, request.now),
        "ways": [policy.label("application.modes", way) for way in batch.ways],
        "attachments": list(batch.attachments.all()),
        "names": [n for n in names_on_show(bureau, request.today) if n.batch_id == batch.pk],
        "elsewhere": batch.postings.standing().of_call(),
    }
    return page(request, "recruitment/notice.html", context)


@allow_anyone(because=PUBLIC)
def notice_file(request: PageRequest, code: str, pk: int, file: int) -> HttpResponse:
    """An attachment of a published notice."""
    batch = get_object_or_404(public_batches(at_bureau(request, code)), pk=pk)
    row = get_object_or_404(batch.attachments.select_related("file"), pk=file)
    return saved_as(read_working(row.file), row.file_name, row.file.working_type)


@allow_anyone(because=PUBLIC)
def notice_print(request: PageRequest, code: str, pk: int, form: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    batch = get_object_or_404(public_batches(bureau).select_related("bureau"), pk=pk)
    facts = notice_facts(batch, request.policy)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)
