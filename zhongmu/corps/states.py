"""The life of an appointment and of its renewal: what is stored, what is only computed, and the moves between."""

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


class RenewalState(models.TextChoices):
    """How far one term's renewal is. That a term ran out meanwhile is computed from its dates, as for the term (CQ-6.3)."""

    ASKED = "asked", _("待本人表示")
    WILLING = "willing", _("愿意续聘，待审查")
    DECLINED = "declined", _("本人不续聘")
    PROPOSED = "proposed", _("已提请，待决定")
    RENEWED = "renewed", _("已续聘")
    ENDED = "ended", _("决定不续聘")


DECIDED = frozenset({RenewalState.RENEWED, RenewalState.ENDED})
_R = RenewalState
_SPEAKERS = frozenset(
    {"supervisor", "liaison", "clerk", "leader"}
)  # the person, or who takes down what they said
_OFFICERS = frozenset({"liaison", "clerk", "reviewer"})

RENEWAL_MOVES = table(
    Move(
        "agree",
        _("愿意续聘"),
        frozenset({_R.ASKED, _R.WILLING, _R.DECLINED, _R.PROPOSED}),  # said anew, it is checked anew
        _R.WILLING,
        _SPEAKERS,
        cite="renew.allowed",
    ),
    Move(
        "decline",
        _("不再续聘"),
        frozenset({_R.ASKED, _R.WILLING, _R.DECLINED, _R.PROPOSED}),
        _R.DECLINED,
        _SPEAKERS,
        cite="renew.allowed",
    ),
    Move("propose", _("提请决定"), frozenset({_R.WILLING}), _R.PROPOSED, _OFFICERS, cite="renew.allowed"),
    Move("send_back", _("退回重审"), frozenset({_R.PROPOSED}), _R.WILLING, _LEADER, cite="renew.allowed"),
    Move("renew", _("续聘"), frozenset({_R.PROPOSED}), _R.RENEWED, _LEADER, cite="renew.allowed"),
    Move("end", _("不续聘"), frozenset({_R.PROPOSED}), _R.ENDED, _LEADER, cite="renew.allowed"),
    Move(
        "reopen", _("重新研究"), frozenset({_R.ENDED, _R.RENEWED}), _R.WILLING, _LEADER, cite="renew.allowed"
    ),
)
