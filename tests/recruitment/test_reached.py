"""A letter goes where the form it is about says, whoever used the same identity number before."""

from __future__ import annotations

from tests.recruitment.conftest import APPLICANT
from zhongmu.letters.models import Letter
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.pooling import withdraw_self
from zhongmu.recruitment.timeline import letters_to

STRANGER = {"phone": "13900000000", "email": "stranger@example.invalid"}
OWN = {"phone": "13911112222", "email": "own@example.invalid"}


def reached(letters) -> set[tuple[str, str]]:
    return {(letter.to_phone or "", letter.email or "") for letter in letters}


def test_letters_about_a_form_never_go_to_who_used_the_number_first(
    yuzhong, noticed, apply, offered, actor, now
):
    apply(noticed(yuzhong), 1, **STRANGER)
    application = apply(noticed(yuzhong, title="另一批"), 1, **OWN)
    actions.send_back(application, reason="照片不清楚，请重传", by=actor(yuzhong), at=now)
    assert reached(letters_to(application)) == {tuple(OWN.values())}
    assert len(letters_to(application)) == 2
    entry = offered(yuzhong, 1, **OWN).entry
    withdraw_self(entry, by=APPLICANT, at=now)
    assert reached(Letter.objects.filter(about=entry.ledger_subject)) == {tuple(OWN.values())}
    assert not Letter.objects.filter(person__isnull=False).exists()
    assert set(Letter.objects.values_list("to_name", flat=True)) == {"李秀英二"}
