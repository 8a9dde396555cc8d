"""公告附件: what a notice carries beside its text, until it is published (CQ-7.1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.files.store import read_working
from zhongmu.ledger.moves import NotAllowed
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import STAFF, actor_for
from zhongmu.office.recruitment.batches import PUBLISHERS, find
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.actions.attaching import attach, detach
from zhongmu.recruitment.answers import saved_as
from zhongmu.recruitment.fields import KeptFile, Words
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import BatchState
from zhongmu.recruitment.uploads import Kept, keep_uploads, kept_file
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest


class AttachmentForm(forms.Form):
    """Bound to data that went through `uploads.keep_uploads` with the file `file`."""

    title = Words(
        gettext_lazy("附件名称"), 60, help_text=gettext_lazy("公告上印的名称，例如：报名所需材料清单")
    )
    file = KeptFile(label=gettext_lazy("文件"), help_text=gettext_lazy("PDF、Word、Excel 或图片，最大10MB"))
    file_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bureau: Bureau, file_error: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.bureau, self.file_error = bureau, file_error

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["file"] = kept_file(said.get("file_token", ""), self.bureau)
        if said["file"] is None:
            self.add_error("file", self.file_error or _("请选择要附上的文件。"))
        return said


def _kept(request: PageRequest) -> Kept | None:
    if request.method != "POST" or "remove" in request.POST:
        return None
    bureau, policy = request.bureau, request.policy
    return keep_uploads(
        request.POST, request.FILES, names=("file",), bureau=bureau, policy=policy, at=request.now
    )


@allow(*STAFF)
def notice_files(request: PageRequest, pk: int) -> HttpResponse:
    """List, add, take off; a refusal keeps the title and the file."""
    batch, kept = find(request, pk), _kept(request)
    form = AttachmentForm(
        kept.data if kept else None,
        bureau=request.bureau,
        file_error=kept.errors.get("file", "") if kept else "",
    )
    rulings: tuple[Ruling, ...] = ()
    status = 422 if kept else 200
    if request.method == "POST" and (kept is None or form.is_valid()):
        try:
            _do(request, batch, form)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            return redirect("office:notice_files", batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "rulings": rulings,
        "rows": list(batch.attachments.select_related("file")),
        "drafting": batch.state == BatchState.APPROVED,
    }
    return page(request, "recruitment/notice_files.html", context, status=status)


def _do(request: PageRequest, batch: Batch, form: AttachmentForm) -> None:
    by = actor_for(request, PUBLISHERS)
    if form.is_bound:
        said = form.cleaned_data
        attach(batch, title=said["title"], file=said["file"], by=by, at=request.now)
        messages.success(request, _("附件已添加。"))
        return
    wanted = request.POST.get("remove", "")
    rows = batch.attachments.select_related("file", "batch__bureau")
    detach(get_object_or_404(rows, pk=int(wanted) if wanted.isdecimal() else 0), by=by, at=request.now)
    messages.success(request, _("附件已删去。"))


@allow(*STAFF)
def notice_file(request: PageRequest, pk: int, file: int) -> HttpResponse:
    row = get_object_or_404(find(request, pk).attachments.select_related("file"), pk=file)
    return saved_as(read_working(row.file), row.file_name, row.file.working_type)
