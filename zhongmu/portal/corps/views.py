"""What anyone may ask of a certificate, and where a supervisor opens an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.corps import queries
from zhongmu.corps.models import Certificate
from zhongmu.corps.rulings import boundary, cited, words_of
from zhongmu.letters.documents.paper_forms import institution_statement_form_pdf
from zhongmu.people.actions import activate as open_account
from zhongmu.people.actions import open_slip
from zhongmu.people.models import ActivationSlip
from zhongmu.people.names import normalise_name
from zhongmu.people.values import BadValue
from zhongmu.portal.corps.forms import ActivateForm, CheckForm
from zhongmu.portal.pages import at_bureau, page
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

_CHECK = "Says of a certificate what is printed on it and whether it holds; no number, phone or address of a person."
_PUBLIC = "What a bureau tells institutions about its supervisors; names nobody."


def _shows_photo(certificate: Certificate, request: PageRequest) -> bool:
    """By consent, and only while the certificate holds."""
    appointment = certificate.appointment
    stands = certificate.is_valid_at(request.now) or appointment.rehearsal
    return (
        stands
        and hasattr(appointment, "portrait")
        and queries.consented(appointment.person, queries.PHOTO, request.now)
    )


@allow_anyone(because=_CHECK)
def certificate(request: PageRequest, token: str) -> HttpResponse:
    found = queries.certificate_by_token(token)
    if found is None:
        return page(request, "corps/certificate_unknown.html", {"form": CheckForm()}, status=404)
    request.bureau = found.bureau
    request.rehearsal = found.appointment.rehearsal  # type: ignore[attr-defined]  # read by web.templates
    policy = found.bureau.policy(request.today)
    words, kind = words_of(found, request.now, request.today)
    context = {
        "certificate": found,
        "appointment": found.appointment,
        "here": found.bureau,
        "words": words,
        "kind": kind,
        "photo": _shows_photo(found, request),
        "why": boundary(policy),
        "now": request.now,
    }
    return page(request, "corps/certificate.html", context)


@allow_anyone(because="The photo of a certificate in force, by its holder's consent.")
def certificate_photo(request: PageRequest, token: str) -> HttpResponse:
    found = queries.certificate_by_token(token)
    if found is None or not _shows_photo(found, request):
        raise Http404
    return HttpResponse(bytes(found.appointment.portrait.jpeg), content_type="image/jpeg")


@allow_anyone(because=_CHECK)
def certificate_lookup(request: PageRequest) -> HttpResponse:
    form = CheckForm(request.POST or None)
    if request.method != "POST":
        return page(request, "corps/certificate_lookup.html", {"form": form})
    if not form.is_valid():
        return page(request, "corps/certificate_lookup.html", {"form": form}, status=422)
    found = queries.certificate_by_number(form.cleaned_data["number"], form.cleaned_data["holder"])
    if found is None:
        return page(request, "corps/certificate_unknown.html", {"form": form}, status=404)
    return redirect("portal:certificate", found.token)


def _slip_for(form: ActivateForm, request: PageRequest) -> ActivationSlip | None:
    """A wrong name, a wrong code, a used and an expired slip all give None and are answered alike."""
    slip = open_slip(form.cleaned_data["code"], request.today)
    try:
        name = normalise_name(form.cleaned_data["holder"])
    except BadValue:
        return None
    return slip if slip is not None and slip.person.name == name else None


@allow_anyone(
    because="Opens a supervisor's account with the one-time slip; every wrong slip is answered alike."
)
def activate(request: PageRequest) -> HttpResponse:
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slip = _slip_for(form, request)
        told = {"username": form.cleaned_data["username"], "password": form.cleaned_data["password"]}
        if slip is None:
            form.add_error(
                None,
                _(
                    "姓名和激活码对不上，或者激活单已经用过、过期。请核对后再输；还不行的，带身份证到聘任机关当面重新打印。"
                ),
            )
        else:
            try:
                open_account(slip, **told, at=request.now)
            except BadValue as error:
                form.add_error("username", error.sentence)
            else:
                messages.success(request, _("账号已开通。请用刚才的登录名和密码登录。"))
                return redirect("account_login")
    return page(
        request, "corps/activate.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@allow_anyone(because=_PUBLIC)
def institutions(request: PageRequest) -> HttpResponse:
    """Without a bureau: check at the door, and find one's bureau for the rest."""
    bureaus = list(Bureau.objects.existing(request.today))
    tops = [b for b in bureaus if b.parent_id is None]
    below = {top.pk: [b for b in bureaus if b.path.startswith(top.path) and b.parent_id] for top in tops}
    wanted = request.GET.get("q", "").strip()[:40]
    found = [b for b in bureaus if wanted in b.name] if wanted else []
    context = {"form": CheckForm(), "tops": tops, "below": below, "wanted": wanted, "found": found}
    return page(request, "corps/institutions.html", context)


@allow_anyone(because=_PUBLIC)
def bureau_institutions(request: PageRequest, code: str) -> HttpResponse:
    """The hospital clerk's page: who may come, what they may not do, how to write in (CQ-3, CQ-13)."""
    here = at_bureau(request, code)
    policy = request.policy
    context = {
        "form": CheckForm(),
        "here": here,
        "policy": policy,
        "disciplines": queries.disciplines(policy),
        "why": boundary(policy),
        "writes": bool(policy["institution.written_complaint"]),
        "written": cited(policy, "institution.written_complaint"),
        "suggested": policy.parameter("institution.written_complaint").needs_confirmation,
        "liaisons": queries.liaisons(here, request.today),
    }
    return page(request, "corps/bureau_institutions.html", context)


@allow_anyone(because="A blank form to print.")
def institution_form(request: PageRequest, code: str) -> HttpResponse:
    here = at_bureau(request, code)
    policy = request.policy
    if not policy["institution.written_complaint"]:
        raise Http404
    cite = policy.cite("institution.written_complaint")
    basis = f"《{policy.pack.title}》{cite.label}" if cite.article_key else ""
    pdf = institution_statement_form_pdf(here.name, basis=basis, rehearsal=policy.rehearsal)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="institution-statement.pdf"'
    return response


@allow_anyone(
    because="Only where the bureau publishes its register, only those who separately agreed, in office today."
)
def roster(request: PageRequest, code: str) -> HttpResponse:
    here = at_bureau(request, code)
    policy = request.policy
    if not queries.roster_is_open(policy):
        raise Http404
    rows = queries.roster(here, request.today, rehearsal=policy.rehearsal)
    listed = [(row.person.name, policy.label("categories", row.category), row.ends_on) for row in rows]
    context = {"here": here, "listed": listed, "why": cited(policy, "roster.public")}
    return page(request, "corps/roster.html", context)
