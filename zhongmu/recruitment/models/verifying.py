from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.ledger.models import AppendOnly
from zhongmu.recruitment.models.application import Application


class Verification(AppendOnly):
    """What a person found out about the signature, the telephone or the declaration of one form (CQ-F8, CQ-F18, CQ-F19).

    `about` is the index of what was looked at: a signature given or a telephone written later was not. `account` is
    None where the applicant confirmed the telephone by a code. The newest row about the same thing holds.
    """

    class What(models.TextChoices):
        SIGNATURE = "signature", _("本人签名")
        PHONE = "phone", _("联系电话")
        STATEMENT = "statement", _("诚信声明")

    class Outcome(models.TextChoices):
        DOUBT = "doubt", _("待核验")
        HOLDS = "holds", _("核验属实")
        FAILS = "fails", _("核验不属实")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="verifications")
    what = models.CharField(max_length=10, choices=What)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    about = models.CharField(max_length=120)
    how = models.TextField(_("经过"))
    checked_on = models.DateField(_("核验日期"))
    role = models.CharField(max_length=20)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["doubt", "holds", "fails"]), name="verification_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(what__in=["signature", "phone", "statement"]), name="verification_what_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.outcome}"
