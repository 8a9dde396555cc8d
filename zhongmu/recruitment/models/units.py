from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.people.models import OneTimeSlip
from zhongmu.seals.fields import SealedTextField


class Unit(models.Model):
    """A recommending unit as one bureau knows it (CQ-7.2). Its bearer of a login sees only its own nominations.

    `kind` is the pack's code. Without `credit_code` there is a reason why it has none.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(_("单位名称"), max_length=100)
    kind = models.CharField(_("单位类型"), max_length=40)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    no_code_reason = models.CharField(_("没有信用代码的原因"), max_length=200, blank=True)
    contact = models.CharField(_("联系人"), max_length=50)
    phone = SealedTextField(_("联系电话"))
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("推荐单位")
        indexes = [models.Index(fields=["bureau", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "credit_code"], condition=~Q(credit_code=""), name="one_unit_a_code"
            ),
            models.UniqueConstraint(fields=["bureau", "name"], name="one_unit_a_name"),
            models.CheckConstraint(
                condition=~Q(credit_code="") | ~Q(no_code_reason=""), name="unit_code_or_why_none"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_subject(self) -> str:
        return f"unit:{self.pk}"


class UnitSlip(OneTimeSlip):
    """The one-time code by which somebody of the unit opens, or takes over, its login."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="slips")


class UnitLogin(models.Model):
    """Which unit an account opens."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="login")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unit_login"
    )

    def __str__(self) -> str:
        return f"{self.account} · {self.unit_id}"
