"""报名: the list of a batch, one form with everything on it, the check item by item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.interests.actions import judge
from zhongmu.interests.models import Judgement
from zhongmu.interests.queries import interests_in, last_judgement
from zhongmu.interests.rulings import JUDGES, interest_notice
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import (
    APPLICATION_ASKS,
    DANGER,
    DO_APPLICATION,
    STAFF,
    actor_for,
    application_offers,
)
from zhongmu.office.recruitment.batches import TAB_WORDS, find, may_read_forms, timeline
from zhongmu.office.recruitment.filled_forms import ALSO_FILES, as_picture, form_rows, second_ways
from zhongmu.office.recruitment.forms import CheckForm
from zhongmu.office.recruitment.verifying import verified, verify_page
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Notice, Ruling
from zhongmu.recruitment import channels
from zhongmu.recruitment.actions import record_findings
from zhongmu.recruitment.answers import document, stored
from zhongmu.recruitment.called import calls_of
from zhongmu.recruitment.documents import application_facts, result_facts
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import (
    TABS,
    before_this,
    differs_from_file,
    in_tab,
    latest_findings,
)
from zhongmu.recruitment.rulings import other_way
from zhongmu.recruitment.states import APPLICATION_MOVES, ApplicationState
from zhongmu.recruitment.uploads import Kept, keep_uploads, kept_file, token_of
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

TIE_WORDS = {"confirm": gettext_lazy("认定利害关系属实"), "reject": gettext_lazy("认定利害关系不属实")}
LISTED = ("number", "name", "category", "channel", "state", "arrived_on", "intake", "batch", "bureau")


@allow(*STAFF)
def applications(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in TABS else "todo"
    here = reverse("office:applications", args=[batch.pk])
    found = keyset(in_tab(batch, tab).only(*LISTED), request)
    policy = request.policy
    rows = [
        (a, policy.label("categories", a.category), policy.label("channels", a.channel)) for a in found.rows
    ]
    tabs = [
        (TAB_WORDS[name], f"{here}?tab={name}", capped_count(in_tab(batch, name)), name == tab)
        for name in TABS
    ]
    context = {"batch": batch, "rows": rows, "older": found.older, "tabs": tabs}
    return page(request, "recruitment/applications.html", context)


def find_application(request: PageRequest, pk: int) -> Application:
    rows = request.bureau.applications.select_related(
        "batch__bureau", "bureau", "person", "photo", "signed_scan", "scan", "unit_seal", "appeal"
    )
    found = get_object_or_404(rows, pk=pk)
    may_read_forms(request, found.batch)
    return found


def _findings(application: Application, policy: Policy) -> list[dict[str, Any]]:
    latest = latest_findings(application)
    names = names_of(f.account for f in latest.values())
    rows = []
    for row in policy.pack["eligibility"]:
        found = latest.get(row.code)
        cite = policy.pack.cite_article(row.article) if row.article else policy.cite("eligibility")
        who = names.get(found.account, "") if found else ""
        rows.append({"label": row.label, "found": found, "who": who, "cite": cite})
    return rows


@dataclass(frozen=True)
class Tie:
    """A tie to the supervised, what is known of it, and the pages that judge it."""

    notice: Notice | None  # none where it does not hold
    judged: Judgement | None
    words: str
    confirm: str
    reject: str


def _ties(application: Application, policy: Policy) -> list[Tie]:
    """What employer or recommender give away, whichever way the person came."""
    units = application.also_came.values_list("unit_name", flat=True)
    texts = (application.employer, application.unit_name, *units)
    ties = []
    for row in interests_in(application.ledger_subject, *texts):
        judged = last_judgement(row)
        confirm, reject = (reverse("office:tie", args=[row.pk, name]) for name in TIE_WORDS)
        code = f"（{row.organisation_code}）" if row.organisation_code else ""
        words = f"{row.get_relation_display()}：{row.said}{code}"
        ties.append(Tie(interest_notice(row, policy, judged), judged, words, confirm, reject))
    return ties


@allow(*STAFF)
def tie(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """An officer who asked says whether a tie holds."""
    if name not in TIE_WORDS:
        raise Http404
    row = get_object_or_404(request.bureau.interests.select_related("bureau"), pk=pk)
    found = find_application(request, int(row.subject.removeprefix("application:")))

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, JUDGES)
        judge(row, holds=name == "confirm", reason=said["reason"], by=by, at=request.now)

    return act_page(
        request,
        title=TIE_WORDS[name],
        subject=f"{found.name}（{row.get_relation_display()}：{row.said}）",
        back=reverse("office:application", args=[found.pk]),
        asks=("reason",),
        do=do,
    )


def _other_way(application: Application, policy: Policy) -> list[Ruling]:
    """Of a form by a notice that came to the desk."""
    row = channels.channel(policy, application.channel)
    if not application.intake or row is None or not row["needs_notice"]:
        return []
    return other_way(application.batch, application.intake["channel"], policy)


@allow(*STAFF)
def application(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)
    policy = request.policy
    context = {
        "application": found,
        "batch": found.batch,
        "groups": form_rows(found, policy, request.today),
        "signature": as_picture(found.signature),
        "findings": _findings(found, policy),
        "verified": verified(found, request),
        "calls": calls_of(found),
        "other_way": _other_way(found, policy),
        "differs": differs_from_file(found),
        "before": before_this(found),
        "on_file": found.person.created_at < found.submitted_at,
        "offers": application_offers(found, request),
        "ties": _ties(found, policy),
        "appeal": getattr(found, "appeal", None),
        "can_appeal": found.state == ApplicationState.INELIGIBLE,
        "moves": timeline(list(found.moves.order_by("-pk")), APPLICATION_MOVES),
        "can_check": found.state == ApplicationState.SUBMITTED,
        "can_correct": found.state == ApplicationState.SENT_BACK,
        "earlier": found.earlier.count(),
        "channels": dict(policy.choices("intake.channels")),
        "also_came": second_ways(found, policy, request.today),
        "cite_channels": policy.cite("channels"),
    }
    return page(request, "recruitment/application.html", context)


def _initial(application: Application) -> dict[str, str]:
    said: dict[str, str] = {}
    for item, finding in latest_findings(application).items():
        said |= {f"item_{item}": finding.conclusion, f"basis_{item}": finding.basis}
        said[f"document_{item}"] = finding.document
        if finding.file:
            said[f"file_{item}_token"] = token_of(finding.file)
    return said


def _evidence(request: PageRequest) -> Kept:
    return keep_uploads(
        request.POST,
        request.FILES,
        names=CheckForm.file_names(request.policy),
        bureau=request.bureau,
        policy=request.policy,
        at=request.now,
    )


def _kept_files(request: PageRequest, form: CheckForm) -> dict[str, StoredFile | None]:
    said = form.cleaned_data
    return {row.code: kept_file(said[f"file_{row.code}_token"], request.bureau) for row in form.items}


@allow(*STAFF)
def check(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)
    if found.state != ApplicationState.SUBMITTED:
        return redirect("office:application", found.pk)
    kept = _evidence(request) if request.method == "POST" else None
    form = CheckForm(
        kept.data if kept else None,
        policy=request.policy,
        file_errors=kept.errors if kept else {},
        initial=_initial(found),
    )
    rulings: tuple[Ruling, ...] = ()
    status = 422 if kept else 200
    if kept and form.is_valid():
        try:
            by = actor_for(request, APPLICATION_MOVES["pass_check"].who)
            record_findings(found, form.conclusions(_kept_files(request, form)), by=by, at=request.now)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("审查结论已记下。"))
            return redirect("office:application", found.pk)
    cites = {row["label"]: row["cite"] for row in _findings(found, request.policy)}
    context = {"application": found, "form": form, "rulings": rulings, "cites": cites}
    return page(request, "recruitment/check.html", context, status=status)


@allow(*STAFF)
def application_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DO_APPLICATION:
        raise Http404
    found, move = find_application(request, pk), APPLICATION_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        DO_APPLICATION[name](found, **said, by=actor_for(request, move.who), at=request.now)

    offers = application_offers(found, request)
    notes = tuple(note for offer in offers if offer.name == name for note in offer.notes)
    return act_page(
        request,
        title=move.label,
        subject=f"{found.name}（{found.number}）",
        back=reverse("office:application", args=[found.pk]),
        asks=APPLICATION_ASKS[name],
        do=do,
        notes=notes,
        danger=name in DANGER,
    )


@allow(*STAFF)
def verification(request: PageRequest, pk: int, what: str) -> HttpResponse:
    return verify_page(request, find_application(request, pk), what)


@allow(*STAFF)
def photo(request: PageRequest, pk: int) -> HttpResponse:
    return stored(find_application(request, pk).photo)


@allow(*STAFF)
def scan(request: PageRequest, pk: int, which: str) -> HttpResponse:
    found = find_application(request, pk)
    return stored({"signature": found.signed_scan, "intake": found.scan, "seal": found.unit_seal}.get(which))


@allow(*STAFF)
def also_scan(request: PageRequest, pk: int, also: int, which: str) -> HttpResponse:
    """A file of the second way in, for whoever may read the form itself (CQ-7.0)."""
    ways = find_application(request, pk).also_came.select_related(*ALSO_FILES.values())
    way = get_object_or_404(ways, pk=also)
    if which not in ALSO_FILES:
        raise Http404
    return stored(getattr(way, ALSO_FILES[which]))


@allow(*STAFF)
def evidence(request: PageRequest, pk: int, item: str) -> HttpResponse:
    finding = latest_findings(find_application(request, pk)).get(item)
    return stored(finding.file if finding else None)


@allow(*STAFF)
def application_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    facts = application_facts(find_application(request, pk), request.policy)
    return document(facts, form, {"pdf": application_pdf, "docx": application_docx}, name=facts.title)


@allow(*STAFF)
def result_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """The letter that tells somebody who was not chosen, to be posted or handed over."""
    facts = result_facts(find_application(request, pk))
    if facts is None:
        raise Http404
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)
