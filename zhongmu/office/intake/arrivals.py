"""电子邮件来的报名表: what was read beside the form, the officer's corrections, and the same action as the web."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.files.kinds import BadFile
from zhongmu.files.store import read_original, read_working
from zhongmu.intake import actions
from zhongmu.intake.email.message import Message, form_alone, read_message
from zhongmu.intake.models import UPLOAD, Arrival, Attachment
from zhongmu.intake.states import ARRIVAL_MOVES, ArrivalState
from zhongmu.ledger.moves import NotAllowed, why_not
from zhongmu.office.intake.mailed import FromMail, ReasonForm, UploadForm, initial_of, mark_doubts
from zhongmu.office.pages import page
from zhongmu.office.recruitment.acting import status_of
from zhongmu.office.recruitment.acts import actor_for
from zhongmu.office.recruitment.batches import may_read_forms
from zhongmu.office.recruitment.paper import batch_of, context_of, form_of, kept_of, registered
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.access import scored_blind_by
from zhongmu.recruitment.forms import ApplicationForm
from zhongmu.recruitment.models import Batch
from zhongmu.web.access import allow
from zhongmu.web.paging import capped_count, keyset
from zhongmu.web.requests import PageRequest

CLERKS = ("liaison", "clerk", "leader")
ASKS_REASON = {"send_back", "lay_aside"}
_ARCHIVE = b"PK"


@allow(*CLERKS)
def arrivals(request: PageRequest) -> HttpResponse:
    """What came by e-mail and waits; the other tab shows what was done with the rest."""
    done = request.GET.get("tab") == "done"
    rows = request.bureau.arrivals.exclude(application__batch__in=scored_blind_by(request.user.pk))
    waiting, rest = rows.waiting(), rows.exclude(state=ArrivalState.WAITING)
    found = keyset(rest if done else waiting, request)
    tabs = [
        (_("待登记"), "?", capped_count(waiting), not done),
        (_("已办"), "?tab=done", capped_count(rest), done),
    ]
    return page(request, "intake/arrivals.html", {"rows": found.rows, "older": found.older, "tabs": tabs})


@allow(*CLERKS)
def upload(request: PageRequest) -> HttpResponse:
    """An .eml file, or the Word form alone; each message once."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted, on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, form)
        except BadFile as wrong:
            form.add_error("file", wrong.sentence)
    status = 422 if request.method == "POST" else 200
    return page(request, "intake/upload.html", {"form": form}, status=status)


def _take_in(request: PageRequest, form: UploadForm) -> HttpResponse:
    given = form.cleaned_data["file"]
    content = given.read()
    message = _message(request, given.name or "", content)
    before = actions.already_taken(request.bureau, message)
    made = before or actions.take_in(
        request.bureau,
        message,
        original=None if content.startswith(_ARCHIVE) else content,
        way=UPLOAD,
        arrived_on=form.cleaned_data["arrived_on"],
        by=request.actor,
        at=request.now,
        on=request.today,
    )
    if before:
        messages.warning(request, _("这封邮件已经收过，没有重复收件，来件号 %s。") % before[0].number)
    elif len(made) > 1:
        messages.success(request, _("这封邮件里有%s份报名表，请逐份登记。") % len(made))
        return redirect("office:arrivals")
    return redirect("office:arrival", made[0].pk)


def _message(request: PageRequest, name: str, content: bytes) -> Message:
    """Raises BadFile. The Word form alone has to be a file we take, and a form."""
    if content.startswith(_ARCHIVE):
        actions.check_form(request.bureau, name, content, on=request.today)
        return form_alone(name, content)
    return read_message(content)


def _find(request: PageRequest, pk: int) -> Arrival:
    rows = request.bureau.arrivals.select_related("bureau", "original", "application__batch")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.application is not None:
        may_read_forms(request, found.application.batch)
    return found


def _files(arrival: Arrival) -> list[Attachment]:
    return [] if arrival.is_shut else list(arrival.attachments.select_related("stored"))


@allow(*CLERKS)
def arrival(request: PageRequest, pk: int) -> HttpResponse:
    """Left what came, right the form as read; what is posted is registered as the web's own would be."""
    found = _find(request, pk)
    files = _files(found)
    context = {"arrival": found, "files": files, "quarantined": any(f.problem for f in files)}
    context["offers"] = _offers(request, found)
    sent_again = request.method == "POST" and found.state == ArrivalState.REGISTERED
    if found.state != ArrivalState.WAITING and not sent_again:
        moves = found.moves.order_by("pk")
        return page(request, "intake/arrival_done.html", {**context, "moves": _told(moves)})
    _chosen, batches = batch_of(request)
    if not batches:
        return page(request, "intake/arrival.html", {**context, "form": None})
    return _read_and_register(request, found, batches, context)


def _told(moves: Any) -> list[dict[str, Any]]:
    return [
        {"label": str(ARRIVAL_MOVES[m.name].label), "at": m.at, "reason": m.reason, "role": m.role}
        for m in moves
    ]


