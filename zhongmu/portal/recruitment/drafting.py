"""A form keeps itself as it is filled in: on the server, sealed, opened by a key in one browser's cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.letters.codes import can_send
from zhongmu.portal.pages import page
from zhongmu.recruitment.actions.drafting import NotKept, drop_draft, save_draft, shut_draft, write_code
from zhongmu.recruitment.drafts import Typed, find_draft, kept_of, new_key
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.models import Draft
from zhongmu.recruitment.submissions import new_submission, own_submission
from zhongmu.recruitment.uploads import kept_file
from zhongmu.web.requests import PageRequest

COOKIE, OFF = "draft", "off"
_VALUE = re.compile(r"([0-9a-f]{32})-([0-9a-f]{32})")
DAY = 24 * 3600


@dataclass(frozen=True)
class Keeping:
    """Where one form of one browser is kept. `key` is blank where the person wants nothing kept."""

    bureau: Bureau
    address: str
    subject: str
    key: str
    submission: str
    draft: Draft | None = None

    @property
    def off(self) -> bool:
        return not self.key

    @property
    def saved(self) -> str:
        """14:03, of the last time; blank before the first."""
        return clock_of(self.draft) if self.draft else ""


def clock_of(draft: Draft) -> str:
    return f"{localtime(draft.saved_at):%H:%M}"


def keeping(request: PageRequest, bureau: Bureau, subject: str) -> Keeping:
    """What this browser's cookie says, with the draft it opens; a browser without one gets a new key."""
    said = request.COOKIES.get(COOKIE, "")
    found = _VALUE.fullmatch(said)
    key, submission = (found[1], found[2]) if found else ("" if said == OFF else new_key(), new_submission())
    submission = own_submission(request.POST.get("submission", submission))
    draft = find_draft(bureau, key, request.path, subject, request.today)
    return Keeping(bureau, request.path, subject, key, submission, draft)


def set_key(response: HttpResponse, keys: Keeping, days: int) -> HttpResponse:
    """Give the browser the key for as long as the draft may lie; only this form's own page gets it back."""
    value = OFF if keys.off else f"{keys.key}-{keys.submission}"
    response.set_cookie(
        COOKIE,
        value,
        max_age=days * DAY,
        path=keys.address,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response


def forget_key(response: HttpResponse, address: str) -> HttpResponse:
    response.delete_cookie(COOKIE, path=address, samesite="Lax")
    return response


def save(request: PageRequest, keys: Keeping, form: ApplicationForm) -> Draft:
    """Keep what stands in the form now. Raises NotKept."""
    typed = Typed(
        fields=kept_of(form.data, set(form.fields) - form.given().keys()),  # type: ignore[arg-type]  # a QueryDict
        submission=keys.submission,
        photo=kept_file(form.data.get("photo_token", ""), keys.bureau),
        signed_scan=kept_file(form.data.get("signed_scan_token", ""), keys.bureau),
    )
    if typed.too_long:
        raise NotKept("long")
    return save_draft(
        keys.bureau,
        key=keys.key,
        address=keys.address,
        subject=keys.subject,
        typed=typed,
        policy=request.policy,
        at=request.now,
        on=request.today,
    )


def shut(request: PageRequest, keys: Keeping) -> list[StoredFile]:
    """The form is being sent: see `shut_draft`."""
    days = timedelta(days=request.policy["draft.keep_days"])
    return shut_draft(
        keys.bureau,
        key=keys.key or new_key(),
        address=keys.address,
        subject=keys.subject,
        submission=keys.submission,
        at=request.now,
        expires_on=request.today + days,
    )


SAID = {
    "sent": gettext_lazy("这份报名表已经提交过，不再保存草稿。"),
    "moved": gettext_lazy("这份草稿已经拿到别的设备上接着填，这里不再保存。"),
    "long": gettext_lazy("写得太长，没有保存。请精简后再试。"),
    "off": gettext_lazy("您选了不暂存，没有保存。"),
}


def keep(request: PageRequest, keys: Keeping, form: ApplicationForm) -> HttpResponse:
    """Save because a script, or the person by the button, asked for it. Pressing the button also ends 不暂存."""
    by_script = request.POST["keep"] == "script"
    if keys.off and by_script:
        return _stopped("off")
    if keys.off:
        keys = replace(keys, key=new_key())
    try:
        draft = save(request, keys, form)
    except NotKept as refused:
        if not by_script:
            raise
        return _stopped(refused.why)
    days = request.policy["draft.keep_days"]
    if by_script:
        said = {"saved": clock_of(draft), "wrong": form.file_errors, "files": _tokens(form)}
        return set_key(JsonResponse(said), keys, days)
    for sentence in form.file_errors.values():
        messages.error(request, sentence)
    messages.success(request, _("已保存 %s。以后用这台设备打开这一页，就能接着填。") % clock_of(draft))
    return set_key(redirect(keys.address), keys, days)


def _stopped(why: str) -> HttpResponse:
    return JsonResponse({"stopped": str(SAID[why])}, status=409)


def _tokens(form: ApplicationForm) -> dict[str, str]:
    """What a script puts into the hidden fields, so that a file is sent once."""
    names = ("photo_token", "signed_scan_token")
    return {name: form.data[name] for name in names if form.data.get(name)}


def carry(request: PageRequest, keys: Keeping, form: ApplicationForm) -> HttpResponse:
    """Save, and show a code to write down by which another device takes the draft over."""
    if keys.off:
        keys = replace(keys, key=new_key())
    code = write_code(save(request, keys, form))
    context = {"here": keys.bureau, "code": code, "address": keys.address, "by_phone": can_send()}
    response = page(request, "recruitment/draft_code.html", {**context, "policy": request.policy})
    return set_key(response, keys, request.policy["draft.keep_days"])


def throw_away(request: PageRequest, keys: Keeping) -> HttpResponse:
    """Remove what is kept, and keep nothing more on this page."""
    if keys.draft:
        drop_draft(keys.draft)
        messages.success(request, _("草稿和照片已经删除。"))
    return set_key(redirect(keys.address), replace(keys, key=""), request.policy["draft.keep_days"])


def begin_another(keys: Keeping) -> HttpResponse:
    """An empty form for somebody else; the draft stays for whoever has its code or phone."""
    return forget_key(redirect(keys.address), keys.address)
