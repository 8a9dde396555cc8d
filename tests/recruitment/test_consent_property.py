"""Whatever is pressed in whatever order, nobody stands in a batch without their own signed form, and nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.recruitment.conftest import APPLICANT, BY_UNIT, named, photo_jpeg
from zhongmu.files.store import save_photo
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions import inviting, nominating, pooling
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.models import Application, Batch

STEPS = (
    "apply", "nominate", "confirm", "decline", "take_back", "draft", "sign", "accept", "refuse",
    "offer", "draw", "join", "leave", "withdraw", "abort", "week",
)  # fmt: skip
REASON = "已核实有关情况"


def press(step, batch, seq, desk, at):
    """One step for the person `seq`; the newest nomination, invitation and place in the pool are meant."""
    bureau, officer, leader = batch.bureau, desk["officer"], desk["leader"]
    nomination = batch.nominations.select_related("unit", "bureau", "batch", "unit_seal").last()
    invitation = batch.invitations.select_related("bureau", "batch", "unit_seal").last()
    entry = bureau.self_nominations.select_related("bureau", "person", "batch").last()
    answer, words = Answer(filled=desk["filled"](seq)), desk["words"]
    told = {"by": APPLICANT, "at": at}
    if step == "apply":
        actions.register_application(batch, desk["filled"](seq), **told)
    elif step == "nominate":
        nominating.nominate(batch, desk["unit"], named(seq), words, by=BY_UNIT, at=at)
    elif step == "draft":
        inviting.draft_invitation(batch, named(seq), words, by=officer, at=at)
    elif step == "offer":
        own = save_photo(ContentFile(photo_jpeg(), name="p.jpg"), bureau_code=bureau.code, at=at)
        pooling.offer_oneself(bureau, desk["filled"](seq, channel="self", photo=own), **told)
    elif step == "abort":
        actions.abort(batch, reason=REASON, by=leader, at=at, on=at.date())
    elif step == "withdraw" and (one := batch.applications.exclude(state="withdrawn").last()):
        actions.withdraw_application(one, **told)
    elif nomination and step in {"confirm", "decline", "take_back"}:
        {
            "confirm": lambda: nominating.confirm_nomination(nomination, answer, **told),
            "decline": lambda: nominating.decline_nomination(nomination, **told),
            "take_back": lambda: nominating.withdraw_nomination(nomination, reason=REASON, by=BY_UNIT, at=at),
        }[step]()
    elif invitation and step in {"sign", "accept", "refuse"}:
        {
            "sign": lambda: inviting.sign_invitation(invitation, by=leader, at=at),
            "accept": lambda: inviting.accept_invitation(invitation, answer, **told),
            "refuse": lambda: inviting.decline_invitation(invitation, **told),
        }[step]()
    elif entry and step in {"draw", "join", "leave"}:
        {
            "draw": lambda: pooling.draw(entry, batch, by=officer, at=at),
            "join": lambda: pooling.join_batch(entry, answer, **told),
            "leave": lambda: pooling.withdraw_self(entry, **told),
        }[step]()


def check(batch):
    """Every application is signed; who did not come by the notice answered for themselves; one person, one application."""
    answered = {
        "recommend": batch.nominations.filter(state="confirmed"),
        "invite": batch.invitations.filter(state="accepted"),
        "self": batch.bureau.self_nominations.exclude(application=None),
    }
    for one in batch.applications.all():
        assert one.signature or one.signed_scan_id
        for channel in {one.channel, *one.other_channels} - {"public"}:
            assert answered[channel].filter(application=one).exists()
    live = batch.applications.exclude(state="withdrawn")
    assert live.count() == live.values("resident_id_index").distinct().count()


@pytest.mark.clause("CQ-2")
@pytest.mark.clause("CQ-7.0")
@pytest.mark.clause("CQ-7.3")
def test_no_sequence_brings_anybody_in_without_their_own_form_or_twice(
    yuzhong, noticed, unit, unit_words, filled, actor, now
):
    made, by = noticed(yuzhong), unit(yuzhong)
    desk = {"officer": actor(yuzhong), "leader": actor(yuzhong, "leader"), "unit": by}
    desk |= {"words": unit_words(by), "filled": filled}
    seen = []

    @settings(max_examples=40, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 2)), min_size=5, max_size=18))
    def walk(steps):
        with transaction.atomic():
            batch, at = Batch.objects.select_related("bureau").get(pk=made.pk), now
            for step, seq in steps:
                at += timedelta(days=7) if step == "week" else timedelta(minutes=1)
                try:
                    with transaction.atomic():
                        press(step, batch, seq, desk, at)
                except NotAllowed:
                    pass
                batch.refresh_from_db()
                check(batch)
            seen.append(Application.objects.count())
            transaction.set_rollback(True)

    walk()
    assert max(seen) > 0, "no walk brought anybody in, so nothing was tried"
