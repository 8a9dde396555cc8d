"""表格名单: a list of people filled in from paper forms, found fault with cell by cell, imported whole, then completed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhongmu.bureaus.policy import Policy
from zhongmu.files.kinds import MAX_BYTES, XLSX_FILE, BadFile
from zhongmu.files.store import read_original
from zhongmu.intake.models import Sheet, SheetRow
from zhongmu.intake.queries import rows_of
from zhongmu.intake.sheets import importing
from zhongmu.intake.sheets.checking import as_posted
from zhongmu.intake.sheets.columns import columns_of
from zhongmu.intake.sheets.template import template
from zhongmu.intake.states import ROW_MOVES, SHEET_MOVES, RowState, SheetState
from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.intake.arrivals import CLERKS
from zhongmu.office.intake.mailed import ArrivedForm, ReasonForm
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.office.recruitment.batches import may_read_forms
from zhongmu.office.recruitment.paper import batch_of, context_of, form_of, kept_of, registered
from zhongmu.people.identity import mask_resident_id
from zhongmu.people.phones import mask_phone
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.fields import pick
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.models import Batch
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest

SHOWN = 200  # bad cells on one page; the file has to go back in any case


class ListForm(ArrivedForm):
    """The file, for which batch, how and when the paper forms came."""

    file = forms.FileField(
        label=gettext_lazy("名单文件"),
        help_text=gettext_lazy("照模板填好的 xlsx，或 csv；一次最多500人"),
        error_messages={"required": gettext_lazy("请选择名单文件（xlsx 或 csv）。")},
    )

    def __init__(self, *args: Any, policy: Policy, batches: list[Batch], **rest: Any) -> None:
        super().__init__(*args, **rest)
        rows = [(str(b.pk), b.title) for b in batches]
        self.fields["batch"] = pick(_("哪个批次的报名"), rows)
        if len(rows) == 1:
            self.initial.setdefault("batch", rows[0][0])
        channels = [(code, label) for code, label in policy.choices("intake.channels") if code != "web"]
        self.fields["channel"] = pick(_("来件渠道"), channels)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("文件太大，最大10MB。请删去图片，或分成几个文件。"))
        return upload


@allow(*CLERKS)
def sheets(request: PageRequest) -> HttpResponse:
    found = keyset(request.bureau.sheets.select_related("batch"), request)
    return page(request, "intake/sheets.html", {"rows": found.rows, "older": found.older})


@allow(*CLERKS)
def sheet_template(request: PageRequest) -> HttpResponse:
    """The empty list, with this bureau's own words in the drop-downs."""
    title, rehearsal = _("社会监督员报名名单"), request.policy.rehearsal
    content = template(columns_of(request.policy), title=title, rehearsal=rehearsal)
    response = HttpResponse(content, content_type=XLSX_FILE.media_type)
    response["Content-Disposition"] = (
        "attachment; filename=\"list.xlsx\"; filename*=UTF-8''%E5%90%8D%E5%8D%95.xlsx"
    )
    return response


