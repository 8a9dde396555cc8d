"""推荐名单: a unit uploads several people at once; one bad cell and nobody is recommended (CQ-7.2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from zhongmu.files.kinds import BadFile
from zhongmu.intake.answers import list_template
from zhongmu.intake.forms import UnitListForm, unit_list_form
from zhongmu.intake.sheets.nominating import SHOWN, Outcome, nominate_list
from zhongmu.ledger.moves import NotAllowed
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import page
from zhongmu.recruitment.called import batches_for_units
from zhongmu.recruitment.calling import nominating
from zhongmu.recruitment.models import Batch
from zhongmu.web.access import unit_only
from zhongmu.web.requests import PageRequest


@unit_only
def empty_list(request: PageRequest) -> HttpResponse:
    return list_template(rehearsal=request.policy.rehearsal)


@unit_only
def nominate_many(request: PageRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(batches_for_units(request.bureau).select_related("bureau"), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = unit_list_form(posted, request.FILES, bureau=request.bureau, policy=request.policy, at=request.now)
    rulings: tuple[Ruling, ...] = tuple(nominating(batch, request.policy, at=request.now))
    outcome = Outcome(0)
    if form.is_bound and not rulings and form.is_valid():
        try:
            outcome = _nominate(request, batch, form)
        except BadFile as wrong:
            form.add_error("people", wrong.sentence)
        except NotAllowed as refused:
            rulings = refused.rulings
        if outcome.made:
            messages.success(request, _("已推荐%(n)s人，已逐人通知本人答复。") % {"n": len(outcome.made)})
            return redirect("portal:unit")
    context = {
        "unit": request.unit,
        "here": request.bureau,
        "batch": batch,
        "form": form,
        "rulings": rulings,
        "outcome": outcome,
        "findings": outcome.findings[:SHOWN],
    }
    return page(request, "units/nominate_many.html", context, status=422 if form.is_bound else 200)


def _nominate(request: PageRequest, batch: Batch, form: UnitListForm) -> Outcome:
    words = form.words(unit_name=request.unit.name, code=request.unit.credit_code)
    return nominate_list(form.content(), batch, request.unit, words, by=request.actor, at=request.now)
