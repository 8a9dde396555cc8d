"""The lives of a batch, an application and an objection: their states and the only moves between them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhongmu.ledger.moves import Move, table


class BatchState(TextChoices):
    PLANNED = "planned", _("名额待核定")
    APPROVED = "approved", _("名额已核定")
    NOTICED = "noticed", _("公告已发布")
    CHOOSING = "choosing", _("比选中")
    CHOSEN = "chosen", _("拟聘已定")
    APPOINTED = "appointed", _("已聘任")
    CLOSED = "closed", _("已归档")
    ABORTED = "aborted", _("已中止")


class ApplicationState(TextChoices):
    SUBMITTED = "submitted", _("待审查")
    SENT_BACK = "sent_back", _("待补正")
    REFUSING = "refusing", _("拟不通过，待复核")
    ELIGIBLE = "eligible", _("审查通过")
    INELIGIBLE = "ineligible", _("审查不通过")
    CHOSEN = "chosen", _("拟聘")
    NOT_CHOSEN = "not_chosen", _("未入选")
    APPOINTED = "appointed", _("已聘任")
    WITHDRAWN = "withdrawn", _("已撤回")


class ObjectionState(TextChoices):
    OPEN = "open", _("核实中")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


B, A, O = BatchState, ApplicationState, ObjectionState  # noqa: E741  the table below is read as a table
_OFFICERS = frozenset({"liaison", "clerk"})
_SECOND = frozenset({"reviewer", "leader"})
_LEADER = frozenset({"leader"})
_STAFF = _OFFICERS | _SECOND
_APPLICANT = frozenset({"applicant"})


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


BATCH_MOVES = table(
    Move("edit_plan", _("修改名额方案"), _from(B.PLANNED), B.PLANNED, _OFFICERS, "plan.inputs"),
    Move("return_plan", _("退回名额方案"), _from(B.PLANNED), B.PLANNED, _LEADER, "plan.inputs"),
    Move("approve_plan", _("核定名额"), _from(B.PLANNED), B.APPROVED, _LEADER, "plan.inputs"),
    Move("publish_notice", _("发布公告"), _from(B.APPROVED), B.NOTICED, _OFFICERS | _LEADER, "notice.public"),
    Move("extend", _("延长报名"), _from(B.NOTICED), B.NOTICED, _LEADER, "notice.public"),
    Move("begin_choosing", _("开始比选"), _from(B.NOTICED), B.CHOOSING, _STAFF, "selection.dims"),
    Move("settle", _("确定拟聘名单"), _from(B.CHOOSING), B.CHOSEN, _LEADER, "selection.dims"),
    Move("reopen", _("退回比选"), _from(B.CHOSEN), B.CHOOSING, _LEADER, "selection.dims"),
    Move("appoint", _("聘任"), _from(B.CHOSEN), B.APPOINTED, _LEADER, "appoint.by"),
    Move("close", _("归档"), _from(B.APPOINTED), B.CLOSED, _STAFF, "publicity.required"),
    Move(
        "abort", _("中止"), _from(B.PLANNED, B.APPROVED, B.NOTICED, B.CHOOSING, B.CHOSEN), B.ABORTED, _LEADER
    ),
)

APPLICATION_MOVES = table(
    Move("send_back", _("退回补正"), _from(A.SUBMITTED), A.SENT_BACK, _STAFF, "eligibility"),
    Move("correct", _("补正"), _from(A.SENT_BACK), A.SUBMITTED, _APPLICANT | _OFFICERS, "eligibility"),
    Move("pass_check", _("通过审查"), _from(A.SUBMITTED), A.ELIGIBLE, _STAFF, "eligibility"),
    Move("propose_refusal", _("拟不通过"), _from(A.SUBMITTED), A.REFUSING, _STAFF, "eligibility"),
    Move("confirm_refusal", _("复核不通过"), _from(A.REFUSING), A.INELIGIBLE, _SECOND, "eligibility"),
    Move("overrule_refusal", _("退回重审"), _from(A.REFUSING), A.SUBMITTED, _SECOND, "eligibility"),
    Move("choose", _("列为拟聘"), _from(A.ELIGIBLE), A.CHOSEN, _LEADER, "selection.dims"),
    Move("pass_over", _("未入选"), _from(A.ELIGIBLE), A.NOT_CHOSEN, _LEADER, "selection.dims"),
    Move("reconsider", _("退回比选"), _from(A.CHOSEN, A.NOT_CHOSEN), A.ELIGIBLE, _LEADER, "selection.dims"),
    Move("strike", _("异议成立，不予聘任"), _from(A.CHOSEN), A.NOT_CHOSEN, _SECOND, "publicity.gate"),
    Move("appoint", _("聘任"), _from(A.CHOSEN), A.APPOINTED, _LEADER, "appoint.by"),
    Move(
        "withdraw",
        _("撤回报名"),
        _from(A.SUBMITTED, A.SENT_BACK, A.REFUSING, A.ELIGIBLE, A.CHOSEN),
        A.WITHDRAWN,
        _APPLICANT | _OFFICERS,
        "voluntary_consent",
    ),
)

OBJECTION_MOVES = table(
    Move("dismiss", _("认定不成立"), _from(O.OPEN), O.DISMISSED, _SECOND, "publicity.gate"),
    Move("uphold", _("认定成立"), _from(O.OPEN), O.UPHELD, _LEADER, "publicity.gate"),
)
