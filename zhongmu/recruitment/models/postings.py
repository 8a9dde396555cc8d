from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.models import Bureau
from zhongmu.ledger.moves import RecordedMove
from zhongmu.recruitment.models.batch import Batch
from zhongmu.recruitment.models.names import NameNotice
from zhongmu.recruitment.states import PostingState


class Medium(models.TextChoices):
    """Where a notice is published besides this system's own public page."""

    WEBSITE = "website", _("本局网站")
    GOVERNMENT = "government", _("政府门户网站")
    WECHAT = "wechat", _("微信公众号")
    NEWSPAPER = "newspaper", _("报纸")
    BROADCAST = "broadcast", _("广播、电视")
    BOARD = "board", _("公告栏")
    OTHER = "other", _("其他")


class PostingQuerySet(models.QuerySet["Posting"]):
    def standing(self) -> PostingQuerySet:
        return self.filter(state=PostingState.STANDING)

    def of_call(self) -> PostingQuerySet:
        """Of the notice that calls for applications, not of a list of names."""
        return self.filter(names=None)


class Posting(models.Model):
    """发布渠道: that a notice was published elsewhere too, where and on which day (HL-2.2a, CQ-5.4).

    `names` is the notice of names it is about; without one it is about the batch's own notice. A wrong row is struck
    with a reason and stays.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="postings")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="postings")
    names = models.ForeignKey(NameNotice, null=True, on_delete=models.PROTECT, related_name="postings")
    state = models.CharField(max_length=10, choices=PostingState, default=PostingState.STANDING)
    medium = models.CharField(_("发布渠道"), max_length=12, choices=Medium)
    place = models.CharField(_("名称、版面"), max_length=80)
    posted_on = models.DateField(_("发布日期"))
    link = models.CharField(_("网址"), max_length=300, blank=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("发布登记")
        ordering = ("posted_on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PostingState.values), name="posting_state_known"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="posting_medium_known"),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def ledger_subject(self) -> str:
        return f"posting:{self.pk}"


class PostingMove(RecordedMove):
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="moves")