@allow(*CLERKS)
def sheet_new(request: PageRequest) -> HttpResponse:
    """Upload a list; what is wrong in it is kept with it and shown, nothing is created."""
    _chosen, batches = batch_of(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(*posted, on=request.today, policy=request.policy, batches=batches)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = _take(request, form, batches)
        except BadFile as wrong:
            form.add_error("file", wrong.sentence)
        else:
            return redirect("office:sheet", sheet.pk)
    context = {"form": form, "batches": batches}
    return page(request, "intake/sheet_new.html", context, status=422 if request.method == "POST" else 200)


def _take(request: PageRequest, form: ListForm, batches: list[Batch]) -> Sheet:
    said = form.cleaned_data
    return importing.take_list(
        next(b for b in batches if str(b.pk) == said["batch"]),
        said["file"].name or "",
        said["file"].read(),
        channel=said["channel"],
        arrived_on=said["arrived_on"],
        policy=request.policy,
        by=request.actor,
        at=request.now,
    )


def _find(request: PageRequest, pk: int) -> Sheet:
    found = (
        request.bureau.sheets.filter(pk=pk).select_related("bureau", "batch", "batch__bureau", "file").first()
    )
    if found is None:
        raise Http404
    may_read_forms(request, found.batch)
    return found


@allow(*CLERKS)
def sheet(request: PageRequest, pk: int) -> HttpResponse:
    """Its bad cells; or, when there are none, whom importing would create; or, once imported, who still waits."""
    found = _find(request, pk)
    context: dict[str, Any] = {"sheet": found}
    if found.state == SheetState.READY:
        lines = importing.preview(found, request.policy, on=request.today).lines
        context["people"] = [
            _person(line.values, request.policy, row=line.row, sheet=line.sheet) for line in lines
        ]
    elif found.state == SheetState.IMPORTED:
        rows = list(found.rows.order_by("place"))
        context["rows"] = [(row, _person(row.values, request.policy)) for row in rows]
        context["waiting"] = sum(row.state == RowState.WAITING for row in rows)
    else:
        context["findings"] = found.found[:SHOWN]
    return page(request, "intake/sheet.html", context)


def _person(values: dict[str, str], policy: Policy, **place: Any) -> dict[str, Any]:
    return {
        **place,
        "name": values.get("name", ""),
        "resident_id": mask_resident_id(values.get("resident_id", "")),
        "phone": mask_phone(values.get("phone", "")),
        "channel": policy.label("channels", values.get("channel", "")),
        "category": policy.label("categories", values.get("category", "")),
    }


@allow(*CLERKS)
@require_POST
def sheet_import(request: PageRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    try:
        by = actor_for(request, SHEET_MOVES["import"].who)
        whole = importing.import_list(found, policy=request.policy, by=by, at=request.now)
    except NotAllowed as refused:
        context = {"sheet": found, "rulings": refused.rulings}
        return page(request, "intake/sheet.html", context, status=status_of(refused))
    if whole:
        messages.success(request, _("已导入%s人，请逐人补齐照片、签名和同意。") % found.people)
    else:
        messages.warning(request, _("核对以后情况有变，没有导入。请看下面列出的问题。"))
    return redirect("office:sheet", found.pk)


@allow(*CLERKS)
def sheet_drop(request: PageRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return _with_reason(
        request,
        title=SHEET_MOVES["drop"].label,
        subject=found.number,
        back=("office:sheet", found.pk),
        do=lambda reason, by: importing.drop_list(found, reason=reason, by=by, at=request.now),
    )


def _with_reason(
    request: PageRequest, *, title: Any, subject: str, back: tuple[str, int], do: Any
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None, asks=True)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data["reason"], actor_for(request, SHEET_MOVES["drop"].who))
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已办理：%s。") % title)
            return redirect(*back)
    context = {"title": title, "subject": subject, "back": back, "form": form, "rulings": rulings}
    return page(request, "intake/sheet_reason.html", context, status=status)


@allow(*CLERKS)
def sheet_file(request: PageRequest, pk: int) -> HttpResponse:
    """The list as it was uploaded, to put right and send again."""
    found = _find(request, pk)
    response = HttpResponse(read_original(found.file), content_type=found.file.media_type)
    ending = found.file.original_kind.extension.replace("txt", "csv")
    response["Content-Disposition"] = f'attachment; filename="list-{found.pk}.{ending}"'
    return response


def _find_row(request: PageRequest, pk: int) -> SheetRow:
    row = rows_of(request.bureau).filter(pk=pk).first()
    if row is None:
        raise Http404
    may_read_forms(request, row.sheet.batch)
    return row


@allow(*CLERKS)
def sheet_row(request: PageRequest, pk: int) -> HttpResponse:
    """One person of the list: photo, signature and consents are added, and it is registered as on the web."""
    row = _find_row(request, pk)
    sent_again = request.method == "POST" and row.state == RowState.REGISTERED
    if row.state != RowState.WAITING and not sent_again:
        return redirect("office:sheet", row.sheet_id)
    kept = kept_of(request)
    form = form_of(request, kept, _initial(row))
    rulings: tuple[Ruling, ...] = ()
    status = 422 if kept else 200
    if kept and form.is_valid():
        try:
            return _register(request, row, form)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
    context = {**context_of(request, form, rulings), "row": row, "sheet": row.sheet, "correcting": False}
    return page(request, "intake/sheet_row.html", context, status=status)


def _initial(row: SheetRow) -> dict[str, Any]:
    posted = as_posted(row.values)
    return {**posted.dict(), "other_categories": posted.getlist("other_categories")}


def _register(request: PageRequest, row: SheetRow, form: ApplicationForm) -> HttpResponse:
    receipt = importing.register_row(
        row,
        form.filled(arrived_on=row.sheet.arrived_on),
        by=actor_for(request, ROW_MOVES["register"].who),
        at=request.now,
        taken_by=request.user.display_name,
        submission=form.cleaned_data["submission"],
    )
    return registered(request, receipt, row.sheet.batch)


@allow(*CLERKS)
def sheet_row_drop(request: PageRequest, pk: int) -> HttpResponse:
    row = _find_row(request, pk)
    return _with_reason(
        request,
        title=ROW_MOVES["drop"].label,
        subject=f"{row.sheet.number} · {row.values['name']}",
        back=("office:sheet", row.sheet_id),
        do=lambda reason, by: importing.drop_row(row, reason=reason, by=by, at=request.now),
    )


@allow(*CLERKS)
@require_POST
def sheet_row_restore(request: PageRequest, pk: int) -> HttpResponse:
    row = _find_row(request, pk)
    try:
        by = actor_for(request, ROW_MOVES["restore"].who)
        importing.restore_row(row, by=by, at=request.now)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("已恢复。"))
    return redirect("office:sheet", row.sheet_id)
