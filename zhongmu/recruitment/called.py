"""Reads about those who are asked: by number and secret, of a batch, of a unit, of the pool."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.people.actions import code_index
from zhongmu.people.models import Account
from zhongmu.recruitment.calling import TAKING
from zhongmu.recruitment.models import (
    Application,
    Batch,
    Invitation,
    Nomination,
    SelfNomination,
    Unit,
    UnitSlip,
)
from zhongmu.recruitment.queries import normal_number
from zhongmu.recruitment.states import ApplicationState, InvitationState, NominationState, PoolState

Asked = Nomination | Invitation | SelfNomination
REPLY, SLIP = "reply", "unit-slip"  # purposes of the blind indexes: secrets of those asked, codes of units
OF_A_CALL = ("batch", "bureau", "application", "unit_seal")


KINDS: Mapping[str, str] = {"nomination": "荐", "invitation": "邀", "self": "自"}  # → the mark of the number


def _whole(kind: str) -> QuerySet[Nomination] | QuerySet[Invitation] | QuerySet[SelfNomination]:
    if kind == "nomination":
        return Nomination.objects.select_related("unit", *OF_A_CALL)
    if kind == "invitation":
        return Invitation.objects.select_related(*OF_A_CALL)
    return SelfNomination.objects.select_related("batch", "bureau", "application", "person", "photo")


def find_asked(number: str, secret: str) -> tuple[str, Asked] | None:
    """What number and secret open together, and of which kind; unknown, wrong and not-yours answer alike."""
    index = code_index(REPLY, secret)
    for kind, mark in KINDS.items():
        wanted = normal_number(number, mark)
        found = _whole(kind).filter(number__in=[wanted, f"演{wanted}"], secret_index=index).first()
        if found:
            return kind, found
    return None


def opened_asked(kind: str, pk: int | None, secret_index: str) -> Asked | None:
    """What a visitor has opened with number and secret in this session; None once another secret was given out."""
    return _whole(kind).filter(pk=pk, secret_index=secret_index).first() if pk and kind in KINDS else None


def unit_of(account: Account) -> Unit | None:
    """The unit whose login this is, with its bureau."""
    return Unit.objects.filter(login__account=account).select_related("bureau").first()


def open_unit_slip(code: str, on: date) -> UnitSlip | None:
    """The slip a typed code opens, or None: unknown, used, void and expired answer alike."""
    rows = UnitSlip.objects.filter(code_index=code_index(SLIP, code)).select_related("unit__bureau")
    slip = rows.first()
    return slip if slip and slip.is_open(on) else None


def in_play(batch: Batch, on: date) -> dict[str, int]:
    """How many people asked may still come into this batch, by the kind of call. Three counts."""
    return {
        "nomination": batch.nominations.in_play(on).count(),
        "invitation": batch.invitations.in_play(on).count(),
        "self": batch.self_nominations.in_play(on).count(),
    }


def calls_of(application: Application) -> list[tuple[str, Asked]]:
    """The calls whose answer this application is, the first way first: (kind, call). Three queries (CQ-7.0)."""
    bureau = application.bureau
    found: list[tuple[str, Asked]] = [
        *(
            ("nomination", row)
            for row in bureau.nominations.filter(application=application).select_related("unit")
        ),
        *(("invitation", row) for row in bureau.invitations.filter(application=application)),
        *(("self_nomination", row) for row in bureau.self_nominations.filter(application=application)),
    ]
    return sorted(found, key=lambda each: (each[1].created_at, each[1].pk))


def same_phone(call: Nomination | Invitation) -> list[str]:
    """The numbers of other calls in this batch to the same telephone, for the officer to compare before asking twice."""
    same = {"phone_index": call.phone_index, "batch": call.batch_id}
    found: list[str] = []
    for kind in (Nomination, Invitation):
        rows = kind.objects.filter(**same).exclude(number=call.number)
        found += rows.order_by("pk").values_list("number", flat=True)
    return found


_WAITING = {NominationState.PROPOSED, InvitationState.SENT, PoolState.DRAWN}


def standing(call: Asked, on: date) -> str:
    """The state in words, as of that day: what was not answered in time has lapsed, which no row says.

    What went back to the unit waits for the unit: resubmitted, it has a new period.
    """
    if call.state in _WAITING and call.is_over(on):
        return _("逾期未答复")
    return str(call.get_state_display())


# What a unit learns about whom it recommended once they are in: never why, never how far.
_OUTCOMES = {
    ApplicationState.APPOINTED: "appointed",
    ApplicationState.INELIGIBLE: "not_appointed",
    ApplicationState.NOT_CHOSEN: "not_appointed",
    ApplicationState.WITHDRAWN: "not_appointed",
}


def outcome(nomination: Nomination) -> str:
    """appointed, not_appointed or in_progress, of a nomination that was confirmed."""
    application = nomination.application
    return _OUTCOMES.get(ApplicationState(application.state), "in_progress") if application else ""


def batches_for_units(bureau: Bureau) -> QuerySet[Batch]:
    """The batches of a bureau that may take recommendations; whether this one does now is `calling.nominating`'s."""
    return bureau.batches.filter(state__in=TAKING).order_by("-pk")
