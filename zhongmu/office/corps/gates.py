from __future__ import annotations

from collections.abc import Callable
from datetime import date

from zhongmu.bureaus.models import Bureau
from zhongmu.corps.models import Appointment
from zhongmu.policies.rulings import Ruling
from zhongmu.recruitment.gates import CERTIFICATE, gate_rulings


def gates_of(bureau: Bureau, on: date) -> Callable[[Appointment], list[Ruling]]:
    """What the notice of names of an appointment's batch gates (CQ-5.4); each batch is asked once."""
    known: dict[str, list[Ruling]] = {}

    def ask(appointment: Appointment) -> list[Ruling]:
        ref = appointment.batch_ref
        if ref not in known:
            number = ref.partition(":")[2]
            batch = bureau.batches.filter(pk=int(number)).first() if number.isdecimal() else None
            known[ref] = gate_rulings(batch, CERTIFICATE, on) if batch else []
        return known[ref]

    return ask
