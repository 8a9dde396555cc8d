"""The life of something that arrived: it ends in an action of the noun it is about, goes back, or is laid aside."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhongmu.ledger.moves import Move, table


class ArrivalState(TextChoices):
    WAITING = "waiting", _("待登记")
    REGISTERED = "registered", _("已登记")
    SENT_BACK = "sent_back", _("已退回")
    ASIDE = "aside", _("不是报名")
    SEALED = "sealed", _("已封存")


class SheetState(TextChoices):
    FAULTY = "faulty", _("有误，待改")
    READY = "ready", _("核对无误，待导入")
    IMPORTED = "imported", _("已导入")
    DROPPED = "dropped", _("已作废")


class RowState(TextChoices):
    WAITING = "waiting", _("待补照片和签名")
    REGISTERED = "registered", _("已登记")
    DROPPED = "dropped", _("已取消")


S = ArrivalState
_CLERKS = frozenset({"liaison", "clerk", "leader"})
_OPEN = frozenset({S.WAITING})

ARRIVAL_MOVES = table(
    Move("register", _("登记"), _OPEN, S.REGISTERED, _CLERKS, "application.modes"),
    Move("send_back", _("退回"), _OPEN, S.SENT_BACK, _CLERKS, "application.modes"),
    Move("lay_aside", _("标为不是报名"), _OPEN, S.ASIDE, _CLERKS),
    Move("reopen", _("重新办理"), frozenset({S.SENT_BACK, S.ASIDE}), S.WAITING, _CLERKS),
    Move("seal", _("封存"), frozenset({S.WAITING, S.ASIDE}), S.SEALED, _CLERKS, "intake.channels"),
)

SHEET_MOVES = table(
    Move(
        "import", _("导入"), frozenset({SheetState.READY}), SheetState.IMPORTED, _CLERKS, "application.modes"
    ),
    Move("fault", _("查出错误"), frozenset({SheetState.READY}), SheetState.FAULTY, _CLERKS),
    Move("drop", _("作废"), frozenset({SheetState.FAULTY, SheetState.READY}), SheetState.DROPPED, _CLERKS),
)

ROW_MOVES = table(
    Move(
        "register",
        _("登记"),
        frozenset({RowState.WAITING}),
        RowState.REGISTERED,
        _CLERKS,
        "application.modes",
    ),
    Move("drop", _("取消"), frozenset({RowState.WAITING}), RowState.DROPPED, _CLERKS),
    Move("restore", _("恢复"), frozenset({RowState.DROPPED}), RowState.WAITING, _CLERKS),
)
