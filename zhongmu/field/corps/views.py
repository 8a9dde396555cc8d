"""The supervisor's own pages: who I am here, how long, my certificate, my pledge, my consents."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.bureaus.models import Membership
from zhongmu.bureaus.policy import Policy
from zhongmu.corps import queries
from zhongmu.corps.actions import withdraw_consent
from zhongmu.corps.certificates import MOST_BYTES, sign_pledge
from zhongmu.corps.forms import NO, YES, WillingForm
from zhongmu.corps.models import Appointment, Certificate, Renewal
from zhongmu.corps.renewals import Answer, take_answer
from zhongmu.corps.renewing import last_in_window, why_not_answer, why_not_now
from zhongmu.corps.rulings import boundary, words_of
from zhongmu.corps.states import DECIDED, RenewalState, Standing, State
from zhongmu.field.corps.forms import PledgeForm
from zhongmu.field.pages import page
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.pictures import qr_svg
from zhongmu.people.actions import give_consent
from zhongmu.policies.rulings import Cite, Ruling
from zhongmu.reports.queries import own_reports
from zhongmu.web.access import supervisor_only
from zhongmu.web.requests import PageRequest

_CURRENT = {Standing.ACTIVE, Standing.SUSPENDED, Standing.PENDING}
_KINDS = {Standing.ACTIVE: "good", Standing.SUSPENDED: "bad"}


@dataclass(frozen=True)
class Term:
    """One current appointment as its holder sees it."""

    row: Appointment
    standing: Standing
    left: int
    policy: Policy
    certificate: Certificate | None
    liaisons: list[Membership]
    why: Cite | None
    renewal: Renewal | None
    up: bool  # for renewal, whatever was said or decided so far
    open_to_answer: bool  # the person may now say, or say differently, that they would go on (CQ-6.2)

    @property
    def said(self) -> str:
        """How far the renewal is, for the person: one whose new term was revoked is none."""
        renewal = self.renewal
        if renewal is not None and renewal.next is not None and renewal.next.state == State.REVOKED:
            return "undone"
        return renewal.state if renewal else RenewalState.ASKED

    @property
    def kind(self) -> str:
        return _KINDS.get(self.standing, "")

    @property
    def pledged(self) -> bool:
        return hasattr(self.row, "pledge")


def _term(row: Appointment, request: PageRequest) -> Term:
    policy, standing = row.bureau.policy(request.today), row.status(request.today)
    renewal = getattr(row, "renewal", None)
    due = standing is Standing.ACTIVE and policy["renew.allowed"]
    up = due and row.ends_on <= last_in_window(policy, request.today)
    undecided = up and (renewal is None or renewal.state not in DECIDED)
    return Term(
        row=row,
        standing=standing,
        left=row.days_left(request.today),
        policy=policy,
        certificate=row.certificates.issued().first(),
        liaisons=queries.liaisons(row.bureau, request.today),
        why=boundary(policy),
        renewal=renewal,
        up=up,
        open_to_answer=undecided and not why_not_now(row, policy, request.today),
    )


def _rehearse(request: PageRequest, rows: list[Appointment]) -> None:
    """Every page that shows a rehearsed appointment says so."""
    request.rehearsal = any(row.rehearsal for row in rows)  # type: ignore[attr-defined]  # read by web.templates


@supervisor_only
def home(request: PageRequest) -> HttpResponse:
    """Current terms; once all have ended, what remains open to the person (CQ-6.3)."""
    rows = queries.latest(request.person)
    current = [row for row in rows if row.status(request.today) in _CURRENT]
    _rehearse(request, current or rows[:1])
    terms = [_term(row, request) for row in current]
    context = {
        "person": request.person,
        "terms": terms,
        "last": rows[0] if rows else None,
        "acting": any(term.standing is Standing.ACTIVE for term in terms),
        "photo_shown": queries.consented(request.person, queries.PHOTO, request.now),
        "roster_shown": queries.consented(request.person, queries.ROSTER, request.now),
        "roster_open": any(queries.roster_is_open(term.policy) for term in terms),
        "disciplines": queries.disciplines(terms[0].policy) if terms else [],
    }
    return page(request, "corps/home.html", context)


def _own(request: PageRequest, pk: int) -> Appointment:
    rows = request.person.appointments.select_related("bureau", "person", "pledge", "renewal")
    return get_object_or_404(rows.defer("renewal__scan"), pk=pk)


@supervisor_only
def certificate(request: PageRequest, pk: int) -> HttpResponse:
    """The certificate on screen, to show at a door; it says 已失效 in the same instant as the public page."""
    row = _own(request, pk)
    held = get_object_or_404(row.certificates.issued())
    _rehearse(request, [row])
    words, kind = words_of(held, request.now, request.today)
    qr = b64encode(qr_svg(held.check_url).encode()).decode("ascii")
    context = {
        "row": row,
        "certificate": held,
        "words": words,
        "kind": kind,
        "qr": f"data:image/svg+xml;base64,{qr}",
    }
    return page(request, "corps/my_certificate.html", context)


@supervisor_only
def pledge(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm the discipline item by item and sign (CQ-10.0)."""
    row = _own(request, pk)
    _rehearse(request, [row])
    if hasattr(row, "pledge"):
        messages.info(request, _("本聘期的纪律承诺书已经签过，不必再签。"))
        return redirect("field:home")
    policy = row.bureau.policy(request.today)
    form = PledgeForm(request.POST or None, request.FILES or None, policy=policy)
    found: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            sign_pledge(
                row,
                form.cleaned_data["items"],
                signature=form.signature(MOST_BYTES),
                by=request.actor,
                at=request.now,
                on=request.today,
            )
        except NotAllowed as error:
            found = error.rulings
        else:
            messages.success(request, _("已签署纪律承诺书。"))
            return redirect("field:home")
    ticked = set(request.POST.getlist("items"))
    context = {
        "row": row,
        "form": form,
        "rulings": found,
        "disciplines": queries.disciplines(policy),
        "ticked": ticked,
        "title": policy["documents.pledge"],
    }
    return page(request, "corps/pledge.html", context, status=422 if request.method == "POST" else 200)


