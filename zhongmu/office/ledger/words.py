from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "account.activate": _("开通账号"),
    "account.reset": _("重置账号"),
    "bureaus.load": _("导入机构树"),
    "ledger.export": _("导出台账"),
    "letter.tell": _("告知本人"),
    "login": _("登录"),
    "login.lock": _("账号锁定"),
    "member.add": _("增加成员"),
    "member.end": _("结束成员职责"),
    "policy.acknowledge": _("签收制度文件"),
    "policy.decide": _("确认口径"),
    "recusal": _("回避"),
    "reporter.reveal": _("打开反映人身份"),
    "slip.issue": _("打印开通单"),
}


def action_label(action: str) -> str:
    """Chinese words for an action; a noun's own moves are shown by their code (`report.accept`)."""
    return str(ACTIONS.get(action, action))
