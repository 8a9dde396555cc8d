"""What would change: other bounds tried out, one person held against the slate. Nothing here is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from zhongmu.office.pages import page
from zhongmu.office.recruitment.acts import STAFF
from zhongmu.office.recruitment.batches import find, may_read_forms
from zhongmu.office.slates.running import find_run, people_of, record_of
from zhongmu.office.slates.setting import design_form, design_of
from zhongmu.office.slates.telling import Name, conclusion, namer
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.slates import inputs_of
from zhongmu.recruitment.models import Application, Batch, SlateDesign
from zhongmu.recruitment.queries import candidates_of
from zhongmu.recruitment.slate import Design, as_json, why_not_design
from zhongmu.recruitment.slate_files import PEOPLE, sheets_of
from zhongmu.slates.reading import Sheets
from zhongmu.slates.run import Result, Watch, run
from zhongmu.slates.solver import NoSlateYet
from zhongmu.slates.why_not import WhyNot, why_not
from zhongmu.slates.words import in_words
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

QUICK_SECONDS = 5


@dataclass(frozen=True)
class Trial:
    """A slate under the bounds that were tried, beside the one under the bounds that are saved. Merit in 1/100 point."""

    words: tuple[str, ...]
    value: int | None
    difference: int | None
    joining: tuple[Application, ...]
    leaving: tuple[Application, ...]


def quick(inputs: dict[str, Any]) -> Result:
    """The slate for these inputs, now; stopped after a few seconds with what was found."""
    return run(sheets_of(inputs), inputs["seed"], Watch(QUICK_SECONDS))


def widened(design: Design) -> Design:
    """The same with each relaxation reaching at least as far as the bound that is tried."""
    bounds = tuple(
        replace(b, low_flex=min(b.low_flex, b.low), high_flex=max(b.high_flex, b.high)) for b in design.bounds
    )
    return replace(design, bounds=bounds)


def tried(batch: Batch, people: list[Application], design: Design, request: PageRequest) -> Trial:
    said = {**as_json(design), "account": 0, "at": request.now}
    asked = (batch.slate_design, SlateDesign(batch=batch, **said))
    saved, changed = (inputs_of(batch, one, request.policy, request.today) for one in asked)
    base, other = quick(saved), quick(changed)
    by_number = {a.number: a for a in people}
    before, after = numbers_of(base), numbers_of(other)
    known = base.value is not None and other.value is not None
    return Trial(
        words=tuple(_concluded(other, namer(by_number, changed["files"][PEOPLE]))),
        value=other.value,
        difference=(other.value or 0) - (base.value or 0) if known else None,
        joining=tuple(by_number[n] for n in sorted(after - before)) if known else (),
        leaving=tuple(by_number[n] for n in sorted(before - after)) if known else (),
    )


def _concluded(result: Result, name: Name) -> list[str]:
    words, seats = in_words(result), result.sheets.problem.seats
    return conclusion(result.status, seats, value=result.value, bound=result.bound, words=words, name=name)


def numbers_of(result: Result) -> set[str]:
    if result.chosen is None:
        return set()
    return {result.sheets.problem.ids[place] for place in result.chosen.tolist()}


@allow(*STAFF)
def slate_try(request: PageRequest, pk: int) -> HttpResponse:
    batch = may_read_forms(request, find(request, pk))
    people = candidates_of(batch)[0]
    if design_of(batch) is None or not people:
        return redirect("office:slate", batch.pk)
    form = design_form(batch, request, posted=request.method == "POST")
    rulings: tuple[Ruling, ...] = ()
    trial = None
    if request.method == "POST" and form.is_valid():
        design = widened(form.design())
        rulings = tuple(why_not_design(batch, design, people, request.policy))
        trial = None if rulings else tried(batch, people, design, request)
    by_script = "HX-Request" in request.headers  # which shows the reasons of a good answer only
    status = 422 if request.method == "POST" and trial is None and not by_script else 200
    context = {"batch": batch, "form": form, "trial": trial, "rulings": rulings, "policy": request.policy}
    return page(request, "slates/try.html", context, status=status)


def held_against(sheets: Sheets, selected: list[str], number: str) -> WhyNot | None:
    """One person against the slate; None where a few seconds did not do, 404 for somebody the run did not know."""
    ids = {known: place for place, known in enumerate(sheets.problem.ids)}
    if number not in ids:
        raise Http404
    chosen = np.array(sorted(ids[one] for one in selected), dtype=np.int64)
    try:
        return why_not(sheets.problem, chosen, ids[number], limit_s=QUICK_SECONDS)
    except NoSlateYet:
        return None


@allow(*STAFF)
def slate_why(request: PageRequest, pk: int, application: int) -> HttpResponse:
    """Why this person is on the slate or not, what the other choice costs, and what score flips it."""
    found = find_run(request, pk)
    record = record_of(found)
    if not record.get("proved"):  # against a slate that may not be the best no score tells anything
        raise Http404
    person = get_object_or_404(found.batch.applications, pk=application)
    sheets = sheets_of(found.inputs)
    why = held_against(sheets, record["selected"], person.number)
    people = people_of(found)
    name, ids = namer(people, found.inputs["files"][PEOPLE]), sheets.problem.ids
    context = {
        "run": found,
        "name": name,
        "person": person,
        "policy": request.policy,
        "inside": person.number in record["selected"],
        "why": why,
        "fixed": int(sheets.problem.fixed[why.person]) if why else 0,
        "score": why and int(sheets.problem.scores[why.person]),
        "leaving": [name(ids[place]) for place in why.leaving.tolist()] if why else [],
        "coming": [name(ids[place]) for place in why.coming.tolist()] if why else [],
        "full": [sheets.problem.rules[rule] for rule in why.full] if why else [],
        "holding": [(sheets.problem.rules[one.rule], one.held) for one in why.holding] if why else [],
    }
    return page(request, "slates/why.html", context)
