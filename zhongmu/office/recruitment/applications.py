"""报名: the list of a batch, one form with everything on it, the check item by item."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_working
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.application_docx import application_docx
from zhongmu.letters.documents.application_form import application_pdf
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
from zhongmu.office.recruitment.batches import TAB_WORDS, find, timeline
from zhongmu.office.recruitment.forms import CheckForm
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions import record_findings
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import application_facts
from zhongmu.recruitment.models import Application
from zhongmu.recruitment.queries import (
    TABS,
    differs_from_file,
    in_tab,
    latest_findings,
)
from zhongmu.recruitment.states import APPLICATION_MOVES, ApplicationState
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

LISTED = ("number", "name", "category", "channel", "state", "arrived_on", "intake", "batch", "bureau")


@allow(*STAFF)
def applications(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)
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
        "batch__bureau", "bureau", "person", "photo", "signed_scan", "scan"
    )
    return get_object_or_404(rows, pk=pk)


def form_rows(application: Application, policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    """The form as it was filled, in the order of Annex 2, then what the system asks beside it."""
    a = application
    others = "、".join(policy.label("categories", code) for code in a.other_categories)
    return [
        (
            _("报名表"),
            [
                (_("姓名"), a.name),
                (_("性别"), a.sex_label),
                (_("政治面貌"), a.political_label),
                (_("民族"), a.ethnic_label),
                (_("身份证号"), a.resident_id),
                (_("健康状况"), a.health_label),
                (_("联系电话"), a.phone),
                (_("是否在职"), _("是") if a.employed else _("否")),
                (_("电子邮箱"), a.email),
                (_("工作单位及职务"), " ".join(filter(None, [a.employer, a.post]))),
                (_("家庭住址"), a.address),
                (_("学历"), a.education_label),
                (_("毕业院校及专业"), " ".join(filter(None, [a.school, a.major]))),
                (_("聘任理由"), a.reason),
                *([(_("推荐、特邀单位意见"), f"{a.unit_name}：{a.unit_opinion}")] if a.unit_opinion else []),
                (_("备注"), a.remark),
            ],
        ),
        (
            _("另行登记"),
            [
                (_("产生方式"), policy.label("channels", a.channel)),
                (_("来源类别"), policy.label("categories", a.category) + (f"（{others}）" if others else "")),
                (_("年龄"), _("%s周岁") % a.identity.age(a.arrived_on)),
                (_("公示姓名"), _("同意") if a.name_consent else _("不同意")),
            ],
        ),
    ]


def _data_url(png: bytes | None) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""


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


@allow(*STAFF)
def application(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)
    policy = request.policy
    context = {
        "application": found,
        "batch": found.batch,
        "groups": form_rows(found, policy),
        "signature": _data_url(found.signature),
        "findings": _findings(found, policy),
        "differs": differs_from_file(found),
        "offers": application_offers(found, request),
        "moves": timeline(list(found.moves.order_by("-pk")), APPLICATION_MOVES),
        "can_check": found.state == ApplicationState.SUBMITTED,
        "can_correct": found.state == ApplicationState.SENT_BACK,
        "earlier": found.earlier.count(),
        "channels": dict(policy.choices("intake.channels")),
    }
    return page(request, "recruitment/application.html", context)


def _initial(application: Application) -> dict[str, str]:
    said: dict[str, str] = {}
    for item, finding in latest_findings(application).items():
        said |= {f"item_{item}": finding.conclusion, f"basis_{item}": finding.basis}
    return said


@allow(*STAFF)
def check(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)
    if found.state != ApplicationState.SUBMITTED:
        return redirect("office:application", found.pk)
    posted = request.POST if request.method == "POST" else None
    form = CheckForm(posted, policy=request.policy, initial=_initial(found))
    rulings: tuple[Ruling, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            by = actor_for(request, APPLICATION_MOVES["pass_check"].who)
            record_findings(found, form.conclusions(), by=by, at=request.now)
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


def _file(stored: StoredFile | None) -> HttpResponse:
    if stored is None:
        raise Http404
    response = HttpResponse(read_working(stored), content_type=stored.working_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@allow(*STAFF)
def photo(request: PageRequest, pk: int) -> HttpResponse:
    return _file(find_application(request, pk).photo)


@allow(*STAFF)
def scan(request: PageRequest, pk: int, which: str) -> HttpResponse:
    found = find_application(request, pk)
    return _file({"signature": found.signed_scan, "intake": found.scan}.get(which))


@allow(*STAFF)
def application_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    facts = application_facts(find_application(request, pk), request.policy)
    return document(facts, form, {"pdf": application_pdf, "docx": application_docx}, name=facts.title)
