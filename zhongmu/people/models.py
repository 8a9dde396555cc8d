from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhongmu.people import codes
from zhongmu.seals.fields import SealedTextField


class PersonQuerySet(models.QuerySet["Person"]):
    def with_resident_id(self, index: str) -> PersonQuerySet:
        """People whose sealed identity number has this blind index (`seals.index`, purpose "resident_id")."""
        return self.filter(resident_id_index=index)


class Person(models.Model):
    """One human being, however many bureaus and channels they come through (CQ-2).

    Identity number, phone, e-mail and address are sealed; the blind indexes find equal values without opening them.
    """

    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    sex = models.CharField(_("性别"), max_length=1)
    ethnic = models.CharField(_("民族"), max_length=2, blank=True)
    political = models.CharField(_("政治面貌"), max_length=2, blank=True)
    resident_id = SealedTextField(_("身份证号"))
    resident_id_index = models.CharField(max_length=64, unique=True)
    phone = SealedTextField(_("联系电话"), null=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email = SealedTextField(_("电子邮箱"), null=True)
    address = SealedTextField(_("家庭住址"), null=True)
    created_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def sex_label(self) -> str:
        return codes.SEX.get(self.sex, "")


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        """Create an account; without a password nobody can log in until one is set."""
        account = Account(username=username, **fields)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """What logs in: a member of staff (by memberships), a supervisor (by `person`) or a recommending unit (`of_unit`).
    No roles of its own.
    """

    username = models.CharField(_("登录名"), max_length=64, unique=True)
    display_name = models.CharField(_("显示姓名"), max_length=50)
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="account")
    of_unit = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    failed_logins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    last_login = None  # when somebody came is nobody's to read; the ledger has the logins

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return self.display_name or self.username

    def is_locked(self, at: datetime) -> bool:
        return self.locked_until is not None and at < self.locked_until


class OneTimeSlip(models.Model):
    """A code printed once, by which its bearer sets a password. Only its index is kept."""

    code_index = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"slip {self.pk}"

    def is_open(self, on: date) -> bool:
        return self.used_at is None and self.void_at is None and on <= self.expires_on


class ActivationSlip(OneTimeSlip):
    """A supervisor's, printed with the certificate."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="slips")


class Consent(models.Model):
    """One consent of one person to one purpose in one version; withdrawing it keeps the row (PIPL 15, 25, 29)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "version"],
                condition=models.Q(withdrawn_at=None),
                name="one_open_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class SealedReporter(models.Model):
    """The one place where a report's random pseudonym meets the person behind it.

    Both columns that lead to the person are keyed: `person_sealed` opens only with the sealing key, `person_index`
    only answers "is this person's". Read through `people.reporters` and nowhere else.
    """

    pseudonym = models.CharField(max_length=32, unique=True)
    person_index = models.CharField(max_length=64, db_index=True)
    person_sealed = SealedTextField()

    def __str__(self) -> str:
        return self.pseudonym
