from __future__ import annotations

from django.db import models

from zhongmu.ledger.moves import Move, RecordedMove, table


class State(models.TextChoices):
    NEW = "new", "待受理"
    ACCEPTED = "accepted", "已受理"
    CLOSED = "closed", "已办结"


MOVES = table(
    Move("accept", "受理", frozenset({State.NEW}), State.ACCEPTED, frozenset({"clerk", "liaison"})),
    Move("close", "办结", frozenset({State.NEW, State.ACCEPTED}), State.CLOSED, frozenset({"leader"})),
    Move("withdraw", "撤回", frozenset({State.NEW}), State.CLOSED, frozenset({"reporter"})),
)


class Clue(models.Model):
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    number = models.CharField(max_length=10, blank=True)

    class Meta:
        app_label = "ledgerprobe"
        verbose_name = "线索"

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ledger_subject(self) -> str:
        return "clue:7f3a"


class ClueMove(RecordedMove):
    clue = models.ForeignKey(Clue, on_delete=models.PROTECT, related_name="moves")

    class Meta(RecordedMove.Meta):
        app_label = "ledgerprobe"
