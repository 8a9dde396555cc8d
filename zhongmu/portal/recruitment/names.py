"""名单公示 and objections to it, for everyone."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.policies.rulings import Ruling
from zhongmu.portal.pages import at_bureau, page
from zhongmu.recruitment.actions import register_objection
from zhongmu.recruitment.actions.names import Objecting
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import names_facts
from zhongmu.recruitment.forms import Words, pick
from zhongmu.recruitment.models import NameNotice
from zhongmu.recruitment.queries import names_on_show
from zhongmu.web.access import allow_anyone
from zhongmu.web.requests import PageRequest

PUBLIC = "A list published for its period by separate consent; afterwards it is no page."


class ObjectionForm(forms.Form):
    """Who and how to reach them are sealed; the person objected to is one of those on the list."""

    objector = Words(gettext_lazy("您的姓名或单位"), 100)
    contact = Words(
        gettext_lazy("联系方式"),
        100,
        help_text=gettext_lazy("电话、邮箱或地址，只用于核实和告知结果，不对外公开"),
    )
    grounds = Words(gettext_lazy("事实和理由"), 2000, long=True)

    def __init__(self, *args: object, notice: NameNotice, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # passed through
        choices = [(str(e["application"]), " · ".join(t for _l, t in e["cells"])) for e in notice.shown()]  # type: ignore[attr-defined]  # JSON
        self.fields["application"] = pick(gettext_lazy("对谁有异议"), choices, cards=True)
        self.order_fields(["application", "objector", "contact", "grounds"])


@allow_anyone(because=PUBLIC)
def name_notice(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    notice = get_object_or_404(names_on_show(bureau, request.today), pk=pk)
    return page(request, "recruitment/name_notice.html", {"here": bureau, "notice": notice})


@allow_anyone(because=PUBLIC)
def name_notice_print(request: PageRequest, code: str, pk: int, form: str) -> HttpResponse:
    bureau = at_bureau(request, code)
    notice = get_object_or_404(names_on_show(bureau, request.today).select_related("bureau"), pk=pk)
    facts = names_facts(notice)
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)


@allow_anyone(because="Takes an objection in; shows back only what its sender wrote.")
def objection(request: PageRequest, code: str, pk: int) -> HttpResponse:
    bureau = at_bureau(request, code)
    notice = get_object_or_404(names_on_show(bureau, request.today).select_related("bureau"), pk=pk)
    form = ObjectionForm(request.POST or None, notice=notice)
    rulings: tuple[Ruling, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        target = int(said.pop("application"))
        try:
            made = register_objection(
                notice,
                target,
                Objecting(**said),
                by=Actor("public"),
                at=request.now,
                channel="web",
                arrived_on=request.today,
            )
        except NotAllowed as refused:
            rulings = refused.rulings
        else:
            return page(request, "recruitment/objection_done.html", {"here": bureau, "made": made})
    context = {"here": bureau, "notice": notice, "form": form, "rulings": rulings}
    return page(
        request, "recruitment/objection.html", context, status=422 if request.method == "POST" else 200
    )
