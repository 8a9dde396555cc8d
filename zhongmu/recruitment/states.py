"""The lives of what recruitment deals with: their states and the only moves between them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhongmu.ledger.moves import Move, table


class BatchState(TextChoices):
    PLANNED = "planned", _("名额待核定")
    SENT_UP = "sent_up", _("已报送，待拟定名额")
    RETURNED = "returned", _("上级退回补报")
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


class NameNoticeState(TextChoices):
    """What is stored. That the period is over is no move: it is computed from the dates when read."""

    POSTED = "posted", _("已发布")
    REPLACED = "replaced", _("已更正重发")
    TAKEN_DOWN = "taken_down", _("已提前撤下")


class NominationState(TextChoices):
    PROPOSED = "proposed", _("待本人确认")
    RETURNED = "returned", _("退回单位补正")
    CONFIRMED = "confirmed", _("本人已确认")
    DECLINED = "declined", _("本人谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")


class InvitationState(TextChoices):
    DRAFTED = "drafted", _("待签发")
    SENT = "sent", _("待本人答复")
    ACCEPTED = "accepted", _("本人已接受")
    DECLINED = "declined", _("本人谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")


class PoolState(TextChoices):
    WAITING = "waiting", _("在自荐池")
    DRAWN = "drawn", _("选入批次，待本人确认")
    JOINED = "joined", _("已进入批次")
    APPOINTED = "appointed", _("已聘任")
    WITHDRAWN = "withdrawn", _("已撤回")


class ObjectionState(TextChoices):
    OPEN = "open", _("核实中")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


class PostingState(TextChoices):
    STANDING = "standing", _("已登记")
    STRUCK = "struck", _("已划去")


class AppealState(TextChoices):
    OPEN = "open", _("复查中")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


class ScoringState(TextChoices):
    DRAFTING = "drafting", _("规则起草中")
    LOCKED = "locked", _("规则已锁定")
    DECLARING = "declaring", _("申报回避中")
    SCORING = "scoring", _("评分中")
    COMPARING = "comparing", _("议分中")
    CLOSED = "closed", _("已定分")
    RESTARTED = "restarted", _("已作废重评")
    ABANDONED = "abandoned", _("已停止评分")


class SlateState(TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("正在计算")
    PROVED = "proved", _("已证明最优")
    STOPPED = "stopped", _("未证明最优")
    INFEASIBLE = "infeasible", _("没有名单能满足全部要求")
    FAILED = "failed", _("没有算成")
    ADOPTED = "adopted", _("已采用")
    SET_ASIDE = "set_aside", _("已搁置")


B, A, N, O = BatchState, ApplicationState, NameNoticeState, ObjectionState  # noqa: E741  the table below is read as a table
S, L, D, G = ScoringState, SlateState, AppealState, PostingState
M, I, P = NominationState, InvitationState, PoolState  # noqa: E741  as above
_OFFICERS = frozenset({"liaison", "clerk"})
_SECOND = frozenset({"reviewer", "leader"})
_LEADER = frozenset({"leader"})
_STAFF = _OFFICERS | _SECOND
_APPLICANT = frozenset({"applicant"})
_SCORERS = frozenset({"reviewer", "expert"})
_SERVER = frozenset({"system"})
_UNIT = frozenset({"unit"})
_ANYONE = _STAFF | _APPLICANT  # what follows an application goes with whoever moved that


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


BATCH_MOVES = table(
    Move("send_up", _("报送上级"), _from(B.RETURNED), B.SENT_UP, _OFFICERS, "plan.authority_min_level"),
    Move(
        "return_figures",
        _("退回补报"),
        _from(B.SENT_UP, B.PLANNED),
        B.RETURNED,
        _OFFICERS | _LEADER,
        "plan.authority_min_level",
    ),
    Move(
        "propose_headcount",
        _("拟定名额"),
        _from(B.SENT_UP, B.PLANNED),
        B.PLANNED,
        _OFFICERS,
        "plan.authority_min_level",
    ),
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
        "abort",
        _("中止"),
        _from(B.SENT_UP, B.RETURNED, B.PLANNED, B.APPROVED, B.NOTICED, B.CHOOSING, B.CHOSEN),
        B.ABORTED,
        _LEADER,
    ),
)

APPLICATION_MOVES = table(
    Move("send_back", _("退回补正"), _from(A.SUBMITTED), A.SENT_BACK, _STAFF, "eligibility"),
    Move("correct", _("补正"), _from(A.SENT_BACK), A.SUBMITTED, _APPLICANT | _OFFICERS, "eligibility"),
    Move("pass_check", _("通过审查"), _from(A.SUBMITTED), A.ELIGIBLE, _STAFF, "eligibility"),
    Move("propose_refusal", _("拟不通过"), _from(A.SUBMITTED), A.REFUSING, _STAFF, "eligibility"),
    Move("confirm_refusal", _("复核不通过"), _from(A.REFUSING), A.INELIGIBLE, _SECOND, "eligibility"),
    Move("overrule_refusal", _("退回重审"), _from(A.REFUSING), A.SUBMITTED, _SECOND, "eligibility"),
    Move("check_again", _("异议成立，退回重审"), _from(A.INELIGIBLE), A.SUBMITTED, _STAFF, "eligibility"),
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

NAME_NOTICE_MOVES = table(
    Move("extend", _("延长公示"), _from(N.POSTED), N.POSTED, _LEADER, "publicity.days"),
    Move("replace", _("更正重发"), _from(N.POSTED), N.REPLACED, _LEADER, "publicity.fields"),
    Move("take_down", _("提前撤下"), _from(N.POSTED), N.TAKEN_DOWN, _LEADER, "publicity.gate"),
)

NOMINATION_MOVES = table(
    Move("send_back", _("退回单位补正"), _from(M.PROPOSED), M.RETURNED, _OFFICERS, "channels"),
    Move("resubmit", _("补正推荐"), _from(M.RETURNED), M.PROPOSED, _UNIT | _OFFICERS, "channels"),
    Move("send_anew", _("重新送达本人"), _from(M.PROPOSED), M.PROPOSED, _OFFICERS, "nomination.reply_days"),
    Move(
        "confirm",
        _("确认并填表"),
        _from(M.PROPOSED),
        M.CONFIRMED,
        _APPLICANT | _OFFICERS,
        "voluntary_consent",
    ),
    Move("decline", _("谢绝"), _from(M.PROPOSED), M.DECLINED, _APPLICANT | _OFFICERS, "voluntary_consent"),
    Move(
        "withdraw",
        _("撤回推荐"),
        _from(M.PROPOSED, M.RETURNED),
        M.WITHDRAWN,
        _UNIT | _OFFICERS | _LEADER,
        "channels",
    ),
)

INVITATION_MOVES = table(
    Move("edit", _("修改邀请"), _from(I.DRAFTED), I.DRAFTED, _OFFICERS, "channels"),
    Move("return_draft", _("退回邀请稿"), _from(I.DRAFTED), I.DRAFTED, _LEADER, "channels"),
    Move("sign", _("签发邀请"), _from(I.DRAFTED), I.SENT, _LEADER, "channels"),
    Move("send_anew", _("重新送达本人"), _from(I.SENT), I.SENT, _OFFICERS, "invite.reply_days"),
    Move("accept", _("接受并填表"), _from(I.SENT), I.ACCEPTED, _APPLICANT | _OFFICERS, "voluntary_consent"),
    Move("decline", _("谢绝"), _from(I.SENT), I.DECLINED, _APPLICANT | _OFFICERS, "voluntary_consent"),
    Move("withdraw", _("撤回邀请"), _from(I.DRAFTED, I.SENT), I.WITHDRAWN, _LEADER, "channels"),
)

POOL_MOVES = table(
    Move("renew", _("续留"), _from(P.WAITING), P.WAITING, _APPLICANT | _OFFICERS, "self.retention_years"),
    Move("draw", _("选入批次"), _from(P.WAITING, P.DRAWN), P.DRAWN, _OFFICERS, "channels"),
    Move("join", _("确认并填表"), _from(P.DRAWN), P.JOINED, _APPLICANT | _OFFICERS, "voluntary_consent"),
    Move("stay", _("这次不参加"), _from(P.DRAWN), P.WAITING, _ANYONE, "voluntary_consent"),
    Move("come_back", _("回到自荐池"), _from(P.JOINED), P.WAITING, _ANYONE, "channels"),
    Move("rejoin", _("随批次退回比选"), _from(P.WAITING), P.JOINED, _LEADER, "selection.dims"),
    Move("appoint", _("聘任，离池"), _from(P.WAITING, P.DRAWN, P.JOINED), P.APPOINTED, _LEADER, "appoint.by"),
    Move(
        "withdraw",
        _("撤回自荐"),
        _from(P.WAITING, P.DRAWN),
        P.WITHDRAWN,
        _APPLICANT | _OFFICERS,
        "voluntary_consent",
    ),
)

OBJECTION_MOVES = table(
    Move("dismiss", _("认定不成立"), _from(O.OPEN), O.DISMISSED, _SECOND, "publicity.gate"),
    Move("uphold", _("认定成立"), _from(O.OPEN), O.UPHELD, _LEADER, "publicity.gate"),
)

POSTING_MOVES = table(
    Move("strike", _("划去"), _from(G.STANDING), G.STRUCK, _OFFICERS | _LEADER, "notice.public"),
)

APPEAL_MOVES = table(
    Move("dismiss", _("认定不成立"), _from(D.OPEN), D.DISMISSED, _STAFF, "eligibility"),
    Move("uphold", _("认定成立"), _from(D.OPEN), D.UPHELD, _STAFF, "eligibility"),
)

_RUNNING = _from(S.LOCKED, S.DECLARING, S.SCORING, S.COMPARING)
SCORING_MOVES = table(
    Move("edit_rules", _("修改评分规则"), _from(S.DRAFTING), S.DRAFTING, _OFFICERS, "selection.scored"),
    Move("lock", _("锁定评分规则"), _from(S.DRAFTING), S.LOCKED, _LEADER, "selection.dims"),
    Move("open_list", _("给候选人编号"), _from(S.LOCKED), S.DECLARING, _OFFICERS | _LEADER, "selection.dims"),
    Move("declare", _("申报回避"), _from(S.DECLARING), S.DECLARING, _SCORERS, "score.conflicts"),
    Move("begin", _("分派并开始评分"), _from(S.DECLARING), S.SCORING, _OFFICERS | _LEADER, "score.each"),
    Move("release", _("解除评委"), _from(S.SCORING), S.SCORING, _LEADER, "score.each"),
    Move("recuse", _("中途回避"), _from(S.SCORING), S.SCORING, _SCORERS | _LEADER, "score.conflicts"),
    Move("sign", _("评委签字"), _from(S.SCORING), S.SCORING, _SCORERS, "selection.dims"),
    Move("compare", _("收齐议分"), _from(S.SCORING), S.COMPARING, _OFFICERS | _LEADER, "score.spread"),
    Move("rescore", _("议后改分"), _from(S.COMPARING), S.COMPARING, _SCORERS, "score.spread"),
    Move("recuse_late", _("事后回避"), _from(S.COMPARING), S.COMPARING, _SCORERS, "score.conflicts"),
    Move("close", _("定分揭名"), _from(S.COMPARING), S.CLOSED, _LEADER, "selection.dims"),
    Move("restart", _("作废重评"), _RUNNING | {S.CLOSED}, S.RESTARTED, _LEADER, "selection.dims"),
    Move("abandon", _("停止评分"), _RUNNING | {S.DRAFTING}, S.ABANDONED, _LEADER, "selection.scored"),
)

SLATE_MOVES = table(
    Move("begin", _("开始计算"), _from(L.QUEUED), L.RUNNING, _SERVER, "selection.dims"),
    Move("prove", _("证明最优"), _from(L.RUNNING), L.PROVED, _SERVER, "selection.dims"),
    Move("stop", _("中途停下"), _from(L.RUNNING), L.STOPPED, _SERVER, "selection.dims"),
    Move("find_none", _("证明没有合要求的名单"), _from(L.RUNNING), L.INFEASIBLE, _SERVER, "selection.dims"),
    Move("fail", _("没有算成"), _from(L.QUEUED, L.RUNNING), L.FAILED, _SERVER, "selection.dims"),
    Move("adopt", _("采用为参考名单"), _from(L.PROVED, L.STOPPED), L.ADOPTED, _LEADER, "selection.dims"),
    Move("set_aside", _("搁置参考名单"), _from(L.ADOPTED), L.SET_ASIDE, _LEADER, "selection.dims"),
)
