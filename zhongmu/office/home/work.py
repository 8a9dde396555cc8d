"""今天: what waits for this person, nearest date first, each with its next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhongmu.corps.queries import awaiting_certificate
from zhongmu.letters.models import LetterQuerySet
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.states import ApplicationState, BatchState, ObjectionState
from zhongmu.reports.models import Desk, Report, ReportQuerySet
from zhongmu.reports.queries import hidden_subjects, visible
from zhongmu.web.requests import PageRequest
from zhongmu.workdays.calendar import Calendar
from zhongmu.workdays.deadlines import words_left
from zhongmu.workdays.queries import current_calendar

MOST = 20
_STEP = {
    Desk.INBOX: _("受理"),
    Desk.VERIFYING: _("记录结论"),
    Desk.ANSWERING: _("反馈"),
    Desk.DONE: _("结案"),
}
_BATCH_STEP = {
    BatchState.PLANNED: _("核定名额"),
    BatchState.APPROVED: _("写公告并发布"),
    BatchState.NOTICED: _("审查报名，截止后比选"),
    BatchState.CHOOSING: _("写比选意见，确定拟聘"),
    BatchState.CHOSEN: _("聘任"),
    BatchState.APPOINTED: _("公示、发证、归档"),
}


@dataclass(frozen=True)
class Item:
    """One thing to do. `clock` and `kind` are ready for the clock mark; `due_on` sorts."""

    title: str
    sub: str
    url: str
    step: str
    clock: str = ""
    kind: str = ""
    due_on: date | None = None


def _clock(calendar: Calendar, on: date, due_on: date | None) -> tuple[str, str]:
    if due_on is None:
        return "", ""
    words = words_left(calendar, on, due_on)
    return words.text, words.kind


def _report_item(report: Report, calendar: Calendar, on: date) -> Item:
    clock, kind = _clock(calendar, on, report.due_on)
    url = reverse("office:report", args=[report.pk])
    step = str(_STEP.get(Desk(report.desk), ""))
    return Item(
        f"{report.number} {report.headline}",
        report.get_state_display(),
        url,
        step,
        clock,
        kind,
        report.due_on,
    )


def _visible(request: PageRequest) -> ReportQuerySet:
    roles = [m.role for m in request.memberships]
    return visible(request.bureau, account=request.user.pk, roles=roles)


def reports_due(request: PageRequest) -> list[Item]:
    """Open reports handled by this person (an answered one still waits to be closed), taken by nobody yet, or late,
    nearest date first.
    """
    calendar, on = current_calendar(), request.today
    rows = _visible(request)
    soon = rows.exclude(desk=Desk.DONE).due_by(on + timedelta(days=7)).order_by("due_on")[:MOST]
    mine = rows.waiting_for(request.user.pk).order_by("-id")[:MOST]
    waiting = rows.on_desk(Desk.INBOX).order_by("-id")[:MOST]
    found = {report.pk: report for group in (soon, mine, waiting) for report in group}
    items = [_report_item(report, calendar, on) for report in found.values()]
    return sorted(items, key=lambda item: (item.due_on or date.max, item.title))


def letters_to_tell(request: PageRequest) -> LetterQuerySet:
    """Letters somebody must phone or post; those about a case hidden from this person are left out."""
    roles = [m.role for m in request.memberships]
    hidden = hidden_subjects(request.bureau, account=request.user.pk, roles=roles)
    rows: LetterQuerySet = request.bureau.letters.to_tell().exclude(about__in=hidden)
    return rows


def _batch_sub(batch: Batch, waiting: dict[int, int]) -> str:
    count = waiting.get(batch.pk, 0)
    state = str(batch.get_state_display())
    return _("%(state)s，%(count)s 份报名待审查") % {"state": state, "count": count} if count else state


def batches_open(request: PageRequest) -> list[Item]:
    """Batches on their way, with how many applications wait to be checked."""
    batches = list(
        request.bureau.batches.exclude(state__in=[BatchState.CLOSED, BatchState.ABORTED]).order_by("-id")[
            :MOST
        ]
    )
    waiting: dict[int, int] = {}
    states = [ApplicationState.SUBMITTED, ApplicationState.REFUSING]
    for batch_id in request.bureau.applications.filter(batch__in=batches, state__in=states).values_list(
        "batch", flat=True
    )[:999]:
        waiting[batch_id] = waiting.get(batch_id, 0) + 1
    return [
        Item(
            batch.title,
            _batch_sub(batch, waiting),
            reverse("office:batch", args=[batch.pk]),
            str(_BATCH_STEP[BatchState(batch.state)]),
        )
        for batch in batches
    ]


def objections_open(request: PageRequest) -> list[Item]:
    rows = request.bureau.objections.filter(state=ObjectionState.OPEN).select_related("notice__batch")[:MOST]
    return [
        Item(
            _("对“%s”公示名单的异议") % row.notice.batch.title,
            _("核实中，未结前公示所管的步骤不能办"),
            reverse("office:objection", args=[row.pk]),
            _("核实"),
        )
        for row in rows
    ]


def notices_running(request: PageRequest) -> list[Item]:
    """Notices of names on show, until their last day."""
    calendar, on = current_calendar(), request.today
    rows = request.bureau.name_notices.filter(ends_on__gte=on)[:MOST]
    items = []
    for row in rows:
        clock, _kind = _clock(calendar, on, row.ends_on)
        items.append(
            Item(row.title, _("公示中"), reverse("office:batch", args=[row.batch_id]), _("看异议"), clock)
        )
    return items


def for_the_leader(request: PageRequest) -> Iterator[Item]:
    """What only a leader can decide: values to confirm, plans, extensions, reviews."""
    policy, bureau = request.policy, request.bureau
    waiting = [p for p in policy.suggestions() if p.key not in policy.decisions]
    if waiting:
        text = _("%s 项口径待确认") % len(waiting)
        yield Item(text, _("未确认前，相关步骤不能办"), reverse("office:decisions"), _("确认"))
    for batch in bureau.batches.filter(state=BatchState.PLANNED).order_by("id")[:MOST]:
        yield Item(batch.title, _("名额方案待核定"), reverse("office:batch", args=[batch.pk]), _("核定"))
    for batch in bureau.batches.filter(state=BatchState.CHOSEN).order_by("id")[:MOST]:
        yield Item(batch.title, _("拟聘已定"), reverse("office:batch", args=[batch.pk]), _("聘任"))
    for report in _visible(request).exclude(extension_asked_by=None).order_by("due_on")[:MOST]:
        yield Item(
            report.number, _("申请延长核查"), reverse("office:report", args=[report.pk]), _("同意或不同意")
        )
    suspended = bureau.appointments.filter(reviews__decided_at=None, reviews__isnull=False)
    for appointment in suspended.select_related("person").distinct()[:MOST]:
        link = reverse("office:appointment", args=[appointment.pk])
        yield Item(appointment.person.name, _("复核中，已暂停"), link, _("决定"))


def certificates_due(request: PageRequest) -> Iterable[Item]:
    rows = awaiting_certificate(request.bureau.appointments.active(request.today)).select_related("person")
    for appointment in rows.order_by("id")[:MOST]:
        link = reverse("office:appointment", args=[appointment.pk])
        yield Item(appointment.person.name, _("已聘任，尚未发证"), link, _("签承诺书、发证"))
