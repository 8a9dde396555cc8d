"""今天: what waits for this person, nearest date first, each with its next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhongmu.corps.queries import awaiting_certificate, up_for_renewal, with_renewals
from zhongmu.corps.states import RenewalState
from zhongmu.letters.models import LetterQuerySet
from zhongmu.people.cjk import chinese_moment
from zhongmu.recruitment.models import Batch
from zhongmu.recruitment.scoring.queries import seats_waiting
from zhongmu.recruitment.states import ApplicationState, BatchState, InvitationState
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
    BatchState.SENT_UP: _("等上级核定名额"),
    BatchState.RETURNED: _("补报辖区情况"),
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


def _batch_step(batch: Batch, *, asked: bool) -> str:
    """What comes next; where the measure only allows a notice of names, it is no duty to be offered."""
    if batch.state == BatchState.APPOINTED and not asked:
        return _("发证、归档")
    return str(_BATCH_STEP[BatchState(batch.state)])


def batches_open(request: PageRequest) -> list[Item]:
    """Batches on their way, with how many applications wait to be checked."""
    batches = list(
        request.bureau.batches.exclude(state__in=[BatchState.CLOSED, BatchState.ABORTED]).order_by("-id")[
            :MOST
        ]
    )
    waiting: dict[int, int] = {}
    asked = request.policy["publicity.required"]
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
            _batch_step(batch, asked=asked),
        )
        for batch in batches
    ]


def headcounts_waiting(request: PageRequest, state: str, step: str) -> Iterator[Item]:
    """Headcounts of bureaus below that wait for somebody here."""
    rows = request.bureau.headcounts.filter(state=state).select_related("bureau").order_by("id")
    for batch in rows[:MOST]:
        link = reverse("office:headcount", args=[batch.pk])
        yield Item(batch.bureau.name, _("报来辖区情况：%s") % batch.title, link, step)


def scoring_to_do(request: PageRequest) -> list[Item]:
    """Rounds in which this person has something to declare or to sign, and whether they were reminded."""
    calendar, on = current_calendar(), request.today
    items = []
    for seat in seats_waiting(request.bureau, request.user.pk)[:MOST]:
        round_, state = seat.round, str(seat.round.get_state_display())
        clock, kind = _clock(calendar, on, round_.due_on)
        url = reverse("office:my_round", args=[round_.pk])
        step = _("申报回避") if seat.answered_at is None else _("评分、签字")
        if seat.reminded_at:
            moment = chinese_moment(localtime(seat.reminded_at))
            state = _("%(state)s，%(at)s提醒过您") % {"state": state, "at": moment}
        items.append(Item(round_.batch.title, state, url, step, clock, kind, round_.due_on))
    return items


def objections_open(request: PageRequest) -> list[Item]:
    """Objections not settled yet, nearest date first; those without one, whose length nobody confirmed, last."""
    calendar, on = current_calendar(), request.today
    rows = request.bureau.objections.open().select_related("notice__batch")
    rows = rows.defer("objector", "contact", "grounds", "answer", "notice__entries")
    items = []
    for row in rows.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST]:
        clock, kind = _clock(calendar, on, row.due_on)
        title = _("对“%s”公示名单的异议") % row.notice.batch.title
        waits = _("核实中，未结前公示所管的步骤不能办")
        url = reverse("office:objection", args=[row.pk])
        items.append(Item(title, waits, url, _("核实"), clock, kind, row.due_on))
    return items


def appeals_open(request: PageRequest) -> list[Item]:
    """Objections of applicants to their check, nearest date first."""
    calendar, on = current_calendar(), request.today
    rows = (
        request.bureau.appeals.open()
        .select_related("application")
        .only("due_on", "bureau", "application__name", "application__number")
    )
    items = []
    for row in rows.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST]:
        clock, kind = _clock(calendar, on, row.due_on)
        title = _("%(name)s对审查的异议") % {"name": row.application.name}
        url = reverse("office:appeal", args=[row.pk])
        items.append(Item(title, _("由提出、复核以外的另一人办理"), url, _("复查"), clock, kind, row.due_on))
    return items


def notices_running(request: PageRequest) -> list[Item]:
    """Notices of names on show, until their last day."""
    calendar, on = current_calendar(), request.today
    rows = request.bureau.name_notices.on_show(on).defer("entries").order_by("ends_on", "id")[:MOST]
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
    yield from headcounts_waiting(request, BatchState.PLANNED, _("核定"))
    for batch in bureau.batches.filter(state=BatchState.PLANNED, authority=None).order_by("id")[:MOST]:
        yield Item(batch.title, _("名额方案待核定"), reverse("office:batch", args=[batch.pk]), _("核定"))
    for call in bureau.invitations.filter(state=InvitationState.DRAFTED).order_by("id")[:MOST]:
        link = reverse("office:invitation", args=[call.pk])
        yield Item(call.name, _("邀请待签发"), link, _("签发"))
    for batch in bureau.batches.filter(state=BatchState.CHOSEN).order_by("id")[:MOST]:
        yield Item(batch.title, _("拟聘已定"), reverse("office:batch", args=[batch.pk]), _("聘任"))
    for report in _visible(request).exclude(extension_asked_by=None).order_by("due_on")[:MOST]:
        yield Item(
            report.number, _("申请延长核查"), reverse("office:report", args=[report.pk]), _("同意或不同意")
        )
    calendar = current_calendar()
    ready = bureau.renewals.proposed(request.today).select_related("appointment__person")
    for renewal in ready.order_by("appointment__ends_on", "id")[:MOST]:
        row = renewal.appointment
        clock, kind = _clock(calendar, request.today, row.ends_on)
        link = reverse("office:renewal", args=[row.pk])
        advice = str(renewal.get_advice_display())
        yield Item(row.person.name, _("续聘已提请，%s") % advice, link, _("决定"), clock, kind, row.ends_on)
    suspended = bureau.appointments.filter(reviews__decided_at=None, reviews__isnull=False)
    for appointment in suspended.select_related("person").distinct()[:MOST]:
        link = reverse("office:appointment", args=[appointment.pk])
        yield Item(appointment.person.name, _("复核中，已暂停"), link, _("决定"))


_RENEWAL_STEP = {
    RenewalState.ASKED: _("登记本人意愿"),
    RenewalState.WILLING: _("复核、提请"),
}


def renewals_due(request: PageRequest) -> list[Item]:
    """Terms that end soon and wait for the officer: for the person's will, or for the check (CQ-6.2). One that stands
    suspended waits for its review first.
    """
    calendar, on = current_calendar(), request.today
    found = []
    for step in ("open", "willing"):
        rows = up_for_renewal(request.bureau, step, policy=request.policy, on=on).active(on)
        for row in with_renewals(rows).order_by("ends_on", "id")[:MOST]:
            state = RenewalState(row.renewal.state) if hasattr(row, "renewal") else RenewalState.ASKED
            clock, kind = _clock(calendar, on, row.ends_on)
            link = reverse("office:renewal", args=[row.pk])
            sub, step_said = _("聘期快满，%s") % state.label, str(_RENEWAL_STEP[state])
            found.append(Item(row.person.name, sub, link, step_said, clock, kind, row.ends_on))
    return found


def certificates_due(request: PageRequest) -> Iterable[Item]:
    rows = awaiting_certificate(request.bureau.appointments.active(request.today)).select_related("person")
    for appointment in rows.order_by("id")[:MOST]:
        link = reverse("office:appointment", args=[appointment.pk])
        yield Item(appointment.person.name, _("已聘任，尚未发证"), link, _("签承诺书、发证"))
