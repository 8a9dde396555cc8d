"""推荐名单: a unit uploads several people at once; one bad cell and nobody is recommended (CQ-7.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.files.kinds import MAX_BYTES, XLSX_FILE, BadFile
from zhongmu.intake.sheets.cells import must_be_a_list
from zhongmu.intake.sheets.nominating import COLUMNS, RULES, Outcome, nominate_list
from zhongmu.intake.sheets.template import template
from zhongmu.ledger.moves import NotAllowed
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import page
from zhongmu.recruitment.call_forms import SealForm
from zhongmu.recruitment.called import batches_for_units
from zhongmu.recruitment.calling import nominating
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.uploads import keep_uploads
from zhongmu.web.access import unit_only
from zhongmu.web.requests import PageRequest

SHOWN = 200  # bad cells on one page; the file has to go back in any case


class UnitListForm(SealForm):
    """The file, and the one seal that holds for everybody in it."""

    field_order = ("people",)
    people = forms.FileField(
        label=gettext_lazy("名单文件"),
        help_text=gettext_lazy("照模板填好的 xlsx，或 csv；一次最多50人"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("请选择名单文件（xlsx 或 csv）。")},
    )

    def clean_people(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["people"]
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件太大，最大10MB。请删去图片，或分成几个文件。"))
        return upload


@unit_only
def list_template(_request: PageRequest) -> HttpResponse:
    """The empty list to fill in."""
    content = template(COLUMNS, title=_("社会监督员推荐名单"), rules=RULES)
    disposition = content_disposition_header(as_attachment=True, filename=_("推荐名单") + ".xlsx")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type=XLSX_FILE.media_type, headers=headers)


@unit_only
def nominate_many(request: PageRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(batches_for_units(request.bureau).select_related("bureau"), pk=pk)
    form = _form(request)
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
            said = _("已推荐%(n)s人，已逐人通知本人答复。") % {"n": len(outcome.made)}
            messages.success(request, said)
            return redirect("portal:unit")
    context = {
        "unit": request.unit,
        "here": request.bureau,
        "batch": batch,
        "form": form,
        "rulings": rulings,
        "people": outcome.people,
        "faults": len(outcome.findings),
        "findings": outcome.findings[:SHOWN],
    }
    return page(request, "units/nominate_many.html", context, status=422 if form.is_bound else 200)


def _form(request: PageRequest) -> UnitListForm:
    same: dict[str, Any] = {"bureau": request.bureau, "policy": request.policy, "today": request.today}
    if request.method != "POST":
        return UnitListForm(**same)
    kept = keep_uploads(
        request.POST,
        request.FILES,
        bureau=request.bureau,
        policy=request.policy,
        at=request.now,
        names=("seal",),
    )
    return UnitListForm(kept.data, request.FILES, file_errors=kept.errors, **same)


def _nominate(request: PageRequest, batch: Batch, form: UnitListForm) -> Outcome:
    upload = form.cleaned_data["people"]
    content = upload.read()
    must_be_a_list(upload.name or "", content)
    words = form.words(unit_name=request.unit.name, code=request.unit.credit_code)
    return nominate_list(content, batch, request.unit, words, by=request.actor, at=request.now)
