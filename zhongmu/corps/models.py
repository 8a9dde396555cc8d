from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.corps.states import RenewalState, Standing, State
from zhongmu.ledger.moves import RecordedMove
from zhongmu.people.models import Person
from zhongmu.seals.fields import SealedBytesField, SealedTextField


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """`on` is a day in Beijing; every question about a term is answered from its dates."""

    def real(self) -> AppointmentQuerySet:
        """What statistics count: no rehearsal."""
        return self.filter(rehearsal=False)

    def running(self, on: date) -> AppointmentQuerySet:
        """Within the term, suspended or not."""
        return self.filter(starts_on__lte=on, ends_on__gte=on).exclude(state=State.REVOKED)

    def active(self, on: date) -> AppointmentQuerySet:
        return self.filter(state=State.APPOINTED, starts_on__lte=on, ends_on__gte=on)

    def not_over(self, on: date) -> AppointmentQuerySet:
        """Who serves on that day or will, without those suspended."""
        return self.filter(state=State.APPOINTED, ends_on__gte=on)

    def ending(self, on: date, last: date) -> AppointmentQuerySet:
        """Within the term, which ends by `last`."""
        return self.running(on).filter(ends_on__lte=last)

    def suspended(self, on: date) -> AppointmentQuerySet:
        return self.filter(state=State.SUSPENDED, ends_on__gte=on)

    def expired(self, on: date) -> AppointmentQuerySet:
        return self.filter(ends_on__lt=on).exclude(state=State.REVOKED)

    def overlapping(self, starts_on: date, ends_on: date) -> AppointmentQuerySet:
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exclude(state=State.REVOKED)


class Appointment(models.Model):
    """One term of one person in one bureau. Two bureaus are two appointments of the same person (CQ-2)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    number = models.CharField(_("聘任编号"), max_length=40)
    category = models.CharField(_("来源类别"), max_length=40)
    channel = models.CharField(_("产生方式"), max_length=40)
    origin = models.CharField(max_length=60)
    batch_ref = models.CharField(max_length=60, blank=True)
    pack_id = models.CharField(max_length=80)
    rehearsal = models.BooleanField()
    term_number = models.PositiveSmallIntegerField(_("第几届"))
    consented_at = models.DateTimeField(_("本人确认自愿"), null=True)
    decided_on = models.DateField(_("聘任决定日"))
    starts_on = models.DateField(_("聘期起"))
    ends_on = models.DateField(_("聘期止"))
    state = models.CharField(max_length=10, choices=State)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("聘任")
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="appointment_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="appointment_state_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="appointment_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "rehearsal", "state", "ends_on"], name="appointment_of_bureau"),
            models.Index(fields=["person", "state", "ends_on"], name="appointment_of_person"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_subject(self) -> str:
        return f"appointment:{self.pk}"

    def status(self, on: date) -> Standing:
        """Computed when read: natural expiry is no move and writes no row (CQ-6.3)."""
        if self.state == State.REVOKED:
            return Standing.REVOKED
        if on > self.ends_on:
            return Standing.EXPIRED
        if self.state == State.SUSPENDED:
            return Standing.SUSPENDED
        return Standing.PENDING if on < self.starts_on else Standing.ACTIVE

    def is_active_at(self, at: datetime) -> bool:
        """Access, certificate and public page all ask this: they end together, at midnight in Beijing after `ends_on`."""
        return self.status(timezone.localdate(at)) is Standing.ACTIVE

    def days_left(self, on: date) -> int:
        """Days that remain, today included; 0 or less when over."""
        return (self.ends_on - on).days + 1


class AppointmentMove(RecordedMove):
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="moves")


class Portrait(models.Model):
    """The photo printed on the certificate, sealed at rest; shown to the public only by consent."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="portrait")
    jpeg = SealedBytesField()

    def __str__(self) -> str:
        return f"portrait of {self.appointment_id}"


SEALED = (
    "summary",
    "changes",
    "scan",
)  # of a renewal: a list leaves them shut, and a scan of ten megabytes unread


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def in_term(self, on: date) -> RenewalQuerySet:
        """Those that can still be decided: the term they would follow has not run out (CQ-6.3)."""
        return self.filter(appointment__ends_on__gte=on)

    def proposed(self, on: date) -> RenewalQuerySet:
        return self.in_term(on).filter(state=RenewalState.PROPOSED).defer(*SEALED)


