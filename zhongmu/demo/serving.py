"""What a supervisor and the office do with a term: the pledge, the certificate, the account."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from zhongmu.corps.certificates import issue_certificate, sign_pledge
from zhongmu.corps.models import Appointment, Certificate
from zhongmu.demo.people import Citizen, stroke
from zhongmu.demo.staff import World
from zhongmu.ledger.actors import Actor
from zhongmu.people.actions import activate, issue_slip, open_slip, secret_code

SUPERVISOR = Actor("supervisor")


def term_of(world: World, code: str, citizen: Citizen) -> Appointment:
    """The newest term of this person in this bureau."""
    return world.bureau(code).appointments.filter(person=citizen.person).latest("pk")


def sign(world: World, code: str, citizen: Citizen, *, at: datetime) -> Appointment:
    """The supervisor confirms every discipline and signs on screen."""
    term, on = term_of(world, code, citizen), localdate(at)
    items = [item for item, _label in term.bureau.policy(on).choices("discipline.items")]
    sign_pledge(term, items, signature=stroke(citizen.number), by=SUPERVISOR, at=at, on=on)
    return term


def certify(world: World, code: str, citizen: Citizen, *, at: datetime) -> Certificate:
    term = sign(world, code, citizen, at=at)
    return issue_certificate(term, by=world.act(code, "liaison"), at=at, on=localdate(at))


def slip_for(world: World, code: str, citizen: Citizen, *, at: datetime) -> str:
    """The code printed on the slip that goes with the certificate."""
    by, on = world.act(code, "clerk"), localdate(at)
    return issue_slip(citizen.person, chain=code, by=by, reason="随证书发放", at=at, on=on)


def open_account(world: World, code: str, citizen: Citizen, username: str, *, at: datetime) -> None:
    """The supervisor uses the slip; in the demo nobody needs the password."""
    slip = open_slip(slip_for(world, code, citizen, at=at), localdate(at))
    assert slip is not None  # noqa: S101  issued a line above
    world.accounts[username] = activate(slip, username=username, password=secret_code(20), at=at)
