"""The form of a list of people a unit recommends, on its own page and at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.files.kinds import MAX_BYTES
from zhongmu.intake.sheets.cells import must_be_a_list
from zhongmu.recruitment.call_forms import SealForm
from zhongmu.recruitment.uploads import keep_uploads


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

    def content(self) -> bytes:
        """What is in the file; BadFile when it is no list."""
        upload = self.cleaned_data["people"]
        content: bytes = upload.read()
        must_be_a_list(upload.name or "", content)
        return content


def unit_list_form(
    posted: QueryDict | None,
    files: Mapping[str, File[bytes]],
    *,
    bureau: Bureau,
    policy: Policy,
    at: datetime,
) -> UnitListForm:
    """The form bound to what was sent, its seal kept first; the list itself has to be chosen again."""
    same: dict[str, Any] = {"bureau": bureau, "policy": policy, "today": localdate(at)}
    if posted is None:
        return UnitListForm(**same)
    kept = keep_uploads(posted, files, bureau=bureau, policy=policy, at=at, names=("seal",))
    return UnitListForm(kept.data, files, file_errors=kept.errors, **same)
