"""The life of a clue and of a suggestion: their states and the only moves between them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhongmu.ledger.moves import Move, table


class Kind(TextChoices):
    CLUE = "clue", _("线索")
    SUGGESTION = "suggestion", _("意见建议")


class ClueState(TextChoices):
    FILED = "filed", _("待受理")
    SENT_BACK = "sent_back", _("待补正")
    ACCEPTED = "accepted", _("核查中")
    DECIDED = "decided", _("待反馈")
    ANSWERED = "answered", _("已反馈")
    ASKED_AGAIN = "asked_again", _("再次反映")
    CLOSED = "closed", _("已办结")


class SuggestionState(TextChoices):
    FILED = "filed", _("待受理")
    ACCEPTED = "accepted", _("办理中")
    DECIDED = "decided", _("待反馈")
    ANSWERED = "answered", _("已反馈")
    ASKED_AGAIN = "asked_again", _("再次反映")
    CLOSED = "closed", _("已办结")


STATES: Mapping[str, type[TextChoices]] = {Kind.CLUE: ClueState, Kind.SUGGESTION: SuggestionState}

DESK = frozenset({"liaison", "clerk", "leader"})
DECIDERS = DESK | {"reviewer"}
# A reporter without the web asks on paper; an officer then writes it down.
REPORTER = frozenset({"reporter", "liaison", "clerk"})
LEADER = frozenset({"leader"})


def _from(*states: str) -> frozenset[str]:
    return frozenset(str(state) for state in states)


def _accept(cite: str) -> Move:
    return Move("accept", _("受理"), _from(ClueState.FILED), ClueState.ACCEPTED, DESK, cite)


_ANSWER = Move(
    "answer",
    _("反馈"),
    _from(ClueState.DECIDED, ClueState.ASKED_AGAIN),
    ClueState.ANSWERED,
    DESK,
    "feedback.required",
)
_ASK_AGAIN = Move(
    "ask_again",
    _("再次反映"),
    _from(ClueState.ANSWERED, ClueState.CLOSED),
    ClueState.ASKED_AGAIN,
    REPORTER,
    "feedback.required",
)
_CLOSE = Move("close", _("结案"), _from(ClueState.ANSWERED), ClueState.CLOSED, DESK, "feedback.required")
_DECIDE = _from(ClueState.ACCEPTED)

CLUE_MOVES = table(
    _accept("supervised.targets"),
    Move("send_back", _("退回补正"), _from(ClueState.FILED), ClueState.SENT_BACK, DESK),
    Move("supplement", _("补正"), _from(ClueState.SENT_BACK), ClueState.FILED, REPORTER),
    Move(
        "ask_extension",
        _("申请延长"),
        _DECIDE,
        ClueState.ACCEPTED,
        DESK,
        "clock.verify_extension_days",
    ),
    Move(
        "approve_extension",
        _("同意延长"),
        _DECIDE,
        ClueState.ACCEPTED,
        LEADER,
        "clock.verify_extension_days",
    ),
    Move(
        "refuse_extension",
        _("不同意延长"),
        _DECIDE,
        ClueState.ACCEPTED,
        LEADER,
        "clock.verify_extension_days",
    ),
    Move("decide", _("记录核查结论"), _DECIDE, ClueState.DECIDED, DECIDERS, "clock.told_after_decision_days"),
    _ANSWER,
    _ASK_AGAIN,
    _CLOSE,
)
SUGGESTION_MOVES = table(
    _accept("suggestion.kinds"),
    Move("decide", _("记录办理意见"), _DECIDE, ClueState.DECIDED, DECIDERS, "clock.suggestion_days"),
    _ANSWER,
    _ASK_AGAIN,
    _CLOSE,
)
MOVES: Mapping[str, Mapping[str, Move]] = {Kind.CLUE: CLUE_MOVES, Kind.SUGGESTION: SUGGESTION_MOVES}
ALL_STATES = ClueState.values
