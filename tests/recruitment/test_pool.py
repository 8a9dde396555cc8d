"""自荐: always open, waits, is drawn and asked again, and is never dropped in silence (CQ-7.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tests.recruitment.conftest import APPLICANT, photo_jpeg
from zhongmu.files.models import StoredFile
from zhongmu.files.store import save_photo
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.people.models import Person
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.pooling import (
    draw,
    forget_expired,
    join_batch,
    kept_form,
    offer_oneself,
    reissue_secret,
    renew,
    stay,
    withdraw_self,
)
from zhongmu.recruitment.called import find_asked, standing
from zhongmu.recruitment.models import Application, SelfNomination

pytestmark = pytest.mark.clause("CQ-7.4")
LATE = timedelta(days=8)


@pytest.fixture
def drawn(offered, actor, now):
    def make(batch, seq=1):
        entry = offered(batch.bureau, seq).entry
        draw(entry, batch, by=actor(batch.bureau), at=now)
        return entry

    return make


@pytest.fixture
def joined(drawn, filled, now):
    def make(batch, seq=1):
        entry = drawn(batch, seq)
        receipt = join_batch(entry, Answer(filled=filled(seq)), by=APPLICANT, at=now)
        return entry, receipt.application

    return make


def test_without_any_notice_somebody_waits_in_the_pool(yuzhong, offered):
    made = offered(yuzhong, 1)
    assert not yuzhong.batches.exists()
    assert not Application.objects.exists()
    assert (made.entry.number, made.entry.ends_on.isoformat()) == ("自〔2026〕0001", "2028-11-01")
    assert find_asked(made.entry.number, made.secret) == ("self", made.entry)
    assert "自荐已经收到" in Letter.objects.get(event="self.offer").body


def test_one_place_per_person_and_the_same_press_gives_the_same_receipt(
    yuzhong, jiangbei, filled, offered, now
):
    first = offer_oneself(yuzhong, filled(1, channel="self"), by=APPLICANT, at=now, submission="a" * 32)
    again = offer_oneself(yuzhong, filled(1, channel="self"), by=APPLICANT, at=now, submission="a" * 32)
    assert (again.entry, again.secret, again.again) == (first.entry, first.secret, True)
    for _stranger in range(2):
        told = offered(yuzhong, 1, phone="13900139000", name="陌生人")
        assert (told.entry, told.secret, told.merged) == (first.entry, "", True)
    assert Letter.objects.get(event="self.again").to_phone == "13800138001"
    assert offered(jiangbei, 1).entry.person == first.entry.person


@pytest.mark.clause("CQ-F20")
def test_a_self_nomination_with_a_units_opinion_is_refused(yuzhong, offered):
    with pytest.raises(NotAllowed, match="不填单位意见"):
        offered(yuzhong, 1, unit_opinion="同意")


@pytest.mark.clause("CQ-2")
def test_nobody_comes_in_from_the_pool_without_a_new_signature(yuzhong, noticed, drawn, joined, filled, now):
    batch = noticed(yuzhong)
    entry = drawn(batch, 1)
    assert not Application.objects.exists()
    unsigned = Answer(filled=filled(1, signature=None))
    with pytest.raises(NotAllowed, match="没有签名"):
        join_batch(entry, unsigned, by=APPLICANT, at=now)
    with pytest.raises(NotAllowed, match="与自荐时不一致"):
        join_batch(entry, Answer(filled=filled(2)), by=APPLICANT, at=now)
    made = join_batch(entry, Answer(filled=filled(1)), by=APPLICANT, at=now).application
    assert (made.channel, made.reason_by, made.unit_opinion) == ("self", "person", "")


def test_a_form_alone_does_not_come_in_as_a_self_nomination(yuzhong, noticed, filled, now):
    with pytest.raises(NotAllowed, match="不能只凭一张报名表登记"):
        actions.register_application(noticed(yuzhong), filled(1, channel="self"), by=APPLICANT, at=now)


def test_not_confirmed_in_time_the_person_waits_and_may_be_drawn_again(
    yuzhong, noticed, drawn, filled, actor, now
):
    batch, late = noticed(yuzhong), now + timedelta(days=10)
    entry = drawn(batch, 1)
    assert entry.due_on.isoformat() == "2026-11-09"
    with pytest.raises(NotAllowed, match="正在等本人确认"):
        draw(entry, batch, by=actor(yuzhong), at=now)
    assert standing(entry, late.date()) == "逾期未答复"
    assert yuzhong.self_nominations.waiting(late.date()).get() == entry
    draw(entry, batch, by=actor(yuzhong), at=late)
    assert join_batch(entry, Answer(filled=filled(1)), by=APPLICANT, at=late).secret


def test_not_this_time_keeps_the_place(yuzhong, noticed, drawn, now):
    entry = drawn(noticed(yuzhong), 1)
    stay(entry, by=APPLICANT, at=now)
    assert (entry.state, entry.batch, entry.due_on) == ("waiting", None, None)
    assert "仍留在自荐池" in Letter.objects.get(event="self.stay").body


@pytest.mark.clause("CQ-7.0")
def test_who_is_in_the_batch_already_is_not_drawn_into_it(yuzhong, noticed, apply, offered, actor, now):
    batch = noticed(yuzhong)
    application = apply(batch, 1)
    with pytest.raises(NotAllowed, match=application.number):
        draw(offered(yuzhong, 1).entry, batch, by=actor(yuzhong), at=now)


def settle(batch, proposed, actor, at):
    officer, leader, on = actor(batch.bureau), actor(batch.bureau, "leader"), at.date()
    items = [row.code for row in batch.bureau.policy(on).pack["eligibility"]]
    for one in batch.applications.filter(state="submitted"):
        actions.record_findings(one, dict.fromkeys(items, ("conforms", "核对原件")), by=officer, at=at)
        actions.pass_check(one, by=officer, at=at)
    actions.begin_choosing(batch, by=officer, at=at, on=on)
    dims = {row.code: "合适" for row in batch.bureau.policy(on).pack["selection.dims"]}
    for one in batch.applications.filter(state="eligible"):
        yes = one.pk in proposed
        actions.write_opinion(one, dimensions=dims, overall="已比选", proposed=yes, by=officer, at=at)
    actions.write_minutes(batch, minutes="三人比选，逐人讨论。", by=officer, at=at)
    actions.settle(batch, by=leader, at=at, on=on)


def test_when_the_headcount_is_full_everybody_of_the_pool_is_told_and_stays(
    yuzhong, noticed, apply, joined, offered, actor, now
):
    batch = noticed(yuzhong, headcount=1)
    chosen = apply(batch, 1)
    entry, passed_over = joined(batch, 2)
    waiting = offered(yuzhong, 3).entry
    settle(batch, {chosen.pk}, actor, now + LATE)
    entry.refresh_from_db()
    passed_over.refresh_from_db()
    assert (passed_over.state, entry.state, entry.batch) == ("not_chosen", "waiting", None)
    assert "仍留在自荐池" in Letter.objects.get(event="self.come_back").body
    told = Letter.objects.get(event="self.full")
    assert (told.about, "名额已满" in told.body) == (waiting.ledger_subject, True)


def test_while_seats_are_left_nobody_is_told_that_they_are_full(yuzhong, noticed, apply, offered, actor, now):
    batch = noticed(yuzhong)
    offered(yuzhong, 3)
    settle(batch, {apply(batch, 1).pk}, actor, now + LATE)
    assert not Letter.objects.filter(event="self.full").exists()


def test_chosen_and_appointed_the_place_in_the_pool_is_given_up(yuzhong, noticed, joined, actor, now):
    batch, late = noticed(yuzhong), now + LATE
    entry, application = joined(batch, 1)
    settle(batch, {application.pk}, actor, late)
    leader = actor(yuzhong, "leader")
    actions.reopen_choosing(batch, reason="需要重新比选", by=leader, at=late, on=late.date())
    entry.refresh_from_db()
    assert entry.state == "joined"
    actions.settle(batch, by=leader, at=late, on=late.date())
    actions.appoint_chosen(batch, starts_on=late.date(), by=leader, at=late, on=late.date())
    entry.refresh_from_db()
    assert entry.state == "appointed"


def test_passed_over_and_reconsidered_the_place_follows(yuzhong, noticed, apply, joined, actor, now):
    batch, late = noticed(yuzhong), now + LATE
    chosen = apply(batch, 1)
    entry, _application = joined(batch, 2)
    settle(batch, {chosen.pk}, actor, late)
    leader = actor(yuzhong, "leader")
    actions.reopen_choosing(batch, reason="需要重新比选", by=leader, at=late, on=late.date())
    entry.refresh_from_db()
    assert entry.state == "joined"


def test_withdrawing_from_the_batch_keeps_the_place_in_the_pool(yuzhong, noticed, joined, now):
    entry, application = joined(noticed(yuzhong), 1)
    actions.withdraw_application(application, by=APPLICANT, at=now)
    entry.refresh_from_db()
    assert entry.state == "waiting"


def test_who_withdraws_is_forgotten_in_the_same_second(yuzhong, offered, now):
    entry = offered(yuzhong, 1).entry
    photo, person = entry.photo_id, entry.person_id
    assert kept_form(entry)["address"] == "渝中区示范路1号"
    withdraw_self(entry, by=APPLICANT, at=now)
    entry.refresh_from_db()
    assert (entry.state, entry.content, entry.name, entry.photo) == ("withdrawn", None, "", None)
    assert kept_form(entry) == {}
    assert not StoredFile.objects.filter(pk=photo).exists()
    assert not Person.objects.filter(pk=person).exists()
    again = save_photo(ContentFile(photo_jpeg(), name="p.jpg"), bureau_code="500103", at=now)
    assert offered(yuzhong, 1, photo=again).entry.pk != entry.pk


def test_who_has_applied_elsewhere_stays_on_file(yuzhong, joined, noticed, now):
    entry, application = joined(noticed(yuzhong))
    actions.withdraw_application(application, by=APPLICANT, at=now)
    entry.refresh_from_db()
    withdraw_self(entry, by=APPLICANT, at=now)
    assert Person.objects.filter(pk=application.person_id).exists()
    assert StoredFile.objects.filter(pk=application.photo_id).exists()


def test_who_was_drawn_and_never_answered_is_forgotten_too(yuzhong, noticed, drawn, filled, now):
    entry, last = drawn(noticed(yuzhong)), now + timedelta(days=731)
    assert forget_expired(on=last.date(), at=last) == 1
    assert forget_expired(on=last.date(), at=last) == 0
    entry.refresh_from_db()
    assert (entry.content, entry.person) == (None, None)
    again = save_photo(ContentFile(photo_jpeg(), name="p.jpg"), bureau_code="500103", at=last)
    anew = offer_oneself(yuzhong, filled(1, channel="self", photo=again), by=APPLICANT, at=last).entry
    assert anew.state == "waiting"


def test_the_time_in_the_pool_runs_out_or_is_renewed(yuzhong, noticed, offered, filled, actor, now):
    entry, other = offered(yuzhong, 1).entry, offered(yuzhong, 2).entry
    last = now + timedelta(days=731)
    renew(other, by=APPLICANT, at=last - timedelta(days=2))
    assert forget_expired(on=last.date(), at=last) == 1
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.content, bool(other.content)) == (None, True)
    assert list(yuzhong.self_nominations.waiting(last.date())) == [other]
    with pytest.raises(NotAllowed, match="不能续留"):
        renew(entry, by=APPLICANT, at=last)
    with pytest.raises(NotAllowed, match="已经期满"):
        draw(entry, noticed(yuzhong), by=actor(yuzhong), at=last)
    anew = offer_oneself(yuzhong, filled(1, channel="self"), by=APPLICANT, at=last).entry
    entry.refresh_from_db()
    assert (entry.state, anew.state) == ("withdrawn", "waiting")


def test_a_lost_secret_is_replaced_in_person(yuzhong, offered, actor, now):
    made = offered(yuzhong, 1)
    with pytest.raises(NotAllowed, match="联络员、经办"):
        reissue_secret(made.entry, reason="回执遗失", by=actor(yuzhong, "reviewer"), at=now)
    fresh = reissue_secret(made.entry, reason="回执遗失", by=actor(yuzhong), at=now)
    assert find_asked(made.entry.number, made.secret) is None
    assert find_asked(made.entry.number, fresh) == ("self", made.entry)


def test_a_batch_that_is_stopped_tells_whoever_was_asked(
    yuzhong, noticed, nominated, invited, drawn, actor, now
):
    batch = noticed(yuzhong)
    nomination, invitation, entry = nominated(batch, 1), invited(batch, 2), drawn(batch, 3)
    leader = actor(yuzhong, "leader")
    actions.abort(batch, reason="并入下一批次", by=leader, at=now, on=now.date())
    for call in (nomination, invitation, entry):
        call.refresh_from_db()
    assert (nomination.state, invitation.state, entry.state) == ("withdrawn", "withdrawn", "waiting")
    events = set(Letter.objects.values_list("event", flat=True))
    assert {"nomination.withdraw", "invitation.withdraw", "self.stay"} <= events


def test_a_rehearsals_pool_is_its_own(harbin, offered):
    entry = offered(harbin, 1).entry
    assert (entry.number, entry.rehearsal) == ("演自〔2026〕0001", True)
    assert SelfNomination.objects.filter(rehearsal=False).count() == 0
