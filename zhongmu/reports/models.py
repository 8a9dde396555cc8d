"""What was reported, never by whom: no column here leads to an account or a person of the reporter."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.ledger.models import AppendOnly
from zhongmu.ledger.moves import RecordedMove
from zhongmu.reports.outcomes import finding_label, outcome_label
from zhongmu.reports.states import ALL_STATES, STATES, ClueState, Kind
from zhongmu.seals.fields import SealedTextField


class Desk(models.TextChoices):
    """The tabs of the officer's list, each answered by one range of an index."""

    INBOX = "inbox", _("待受理")
    VERIFYING = "verifying", _("核查中")
    ANSWERING = "answering", _("待反馈")
    DONE = "done", _("已办结")


DESK_OF: dict[str, Desk] = {
    ClueState.FILED: Desk.INBOX,
    ClueState.SENT_BACK: Desk.INBOX,
    ClueState.ACCEPTED: Desk.VERIFYING,
    ClueState.DECIDED: Desk.ANSWERING,
    ClueState.ASKED_AGAIN: Desk.ANSWERING,
    ClueState.ANSWERED: Desk.DONE,
    ClueState.CLOSED: Desk.DONE,
}
_DESK = Case(
    *(When(state=str(state), then=Value(str(desk))) for state, desk in DESK_OF.items()), default=Value("")
)
_WAITS_FOR = Case(When(~Q(state=str(ClueState.CLOSED)), then=F("handler")), default=None)


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.exclude(state=ClueState.CLOSED)

    def on_desk(self, desk: str) -> ReportQuerySet:
        return self.filter(desk=desk)

    def waiting_for(self, account: int) -> ReportQuerySet:
        """Open reports this member of staff handles."""
        return self.filter(waits_for=account)

    def standing_on(self, desk: str) -> ReportQuerySet:
        """The rows of `on_desk`, to be counted: SQLite never reads a generated column from an index alone."""
        return self.filter(state__in=[state for state, its_desk in DESK_OF.items() if its_desk == desk])

    def held_by(self, account: int) -> ReportQuerySet:
        """The rows of `waiting_for`, to be counted."""
        return self.filter(
            state__in=[state for state in DESK_OF if state != ClueState.CLOSED], handler=account
        )

    def overdue(self, on: date) -> ReportQuerySet:
        return self.filter(due_on__lt=on)

    def due_by(self, on: date) -> ReportQuerySet:
        return self.filter(due_on__lte=on)

    def with_effect(self) -> ReportQuerySet:
        """What statistics may count: a rehearsal never."""
        return self.filter(rehearsal=False)

    def for_rows(self) -> ReportQuerySet:
        """Only what a list shows; the facts stay in the database."""
        return self.only(
            "bureau",
            "number",
            "kind",
            "state",
            "headline",
            "target_name",
            "arrived_on",
            "due_on",
            "due_kind",
            "named",
        )

    def found_by(self, words: str) -> ReportQuerySet:
        return self.filter(Q(number__icontains=words) | Q(target_name__icontains=words))


@cache
def state_word(kind: str, state: str) -> str:
    """A clue is verified, a suggestion worked on: the same state has the kind's own word."""
    return str(STATES[kind](state).label)


