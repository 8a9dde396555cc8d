"""Whatever is pressed in whatever order, with whatever clock: what the measure forbids never happens.

Before every step the facts are read from plain rows, and what the step brought about is judged by them alone: nothing
here asks the gates, the rulings or the access tables that are being tried.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.recruitment.conftest import APPLICANT, CITIZEN, signature_png
from tests.recruitment.test_objecting import ANSWER, REASON, SAID
from zhongmu.corps.actions import decide_review
from zhongmu.corps.certificates import sign_pledge
from zhongmu.corps.models import Appointment, Certificate, Review
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.models import Letter
from zhongmu.recruitment import actions
from zhongmu.recruitment.actions.asking import Answer
from zhongmu.recruitment.actions.inviting import accept_invitation, decline_invitation
from zhongmu.recruitment.models import Batch, Invitation, NameNotice, Objection

SEATS = 2
BY_GATE = {
    "none": set(),
    "before_certificate": {"certificate"},
    "before_appointment": {"appointment", "certificate"},
}
WHY = "已经研究决定这样办"
PLACES = st.integers(0, 3)
BETWEEN = st.sampled_from(["", "", "object", "extend", "replace", "take_down"])


class Facts:
    """What the rows say just before a step."""

    def __init__(self, batch: Batch) -> None:
        self.open = Objection.objects.filter(notice__batch=batch, state="open").count()
        rows = NameNotice.objects.filter(batch=batch, state="posted").values_list("ends_on", "entries")
        self.notices = [(ends_on, {entry["application"] for entry in entries}) for ends_on, entries in rows]
        self.selected = set(
            batch.applications.filter(state__in=["chosen", "appointed"]).values_list("pk", flat=True)
        )

    def shut(self, on: date) -> bool:
        """An objection is open, a period runs, or somebody selected stood on no list that holds."""
        covered = set().union(*(people for _ends, people in self.notices)) if self.notices else set()
        return bool(self.open) or any(ends >= on for ends, _p in self.notices) or not self.selected <= covered


class Recruiting(RuleBasedStateMachine):
    """One batch of two seats, three who applied and passed or wait for the check, one who was invited."""

    world: dict[str, object]
    seen: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.batch = Batch.objects.select_related("bureau").get(pk=self.world["batch"])
        self.policy = self.batch.bureau.policy(self.world["now"].date())
        self.at: datetime = self.world["now"] + timedelta(days=1)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def on(self) -> date:
        return self.at.date()

    def fixed(self, role: str = "leader") -> dict[str, object]:
        return {"by": self.world[role], "at": self.at, "on": self.on}

    def press(self, do) -> None:
        """One step. What is refused leaves no trace; what happened is judged by the facts of before."""
        self.at += timedelta(minutes=1)
        before, made = Facts(self.batch), self._made()
        print_before = self._print()
        try:
            with transaction.atomic():
                do()
        except NotAllowed:
            self.batch.refresh_from_db()
            assert self._print() == print_before
            return
        self.batch.refresh_from_db()
        self._judge(before, made)

    def _made(self) -> tuple[set[int], set[int], set[int]]:
        return tuple(
            set(model.objects.values_list("pk", flat=True))
            for model in (Appointment, Certificate, NameNotice)
        )

    def _print(self) -> tuple[object, ...]:
        rows = [
            self.batch.applications.order_by("pk").values_list("state"),
            NameNotice.objects.order_by("pk").values_list("state", "ends_on"),
            Objection.objects.order_by("pk").values_list("state"),
            Appointment.objects.order_by("pk").values_list("state"),
        ]
        state = Batch.objects.values_list("state").get(pk=self.batch.pk)
        return (state, *(tuple(each) for each in rows), Certificate.objects.count(), Letter.objects.count())

    def _judge(self, before: Facts, made: tuple[set[int], set[int], set[int]]) -> None:
        appointed, certified, published = (now - then for now, then in zip(self._made(), made, strict=True))
        gate = BY_GATE[self.batch.gate]
        if appointed:
            self.seen["appointed"] += 1
            assert not ("appointment" in gate and before.shut(self.on)), "appointed past the notice"
            self._judge_appointed(appointed)
        if certified:
            self.seen["certified"] += 1
            assert not ("certificate" in gate and before.shut(self.on)), "certified past the notice"
        if published:
            self.seen["published"] += 1
            self._judge_told()

    def _judge_appointed(self, appointed: set[int]) -> None:
        rows = Appointment.objects.filter(pk__in=appointed)
        people = self.batch.applications.filter(pk__in=[int(a.origin.split(":")[1]) for a in rows])
        assert len(appointed) <= SEATS, "over headcount"
        if percent := self.policy["quota.ordinary_insured.min_percent"]:
            assert people.filter(category="insured").count() * 100 >= len(appointed) * percent, "under quota"
        for application in people:
            purposes = set(application.person.consents.values_list("purpose", flat=True))
            assert "recruitment.privacy" in purposes, "without the person's consent"
            assert application.signature is not None or application.signed_scan is not None, "unsigned"
            if application.channel == "invite":
                self.seen["invited"] += 1
                asked = Invitation.objects.get(application=application)
                assert asked.state == "accepted", "without acceptance"

    def _judge_told(self) -> None:
        for application in self.batch.applications.filter(state__in=["ineligible", "not_chosen"]):
            decided_at = application.moves.order_by("-pk").first().at
            told = Letter.objects.filter(about=f"application:{application.pk}", created_at__gte=decided_at)
            assert told.exclude(state="by_hand").exists(), "published before somebody was told"

    @invariant()
    def nobody_is_appointed_twice(self) -> None:
        if not hasattr(self, "batch"):
            return
        standing = Appointment.objects.exclude(state="revoked").values_list("person", "starts_on", "ends_on")
        for person, starts_on, ends_on in standing:
            same = [s for s in standing if s[0] == person and s[1] <= ends_on and starts_on <= s[2]]
            assert len(same) == 1, "appointed twice"

    def one(self, place: int, *states: str):
        rows = list(self.batch.applications.filter(state__in=states).order_by("pk"))
        return rows[place % len(rows)] if rows else None

    @rule(waits=st.booleans(), between=BETWEEN)
    def go_on(self, waits: bool, between: str) -> None:  # noqa: FBT001  drawn
        """The next steps an officer would take, so that walks come far; some do not wait, and things come between."""
        {
            "noticed": self._to_choosing,
            "choosing": lambda: self.choose([a.pk in self._best() for a in self._candidates()]),
            "chosen": lambda: self._to_appointment(waits, between),
            "appointed": lambda: self._to_certificates(waits, between),
        }.get(self.batch.state, lambda: None)()

    @rule(waits=st.booleans(), between=BETWEEN)
    def go_on_again(self, waits: bool, between: str) -> None:  # noqa: FBT001  drawn
        self.go_on(waits, between)

    def _candidates(self):
        return list(self.batch.applications.filter(state="eligible").order_by("pk"))

    def _best(self) -> set[int]:
        """As many as there are seats, ordinary people first."""
        ordered = sorted(self._candidates(), key=lambda a: (a.category != "insured", a.pk))
        return {a.pk for a in ordered[:SEATS]}

    def _to_choosing(self) -> None:
        self.the_invited_answers(accepts=True)
        while self.one(0, "submitted"):
            self.check(0, conforms=True)
        self.at = max(self.at, self.batch.apply_closes_at)
        self.press(lambda: actions.begin_choosing(self.batch, **self.fixed()))

    def _to_appointment(self, waits: bool, between: str) -> None:  # noqa: FBT001  drawn above
        self.tell()
        if "appointment" in BY_GATE[self.batch.gate]:
            self._through_the_notice(waits, between)
        self.appoint()

    def _through_the_notice(self, waits: bool, between: str) -> None:  # noqa: FBT001  drawn above
        self.publish()
        if between == "object":
            self.somebody_objects(0)
        elif between:
            self.change_the_notice(between)
        if waits:
            self.at += timedelta(days=9)  # five working days and a weekend

    def _to_certificates(self, waits: bool, between: str) -> None:  # noqa: FBT001  drawn above
        self.tell()
        self._through_the_notice(waits, between)
        self.certify()

    @rule(days=st.sampled_from([1, 3, 7]))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(accepts=st.booleans())
    def the_invited_answers(self, accepts: bool) -> None:  # noqa: FBT001  drawn
        asked = Invitation.objects.get(pk=self.world["invitation"])
        told = {"by": APPLICANT, "at": self.at}
        if accepts:
            self.press(lambda: accept_invitation(asked, Answer(filled=self.world["form"]), **told))
        else:
            self.press(lambda: decline_invitation(asked, reason="近期出国", **told))

    @rule(place=PLACES, conforms=st.sampled_from([True, True, False]))
    def check(self, place: int, conforms: bool) -> None:  # noqa: FBT001  drawn
        if (found := self.one(place, "submitted")) is None:
            return
        items = [row.code for row in self.policy.pack["eligibility"]]
        said = dict.fromkeys(items, ("conforms", "核对原件"))
        by = {"by": self.world["liaison"], "at": self.at}
        if conforms:
            self.press(lambda: (actions.record_findings(found, said, **by), actions.pass_check(found, **by)))
            return
        said[items[0]] = ("fails", "不符合这一项", "单位函件")
        self.press(lambda: actions.record_findings(found, said, **by))
        self.press(lambda: actions.propose_refusal(found, reason=WHY, **by))
        second = {"by": self.world["reviewer"], "at": self.at}
        self.press(lambda: actions.confirm_refusal(found, reason=WHY, **second))

    @rule(place=PLACES)
    def withdraw(self, place: int) -> None:
        if found := self.one(place, "submitted", "eligible", "chosen", "appointed"):
            self.press(lambda: actions.withdraw_application(found, by=APPLICANT, at=self.at))

    @rule(wanted=st.lists(st.booleans(), min_size=4, max_size=4))
    def choose(self, wanted: list[bool]) -> None:
        """Begin if need be, propose these, settle."""
        self.press(lambda: actions.begin_choosing(self.batch, **self.fixed()))
        dims = {row.code: "合适" for row in self.policy["selection.dims"]}
        by = {"by": self.world["liaison"], "at": self.at}
        for proposed, found in zip(wanted, self._candidates(), strict=False):
            said = {"dimensions": dims, "overall": "同意", "proposed": proposed}
            self.press(lambda found=found, said=said: actions.write_opinion(found, **said, **by))
        self.press(lambda: actions.write_minutes(self.batch, minutes="逐人讨论。", **by))
        self.press(lambda: actions.settle(self.batch, **self.fixed()))

    @rule()
    def reopen(self) -> None:
        self.press(lambda: actions.reopen_choosing(self.batch, reason=WHY, **self.fixed()))

    @rule()
    def tell(self) -> None:
        by = {"by": self.world["liaison"], "at": self.at}
        self.press(lambda: actions.tick_off_all(self.batch, how="电话告知本人", **by))

    @rule()
    def publish(self) -> None:
        self.press(lambda: actions.publish_names(self.batch, **self.fixed("liaison")))

    @rule(act=st.sampled_from(["extend", "replace", "take_down"]))
    def change_the_notice(self, act: str) -> None:
        if (notice := self.batch.name_notices.select_related("batch__bureau", "bureau").last()) is None:
            return
        do = {
            "extend": lambda: actions.extend_names(notice, days=2, reason=WHY, **self.fixed()),
            "replace": lambda: actions.replace_names(notice, reason=WHY, **self.fixed()),
            "take_down": lambda: actions.take_down_names(notice, reason=WHY, **self.fixed()),
        }
        self.press(do[act])

    @rule(place=PLACES)
    def somebody_objects(self, place: int) -> None:
        if (notice := self.batch.name_notices.last()) is None:
            return
        target = notice.entries[place % len(notice.entries)]["application"]
        told = {"by": CITIZEN, "at": self.at, "channel": "web", "arrived_on": self.on}
        self.press(lambda: actions.register_objection(notice, target, SAID, **told))

    @rule(upheld=st.booleans())
    def settle_an_objection(self, upheld: bool) -> None:  # noqa: FBT001  drawn
        if (waiting := self.batch.bureau.objections.open().first()) is None:
            return
        decide = actions.uphold_objection if upheld else actions.dismiss_objection
        self.press(lambda: decide(waiting, reason=REASON, answer=ANSWER, **self.fixed()))

    @rule()
    def appoint(self) -> None:
        self.press(lambda: actions.appoint_chosen(self.batch, starts_on=self.on, **self.fixed()))

    @rule()
    def certify(self) -> None:
        """Pledges first, so that nothing but the notice can hold a certificate back."""
        items = [code for code, _label in self.policy.choices("discipline.items")]
        for each in Appointment.objects.filter(pledge=None, batch_ref=self.batch.ledger_subject):
            self.press(lambda each=each: sign_pledge(each, items, signature=signature_png(), **self.fixed()))
        self.press(lambda: actions.issue_certificates(self.batch, **self.fixed("liaison")))

    @rule(outcome=st.sampled_from(["lift", "revoke"]))
    def decide_a_review(self, outcome: str) -> None:
        if review := Review.objects.filter(decided_at=None).select_related("appointment__bureau").first():
            by = {"by": self.world["leader"], "at": self.at}
            self.press(lambda: decide_review(review, outcome=outcome, reason=WHY, **by))

    @rule(act=st.sampled_from(["close", "abort"]))
    def end(self, act: str) -> None:
        if act == "close":
            self.press(lambda: actions.close_batch(self.batch, **self.fixed()))
        elif self.at.day % 7 == 0:  # seldom, or most walks would end here
            self.press(lambda: actions.abort(self.batch, reason=WHY, **self.fixed()))


@pytest.fixture
def ready(noticed, passed, apply, invited, filled, actor, now):
    """The world of one walk: 渝中 or 哈尔滨, with a gate."""

    def make(bureau, gate):
        batch = noticed(bureau, gate=gate, headcount=SEATS)
        passed(batch, 1, category="insured")
        passed(batch, 2, category="expert")
        apply(batch, 3, category="insured")
        roles = {role: actor(bureau, role) for role in ("leader", "liaison", "reviewer")}
        asked = invited(batch, 4)
        form = filled(4, category="npc")
        return {"batch": batch.pk, "invitation": asked.pk, "form": form, "now": now, **roles}

    return make


WALKS = settings(
    max_examples=14,
    stateful_step_count=26,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(
        Phase.explicit,
        Phase.generate,
    ),  # a walk that fails is read as it stands: making it shorter takes minutes
)


@pytest.mark.clause("CQ-5.4")
@pytest.mark.clause("CQ-7.3")
@pytest.mark.clause("HL-2.1b")
@pytest.mark.clause("HL-2.2c")
@pytest.mark.parametrize(
    ("where", "gate"),
    [
        ("yuzhong", "none"),
        ("yuzhong", "before_certificate"),
        ("yuzhong", "before_appointment"),
        ("harbin", "before_certificate"),
    ],
)
def test_no_walk_does_what_is_forbidden(request, ready, where, gate):
    world, seen = ready(request.getfixturevalue(where), gate), Counter()
    machine = type("Walk", (Recruiting,), {"world": world, "seen": seen})
    run_state_machine_as_test(machine, settings=WALKS)
    assert seen["published"], "no walk came as far as a notice"
    assert seen["appointed"], "no walk came as far as an appointment"
    assert seen["certified"], "no walk came as far as a certificate"
