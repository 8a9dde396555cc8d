"""Appointments, pledges and certificates as the tests of four folders need them. All people are fictional."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from PIL import Image, ImageDraw

from zhongmu.bureaus.models import Bureau
from zhongmu.corps.actions import appoint
from zhongmu.corps.certificates import issue_certificate, sign_pledge
from zhongmu.corps.models import Appointment, Certificate
from zhongmu.ledger.actors import Actor
from zhongmu.people.models import Account, Person

SUPERVISOR = Actor("supervisor")
LEADER = Actor("leader", account=9001)
LIAISON = Actor("liaison", account=9002)


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 120)) -> bytes:
    """A small picture with a stroke on it, as a signature pad or a camera gives."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line([(20, 20), (size[0] - 20, size[1] - 20)], fill="black", width=4)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def appointed(bureau: Bureau, person: Person, at: datetime, **changes: Any) -> Appointment:
    on = changes.pop("on", at.date())
    told: dict[str, Any] = {
        "category": "insured",
        "channel": "public",
        "starts_on": on,
        "by": LEADER,
        "origin": "application:12",
        "consented_at": at,
        "rehearsal": bureau.policy(on).rehearsal,
    }
    return appoint(bureau, person, at=at, on=on, **{**told, **changes})


def pledged(appointment: Appointment, at: datetime) -> None:
    items = [code for code, _label in appointment.bureau.policy(at.date()).choices("discipline.items")]
    sign_pledge(appointment, items, signature=picture(), by=SUPERVISOR, at=at, on=at.date())


def certified(appointment: Appointment, at: datetime) -> Certificate:
    pledged(appointment, at)
    return issue_certificate(appointment, by=LIAISON, at=at, on=at.date())


def account_of(person: Person, username: str = "lixiuying") -> Account:
    return Account.objects.create_user(username, "a-long-passphrase", display_name=person.name, person=person)


def day(text: str) -> date:
    return date.fromisoformat(text)
