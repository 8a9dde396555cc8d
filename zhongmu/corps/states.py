"""The life of an appointment: what is stored, what is only computed, and the moves between."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhongmu.ledger.moves import Move, table


class State(models.TextChoices):
    """What is stored. The end of a term is not among them: it is computed from the dates when read (CQ-6.3)."""

    APPOINTED = "appointed", _("已聘任")
    SUSPENDED = "suspended", _("已暂停")
    REVOKED = "revoked", _("已撤销")


class Standing(models.TextChoices):
    """What an appointment amounts to on a day."""

    PENDING = "pending", _("未到聘期")
    ACTIVE = "active", _("在任")
    SUSPENDED = "suspended", _("暂停")
    EXPIRED = "expired", _("已到期")
    REVOKED = "revoked", _("已撤销")


_LEADER = frozenset({"leader"})
_SECOND = frozenset({"leader", "reviewer"})  # those who uphold objections: a suspension takes effect at once

MOVES = table(
    Move("appoint", _("聘任"), frozenset(), State.APPOINTED, _LEADER, cite="appoint.by"),
    Move("suspend", _("暂停"), frozenset({State.APPOINTED}), State.SUSPENDED, _SECOND, cite="publicity.gate"),
    Move("lift", _("恢复"), frozenset({State.SUSPENDED}), State.APPOINTED, _LEADER, cite="publicity.gate"),
    Move(
        "revoke",
        _("撤销"),
        frozenset({State.APPOINTED, State.SUSPENDED}),
        State.REVOKED,
        _LEADER,
        cite="publicity.gate",
    ),
)
