from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.models import AppendOnly
from zhongmu.people.models import Person


class Recusal(models.Model):
    """A member of staff who must not handle, and no longer sees, one case (CQ-10.4, HL-2.5g).

    The case is named by its kind and id, as the ledger names it, so that this row needs no noun.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals")
    subject = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "subject"], name="recused_once")]

    def __str__(self) -> str:
        return self.subject


class Institution(models.Model):
    """A designated institution in the list a bureau keeps; the lists of the bureaus above hold for it too.

    `key` is the name as names are compared. `ends_on` is its last day in the list.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="institutions")
    name = models.CharField(_("机构名称"), max_length=100)
    key = models.CharField(max_length=100)
    code = models.CharField(_("定点医药机构编码"), max_length=40, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("定点医药机构")
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "key"], condition=Q(ends_on=None), name="one_institution_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.TextChoices):
    EMPLOYER = "employer", _("在定点医药机构任职")
    RECOMMENDER = "recommender", _("由定点医药机构推荐")
    STAFF = "staff", _("在医疗保障部门或经办机构任职")
    STAFF_WORD = "staff_word", _("可能在医疗保障部门或经办机构任职")
    COMPANY_WORD = "company_word", _("可能在医药企业任职")


class Interest(AppendOnly):
    """What a form itself gave away: a tie of a person to somebody supervised, for a person to look into.

    A candidate until somebody judges it (CQ-10.4, HL-2.5g), never a refusal. `said` is what the form says, so that a
    row no longer speaks once the form says otherwise. The case is named as the ledger names it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    subject = models.CharField(max_length=60)
    relation = models.CharField(max_length=12, choices=Relation)
    said = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)
    organisation_code = models.CharField(_("定点医药机构编码"), max_length=40, blank=True, default="")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "relation", "said", "organisation"], name="one_interest_a_match"
            )
        ]
        indexes = [models.Index(fields=["person"], name="interest_of_person")]

    def __str__(self) -> str:
        return f"{self.relation} {self.organisation}"


class Judgement(AppendOnly):
    """What somebody who asked found out about a tie, and why; the newest of a tie holds."""

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="judgements")
    holds = models.BooleanField()
    reason = models.CharField(max_length=200)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.interest_id} {self.holds}"
