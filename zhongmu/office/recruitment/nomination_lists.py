"""推荐名单 of a unit without an account, come by post or e-mail: registered whole, or not at all (CQ-7.2)."""

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
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import find
from zhongmu.office.recruitment.nominations import LetterForm
from zhongmu.office.recruitment.paper import intake_of
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.calling import OFFICERS, by_officer
from zhongmu.recruitment.models import Batch
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


@allow(*STAFF)
def nomination_list_template(request: PageRequest) -> HttpResponse:
    return list_template(rehearsal=request.policy.rehearsal)


@allow(*STAFF)
def nomination_list(request: PageRequest, pk: int) -> HttpResponse:
    batch = find(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = unit_list_form(posted, request.FILES, bureau=request.bureau, policy=request.policy, at=request.now)
    how = LetterForm(posted, request=request)
    rulings: tuple[Ruling, ...] = tuple(by_officer(actor_for(request, OFFICERS), what=_("登记推荐名单")))
    outcome = Outcome(0)
    if form.is_bound and not rulings and all([form.is_valid(), how.is_valid()]):
        try:
            outcome = _register(request, batch, form, how)
        except BadFile as wrong:
            form.add_error("people", wrong.sentence)
        except NotAllowed as refused:
            rulings = refused.rulings
        if outcome.made:
            said = _("已登记推荐%(n)s人，本人的通知在“告知与发件”里。") % {"n": len(outcome.made)}
            messages.success(request, said)
            return redirect("office:nominations", batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "how": how,
        "rulings": rulings,
        "outcome": outcome,
        "findings": outcome.findings[:SHOWN],
    }
    return page(request, "recruitment/nomination_list.html", context, status=422 if form.is_bound else 200)


def _register(request: PageRequest, batch: Batch, form: UnitListForm, how: LetterForm) -> Outcome:
    unit = get_object_or_404(request.bureau.units.select_related("bureau"), pk=how.cleaned_data["unit"])
    words = form.words(unit_name=unit.name, code=unit.credit_code)
    intake = intake_of(how.cleaned_data, request)
    by = actor_for(request, OFFICERS)
    return nominate_list(form.content(), batch, unit, words, by=by, at=request.now, intake=intake)
