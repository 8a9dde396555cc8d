from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.ledger.models import AppendOnly
from zhongmu.ledger.moves import RecordedMove
from zhongmu.people import codes
from zhongmu.people.identity import ResidentId, check_resident_id
from zhongmu.people.models import Person
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.states import ApplicationState
from zhongmu.seals.fields import SealedBytesField, SealedTextField

UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.SENT_BACK, ApplicationState.REFUSING)


class ReasonBy(models.TextChoices):
    """Who wrote the 聘任理由 (CQ-F15): the measure leaves it open, so it is kept."""

    PERSON = "person", _("本人")
    UNIT = "unit", _("单位")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def undecided(self) -> ApplicationQuerySet:
        return self.filter(state__in=UNDECIDED)

    def candidates(self) -> ApplicationQuerySet:
        """Those who passed the check, whatever was decided about them since."""
        return self.filter(
            state__in=[ApplicationState.ELIGIBLE, ApplicationState.CHOSEN, ApplicationState.NOT_CHOSEN]
        )

    def selected(self) -> ApplicationQuerySet:
        return self.filter(state__in=[ApplicationState.CHOSEN, ApplicationState.APPOINTED])


class Application(models.Model):
    """One filled form of Annex 2 (CQ-F0–F21), as it was signed; never rewritten from the person's file or into it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="applications")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField(_("回执号"), max_length=40)
    secret_index = models.CharField(max_length=64, db_index=True)
    submission_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    rehearsal = models.BooleanField()
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.SUBMITTED)
    channel = models.CharField(_("产生方式"), max_length=20)
    other_channels = models.JSONField(default=list)  # codes; `also_came` has the rest
    category = models.CharField(_("主要来源类别"), max_length=40)
    other_categories = models.JSONField(default=list)
    name = models.CharField(_("姓名"), max_length=50)
    sex = models.CharField(_("性别"), max_length=1)
    political = models.CharField(_("政治面貌"), max_length=2)
    ethnic = models.CharField(_("民族"), max_length=2)
    resident_id = SealedTextField(_("身份证号"))
    resident_id_index = models.CharField(max_length=64)
    health = SealedTextField(_("健康状况"))
    health_note = SealedTextField(_("健康状况说明"))
    phone = SealedTextField(_("联系电话"))
    phone_index = models.CharField(max_length=64)
    employed = models.BooleanField(_("是否在职"))
    not_working = models.CharField(_("不在职的情况"), max_length=10, blank=True, default="")
    email = SealedTextField(_("电子邮箱"))
    employer = models.CharField(_("工作单位"), max_length=100, blank=True)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    region_code = models.CharField(_("住址所在区县"), max_length=6, blank=True, default="")
    address = SealedTextField(_("家庭住址"))
    education = models.CharField(_("学历"), max_length=2, blank=True)
    school = models.CharField(_("毕业院校"), max_length=80, blank=True)
    major = models.CharField(_("专业"), max_length=60, blank=True)
    skills = models.JSONField(_("专业技能"), default=list)  # codes of the pack
    credential = models.CharField(_("资格证书"), max_length=100, blank=True, default="")
    credential_ends_on = models.DateField(_("证书有效期至"), null=True)
    history = models.TextField(_("工作经历"), blank=True, default="")
    deputy_number = models.CharField(_("代表证、委员证号"), max_length=40, blank=True, default="")
    community = SealedTextField(_("所在街镇、社区"), null=True)
    stands_for = models.CharField(_("所代表的群体"), max_length=60, blank=True, default="")
    reason = models.TextField(_("聘任理由"))
    reason_by = models.CharField(_("理由填写人"), max_length=6, choices=ReasonBy, default=ReasonBy.PERSON)
    unit_name = models.CharField(_("推荐、特邀单位"), max_length=100, blank=True)
    unit_code = models.CharField(_("推荐、特邀单位信用代码"), max_length=18, blank=True)
    unit_opinion = models.TextField(_("推荐、特邀单位意见"), blank=True)
    unit_seal = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    unit_sealed_on = models.DateField(_("单位盖章日期"), null=True)
    remark = models.CharField(_("备注"), max_length=2000, blank=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    form_version = models.CharField(_("表单版本"), max_length=120, blank=True, default="")
    statement = models.JSONField(_("诚信声明"))
    statement_version = models.CharField(max_length=120)
    statement_word = models.CharField(max_length=3, blank=True)
    signature = SealedBytesField(_("签名"), null=True)
    signed_scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("签字日期"))
    name_consent = models.BooleanField(_("同意公示姓名"))
    arrived_on = models.DateField()
    intake = models.JSONField(default=dict)
    scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名")
        indexes = [
            models.Index(fields=["batch", "state", "id"]),
            models.Index(fields=["bureau", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="application_state_known"
            ),
            models.UniqueConstraint(fields=["bureau", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["batch", "resident_id_index"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="one_application_a_batch",
            ),
            models.CheckConstraint(
                condition=Q(signature__isnull=False) | Q(signed_scan__isnull=False), name="application_signed"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_subject(self) -> str:
        return f"application:{self.pk}"

    @property
    def identity(self) -> ResidentId:
        return check_resident_id(self.resident_id)

    @property
    def sex_label(self) -> str:
        return codes.SEX.get(self.sex, self.sex)

    @property
    def political_label(self) -> str:
        return codes.POLITICAL.get(self.political, self.political)

    @property
    def ethnic_label(self) -> str:
        return codes.ETHNIC.get(self.ethnic, self.ethnic)

    @property
    def education_label(self) -> str:
        return codes.EDUCATION.get(self.education, self.education)

    @property
    def employed_label(self) -> str:
        """In work or not, and how not where the applicant said so."""
        if self.employed:
            return str(_("是"))
        how = codes.NOT_WORKING.get(self.not_working, "")
        return str(_("否")) + (f"（{how}）" if how else "")

    @property
    def health_label(self) -> str:
        note = f"（{self.health_note}）" if self.health_note else ""
        label = str(codes.HEALTH.get(self.health, self.health))
        return label + note


class ApplicationMove(RecordedMove):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="moves")


class AlsoCame(AppendOnly):
    """Another way by which the same person came into the same batch: kept beside the one application (CQ-7.0).

    `source` is the number of the nomination, invitation or self-nomination; `content` a second form, sealed whole, with
    its own files and signature.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="also_came")
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=40, blank=True)
    unit_name = models.CharField(max_length=100, blank=True)
    unit_code = models.CharField(max_length=18, blank=True)
    unit_opinion = models.TextField(blank=True)
    unit_seal = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    submission_index = models.CharField(max_length=64, blank=True, default="")
    content = SealedTextField()
    photo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    signature = SealedBytesField(null=True)
    signed_scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    intake = models.JSONField(default=dict)
    scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} {self.source}"


