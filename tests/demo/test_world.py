from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model, TextChoices

from tests.demo.conftest import SECONDS
from tests.personas import MONDAY
from zhongmu.bureaus.models import Bureau
from zhongmu.corps.models import Appointment, Certificate, CertificateState, PrintJob, Renewal
from zhongmu.corps.states import RenewalState, Standing
from zhongmu.corps.states import State as AppointmentState
from zhongmu.demo.models import DemoWorld
from zhongmu.intake.models import Arrival, Sheet, SheetRow
from zhongmu.intake.states import ArrivalState, RowState, SheetState
from zhongmu.interests.models import Recusal
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.verification import findings
from zhongmu.letters.models import Letter
from zhongmu.letters.models import State as LetterState
from zhongmu.people.models import Person
from zhongmu.recruitment.called import in_play
from zhongmu.recruitment.models import (
    Appeal,
    Application,
    Archive,
    Batch,
    Invitation,
    NameNotice,
    Nomination,
    Objection,
    Posting,
    ScoringRound,
    SelfNomination,
    SlateRun,
)
from zhongmu.recruitment.selection import ordinary_codes
from zhongmu.recruitment.states import (
    AppealState,
    ApplicationState,
    BatchState,
    InvitationState,
    NameNoticeState,
    NominationState,
    ObjectionState,
    PoolState,
    PostingState,
    ScoringState,
    SlateState,
)
from zhongmu.reports.models import Clock, Report
from zhongmu.reports.states import ClueState, Kind, SuggestionState
from zhongmu.workdays.queries import current_calendar

TODAY = MONDAY.date()


def test_the_world_is_made_in_less_than_a_minute(world: DemoWorld) -> None:
    assert SECONDS[0] < 60
    assert world.made_on == TODAY


# noun → its states, and those that a stored world cannot hold honestly, each with the reason.
_WORKER = "a worker takes it up within seconds, so that no stored one stays so"
_DIES = "its worker is at it; where none is, the next start finds it failed"
_MAIL = "depends on a mail server, and the demo has none"
NOUNS: dict[type[Model], tuple[type[TextChoices], dict[str, str]]] = {
    Batch: (BatchState, {}),
    Posting: (PostingState, {}),
    Application: (ApplicationState, {}),
    Objection: (ObjectionState, {}),
    Appeal: (AppealState, {}),
    NameNotice: (NameNoticeState, {}),
    Nomination: (NominationState, {}),
    Invitation: (InvitationState, {}),
    SelfNomination: (PoolState, {}),
    ScoringRound: (ScoringState, {}),
    SlateRun: (SlateState, {"queued": _WORKER, "running": _DIES}),
    Archive: (Archive.State, {"queued": _WORKER, "running": _DIES}),
    Arrival: (ArrivalState, {}),
    Sheet: (SheetState, {}),
    SheetRow: (RowState, {}),
    Appointment: (AppointmentState, {}),
    Renewal: (RenewalState, {}),
    Certificate: (CertificateState, {}),
    PrintJob: (PrintJob.State, {"queued": _WORKER, "running": _DIES}),
    Letter: (LetterState, {"queued": _MAIL, "sent": _MAIL}),
}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_state_of_every_noun_is_there_to_be_seen(world: DemoWorld, noun: type[Model]) -> None:
    states, left_out = NOUNS[noun]
    assert set(noun._default_manager.values_list("state", flat=True)) == set(states.values) - set(left_out)


def test_no_noun_that_has_states_is_forgotten() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("zhongmu.")]
    fields = {model: {field.name: field for field in model._meta.concrete_fields} for model in own}
    stateful = {model for model, named in fields.items() if "state" in named and named["state"].choices}
    assert stateful == {*NOUNS, Report}  # of reports, the next test says both kinds


@pytest.mark.parametrize(("kind", "states"), [(Kind.CLUE, ClueState), (Kind.SUGGESTION, SuggestionState)])
def test_reports_of_both_kinds_stand_in_every_state(
    world: DemoWorld, kind: Kind, states: type[ClueState]
) -> None:
    assert set(Report.objects.filter(kind=kind).values_list("state", flat=True)) == set(states.values)


def test_somebody_who_did_not_pass_waits_for_an_answer_in_time(world: DemoWorld) -> None:
    appeal = Appeal.objects.open().get()
    assert appeal.bureau.code == "500103"
    assert appeal.due_on is not None
    assert appeal.due_on > TODAY


