from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.people.models import Person
from zhongmu.seals.fields import SealedTextField


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

    A letter to a reporter names the report's pseudonym and no person; the address is looked up at delivery. Somebody
    who is not on file yet stands in the letter itself, as an `actions.Addressee`: by name, or with nothing but the
    e-mail address they left.
    `private` is what only the addressee may read, such as a one-time secret; it is told and then forgotten.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="letters")
    event = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="letters")
    pseudonym = models.CharField(max_length=32, blank=True)
    to_name = models.CharField(max_length=100, blank=True)
    to_phone = SealedTextField(null=True)
    email = SealedTextField(null=True)
    subject_line = models.CharField(max_length=120)
    body = models.TextField()
    private = SealedTextField(null=True)
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
            models.CheckConstraint(
                condition=Q(to_name="") | Q(person=None, pseudonym=""), name="letter_to_one_addressee"
            ),
        ]

    def __str__(self) -> str:
        return self.subject_line


class PhoneCode(models.Model):
    """A one-time code for one phone, both as blind indexes. `phone` and `text` are sealed, and gone once it was sent.

    A row whose `code_index` is blank was asked for where there was nothing to open: nothing was sent, it only counts.
    `minute` counts from 1970: whoever asks for one phone at the same moment, at whatever bureau, one of them is first.
    """

    purpose = models.CharField(max_length=60)
    phone_index = models.CharField(max_length=64)
    code_index = models.CharField(max_length=64, blank=True)
    phone = SealedTextField(null=True)
    text = SealedTextField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    minute = models.PositiveIntegerField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "made_at"]),
            models.Index(fields=["made_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["phone_index", "minute"], name="phone_code_one_a_minute"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