def _read_and_register(
    request: PageRequest, found: Arrival, batches: list[Batch], context: dict[str, Any]
) -> HttpResponse:
    kept = kept_of(request)
    chosen = _chosen(found, context["files"], batches, kept.data if kept else None)
    if kept:
        chosen.fill_in(kept, policy=request.policy, at=request.now)
    form = form_of(request, kept, initial_of(found))
    mark_doubts(form, found)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if kept else 200
    if kept and all([form.is_valid(), chosen.is_valid()]):
        try:
            return _register(request, found, batches, form, chosen)
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
    more = {
        **context_of(request, form, rulings),
        "chosen": chosen,
        "correcting": False,
        "before": "intake/from_mail.html",
        "after": "intake/looked.html",
    }
    return page(request, "intake/arrival.html", {**context, **more}, status=status)


def _chosen(
    found: Arrival, files: list[Attachment], batches: list[Batch], posted: QueryDict | None
) -> FromMail:
    """The photo found in its own cell is proposed when nothing speaks against it; a signature never is."""
    doubtful = {name for cell in found.read["cells"] for name in cell["doubts"]}
    photo = next((str(f.number) for f in files if f.role == Attachment.PHOTO), "")
    initial = {"photo_from": photo if "photo" not in doubtful else None}
    return FromMail(posted, arrival=found, files=files, batches=batches, initial=initial)


def _register(
    request: PageRequest, found: Arrival, batches: list[Batch], form: ApplicationForm, chosen: FromMail
) -> HttpResponse:
    batch = next(b for b in batches if str(b.pk) == chosen.cleaned_data["batch"])
    receipt = actions.register_arrival(
        found,
        batch,
        form.filled(arrived_on=found.arrived_on),
        by=actor_for(request, ARRIVAL_MOVES["register"].who),
        at=request.now,
        taken_by=request.user.display_name,
        submission=form.cleaned_data["submission"],
    )
    return registered(request, receipt, batch)


def _offers(request: PageRequest, found: Arrival) -> list[tuple[str, Any, str]]:
    """(label, address, kind) of what may be done besides registering."""
    names = [n for n in ("send_back", "lay_aside", "seal", "reopen") if not (n == "seal" and found.has_form)]
    return [
        (name, ARRIVAL_MOVES[name].label, reverse("office:arrival_act", args=[found.pk, name]))
        for name in names
        if why_not(found, ARRIVAL_MOVES[name], by=actor_for(request, ARRIVAL_MOVES[name].who)) is None
    ]


@allow(*CLERKS)
def arrival_act(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """Send it back, lay it aside, seal it, take it up again; asked once, with the reason where one is owed."""
    found = _find(request, pk)
    if name not in {"send_back", "lay_aside", "seal", "reopen"}:
        raise Http404
    move = ARRIVAL_MOVES[name]
    initial = {"reason": "\n".join(_missing(found))} if name == "send_back" else {}
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(posted, asks=name in ASKS_REASON, initial=initial)
    rulings: tuple[Ruling, ...] = ()
    status = 422 if posted is not None else 200
    if posted is not None and form.is_valid():
        try:
            _do(request, found, name, form.cleaned_data.get("reason", ""))
        except NotAllowed as refused:
            rulings, status = refused.rulings, status_of(refused)
        else:
            messages.success(request, _("已办理：%s。") % move.label)
            return redirect("office:arrival", found.pk)
    context = {"arrival": found, "move": name, "title": move.label, "form": form, "rulings": rulings}
    return page(request, "intake/arrival_act.html", context, status=status)


def _missing(found: Arrival) -> list[str]:
    """What the sender has to add, as far as reading found it: the signature, the photo."""
    wanted = ("signed_scan", "signed_on", "photo")
    said = {n: text for cell in found.read["cells"] for n, text in cell["doubts"].items()}
    return [said[name] for name in wanted if name in said]


def _do(request: PageRequest, found: Arrival, name: str, reason: str) -> None:
    by, at = actor_for(request, ARRIVAL_MOVES[name].who), request.now
    if name == "send_back":
        actions.send_back(found, reason=reason, policy=request.policy, by=by, at=at)
    elif name == "lay_aside":
        actions.lay_aside(found, reason=reason, by=by, at=at)
    elif name == "seal":
        actions.seal(found, by=by, at=at)
    else:
        actions.reopen(found, by=by, at=at)


@allow(*CLERKS)
def arrival_file(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """One file that came along: a picture or PDF to look at, anything else to save."""
    files = {f.number: f for f in _files(_find(request, pk))}
    found = files.get(number)
    if found is None or found.stored is None:
        raise Http404
    response = HttpResponse(read_working(found.stored), content_type=found.stored.working_type)
    shown = found.stored.kind in {"image", "pdf"}
    ending = found.stored.original_kind.extension
    response["Content-Disposition"] = (
        "inline" if shown else f'attachment; filename="attachment-{number}.{ending}"'
    )
    return response


@allow(*CLERKS)
def arrival_original(request: PageRequest, pk: int) -> HttpResponse:
    """The message as it came, to save; not while a file in it was refused, and not once it is sealed."""
    found = _find(request, pk)
    if found.original is None or found.is_shut or found.attachments.exclude(problem="").exists():
        raise Http404
    response = HttpResponse(read_original(found.original), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{found.pk}.eml"'
    return response