def test_every_way_in_has_somebody_on_it(world: DemoWorld) -> None:
    yuzhong = Bureau.objects.get(code="500103")
    nominated = yuzhong.nominations.values_list("state", flat=True)
    assert sorted(nominated) == ["confirmed", "declined", "proposed", "returned"]
    assert sorted(yuzhong.invitations.values_list("state", flat=True)) == ["drafted", "sent"]
    assert sorted(yuzhong.self_nominations.values_list("state", flat=True)) == ["drawn", "waiting", "waiting"]
    batch = Batch.objects.taking_applications(MONDAY).get(bureau=yuzhong)
    assert set(in_play(batch, TODAY).values()) == {1, 2}


def test_terms_stand_in_every_way_they_can_and_one_ends_soon(world: DemoWorld) -> None:
    terms = list(Appointment.objects.all())
    assert {term.status(TODAY) for term in terms} == set(Standing)
    yuzhong = Bureau.objects.get(code="500103")
    assert yuzhong.appointments.ending(TODAY, TODAY + timedelta(days=90)).exists()


def test_renewals_stand_at_every_step_in_force_and_one_in_rehearsal(world: DemoWorld) -> None:
    yuzhong, harbin = Bureau.objects.get(code="500103"), Bureau.objects.get(code="230100")
    assert set(yuzhong.renewals.values_list("state", flat=True)) == set(RenewalState.values)
    assert [row.appointment.rehearsal for row in harbin.renewals.all()] == [True]


def test_clocks_run_late_to_the_next_working_day_and_far(world: DemoWorld) -> None:
    calendar = current_calendar()
    due = Clock.objects.running().filter(kind="verify", report__bureau__code="500103")
    left = sorted(calendar.working_days_left(TODAY, clock.due_on) for clock in due)
    assert left[0] == -3
    assert 1 in left
    assert left[-1] > 5


def test_reports_about_a_bureau_stand_above_it_or_with_its_leader(world: DemoWorld) -> None:
    city = Bureau.objects.get(code="500000")
    assert city.reports.filter(concerns__code="500103", restricted=False).exists()
    assert city.reports.filter(concerns=city, restricted=True).exists()
    assert Recusal.objects.exists()


def test_a_notice_of_names_is_on_show_and_applications_come_in(world: DemoWorld) -> None:
    assert NameNotice.objects.on_show(TODAY).exists()
    assert Batch.objects.taking_applications(MONDAY).exists()


def test_harbin_rehearses_with_exactly_the_quota(world: DemoWorld) -> None:
    harbin = Bureau.objects.get(code="230100")
    chosen = list(harbin.applications.filter(state="appointed"))
    ordinary = [a for a in chosen if a.category in ordinary_codes(harbin.policy(TODAY))]
    assert len(ordinary) * 100 == len(chosen) * 60
    assert all(a.rehearsal for a in chosen)
    assert set(harbin.letters.values_list("state", flat=True)) == {LetterState.PREVIEW}


def test_letters_wait_to_be_told_and_most_have_been(world: DemoWorld) -> None:
    states = set(Letter.objects.filter(bureau__code="500103").values_list("state", flat=True))
    assert states == {LetterState.BY_HAND, LetterState.TOLD}


def test_the_ledger_holds_and_goes_forward_in_time(world: DemoWorld) -> None:
    assert findings() == []
    for chain in set(LedgerEntry.objects.values_list("chain", flat=True)):
        times = list(LedgerEntry.objects.filter(chain=chain).order_by("seq").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] < MONDAY


def test_the_coming_year_is_counted_by_a_table_marked_as_sample(world: DemoWorld) -> None:
    assert TODAY.year + 1 in current_calendar().sample_years


def test_most_bureaus_have_nobody_in_them(world: DemoWorld) -> None:
    liangjiang = Bureau.objects.get(code="cq-liangjiang")
    assert not liangjiang.memberships.exists()
    assert not liangjiang.reports.exists()


def test_nobody_in_it_could_be_taken_for_a_real_person(world: DemoWorld) -> None:
    for person in Person.objects.all():
        assert set(person.name) & set("示例样演范拟虚试假"), person.name
        assert str(person.phone).startswith("1390000"), person.name
        assert person.created_at > MONDAY - timedelta(days=700)