class Renewal(models.Model):
    """Whether one term is followed by another: what the person said, what was checked again, what was decided (CQ-6.2)."""

    class Advice(models.TextChoices):
        RENEW = "renew", _("建议续聘")
        END = "end", _("建议不续聘")

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="renewals")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="renewal")
    next = models.OneToOneField(Appointment, on_delete=models.PROTECT, null=True, related_name="renews")
    state = models.CharField(max_length=10, choices=RenewalState, default=RenewalState.ASKED)
    # What the person said. A summary may say more than its writer meant, so both texts are sealed at rest.
    channel = models.CharField(_("表示方式"), max_length=40, blank=True)
    answered_on = models.DateField(_("表示日期"), null=True)
    answered_at = models.DateTimeField(null=True)
    summary = SealedTextField(_("履职小结"), null=True)
    changes = SealedTextField(_("工作单位和利害关系的变化"), null=True)
    scan = SealedBytesField(null=True)
    scan_kind = models.CharField(max_length=40, blank=True)
    # What an officer checked again and advises.
    category = models.CharField(_("来源类别"), max_length=40, blank=True)
    checked = models.JSONField(_("资格复核"), default=list)
    recusal = models.TextField(_("回避复核"), blank=True)
    advice = models.CharField(_("建议"), max_length=10, choices=Advice, blank=True)
    opinion = models.TextField(_("履职情况和意见"), blank=True)
    proposed_by = models.BigIntegerField(null=True)
    reason = models.TextField(_("决定理由"), blank=True)  # read by the person

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("续聘")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RenewalState.values), name="renewal_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RenewalState.RENEWED) | Q(next__isnull=False), name="renewed_has_a_term"
            ),
        ]

    def __str__(self) -> str:
        return f"renewal of {self.appointment_id}"

    @property
    def ledger_subject(self) -> str:
        return f"renewal:{self.pk}"


class RenewalMove(RecordedMove):
    renewal = models.ForeignKey(Renewal, on_delete=models.PROTECT, related_name="moves")


class Review(models.Model):
    """Opened when an objection is upheld: the appointment stands suspended until a leader decides."""

    class Outcome(models.TextChoices):
        LIFT = "lift", _("恢复聘任")
        REVOKE = "revoke", _("撤销聘任")

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="reviews")
    origin = models.CharField(max_length=60)
    grounds = models.TextField(_("复核事由"))
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(_("决定理由"), blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("复核")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(decided_at=None), name="one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="")
                | Q(decided_at__isnull=False, outcome__in=["lift", "revoke"]),
                name="review_outcome_with_day",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Pledge(models.Model):
    """The discipline of the measure, confirmed item by item and signed before a certificate is issued (CQ-10.0)."""

    class How(models.TextChoices):
        SCREEN = "screen", _("在线签名")
        PAPER = "paper", _("纸质签名")

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="pledge")
    version = models.CharField(_("承诺书版本"), max_length=80)
    items = models.JSONField()
    how = models.CharField(max_length=10, choices=How)
    signature = SealedBytesField(null=True)
    scan = SealedBytesField(null=True)
    scan_kind = models.CharField(max_length=40, blank=True)
    signed_on = models.DateField(_("签署日期"))
    recorded_at = models.DateTimeField()
    account = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"pledge of {self.appointment_id}"


class CertificateState(models.TextChoices):
    ISSUED = "issued", _("已签发")
    VOID = "void", _("已作废")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def issued(self) -> CertificateQuerySet:
        return self.filter(state=CertificateState.ISSUED)


class Certificate(models.Model):
    """What was printed, as it was printed: a reprint gives the same sheet. Whether it holds is asked of the term."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="certificates")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("证书编号"), max_length=60)
    number_key = models.CharField(max_length=60, db_index=True)
    token = models.CharField(max_length=40, unique=True)
    printed_name = models.CharField(max_length=20)
    disclaimer = models.CharField(max_length=100)
    holder = models.CharField(max_length=50)
    bureau_name = models.CharField(max_length=80)
    issued_on = models.DateField(_("签发日期"))
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.ISSUED)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    voided_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("证书")
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(state="issued"), name="one_certificate_in_hand"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def check_url(self) -> str:
        """What the QR code says; the route is `portal:certificate`."""
        return f"{settings.PUBLIC_URL}/c/{self.token}/"

    def is_valid_at(self, at: datetime) -> bool:
        return (
            self.state == CertificateState.ISSUED
            and not self.appointment.rehearsal
            and self.appointment.is_active_at(at)
        )


class PrintJob(models.Model):
    """A long print, its progress and, at the end, its sealed sheets."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("正在排版")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="print_jobs")
    certificates = models.ManyToManyField(Certificate, related_name="print_jobs")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    account = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    sheets = SealedBytesField(null=True)

    def __str__(self) -> str:
        return f"print job {self.pk}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total
