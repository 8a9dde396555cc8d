"""Object to one person on a list of names that is on show, and follow what became of it."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.receipt import ReceiptFacts, receipt_pdf
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import at_bureau, page
from zhongmu.portal.receipts import hand_over, handed
from zhongmu.portal.recruitment.names import on_show, unlisted
from zhongmu.recruitment.actions import register_objection
from zhongmu.recruitment.actions.objecting import Lodged, Objecting
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import objection_receipt
from zhongmu.recruitment.fields import Words, pick
from zhongmu.recruitment.models import NameNotice
from zhongmu.recruitment.queries import find_objection
from zhongmu.recruitment.submissions import SentOnce
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

COOKIE = "objected"
RECEIPT = "Opens only with the sealed cookie given to whoever has just objected."


class ObjectionForm(SentOnce):
    """Who and how to reach them are sealed; the person objected to is one of those on the list."""

    objector = Words(gettext_lazy("您的姓名或单位"), 100)
    contact = Words(
        gettext_lazy("联系方式"),
        100,
        help_text=gettext_lazy("电话、邮箱或地址，只用于核实和告知结果，不对外公开"),
    )
    grounds = Words(gettext_lazy("事实和理由"), 2000, long=True)

    def __init__(self, *args: object, notice: NameNotice, **rest: object) -> None:
        super().__init__(*args, **rest)
        choices = [(str(e["application"]), " · ".join(t for _l, t in e["cells"])) for e in notice.shown()]  # type: ignore[attr-defined]  # JSON
        self.fields["application"] = pick(gettext_lazy("对谁有异议"), choices, cards=True)
        self.order_fields(["application", "objector", "contact", "grounds"])


@allow_anyone(because="Takes an objection in; shows back only what its sender wrote.")
@unlisted
def objection(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    notice = on_show(request, bureau, pk)
    form = ObjectionForm(request.POST or None, notice=notice)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _to_receipt(_lodge(request, notice, form), bureau)
        except NotAllowed as refused:
            rulings = refused.rulings
    context = {"here": bureau, "notice": notice, "form": form, "rulings": rulings}
    status = 422 if request.method == "POST" else 200
    return page(request, "recruitment/objection.html", context, status=status)


def _lodge(request: PageRequest, notice: NameNotice, form: ObjectionForm) -> Lodged:
    said = dict(form.cleaned_data)
    target, submission = int(said.pop("application")), said.pop("submission")
    return register_objection(
        notice,
        target,
        Objecting(**said),
        by=Actor("public"),
        at=request.now,
        channel="web",
        arrived_on=request.today,
        submission=submission,
    )


def _to_receipt(lodged: Lodged, bureau: Bureau) -> HttpResponse:
    words = {"objection": lodged.objection.pk, "secret": lodged.secret}
    return hand_over(words, cookie=COOKIE, path=reverse("portal:objected", args=[bureau.code]))


def _receipt(request: PageRequest, bureau: Bureau) -> ReceiptFacts:
    words = handed(request, COOKIE)
    made = get_object_or_404(
        bureau.objections.defer("objector", "contact", "grounds").select_related("bureau", "notice"),
        pk=words["objection"],
    )
    link = settings.PUBLIC_URL + reverse("portal:objection_told")
    return objection_receipt(made, words["secret"], check_url=link)


@allow_anyone(because=RECEIPT)
def objected(request: PageRequest, code: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    context = {"here": bureau, "receipt": _receipt(request, bureau)}
    return page(request, "recruitment/objected.html", context)


@allow_anyone(because=RECEIPT)
def objected_print(request: PageRequest, code: str) -> HttpResponse:
    facts = _receipt(request, at_bureau(request, code))
    return document(facts, "pdf", {"pdf": receipt_pdf}, name=facts.title)


class FollowForm(forms.Form):
    number = Words(
        gettext_lazy("异议编号"), 40, help_text=gettext_lazy("形如 异〔2026〕0012，也可以只填 20260012")
    )
    secret = Words(gettext_lazy("查询码"), 40, help_text=gettext_lazy("回执上的12位字母和数字，不分大小写"))


@allow_anyone(because="Opens only to number and secret together; unknown and wrong answer alike.")
def told(request: PageRequest) -> HttpResponse:
    """State and answer, in the answer to the POST itself: nothing of it is kept in the session."""
    form = FollowForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return page(
            request, "recruitment/objection_ask.html", {"form": form}, status=422 if form.is_bound else 200
        )
    found = find_objection(**form.cleaned_data)
    if found is None:
        form.add_error(
            None, _("编号或查询码不对。请对照回执再输一次；回执丢了的，请向提出异议的医疗保障局当面查询。")
        )
        return page(request, "recruitment/objection_ask.html", {"form": form}, status=422)
    bureau = at_bureau(request, found.bureau.code)
    decided = found.moves.order_by("-pk").first()
    context = {"here": bureau, "objection": found, "decided": decided, "on": request.today}
    return page(request, "recruitment/objection_told.html", context)