class Superseded(AppendOnly):
    """What a form said before a correction, sealed whole, so that each earlier wording stays provable as it was signed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="earlier")
    content = SealedTextField()
    photo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    signature = SealedBytesField(null=True)
    signed_scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    form_version = models.CharField(max_length=120, blank=True, default="")
    statement_version = models.CharField(max_length=120, blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} {self.at}"


class Finding(AppendOnly):
    """One conclusion on one eligibility item of one application; the newest of an item holds (CQ-4.1–4.4).

    The evidence is a `document` by its name and number, a `file`, or both.
    """

    class Conclusion(models.TextChoices):
        CONFORMS = "conforms", _("符合")
        FAILS = "fails", _("不符合")
        PENDING = "pending", _("待核")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="findings")
    item = models.CharField(max_length=40)
    conclusion = models.CharField(max_length=10, choices=Conclusion)
    basis = models.TextField(blank=True)
    document = models.CharField(_("依据材料"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion__in=["conforms", "fails", "pending"]), name="finding_conclusion_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.conclusion}"


class Opinion(models.Model):
    """What was said of one candidate: a text for each of the pack's dimensions, one overall, and a proposal (CQ-5.2)."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="opinion")
    dimensions = models.JSONField(default=dict)
    overall = models.TextField(blank=True)
    told = models.TextField(blank=True)  # what the person reads when not chosen
    proposed = models.BooleanField(null=True)
    account = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opinion {self.application_id}"