class Report(models.Model):
    """A clue (CQ-9.2, HL-2.3b) or a suggestion (CQ-9.3, HL-2.3c).

    `amount` and `found_amount` are 分. `arrived_on` is the day it reached the bureau, however late it was registered.
    `taken_by` received it, `registered_by` wrote it down: members of staff, null when the reporter filed it.
    `concerns` is the bureau a report about a bureau is about; such a report stands with the superior bureau.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(_("编号"), max_length=30)
    state = models.CharField(max_length=12, choices=ClueState, default=ClueState.FILED)
    pseudonym = models.CharField(max_length=32, unique=True)
    secret_index = models.CharField(max_length=64, unique=True)
    filing_index = models.CharField(max_length=64, unique=True)
    named = models.BooleanField(_("实名"))
    concerns = models.ForeignKey(Bureau, null=True, on_delete=models.PROTECT, related_name="+")
    restricted = models.BooleanField(default=False)
    rehearsal = models.BooleanField()
    pack_id = models.CharField(max_length=80)
    channel = models.CharField(max_length=20)
    taken_by = models.BigIntegerField(null=True)
    registered_by = models.BigIntegerField(null=True)
    handler = models.BigIntegerField(null=True)
    headline = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=30, blank=True)
    target_name = models.CharField(max_length=100, blank=True)
    scene = models.CharField(max_length=30, blank=True)
    suggestion_kind = models.CharField(max_length=30, blank=True)
    happened = models.CharField(max_length=100, blank=True)
    happened_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    facts = models.TextField()
    amount = models.BigIntegerField(null=True)
    interested = models.BooleanField(default=False)
    files = models.ManyToManyField(StoredFile, related_name="+")
    arrived_on = models.DateField()
    received_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=12, blank=True)
    finding = models.CharField(max_length=16, blank=True)
    outcome_reason = models.TextField(blank=True)
    transferred_to = models.CharField(max_length=100, blank=True)
    found_amount = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    extension_asked_by = models.BigIntegerField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    due_kind = models.CharField(max_length=10, blank=True)
    desk = models.GeneratedField(
        expression=_DESK, output_field=models.CharField(max_length=10), db_persist=True
    )
    waits_for = models.GeneratedField(
        expression=_WAITS_FOR, output_field=models.BigIntegerField(null=True), db_persist=True
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("反映件")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ALL_STATES), name="report_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="report_kind_known"),
            models.UniqueConstraint(fields=["bureau", "number"], name="report_number_once"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="report_amount_not_negative"
            ),
        ]
        indexes = [
            # `restricted` last: a page is found in these two, and only its own rows are read from the table
            models.Index(fields=["bureau", "desk", "id", "restricted"], name="report_by_desk"),
            models.Index(fields=["bureau", "waits_for", "id", "restricted"], name="report_by_handler"),
            # `restricted` is in it, though it is always true there: only so is it read alone, and chosen without statistics
            models.Index(
                fields=["bureau", "id", "restricted"], name="report_restricted", condition=Q(restricted=True)
            ),
            # counts are read from this one without touching the table
            models.Index(fields=["bureau", "state", "restricted", "handler", "id"], name="report_by_state"),
            models.Index(fields=["bureau", "due_on", "id"], name="report_by_due"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only to file it; everything later goes through a move."""
        if not self._state.adding:
            raise TypeError("a filed report is changed by its moves alone")
        super().save(*args, **kwargs)

    @property
    def ledger_subject(self) -> str:
        return f"report:{self.pk}"

    @property
    def is_clue(self) -> bool:
        return self.kind == Kind.CLUE

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # Django makes its own only where there is none
        return state_word(self.kind, self.state)

    @property
    def outcome_label(self) -> str:
        return outcome_label(self.outcome)

    @property
    def finding_label(self) -> str:
        return finding_label(self.finding)


class ReportMove(RecordedMove):
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="moves")


class ClockKind(models.TextChoices):
    RECEIPT = "receipt", _("登记回执")
    VERIFY = "verify", _("核查")
    TOLD = "told", _("告知反映人")
    SUGGESTION = "suggestion", _("建议答复")


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(done_on=None)


class Clock(models.Model):
    """One promise on one report. `basis` keeps what `due_on` was computed from (see `workdays.deadlines`)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=10, choices=ClockKind)
    starts_on = models.DateField()
    due_on = models.DateField()
    basis = models.JSONField()
    done_on = models.DateField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="one_clock_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"

    @property
    def was_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.due_on


class Said(models.TextChoices):
    ANSWER = "answer", _("反馈")
    QUESTION = "question", _("再次反映")
    SENT_BACK = "sent_back", _("退回补正")
    SUPPLEMENT = "supplement", _("补正")


class Exchange(AppendOnly):
    """One thing the bureau and the reporter said to each other after filing. `round` counts from 1."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="exchanges")
    said = models.CharField(max_length=10, choices=Said)
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report_id} {self.said} {self.round}"


class Declaration(AppendOnly):
    """A member of staff said, before opening a case, to have no interest in it (CQ-10.4)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="declarations")
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["report", "account"], name="one_declaration")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.account}"


class SealedContact(AppendOnly):
    """Name and contact of a reporter who is no supervisor on file; opens only with the sealing key, by `actions.reveal`."""

    pseudonym = models.CharField(max_length=32, unique=True)
    name = SealedTextField()
    contact = SealedTextField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return self.pseudonym
