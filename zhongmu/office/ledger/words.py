from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhongmu.corps.states import MOVES as APPOINTMENT_MOVES
from zhongmu.corps.states import RENEWAL_MOVES
from zhongmu.intake.states import ARRIVAL_MOVES, ROW_MOVES, SHEET_MOVES
from zhongmu.ledger.moves import Move
from zhongmu.recruitment.states import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    BATCH_MOVES,
    INVITATION_MOVES,
    NAME_NOTICE_MOVES,
    NOMINATION_MOVES,
    OBJECTION_MOVES,
    POOL_MOVES,
    POSTING_MOVES,
    SCORING_MOVES,
    SLATE_MOVES,
)
from zhongmu.reports.states import MOVES as REPORT_MOVES

Words = str | Promise
# What a noun's own moves are called is said in its table; here is only whose they are.
NOUNS: tuple[tuple[str, Words, Mapping[str, Move]], ...] = (
    ("recruitment.batch", _("选聘批次"), BATCH_MOVES),
    ("recruitment.application", _("报名"), APPLICATION_MOVES),
    ("recruitment.namenotice", _("名单公示"), NAME_NOTICE_MOVES),
    ("recruitment.objection", _("异议"), OBJECTION_MOVES),
    ("recruitment.nomination", _("推荐"), NOMINATION_MOVES),
    ("recruitment.invitation", _("特邀"), INVITATION_MOVES),
    ("recruitment.selfnomination", _("自荐"), POOL_MOVES),
    ("recruitment.posting", _("发布登记"), POSTING_MOVES),
    ("recruitment.appeal", _("审查异议"), APPEAL_MOVES),
    ("recruitment.scoringround", _("评分"), SCORING_MOVES),
    ("recruitment.slaterun", _("名单测算"), SLATE_MOVES),
    ("intake.arrival", _("来件"), ARRIVAL_MOVES),
    ("intake.sheet", _("名单表"), SHEET_MOVES),
    ("intake.sheetrow", _("名单表里的人"), ROW_MOVES),
    ("corps.appointment", _("聘任"), APPOINTMENT_MOVES),
    ("corps.renewal", _("续聘"), RENEWAL_MOVES),
    *(("reports.report", _("反映"), moves) for moves in REPORT_MOVES.values()),
)
ACTIONS: Mapping[str, Words] = {
    "account.activate": _("开通账号"),
    "account.password": _("本人修改密码"),
    "account.reset": _("重置账号"),
    "account.second_factor.bind": _("本人绑定动态口令、生成恢复码"),
    "account.second_factor.remove": _("本人解除动态口令"),
    "bureaus.load": _("导入机构树"),
    "consent.withdraw": _("收回同意"),
    "corps.appointment.appoint": _("聘任：作出聘任"),
    "corps.certificate.issue": _("签发证书"),
    "corps.certificate.print": _("打印证书"),
    "corps.certificate.void": _("作废证书"),
    "corps.pledge.sign": _("签纪律承诺书"),
    "corps.renewal.ask": _("续聘：征求本人意愿"),
    "corps.review.decide": _("作出复核决定"),
    "corps.review.open": _("启动复核"),
    "intake.arrival.take_in": _("来件：收下"),
    "intake.sheet.take_in": _("名单表：收下"),
    "interest.institution_end": _("定点机构名录：退出"),
    "interest.institutions": _("定点机构名录：登记"),
    "interest.judge": _("利害关系：认定"),
    "interest.note": _("利害关系：提示"),
    "ledger.export": _("导出台账"),
    "letter.print": _("打印带查询码的信函"),
    "letter.tell": _("告知本人"),
    "login": _("登录"),
    "login.lock": _("账号锁定"),
    "member.add": _("增加成员"),
    "member.end": _("结束成员职责"),
    "person.reveal": _("显示个人信息"),
    "policy.acknowledge": _("签收制度文件"),
    "policy.decide": _("确认口径"),
    "recruitment.application.check": _("报名：逐项审查"),
    "recruitment.application.meet": _("报名：几种方式合并为一份"),
    "recruitment.application.opinion": _("报名：写比选意见"),
    "recruitment.application.submit": _("报名：提交"),
    "recruitment.application.verify": _("报名：登记核验"),
    "recruitment.application.withhold_name": _("报名：收回公开姓名的同意"),
    "recruitment.batch.attach": _("批次：添加公告附件"),
    "recruitment.batch.detach": _("批次：删去公告附件"),
    "recruitment.batch.draft": _("选聘批次：保存公告稿"),
    "recruitment.batch.minutes": _("选聘批次：保存比选纪要"),
    "recruitment.batch.send_up": _("选聘批次：报送辖区情况"),
    "recruitment.batch.set_headcount": _("选聘批次：为下级核定名额"),
    "recruitment.batch.plan": _("选聘批次：提出名额方案"),
    "recruitment.files.clear": _("清除没有随表提交的文件"),
    "recruitment.drafts.clear": _("清除过期的报名草稿"),
    "recruitment.invitation.draft": _("特邀：起草"),
    "recruitment.appeal.open": _("审查异议：提出"),
    "recruitment.archive.fail": _("归档包：没有做成"),
    "recruitment.archive.download": _("下载归档包"),
    "recruitment.archive.queue": _("制作归档包"),
    "recruitment.names.nameless": _("批准不公开姓名"),
    "recruitment.names.publish": _("发布名单公示"),
    "recruitment.names.recompute": _("名单公示：按工作日历顺延"),
    "recruitment.nomination.propose": _("推荐：提出"),
    "recruitment.objection.open": _("异议：登记"),
    "recruitment.objection.recompute": _("异议：重算期限"),
    "recruitment.person.update": _("更新在册资料"),
    "recruitment.posting.record": _("登记发布渠道"),
    "recruitment.scoring.draft": _("评分：起草细则"),
    "recruitment.scoring.note": _("评分：写议分记录"),
    "recruitment.scoring.remind": _("评分：提醒评委"),
    "recruitment.slate.design": _("名单测算：定约束"),
    "recruitment.slate.start": _("名单测算：开始"),
    "recruitment.slate.stop": _("名单测算：停止"),
    "recruitment.selfnomination.forget": _("自荐：删去期满的内容"),
    "recruitment.selfnomination.offer": _("自荐：收到"),
    "recruitment.selfnomination.reissue": _("自荐：补发查询码"),
    "recruitment.unit.close_login": _("推荐单位：停用账号"),
    "recruitment.unit.edit": _("推荐单位：修改登记"),
    "recruitment.unit.enter": _("推荐单位：登记"),
    "recusal": _("回避"),
    "reporter.reveal": _("打开反映人身份"),
    "reports.report.file": _("反映：收到"),
    "reports.report.no_interest": _("反映：声明无利害关系"),
    "reports.report.recompute": _("反映：重算期限"),
    "slip.issue": _("打印激活单"),
    "workdays.load_table": _("导入工作日表"),
    "workdays.set_day": _("改定工作日"),
}


def action_label(action: str) -> str:
    """Chinese words for an action; one that has none is shown by its code."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    noun, _dot, name = action.rpartition(".")
    for prefix, whose, moves in NOUNS:
        if noun == prefix and name in moves:
            return f"{whose}：{moves[name].label}"
    return action
