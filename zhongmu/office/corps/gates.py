from __future__ import annotations

from datetime import date

from zhongmu.bureaus.models import Bureau
from zhongmu.corps.certificates import Gates
from zhongmu.corps.models import Appointment
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.gates import CERTIFICATE, gate_rulings, held_gates


def gates_of(bureau: Bureau, on: date, *, acting: bool = False) -> Gates:
    """What the notice of names of an appointment's batch gates (CQ-5.4). `acting`, inside the transaction of the act,
    holds the batch: an objection comes in before the act or after it.
    """

    def ask(appointment: Appointment) -> list[Ruling]:
        number = appointment.batch_ref.partition(":")[2]
        batch = bureau.batches.filter(pk=int(number)).first() if number.isdecimal() else None
        if batch is None:
            return []
        return held_gates(batch, CERTIFICATE, on) if acting else gate_rulings(batch, CERTIFICATE, on)

    return ask
