from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.ledger.moves import RecordedMove
from zhongmu.people.models import Person
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.models.units import Unit
from zhongmu.recruitment.states import InvitationState, NominationState, PoolState
from zhongmu.seals.fields import SealedTextField

IN_POOL = (PoolState.WAITING, PoolState.DRAWN, PoolState.JOINED)


class Awaited(models.Model):
    """What asks one person for an answer by `due_on`, opened with `number` and a secret told once.

    Past `due_on` it has lapsed; no row says so. `basis` is the deadline's. `application` is what the answer became,
    which several calls may share: one person is one application (CQ-7.0).
    """

    number = models.CharField(_("编号"), max_length=40)
    secret_index = models.CharField(max_length=64, blank=True, db_index=True)
    submission_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    rehearsal = models.BooleanField()
    due_on = models.DateField(_("答复期限"), null=True)
    basis = models.JSONField(default=dict)
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def is_over(self, on: date) -> bool:
        """Whether the last day for an answer has passed."""
        return self.due_on is not None and on > self.due_on


class Call(Awaited):
    """A person a unit or the bureau names for one batch, in the words of Annex 2 (CQ-F15, CQ-F20)."""

    name = models.CharField(_("姓名"), max_length=50)
    phone = SealedTextField(_("联系电话"))
    phone_index = models.CharField(max_length=64)
    email = SealedTextField(_("电子邮箱"))
    address = SealedTextField(_("通信地址"))
    reason = models.TextField(_("聘任理由"))
    unit_name = models.CharField(_("推荐、特邀单位"), max_length=100)
    unit_opinion = models.TextField(_("推荐、特邀单位意见"))
    unit_seal = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    unit_sealed_on = models.DateField(_("盖章日期"))
    handled_by = models.CharField(_("经办人"), max_length=50)

    class Meta:
        abstract = True


class NominationQuerySet(models.QuerySet["Nomination"]):
    def in_play(self, on: date) -> NominationQuerySet:
        """Those that may still bring somebody in."""
        return self.filter(state__in=[NominationState.PROPOSED, NominationState.RETURNED], due_on__gte=on)


class Nomination(Call):
    """推荐: a unit recommends a person, who then agrees or declines (CQ-7.2)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="nominations")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="nominations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nominations")
    state = models.CharField(max_length=12, choices=NominationState, default=NominationState.PROPOSED)
    channel = models.CharField(_("产生方式"), max_length=20)
    intake = models.JSONField(default=dict)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("推荐")
        indexes = [
            models.Index(fields=["batch", "id"]),
            models.Index(fields=["unit", "id"]),
            models.Index(fields=["batch", "state", "due_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="nomination_state_known"
            ),
            models.UniqueConstraint(fields=["bureau", "number"], name="nomination_number_once"),
            models.CheckConstraint(
                condition=~Q(state=NominationState.CONFIRMED) | Q(application__isnull=False),
                name="nomination_confirmed_by_a_form",
            ),
        ]

    @property
    def ledger_subject(self) -> str:
        return f"nomination:{self.pk}"


class NominationMove(RecordedMove):
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="moves")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_play(self, on: date) -> InvitationQuerySet:
        return self.filter(state=InvitationState.SENT, due_on__gte=on)


class Invitation(Call):
    """特邀: the bureau invites a person, who then accepts or declines (CQ-7.3). Drafted by one, signed by another."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="invitations")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="invitations")
    state = models.CharField(max_length=12, choices=InvitationState, default=InvitationState.DRAFTED)
    channel = models.CharField(_("产生方式"), max_length=20)
    drafted_by = models.BigIntegerField()
    signed_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("邀请")
        indexes = [
            models.Index(fields=["batch", "id"]),
            models.Index(fields=["batch", "state", "due_on"]),
            models.Index(fields=["bureau", "state", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_known"
            ),
            models.UniqueConstraint(fields=["bureau", "number"], name="invitation_number_once"),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.ACCEPTED) | Q(application__isnull=False),
                name="invitation_accepted_by_a_form",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[InvitationState.DRAFTED, InvitationState.WITHDRAWN])
                | Q(signed_at__isnull=False),
                name="invitation_sent_once_signed",
            ),
        ]

    @property
    def ledger_subject(self) -> str:
        return f"invitation:{self.pk}"


class InvitationMove(RecordedMove):
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="moves")


class SelfNominationQuerySet(models.QuerySet["SelfNomination"]):
    def kept(self, on: date) -> SelfNominationQuerySet:
        """Those whose time in the pool has not run out."""
        return self.filter(ends_on__gte=on)

    def waiting(self, on: date) -> SelfNominationQuerySet:
        """Those that may be drawn into a batch: waiting, or drawn before and not answered in time."""
        lapsed = Q(state=PoolState.DRAWN, due_on__lt=on)
        return self.kept(on).filter(Q(state=PoolState.WAITING) | lapsed)

    def in_play(self, on: date) -> SelfNominationQuerySet:
        """Those drawn that may still come into their batch."""
        return self.filter(state=PoolState.DRAWN, due_on__gte=on)

    def forgettable(self, on: date) -> SelfNominationQuerySet:
        """Whose time has run out with nobody waiting for their answer, and whose words are still here."""
        lapsed = Q(state=PoolState.DRAWN, due_on__lt=on)
        mine = self.filter(ends_on__lt=on, content__isnull=False)
        return mine.filter(Q(state=PoolState.WAITING) | lapsed)


class SelfNomination(Awaited):
    """自荐: somebody offers themselves without any notice and waits in the pool, batch after batch (CQ-7.4).

    `content` is the filled form, sealed whole; it is forgotten when the person withdraws or `ends_on` has passed, with
    photo, scan and, where nothing else of theirs is here, the person.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="self_nominations")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="self_nominations")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="self_nominations")
    state = models.CharField(max_length=12, choices=PoolState, default=PoolState.WAITING)
    channel = models.CharField(_("产生方式"), max_length=20)
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    category = models.CharField(_("主要来源类别"), max_length=40, blank=True)
    resident_id_index = models.CharField(max_length=64)
    content = SealedTextField(null=True)
    photo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField(_("保留至"))
    arrived_on = models.DateField()
    intake = models.JSONField(default=dict)
    scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SelfNominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("自荐")
        indexes = [
            models.Index(fields=["bureau", "state", "id"]),
            models.Index(fields=["batch", "state", "due_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PoolState.values), name="self_nomination_state_known"
            ),
            models.UniqueConstraint(fields=["bureau", "number"], name="self_nomination_number_once"),
            models.UniqueConstraint(
                fields=["bureau", "resident_id_index", "rehearsal"],
                condition=Q(state__in=IN_POOL),
                name="one_place_in_the_pool",
            ),
            models.CheckConstraint(
                condition=~Q(state=PoolState.JOINED) | Q(application__isnull=False),
                name="self_nomination_joined_by_a_form",
            ),
        ]

    @property
    def ledger_subject(self) -> str:
        return f"self_nomination:{self.pk}"


class SelfNominationMove(RecordedMove):
    self_nomination = models.ForeignKey(SelfNomination, on_delete=models.PROTECT, related_name="moves")
