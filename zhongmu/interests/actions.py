from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.interests.models import Institution, Interest, Judgement, Recusal, Relation
from zhongmu.interests.queries import (
    bureaus_named,
    code_of,
    institutions_named,
    sounds_like_company,
    sounds_like_staff,
)
from zhongmu.interests.rulings import why_not_judge
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import NotAllowed
from zhongmu.ledger.record import record
from zhongmu.people.models import Account, Person
from zhongmu.people.units import plain
from zhongmu.policies.rulings import Blocker
from zhongmu.seals.index import blind_index


@transaction.atomic
def recuse(account: Account, *, subject: str, chain: str, by: Actor, reason: str, at: datetime) -> Recusal:
    """From now on the case does not exist for this person. Twice is once."""
    if not reason.strip():
        raise NotAllowed(
            [Blocker(_("请写明与本件的利害关系。"), remedy=_("例如：对象是本人近亲属任职的单位。"))]
        )
    row, created = Recusal.objects.get_or_create(
        account=account, subject=subject, defaults={"reason": reason.strip()[:200], "at": at}
    )
    if created:
        facts: dict[str, JSON] = {"account": account.pk, "reason": blind_index("ledger.reason", row.reason)}
        record(chain, "recusal", by=by, subject=subject, facts=facts, at=at)
    return row


@transaction.atomic
def note_interests(
    bureau: Bureau, person: Person, *, subject: str, employer: str, recommender: str, at: datetime
) -> list[Interest]:
    """Keep what the form gives away about ties to the supervised; the same again adds nothing. Refuses nobody."""
    known = set(Interest.objects.filter(subject=subject).values_list("relation", "said", "organisation"))
    found = _ties(bureau, employer, recommender, localdate(at)) - known
    made = [
        Interest(
            bureau=bureau, person=person, subject=subject, relation=relation, said=said,
            organisation=organisation, organisation_code=code_of(organisation, near=bureau, on=localdate(at)), at=at,
        )
        for relation, said, organisation in sorted(found)
    ]  # fmt: skip
    for row in made:
        row.save()
    if made:
        facts: dict[str, JSON] = {"relations": [row.relation for row in made]}
        record(bureau.code, "interest.note", by=Actor.system(), subject=subject, facts=facts, at=at)
    return made


@transaction.atomic
def judge(interest: Interest, *, holds: bool, reason: str, by: Actor, at: datetime) -> Judgement:
    """Say of a tie that it holds or does not, with a reason; another judgement may follow, the earlier ones stay."""
    if why := why_not_judge(by, reason):
        raise NotAllowed([why])
    made = Judgement.objects.create(
        interest=interest, holds=holds, reason=reason.strip()[:200], account=by.account or 0, at=at
    )
    facts: dict[str, JSON] = {
        "interest": interest.pk,
        "relation": interest.relation,
        "holds": holds,
        "reason": blind_index("ledger.reason", reason.strip()),
    }
    chain = interest.bureau.code
    record(chain, "interest.judge", by=by, subject=interest.subject, facts=facts, at=at)
    return made


def _ties(bureau: Bureau, employer: str, recommender: str, on: date) -> set[tuple[str, str, str]]:
    found = {
        (str(Relation.EMPLOYER), employer, name) for name in institutions_named(employer, near=bureau, on=on)
    }
    found |= {
        (str(Relation.RECOMMENDER), recommender, name)
        for name in institutions_named(recommender, near=bureau, on=on)
    }
    staff = {(str(Relation.STAFF), employer, name) for name in bureaus_named(employer, near=bureau)}
    if not staff and sounds_like_staff(employer):
        staff = {(str(Relation.STAFF_WORD), employer, "")}
    if not found and not staff and sounds_like_company(employer):
        staff = {(str(Relation.COMPANY_WORD), employer, "")}
    return found | staff


@dataclass(frozen=True)
class Listed:
    """One line of a list of institutions, as it was typed or pasted."""

    name: str
    code: str = ""
    credit_code: str = ""


@transaction.atomic
def keep_institutions(bureau: Bureau, lines: Iterable[Listed], *, by: Actor, at: datetime) -> int:
    """Add to the bureau's list, or complete what is there; nothing is taken out. Returns how many lines it holds now."""
    on = localdate(at)
    for line in lines:
        Institution.objects.update_or_create(
            bureau=bureau,
            key=plain(line.name),
            ends_on=None,
            defaults={"name": line.name, "code": line.code, "credit_code": line.credit_code},
            create_defaults={
                "name": line.name, "code": line.code, "credit_code": line.credit_code, "starts_on": on,
            },
        )  # fmt: skip
    count = bureau.institutions.filter(ends_on=None).count()
    record(
        bureau.code,
        "interest.institutions",
        by=by,
        subject=f"bureau:{bureau.code}",
        facts={"count": count},
        at=at,
    )
    return count


@transaction.atomic
def end_institution(institution: Institution, *, by: Actor, at: datetime) -> None:
    """Its last day in the list is today; what was found because of it stays."""
    Institution.objects.filter(pk=institution.pk, ends_on=None).update(ends_on=localdate(at))
    facts: dict[str, JSON] = {"institution": institution.pk}
    chain, subject = institution.bureau.code, f"bureau:{institution.bureau.code}"
    record(chain, "interest.institution_end", by=by, subject=subject, facts=facts, at=at)
