"""名单公示 at the desk: what would be published, what was, and how it is extended, put right or taken down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import official_pdf
from zhongmu.letters.documents.official_docx import official_docx
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import act_page, status_of
from zhongmu.office.recruitment.acts import STAFF, Offer, actor_for, offer_of
from zhongmu.office.recruitment.applications import find_application
from zhongmu.office.recruitment.batches import find, timeline
from zhongmu.office.recruitment.posting_rows import may_post, posting_rows
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Blocker, Notice, Ruling
from zhongmu.recruitment.actions import (
    approve_nameless,
    extend_names,
    publish_names,
    replace_names,
    take_down_names,
    tick_off_all,
)
from zhongmu.recruitment.actions.names import PUBLISHERS, entries_of
from zhongmu.recruitment.actions.told import letters_left
from zhongmu.recruitment.answers import document
from zhongmu.recruitment.documents import names_facts
from zhongmu.recruitment.gates import extending, publishing, replacing, still_running
from zhongmu.recruitment.models import NameNotice
from zhongmu.recruitment.queries import nameless_approvals, to_publish
from zhongmu.recruitment.states import NAME_NOTICE_MOVES
from zhongmu.recruitment.telling import untold
from zhongmu.web.access import allow
from zhongmu.web.requests import PageRequest

DO: dict[str, Callable[..., object]] = {
    "extend": extend_names,
    "replace": replace_names,
    "take_down": take_down_names,
}
# What each asks for; the public reads why a notice was extended or put right.
ASKS = {"extend": ("days", "why_longer"), "replace": ("correction",), "take_down": ("reason",)}
REASONS = ("why_longer", "correction")


@allow(*STAFF)
def name_notice(request: PageRequest, pk: int) -> HttpResponse:
    """What would be published, and what was; POST publishes."""
    batch = find(request, pk)
    rulings: tuple[Ruling, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            by = actor_for(request, PUBLISHERS)
            made = publish_names(batch, by=by, at=request.now, on=request.today)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("名单已公示，%s期满后自动撤下。") % chinese_date(made.ends_on))
            return redirect("office:name_notice", batch.pk)
    people, left = to_publish(batch), untold(batch)
    approved = nameless_approvals(people)
    entries = entries_of(people, request.policy)
    notices = list(batch.name_notices.select_related("bureau", "batch__bureau").order_by("-pk"))
    context = {
        "batch": batch,
        "rows": [(a, e["cells"], approved.get(a.pk, "")) for a, e in zip(people, entries, strict=True)],
        "heads": [row.label for row in request.policy["publicity.fields"]],
        "why": rulings or tuple(publishing(batch, people, request.policy)),
        "notices": [
            (each, _offers(each, request), moves, posting_rows(each.postings.all()))
            for each, moves in _histories(notices)
        ],
        "may_post": may_post(batch, request),
        "untold": left,
        "by_hand": letters_left(batch, left).exists(),
        "days": request.policy["publicity.days"],
        "parameter": request.policy.parameter("publicity.days"),
        "required": request.policy["publicity.required"],
        "policy": request.policy,
        "on": request.today,
    }
    return page(request, "recruitment/names.html", context, status=status)


def _offers(notice: NameNotice, request: PageRequest) -> list[Offer]:
    """Putting a list right is offered for as long as it stands, the rest while it is on show."""
    if not notice.stands:
        return []
    policy, on = request.policy, request.today
    asked: dict[str, Callable[[], list[Ruling]]] = {
        "extend": lambda: extending(notice, 1, policy, on),
        "replace": lambda: replacing(notice.batch, to_publish(notice.batch, instead_of=notice), policy),
        "take_down": lambda: still_running(notice, policy, on),
    }
    names = asked if notice.is_on_show(on) else ("replace",)
    return [_offer(notice, name, request, asked[name]()) for name in names]


def _offer(notice: NameNotice, name: str, request: PageRequest, found: list[Ruling]) -> Offer:
    move = NAME_NOTICE_MOVES[name]
    url = reverse("office:name_notice_act", args=[notice.pk, name])
    by = actor_for(request, move.who)
    return offer_of(notice, move, request, url=url, by=by, found=found, asks=True)


def _histories(notices: Sequence[NameNotice]) -> list[tuple[NameNotice, list[dict[str, Any]]]]:
    """Each with its moves, newest first, and its publications elsewhere at hand. Four queries."""
    prefetch_related_objects(notices, "moves", "postings__moves")
    moves = sorted((m for each in notices for m in each.moves.all()), key=lambda m: -m.pk)
    told = list(zip(moves, timeline(moves, NAME_NOTICE_MOVES), strict=True))
    return [(each, [line for move, line in told if move.name_notice_id == each.pk]) for each in notices]


def find_notice(request: PageRequest, pk: int) -> NameNotice:
    rows = request.bureau.name_notices.select_related("bureau", "batch__bureau", "earlier")
    return get_object_or_404(rows, pk=pk)


@allow(*STAFF)
def name_notice_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    if name not in DO:
        raise Http404
    found, move = find_notice(request, pk), NAME_NOTICE_MOVES[name]

    def do(said: dict[str, Any]) -> None:
        facts = {"reason" if key in REASONS else key: value for key, value in said.items()}
        DO[name](found, **facts, by=actor_for(request, move.who), at=request.now, on=request.today)

    return act_page(
        request,
        title=move.label,
        subject=found.title,
        back=reverse("office:name_notice", args=[found.batch_id]),
        back_to=_("名单公示"),
        asks=ASKS[name],
        do=do,
        notes=tuple(_what_comes_of_it(found, name)),
        danger=name == "take_down",
    )


def _what_comes_of_it(notice: NameNotice, name: str) -> list[Ruling]:
    """Said before the act, so that nobody learns it from the outcome."""
    if name == "extend":
        return [Notice(_("现在公示到%s。") % chinese_date(notice.ends_on))]
    if name == "take_down":
        said = _("撤下以后，这份名单不再算公示过；公示挡住的步骤，要等重新公示期满才能办。")
        return [Notice(said)]
    people = to_publish(notice.batch, instead_of=notice)
    facts = {"count": len(people), "names": "、".join(a.name for a in people)}
    said = _("重发的名单有%(count)s人：%(names)s。公示期重新计算，原来的一份同时撤下并留存。") % facts
    return [Notice(said)]


@allow(*STAFF)
def name_notice_print(request: PageRequest, pk: int, form: str) -> HttpResponse:
    facts = names_facts(find_notice(request, pk))
    return document(facts, form, {"pdf": official_pdf, "docx": official_docx}, name=facts.title)


@allow(*STAFF)
def tell_all(request: PageRequest, pk: int) -> HttpResponse:
    """Those still to be told were phoned or written to: each is ticked off."""
    batch = find(request, pk)

    def do(said: dict[str, Any]) -> None:
        tick_off_all(batch, how=said["how_told"], by=request.actor, at=request.now)

    back = reverse("office:name_notice", args=[batch.pk])
    title = _("记为已逐人告知")
    return act_page(
        request,
        title=title,
        subject=batch.title,
        back=back,
        back_to=_("名单公示"),
        asks=("how_told",),
        do=do,
    )


@allow(*STAFF)
def nameless(request: PageRequest, pk: int) -> HttpResponse:
    found = find_application(request, pk)

    def do(said: dict[str, Any]) -> None:
        by = actor_for(request, {"leader"})
        approve_nameless(found, **said, by=by, at=request.now, on=request.today)

    back = reverse("office:name_notice", args=[found.batch_id])
    title, notes = _("批准不公开姓名的公示方式"), _before_nameless(request)
    return act_page(
        request,
        title=title,
        subject=found.name,
        back=back,
        back_to=_("名单公示"),
        asks=("how",),
        do=do,
        notes=notes,
    )


def _before_nameless(request: PageRequest) -> tuple[Ruling, ...]:
    """What the approval means, and whose it is."""
    said = Notice(
        _("本人没有单独同意公开姓名。批准以后，公示页和打印件上不出现这个人，只写有几名人员不公开姓名。"),
        request.policy.cite("publicity.consent"),
        _("替代方式记在名单公示页，只供本局查看。"),
    )
    if actor_for(request, {"leader"}).role == "leader":
        return (said,)
    return (said, Blocker(_("不公开姓名的公示方式由负责人批准。"), remedy=_("请提请负责人办理。")))
