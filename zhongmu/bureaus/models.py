from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from zhongmu.bureaus.policy import Policy


class Role(models.TextChoices):
    """What a member of a bureau may be; administrators are kept apart from those who decide (等保 三员).

    An expert comes from outside and does nothing but score candidates (CQ-5.2).
    """

    LIAISON = "liaison", _("联络员")
    CLERK = "clerk", _("经办人")
    REVIEWER = "reviewer", _("审核人")
    LEADER = "leader", _("负责人")
    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")
    EXPERT = "expert", _("评审专家")


class Level(models.TextChoices):
    NATION = "nation", _("国家")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


LEVELS = [Level.NATION, Level.PROVINCE, Level.CITY, Level.COUNTY]


def in_force(on: date) -> Q:
    """Rows whose period [starts_on, ends_on] holds the day; an open end is None."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


class BureauQuerySet(models.QuerySet["Bureau"]):
    def existing(self, on: date) -> BureauQuerySet:
        return self.filter(in_force(on))


class Bureau(models.Model):
    """One organisation that runs supervisors. The tree is one of organisations, not of regions (CQ-N3)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("机构全称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(_("类型"), max_length=40)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    region_code = models.CharField(max_length=6, blank=True)
    region_word = models.CharField(max_length=3, blank=True)
    document_word = models.CharField(_("机关代字"), max_length=20)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = BureauQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def policy(self, on: date) -> Policy:
        """The measure that governs this bureau on a day, with the bureau's own decisions over it."""
        from zhongmu.bureaus.policy import policy_of  # circular: the policy reads this model

        return policy_of(self, on)

    def name_on(self, on: date) -> str:
        """What the bureau was called on a day (renames keep their dates)."""
        old = self.former_names.filter(ends_on__gte=on).order_by("ends_on").first()
        return old.name if old else self.name

    def below(self) -> BureauQuerySet:
        """This bureau and all under it."""
        return Bureau.objects.filter(path__startswith=self.path)


class FormerName(models.Model):
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=80)
    ends_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> MembershipQuerySet:
        return self.filter(in_force(on))


class Membership(models.Model):
    """An account's role in a bureau for a period."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "bureau", "role"], condition=Q(ends_on=None), name="one_open_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_role_display()}"

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # Django's own translates every role to find one
        return str(Role(self.role).label)


class PackBinding(models.Model):
    """From this day a bureau, and every bureau below without one of its own, follows this pack."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="bindings")
    pack_id = models.CharField(max_length=80)
    starts_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "starts_on"], name="one_pack_a_day")]

    def __str__(self) -> str:
        return f"{self.bureau_id} {self.pack_id}"


class Decision(models.Model):
    """A leader's recorded word on one parameter: a suggestion confirmed as it stands, or the bureau's own value.

    The newest row of a key holds. Rows are only ever added.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="decisions")
    pack_id = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    confirms = models.BooleanField()
    reason = models.CharField(max_length=300)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["bureau", "pack_id", "key", "id"])]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class Acknowledgement(models.Model):
    """A bureau's receipt of a measure addressed to it (CQ-N3, CQ-N4)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="acknowledgements")
    pack_id = models.CharField(max_length=80)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "pack_id"], name="one_acknowledgement")]

    def __str__(self) -> str:
        return self.pack_id


class NumberSeries(models.Model):
    """The last number given out in one series (applications, clues, certificates …) of one bureau and year."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "series", "year"], name="one_series")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
