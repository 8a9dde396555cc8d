"""Take a form that is not finished to another device: by a code sent to the phone in it, or by one written down."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.letters.codes import ask_code, can_send, note_wrong, refuse_guessing, use_code
from zhongmu.people.phones import is_mobile, normalise_phone
from zhongmu.people.values import BadValue
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.recruitment.drafting import Keeping, set_key
from zhongmu.recruitment.actions.drafting import hand_over
from zhongmu.recruitment.drafts import draft_of_code, drafts_of_phone
from zhongmu.recruitment.fields import Parsed, Words, pick
from zhongmu.recruitment.models import Draft
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest, address_of
from zhongmu.web.templates import mask, moment

SALT, LASTS = "recruitment.resume", 600  # seconds the drafts behind a used code may be chosen from
WORDS = gettext_lazy(
    "%(bureau)s：接着填报名表的验证码是%(code)s，%(minutes)s分钟内有效。不是您本人在办的，不用理会，也不要告诉别人。"
)


class PhoneForm(forms.Form):
    phone = Parsed(
        gettext_lazy("报名表上填的手机号"),
        40,
        normalise_phone,
        fills="tel",
        help_text=gettext_lazy("11位手机号"),
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if not is_mobile(phone):
            raise ValidationError(_("座机收不到短信。请填手机号，或用写下来的号码接着填。"))
        return phone


class CodeForm(forms.Form):
    phone = forms.CharField(widget=forms.HiddenInput, required=False)
    code = Words(
        gettext_lazy("短信里的验证码"),
        20,
        fills="one-time-code",
        help_text=gettext_lazy("6位数字，10分钟内有效，只能用一次"),
    )


class WrittenForm(forms.Form):
    code = Words(
        gettext_lazy("接着填的号码"),
        40,
        help_text=gettext_lazy("12位字母和数字，不分大小写，中间的横线可以不填"),
    )


class ChoiceForm(forms.Form):
    """Several drafts hold this phone; `opened` says, signed, that its code was used."""

    opened = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, drafts: Sequence[Draft], **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # passed through
        choices = [(str(each.pk), _choice(each)) for each in drafts]
        self.fields["draft"] = pick(gettext_lazy("接着填哪一份"), choices, cards=True)


def _choice(draft: Draft) -> str:
    name = json.loads(draft.content)["fields"].get("name", [_("还没有填姓名")])[0]
    return _("%(name)s，%(at)s保存") % {"name": mask(name), "at": moment(draft.saved_at)}


@allow_anyone(because="Opens a draft to a used code only; unknown, wrong, late and not-yours answer alike.")
def resume(request: PageRequest, code: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    act = {"phone": _by_phone, "code": _by_code, "written": _by_written, "choose": _chosen}.get(
        request.POST.get("act", "")
    )
    if act is None:
        return _show(request, bureau, phone=PhoneForm(), written=WrittenForm())
    try:
        return act(request, bureau)
    except BadValue as refused:  # too many, from this address or to this phone
        messages.error(request, refused.sentence)
        return _show(request, bureau, phone=PhoneForm(), written=WrittenForm(), status=429)


def _show(request: PageRequest, bureau: Bureau, *, status: int = 200, **forms_: forms.Form) -> HttpResponse:
    context = {"here": bureau, "forms": forms_, "by_phone": can_send(), "policy": request.policy}
    return page(request, "recruitment/resume.html", context, status=status)


def _purpose(bureau: Bureau) -> str:
    return f"draft:{bureau.code}"


def _by_phone(request: PageRequest, bureau: Bureau) -> HttpResponse:
    """Send a code where a draft holds this phone; the answer is the same where none does."""
    form = PhoneForm(request.POST)
    if not form.is_valid() or not can_send():
        return _show(request, bureau, phone=form, written=WrittenForm(), status=422)
    phone = form.cleaned_data["phone"]
    ask_code(
        _purpose(bureau),
        phone,
        wanted=bool(drafts_of_phone(bureau, phone, request.today)),
        words=str(WORDS).replace("%(bureau)s", bureau.name),
        source=address_of(request),
        at=request.now,
    )
    return _show(request, bureau, code=CodeForm(initial={"phone": phone}))


def _by_code(request: PageRequest, bureau: Bureau) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show(request, bureau, code=form, status=422)
    phone, typed = form.cleaned_data["phone"], "".join(c for c in form.cleaned_data["code"] if c.isalnum())
    found: list[Draft] = []
    if use_code(_purpose(bureau), phone, typed, source=address_of(request), at=request.now):
        found = drafts_of_phone(bureau, phone, request.today)
    if not found:
        form.add_error("code", _("验证码不对，或已经过期、用过。请核对短信；超过10分钟的请重新要一个。"))
        return _show(request, bureau, code=form, status=422)
    if len(found) > 1:
        opened = signing.dumps([draft.pk for draft in found], salt=SALT)
        return _show(request, bureau, choose=ChoiceForm(initial={"opened": opened}, drafts=found))
    return _open(request, bureau, found[0])


def _chosen(request: PageRequest, bureau: Bureau) -> HttpResponse:
    try:
        opened = signing.loads(request.POST.get("opened", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return redirect("portal:resume", bureau.code)
    found = list(bureau.drafts.standing(request.today).filter(pk__in=opened).order_by("-saved_at"))
    form = ChoiceForm(request.POST, drafts=found)
    if not form.is_valid():
        return _show(request, bureau, choose=form, status=422)
    return _open(request, bureau, next(d for d in found if str(d.pk) == form.cleaned_data["draft"]))


def _by_written(request: PageRequest, bureau: Bureau) -> HttpResponse:
    source = address_of(request)
    refuse_guessing(source)
    form = WrittenForm(request.POST)
    draft = draft_of_code(bureau, form.cleaned_data["code"], request.today) if form.is_valid() else None
    if draft is not None:
        return _open(request, bureau, draft)
    if form.is_valid():
        note_wrong(source)
        form.add_error("code", _("号码不对，或已经过期、用过。请对照纸上的号码逐字核对。"))
    return _show(request, bureau, phone=PhoneForm(), written=form, status=422)


def _open(request: PageRequest, bureau: Bureau, draft: Draft) -> HttpResponse:
    taken = hand_over(draft)
    if taken is None:  # somebody else used the same code in this moment
        messages.error(request, _("这份草稿刚刚被打开过。请再试一次。"))
        return redirect("portal:resume", bureau.code)
    keys = Keeping(bureau, draft.address, draft.subject, *taken)
    messages.success(request, _("接着填吧：原来填的都在下面。签名和声明在提交时再办。"))
    return set_key(redirect(draft.address), keys, request.policy["draft.keep_days"])
