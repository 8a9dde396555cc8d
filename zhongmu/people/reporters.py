"""Who reported. Reports, files, letters, moves and the ledger carry a pseudonym; only this module goes from it to a person."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.people.models import Person, SealedReporter
from zhongmu.seals.index import blind_index
from zhongmu.statements.prepared import insert


def _index(person: Person) -> str:
    return blind_index("reporter", str(person.pk))


def seal_reporter(person: Person) -> str:
    """Return a new random pseudonym for this person; every report gets its own, so two reports cannot be joined."""
    pseudonym = secrets.token_hex(16)
    insert(SealedReporter(pseudonym=pseudonym, person_index=_index(person), person_sealed=str(person.pk)))
    return pseudonym


def pseudonyms_of(person: Person) -> list[str]:
    """All pseudonyms of a person, for the person's own pages."""
    return list(
        SealedReporter.objects.filter(person_index=_index(person)).values_list("pseudonym", flat=True)
    )


def is_reporter(person: Person, pseudonym: str) -> bool:
    return SealedReporter.objects.filter(person_index=_index(person), pseudonym=pseudonym).exists()


def person_behind(pseudonym: str) -> Person | None:
    """For delivery of letters only: the address is used and forgotten. People read through `reveal`."""
    row = SealedReporter.objects.filter(pseudonym=pseudonym).first()
    return Person.objects.filter(pk=int(row.person_sealed)).first() if row else None


@transaction.atomic
def reveal(
    pseudonym: str, *, chain: str, subject: str, by: Actor, reason: str, at: datetime
) -> Person | None:
    """Open a sealed reporter for a named member of staff. The ledger keeps who, when and why — never whom.

    Whether `by` may do this is the caller's question (`reports.access.why_not_reveal`). Returns None for a report
    that was registered without a name.
    """
    record(chain, "reporter.reveal", by=by, subject=subject, facts={"reason": reason}, at=at)
    return person_behind(pseudonym)
