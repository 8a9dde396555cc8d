from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.models import AppendOnly
from zhongmu.ledger.moves import RecordedMove
from zhongmu.people.models import Account
from zhongmu.recruitment.models.application import Application
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.scoring.rubric import Rubric, read_rubric
from zhongmu.recruitment.states import ApplicationState, ScoringState
from zhongmu.seals.fields import SealedTextField

OVER = (ScoringState.RESTARTED, ScoringState.ABANDONED)
# From the moment a candidate has a label until the names are shown again.
BLIND = (ScoringState.DECLARING, ScoringState.SCORING, ScoringState.COMPARING)


class ScoringRoundQuerySet(models.QuerySet["ScoringRound"]):
    def live(self) -> ScoringRoundQuerySet:
        """The round that counts: neither restarted nor abandoned. A batch has at most one."""
        return self.exclude(state__in=OVER)

    def unfinished(self) -> ScoringRoundQuerySet:
        """Rules are locked and the names not shown yet: nothing may be settled past it."""
        return self.filter(state__in=[ScoringState.LOCKED, *BLIND])


class ScoringRound(models.Model):
    """One scoring of a batch's candidates under one set of rules (CQ-5.2, HL-2.2b).

    `rules` is canonical JSON (`scoring.rubric`); once locked neither it nor `digest` ever changes. Other rules are
    another round with the next `version`, and every score is given anew.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="scoring_rounds")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="scoring_rounds")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ScoringState, default=ScoringState.DRAFTING)
    rules = models.TextField()
    digest = models.CharField(max_length=64, blank=True)
    drafted_by = models.BigIntegerField()
    due_on = models.DateField(_("评分截止日"), null=True)
    rehearsal = models.BooleanField()
    created_at = models.DateTimeField()

    objects = ScoringRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScoringState.values), name="scoring_state_known"),
            models.UniqueConstraint(fields=["batch", "version"], name="scoring_version_once"),
            models.UniqueConstraint(
                fields=["batch"], condition=~Q(state__in=OVER), name="one_live_scoring_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"scoring {self.batch_id} v{self.version}"

    @property
    def ledger_subject(self) -> str:
        return f"scoring:{self.pk}"

    @property
    def rubric(self) -> Rubric:
        return read_rubric(self.rules)


class ScoringMove(RecordedMove):
    round = models.ForeignKey(ScoringRound, on_delete=models.PROTECT, related_name="moves")


class ScoringEntry(models.Model):
    """A candidate under a random label. Until the round is closed nobody reads this row beside a score."""

    round = models.ForeignKey(ScoringRound, on_delete=models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scoring_entries")
    label = models.CharField(_("编号"), max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "application"], name="scored_once_a_round"),
            models.UniqueConstraint(fields=["round", "label"], name="label_once_a_round"),
        ]

    def __str__(self) -> str:
        return self.label


class Panelist(models.Model):
    """A reviewer in one round. What they declared is sealed; it is matched by program and read by nobody."""

    round = models.ForeignKey(ScoringRound, on_delete=models.PROTECT, related_name="panel")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="panel_seats")
    role = models.CharField(max_length=10)
    declared = SealedTextField()
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "account"], name="panelist_once_a_round")]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.round_id}"


class ScoringConflict(AppendOnly):
    """This reviewer does not score this candidate; a score already given is out (CQ-5.2, CQ-10.4)."""

    class Source(models.TextChoices):
        MATCHED = "matched", _("系统比对")
        DECLARED = "declared", _("本人申报")
        DECIDED = "decided", _("机关决定")

    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="conflicts")
    entry = models.ForeignKey(ScoringEntry, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=10, choices=Source)
    note = SealedTextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["panelist", "entry"], name="conflict_once"),
            models.CheckConstraint(
                condition=Q(source__in=["matched", "declared", "decided"]), name="conflict_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panelist_id} × {self.entry_id}"


class AssignmentQuerySet(models.QuerySet["ScoringAssignment"]):
    def counting(self) -> AssignmentQuerySet:
        """Without those of a released reviewer, of a conflict, or of a candidate who withdrew."""
        barred = ScoringConflict.objects.filter(panelist=OuterRef("panelist"), entry=OuterRef("entry"))
        return self.filter(
            ~Exists(barred),
            panelist__released_at=None,
            entry__application__state=ApplicationState.ELIGIBLE,
        )


class ScoringAssignment(models.Model):
    """One reviewer scores one candidate; once signed none of its scores changes but by a recorded move."""

    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="assignments")
    entry = models.ForeignKey(ScoringEntry, on_delete=models.PROTECT, related_name="assignments")
    signed_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panelist", "entry"], name="assigned_once")]

    def __str__(self) -> str:
        return f"{self.panelist_id} → {self.entry_id}"


class Score(models.Model):
    """One cell. `version` counts its changes, so that two devices of one person do not overwrite each other."""

    assignment = models.ForeignKey(ScoringAssignment, on_delete=models.PROTECT, related_name="scores")
    dimension = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "dimension"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.points}"


class ScoringSheet(AppendOnly):
    """What one reviewer signed at one time: canonical JSON with a random salt, and its digest in the ledger."""

    panelist = models.ForeignKey(Panelist, on_delete=models.PROTECT, related_name="sheets")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]


class ScoringNote(AppendOnly):
    """What was said about one candidate's scores in one dimension, before the names are shown."""

    entry = models.ForeignKey(ScoringEntry, on_delete=models.PROTECT, related_name="notes")
    dimension = models.CharField(max_length=40)
    text = models.TextField()
    role = models.CharField(max_length=20)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry_id} {self.dimension}"


class ScoringResult(AppendOnly):
    """Inputs and outcome as canonical JSON, frozen with their digests; `scoring.results.replays` runs them again."""

    round = models.OneToOneField(ScoringRound, on_delete=models.PROTECT, related_name="result")
    inputs = models.TextField()
    inputs_digest = models.CharField(max_length=64)
    outcome = models.TextField()
    outcome_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.outcome_digest[:8]
