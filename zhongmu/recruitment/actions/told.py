"""Note that those who were not chosen have been told, many at once where a bureau phones or posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhongmu.ledger.actors import Actor
from zhongmu.letters.actions import tick_off
from zhongmu.letters.models import LetterQuerySet
from zhongmu.recruitment.models import Application, Batch
from zhongmu.recruitment.telling import untold


def letters_left(batch: Batch, people: Sequence[Application]) -> LetterQuerySet:
    """The letters to tell by hand about these of the batch."""
    about = [application.ledger_subject for application in people]
    rows: LetterQuerySet = batch.bureau.letters.to_tell().filter(about__in=about)
    return rows


@transaction.atomic
def tick_off_all(batch: Batch, *, how: str, by: Actor, at: datetime) -> int:
    """Each letter is ticked off and recorded by itself; returns how many. Raises NotAllowed without words on how."""
    letters = list(letters_left(batch, untold(batch)).select_related("bureau").order_by("pk"))
    for letter in letters:
        tick_off(letter, how=how, by=by, at=at)
    return len(letters)