@supervisor_only
def renewal(request: PageRequest, pk: int) -> HttpResponse:
    """Say whether one would serve another term; until it is decided, as often as one likes (CQ-6.2, HL-2.2d)."""
    row = _own(request, pk)
    _rehearse(request, [row])
    policy, kept = row.bureau.policy(request.today), getattr(row, "renewal", None)
    form = WillingForm(request.POST if request.method == "POST" else None, initial=_said_before(kept))
    found: tuple[Ruling, ...] = ()
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("summary", "changes")}
        answer = Answer(willing=form.cleaned_data["willing"] == YES, said_on=request.today, **said)
        try:
            take_answer(row, answer, by=request.actor, at=request.now)
        except NotAllowed as error:
            found = error.rulings
        else:
            messages.success(request, _KEPT[answer.willing])
            return redirect("field:home")
    now: list[Ruling] = [*why_not_now(row, policy, request.today)]
    if kept and (stop := why_not_answer(kept, policy, request.today)):
        now.append(stop)
    context = {
        "row": row,
        "form": form,
        "rulings": found,
        "policy": policy,
        "now": now,
        "filed": own_reports(request.person).filter(bureau=row.bureau, arrived_on__gte=row.starts_on).count(),
    }
    return page(request, "corps/my_renewal.html", context, status=422 if form.is_bound else 200)


_KEPT = {
    True: gettext_lazy("已记下您的意愿，决定作出后告知您。"),
    False: gettext_lazy("已记下：期满不再续聘，到期自然解聘。届满以前可以改变。"),
}


def _said_before(kept: Renewal | None) -> dict[str, str]:
    if kept is None or kept.answered_on is None:
        return {}
    willing = NO if kept.state == RenewalState.DECLINED else YES
    return {"willing": willing, "summary": kept.summary or "", "changes": kept.changes or ""}


@supervisor_only
@require_POST
def consents(request: PageRequest) -> HttpResponse:
    """Give or take back the consent to one publication; each is asked for by itself (PIPL 25)."""
    purpose = request.POST.get("purpose", "")
    if purpose not in {queries.PHOTO, queries.ROSTER}:
        return redirect("field:home")
    if request.POST.get("give") == "1":
        latest = request.person.appointments.order_by("-pk").first()
        version = latest.pack_id[:20] if latest else ""
        give_consent(request.person, purpose=purpose, version=version, channel="web", at=request.now)
        messages.success(request, _("已记下您的同意，随时可以收回。"))
    else:
        withdraw_consent(request.person, purpose, by=request.actor, at=request.now)
        messages.success(request, _("已收回同意，公开页上立即不再显示。"))
    return redirect("field:home")
