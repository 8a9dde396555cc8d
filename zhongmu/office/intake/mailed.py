"""Forms of the desk where e-mailed application forms are read, corrected and registered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.files.kinds import IMAGE, PDF
from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_original, save_photo
from zhongmu.intake.email.message import MOST_BYTES
from zhongmu.intake.models import Arrival, Attachment
from zhongmu.people.values import BadValue
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.uploads import Kept, photo_rule, token_of
from zhongmu.reports.forms import day_field

UPLOADED = ""


class ArrivedForm(forms.Form):
    """Something that came on a day, which is not later than today."""

    arrived_on = day_field(
        gettext_lazy("来件日期"), required=True, hint=gettext_lazy("实际收到的那一天，报名按这天算")
    )

    def __init__(self, *args: Any, on: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.on = on
        self.initial.setdefault("arrived_on", on)

    def clean_arrived_on(self) -> date:
        day: date = self.cleaned_data["arrived_on"]
        if day > self.on:
            raise ValidationError(_("来件日期不能晚于今天。"))
        return day


class UploadForm(ArrivedForm):
    """An e-mail saved as a file, or the Word form alone, and the day it reached the mailbox."""

    file = forms.FileField(
        label=gettext_lazy("邮件或报名表"),
        help_text=gettext_lazy("邮件另存的 eml，或附件里的 Word 报名表（docx）"),
        error_messages={"required": gettext_lazy("请选择邮件（eml）或报名表（docx）文件。")},
    )
    arrived_on = day_field(
        gettext_lazy("到达邮箱的日期"), required=True, hint=gettext_lazy("以邮箱里显示的收到日期为准")
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            said = _("邮件有%(size)sMB，最大%(most)sMB。请把附件里的报名表另存后单独上传。")
            raise ValidationError(said % {"size": upload.size // 2**20, "most": MOST_BYTES // 2**20})
        return upload


def _kind(file: Attachment) -> str:
    return file.stored.kind if file.stored else ""


class FromMail(forms.Form):
    """Which of the files is the photo and which the signature, for which batch, and that all doubts were looked at."""

    def __init__(
        self, *args: Any, arrival: Arrival, files: Sequence[Attachment], batches: Iterable[Batch], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.kept = [each for each in files if each.stored]
        rows = [(str(b.pk), b.title) for b in batches]
        self.fields["batch"] = pick(_("哪个批次的报名"), rows)
        if len(rows) == 1:
            self.initial.setdefault("batch", rows[0][0])
        self.fields["photo_from"] = self._choice(_("照片用哪一张"), "photo", {IMAGE})
        self.fields["signature_from"] = self._choice(_("手写签名用哪一份"), "signed_scan", {IMAGE, PDF})
        if arrival.doubts:
            self.fields["looked"] = forms.BooleanField(
                label=_("标了“待核”的%s处，都已对照来件逐一核过") % arrival.doubts,
                error_messages={"required": _("还没有确认核对。请把标了“待核”的逐一对照来件核过，再勾选。")},
            )

    def _choice(self, label: str, name: str, kinds: set[str]) -> forms.ChoiceField:
        role = {"photo": Attachment.PHOTO, "signed_scan": Attachment.SIGNATURE}[name]
        fits = [f for f in self.kept if f.role == role or (f.role == Attachment.OTHER and _kind(f) in kinds)]
        choices = [(str(f.number), f.name) for f in fits]
        rest = (UPLOADED, _("都不用，在下面另外上传"))
        return pick(label, [*choices, rest], cards=True, required=False)

    def fill_in(self, kept: Kept, *, policy: Policy, at: Any) -> None:
        """Put the chosen files where an upload's would stand; a file uploaded on this page wins."""
        for name, asked in (("photo", "photo_from"), ("signed_scan", "signature_from")):
            found = self._file(self.data.get(asked, ""))
            if found is None or kept.data.get(f"{name}_token"):
                continue
            try:
                stored = self._photo(found, policy, at) if name == "photo" else found.stored
            except BadValue as wrong:
                kept.errors[name] = wrong.sentence
            else:
                kept.data[f"{name}_token"] = token_of(stored)  # type: ignore[arg-type]  # only kept files are offered

    def _file(self, number: str) -> Attachment | None:
        return next((f for f in self.kept if str(f.number) == number), None)

    def _photo(self, found: Attachment, policy: Policy, at: Any) -> StoredFile | None:
        """A picture that came beside the form is cut as an uploaded photo is; the one in the form was already."""
        if found.role == Attachment.PHOTO or found.stored is None:
            return found.stored
        content = ContentFile(read_original(found.stored), name="照片")
        return save_photo(content, bureau_code=found.stored.bureau_code, at=at, rule=photo_rule(policy))


NOT_ON_THE_FORM = {
    "channel": gettext_lazy("报名表上没有这一栏，请按来件说明选定。"),
    "category": gettext_lazy("报名表上没有这一栏，请向本人问清后选定。"),
    "health_consent": gettext_lazy("报名表上没有这一项，须本人另行同意；请联系本人后再勾选。"),
    "privacy_consent": gettext_lazy("报名表上没有这一项，须本人看过告知并同意；请联系本人后再勾选。"),
}


def mark_doubts(form: ApplicationForm, arrival: Arrival) -> None:
    """Say at each field why it has to be looked at, with the words as found."""
    for name, said in NOT_ON_THE_FORM.items():
        form.fields[name].doubt = said  # type: ignore[attr-defined]  # read by web.controls
    for cell in arrival.read["cells"]:
        for name, sentence in cell["doubts"].items():
            found = _("原文：%s") % cell["found"] if cell["found"] and name != "declared" else ""
            if name in form.fields:
                form.fields[name].doubt = f"{sentence}{found}"  # type: ignore[attr-defined]  # read by web.controls


def initial_of(arrival: Arrival) -> dict[str, str]:
    """What was read, doubtful proposals included; photo and signature are chosen beside it."""
    return {name: text for cell in arrival.read["cells"] for name, text in cell["values"].items()}


class ReasonForm(forms.Form):
    reason = Words(gettext_lazy("理由"), 1000, long=True)

    def __init__(self, *args: Any, asks: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if not asks:
            del self.fields["reason"]
