"""制度与口径: what the measure leaves open, and what this bureau's leader has confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.bureaus import actions
from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.policies.forms import DecisionForm, ReasonForm
from zhongmu.office.promises import recompute_all
from zhongmu.people.queries import names_of
from zhongmu.policies.rulings import Ruling
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

HANDLERS = ("leader", "liaison", "clerk", "reviewer")
ACKNOWLEDGERS = ("leader", "liaison")


@allow(*HANDLERS)
def decisions(request: PageRequest) -> HttpResponse:
    policy = request.policy
    made = policy.decisions
    names = names_of(d.account for d in made.values())
    rows = [
        {
            "p": p,
            "decision": made.get(p.key),
            "who": names.get(made[p.key].account, "") if p.key in made else "",
        }
        for p in policy.suggestions()
    ]
    waiting = [row for row in rows if row["decision"] is None]
    context = {
        "pack": policy.pack,
        "waiting": waiting,
        "done": [row for row in rows if row["decision"] is not None],
        "fixed": [p for p in policy.pack if not p.needs_confirmation],
        "acknowledged": request.bureau.acknowledgements.filter(pack_id=policy.pack.id).first(),
        "leads": any(m.role == "leader" for m in request.memberships),
        "acknowledges": any(m.role in ACKNOWLEDGERS for m in request.memberships),
        "form": ReasonForm(),
    }
    return page(request, "policies/decisions.html", context)


def _say_rulings(request: PageRequest, rulings: tuple[Ruling, ...]) -> None:
    for ruling in rulings:
        messages.error(request, str(ruling))


@allow("leader")
def decide(request: PageRequest, key: str) -> HttpResponse:
    policy = request.policy
    if key not in policy.pack:
        raise Http404
    parameter = policy.parameter(key)
    initial = {"value": str(policy[key]).lower() if isinstance(policy[key], bool) else policy[key]}
    form = DecisionForm(request.POST or None, key=key, initial=initial)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(
                request.bureau,
                key=key,
                value=form.cleaned_data.get("value"),
                by=request.actor,
                reason=form.cleaned_data["reason"],
                at=request.now,
                on=request.today,
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            recompute_all(request.bureau, at=request.now)
            messages.success(request, _("已确认“%s”。") % parameter.title)
            return redirect("office:decisions")
    status = 422 if request.method == "POST" else 200
    return page(
        request, "policies/decide.html", {"p": parameter, "form": form, "rulings": rulings}, status=status
    )


@allow("leader")
@require_POST
def confirm_all(request: PageRequest) -> HttpResponse:
    """Confirm every suggestion as it stands, with one reason: each becomes its own record."""
    reason = request.POST.get("reason", "")
    try:
        actions.confirm_all(request.bureau, by=request.actor, reason=reason, at=request.now, on=request.today)
    except NotAllowed as refused:
        _say_rulings(request, refused.rulings)
        return redirect("office:decisions")
    recompute_all(request.bureau, at=request.now)
    messages.success(request, _("已逐项确认，每项各记一条。"))
    return redirect("office:decisions")


@allow(*ACKNOWLEDGERS)
@require_POST
def acknowledge(request: PageRequest) -> HttpResponse:
    actions.acknowledge(request.bureau, pack_id=request.policy.pack.id, by=request.actor, at=request.now)
    messages.success(request, _("已签收。"))
    return redirect("office:decisions")
