from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.people.models import Person


class State(models.TextChoices):
    QUEUED = "queued", _("待发")
    BY_HAND = "by_hand", _("待电话/邮寄告知")
    SENT = "sent", _("已发出")
    TOLD = "told", _("已告知")
    PREVIEW = "preview", _("演练预览，未发出")


class LetterQuerySet(models.QuerySet["Letter"]):
    def to_tell(self) -> LetterQuerySet:
        """What an officer has to phone or post."""
        return self.filter(state=State.BY_HAND)


class Letter(models.Model):
    """One message to one person. It never holds case content: it says that there is something to read, and where.

    A letter to a reporter names the report's pseudonym and no person; the address is looked up at delivery.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="letters")
    event = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="letters")
    pseudonym = models.CharField(max_length=32, blank=True)
    subject_line = models.CharField(max_length=120)
    body = models.TextField()
    about = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State)
    channel = models.CharField(max_length=10, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=100, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "id", "about"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(pseudonym=""), name="letter_to_person_or_pseudonym"
            ),
        ]

    def __str__(self) -> str:
        return self.subject_line
