"""One batch of two seats, walked by people who press anything in any order, with any clock.

Before every step the facts are read from plain rows, and what the step brought about is judged by them alone: nothing
here asks the gates, the rulings or the access tables that are being tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

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
from zhongmu.recruitment.actions.nominating import confirm_nomination, decline_nomination
from zhongmu.recruitment.models import Application, Batch, Invitation, NameNotice, Nomination, Objection

SEATS = 2
BY_GATE = {
    "none": set(),
    "before_certificate": {"certificate"},
    "before_appointment": {"appointment", "certificate"},
}
WHY = "已经研究决定这样办"
WANTING: Mapping[str, Mapping[str, Any]] = {
    "privacy": {"privacy_consent": False},
    "signature": {"signature": None},
}
ASKED = {"invite": (Invitation, "accepted"), "recommend": (Nomination, "confirmed")}
OTHERS = (
    "answer", "check", "withdraw", "choose", "reopen", "tell", "publish", "change_the_notice", "object", "settle_objection",
    "appoint", "the_other_appoints", "certify", "decide_review", "end", "time_passes",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What is pressed, and how; each step reads of it what it needs. As it stands it is what an officer should do."""

    name: str = "go_on"
    waits: bool = True  # for the period to be over, for an objection to be settled
    tells: bool = True
    between: str = ""  # what comes between publishing and the act
    picks: str = "best"
    wanting: str = ""  # what the form of somebody who was asked lacks
    late: bool = False  # whoever was asked answers after their time
    hand: str = "applicant"  # who fills it in
    yes: bool = True
    place: int = 0


STEPS = st.builds(
    Step,
    name=st.sampled_from(["go_on"] * len(OTHERS) + list(OTHERS)),
    waits=st.sampled_from([True, True, False]),
    tells=st.sampled_from([True, True, False]),
    between=st.sampled_from(["", "", "object", "extend", "replace", "take_down"]),
    picks=st.sampled_from(["best", "best", "best", "all", "others"]),
    wanting=st.sampled_from(["", "", "privacy", "signature"]),
    late=st.sampled_from([False, False, False, True]),
    hand=st.sampled_from(["applicant", "applicant", "liaison"]),
    yes=st.sampled_from([True, True, False]),
    place=st.integers(0, 3),
)


def straight(*names: str, **how: Any) -> list[Step]:
    """The way of a batch from end to end, with `names` before each of its last two stages, everything done in one `how`."""
    middle, end = Step(**how), [*(Step(name, **how) for name in names), Step(**how)]
    return [middle, middle, *end, *end]


FIRST = (
    straight(),
    straight(late=True),
    straight(wanting="privacy"),
    straight(wanting="signature"),
    straight(hand="liaison"),
    straight(picks="all"),
    straight(picks="others"),
    straight(tells=False),
    straight(waits=False),
    straight(between="object"),
    straight(between="take_down"),
    straight("withdraw"),
    straight("the_other_appoints", place=1),
)


def made() -> tuple[set[int], ...]:
    models = (Appointment, Certificate, NameNotice)
    return tuple(set(model.objects.values_list("pk", flat=True)) for model in models)


class Facts:
    """What the rows say just before a step."""

    def __init__(self, batch: Batch) -> None:
        self.open = Objection.objects.filter(notice__batch=batch, state="open").count()
        rows = NameNotice.objects.filter(batch=batch, state="posted").values_list("ends_on", "entries")
        self.notices = [(ends_on, {entry["application"] for entry in entries}) for ends_on, entries in rows]
        self.selected = set(
            batch.applications.filter(state__in=["chosen", "appointed"]).values_list("pk", flat=True)
        )
        self.made = made()

    def shut(self, on: date) -> str:
        """Why what the notice gates must not happen, in words; empty when it may."""
        covered = set().union(*(people for _ends, people in self.notices)) if self.notices else set()
        if self.open:
            return "an objection is open"
        if any(ends >= on for ends, _people in self.notices):
            return "the period runs"
        return "" if self.selected <= covered else "somebody stood on no list"


class Judge:
    """What one batch may never show, read from rows, and from what people did while the judge looked on."""

    def __init__(self, batch: Batch, seen: Counter[str], least_ordinary: int | None) -> None:
        self.batch, self.seen, self.percent = batch, seen, least_ordinary
        self.gone: set[int] = set()
        # By application: whose hand, what lacked, which day.
        self.answers: dict[int, tuple[str, str, date]] = {}

    def look(self, before: Facts, on: date) -> None:
        appointed, certified, published = (now - then for now, then in zip(made(), before.made, strict=True))
        gate, shut = BY_GATE[self.batch.gate], before.shut(on)
        mine = Appointment.objects.filter(pk__in=appointed, batch_ref=self.batch.ledger_subject)
        if appointed and mine:
            self.seen["appointed"] += 1
            assert not ("appointment" in gate and shut), f"appointed while {shut}"
            self._appointed([int(each.origin.split(":")[1]) for each in mine])
        if appointed:
            self._once()
        if certified:
            self.seen["certified"] += 1
            assert not ("certificate" in gate and shut), f"certified while {shut}"
        if published:
            self.seen["published"] += 1
            self._told()

    def _appointed(self, ids: list[int]) -> None:
        people = list(self.batch.applications.filter(pk__in=ids))
        assert len(people) <= SEATS, "over headcount"
        if self.percent:
            ordinary = sum(each.category == "insured" for each in people)
            assert ordinary * 100 >= len(people) * self.percent, "under quota"
        for application in people:
            self._consented(application)

    def _consented(self, application: Application) -> None:
        assert application.pk not in self.gone, "somebody who withdrew"
        assert application.signature is not None or application.signed_scan is not None, "unsigned"
        if application.channel not in ASKED:
            return
        self.seen[application.channel] += 1
        model, yes = ASKED[application.channel]
        hand, wanting, day = self.answers[application.pk]
        call = model.objects.filter(application=application, state=yes).first()
        assert call is not None, "without the person's answer"
        assert day <= call.due_on, "after the call had lapsed"
        assert hand == "applicant", "by another's hand"
        assert wanting != "privacy", "without consent"

    def _told(self) -> None:
        for application in self.batch.applications.filter(state__in=["ineligible", "not_chosen"]):
            decided_at = application.moves.order_by("-pk").first().at
            told = Letter.objects.filter(about=f"application:{application.pk}", created_at__gte=decided_at)
            assert told.exclude(state="by_hand").exists(), "published before somebody was told"

    def _once(self) -> None:
        standing = Appointment.objects.exclude(state="revoked").values_list("person", "starts_on", "ends_on")
        for person, starts_on, ends_on in standing:
            same = [s for s in standing if s[0] == person and s[1] <= ends_on and starts_on <= s[2]]
            assert len(same) == 1, "appointed twice"


class Walk:
    """Three who applied, one invited, one recommended; the first is chosen in another batch as well."""

    def __init__(self, world: Mapping[str, Any], seen: Counter[str]) -> None:
        self.world = world
        self.batch = Batch.objects.select_related("bureau").get(pk=world["batch"])
        self.policy = self.batch.bureau.policy(world["now"].date())
        self.at: datetime = world["now"] + timedelta(days=1)
        self.judge = Judge(self.batch, seen, self.policy["quota.ordinary_insured.min_percent"])

    @property
    def on(self) -> date:
        return self.at.date()

    def fixed(self, role: str = "leader") -> dict[str, Any]:
        return {"by": self.world[role], "at": self.at, "on": self.on}

    def officer(self) -> dict[str, Any]:
        return {"by": self.world["liaison"], "at": self.at}

    def take(self, step: Step) -> None:
        getattr(self, step.name)(step)

    def press(self, do: Callable[[], object]) -> bool:
        """Whether it was allowed; what happened is judged by the facts of before."""
        self.at += timedelta(minutes=1)
        before = Facts(self.batch)
        try:
            with transaction.atomic():
                do()
        except NotAllowed:
            self.batch.refresh_from_db()
            return False
        self.batch.refresh_from_db()
        self.judge.look(before, self.on)
        return True

    def one(self, place: int, *states: str) -> Application | None:
        rows = list(self.batch.applications.filter(state__in=states).order_by("pk"))
        return rows[place % len(rows)] if rows else None

    def go_on(self, step: Step) -> None:
        """The next steps an officer would take, so that walks come far; some do not wait, and things come between."""
        if step.waits:
            self.settle_objection(step)
        if self.batch.state in {"chosen", "appointed"} and step.tells:
            self.tell(step)
        {
            "noticed": self._to_choosing,
            "choosing": self.choose,
            "chosen": self._to_appointment,
            "appointed": self._to_certificates,
        }.get(self.batch.state, self.time_passes)(step)

    def _to_choosing(self, step: Step) -> None:
        self.answer(step)
        self.answer(replace(step, wanting="", hand="applicant", yes=True))
        while self.one(0, "submitted"):
            self.check(replace(step, yes=True))
        self.at = max(self.at, self.batch.apply_closes_at)
        self.press(lambda: actions.begin_choosing(self.batch, **self.fixed()))

    def _to_appointment(self, step: Step) -> None:
        if "appointment" in BY_GATE[self.batch.gate]:
            self._through_the_notice(step)
        self.appoint(step)

    def _to_certificates(self, step: Step) -> None:
        self._through_the_notice(step)
        self.certify(step)

    def _through_the_notice(self, step: Step) -> None:
        self.publish(step)
        if step.between == "object":
            self.object(step)
        elif step.between:
            self.change_the_notice(step)
        if step.waits:
            self.at += timedelta(days=9)  # five working days and a weekend

    def time_passes(self, step: Step) -> None:
        self.at += timedelta(days=1 + 2 * step.place)

    def answer(self, step: Step) -> None:
        """The invited and the recommended answer, late or in time, by their own hand or another's."""
        if step.late:
            self.at = max(self.at, self.world["now"] + timedelta(days=15))
        invited = Invitation.objects.get(pk=self.world["invitation"])
        named = Nomination.objects.select_related("unit").get(pk=self.world["nomination"])
        self._answer(invited, accept_invitation, decline_invitation, self.world["invited"], step)
        self._answer(named, confirm_nomination, decline_nomination, self.world["recommended"], step)

    def _answer(
        self, asked: Any, accept: Callable[..., Any], decline: Callable[..., Any], form: Any, step: Step
    ) -> None:
        by = APPLICANT if step.hand == "applicant" else self.world[step.hand]
        if not step.yes:
            self.press(lambda: decline(asked, reason="近期出国", by=by, at=self.at))
            return
        said, got = Answer(filled=replace(form, **WANTING.get(step.wanting, {}))), []
        if self.press(lambda: got.append(accept(asked, said, by=by, at=self.at))):
            self.judge.answers.setdefault(got[0].application.pk, (step.hand, step.wanting, self.on))

    def check(self, step: Step) -> None:
        if (found := self.one(step.place, "submitted")) is None:
            return
        items = [row.code for row in self.policy.pack["eligibility"]]
        said, by = dict.fromkeys(items, ("conforms", "核对原件")), self.officer()
        if step.yes:
            self.press(lambda: (actions.record_findings(found, said, **by), actions.pass_check(found, **by)))
            return
        said[items[0]] = ("fails", "不符合这一项", "单位函件")
        self.press(lambda: actions.record_findings(found, said, **by))
        self.press(lambda: actions.propose_refusal(found, reason=WHY, **by))
        second = {**by, "by": self.world["reviewer"]}
        self.press(lambda: actions.confirm_refusal(found, reason=WHY, **second))

    def withdraw(self, step: Step) -> None:
        found = self.one(step.place, "submitted", "eligible", "chosen", "appointed")
        if found and self.press(lambda: actions.withdraw_application(found, by=APPLICANT, at=self.at)):
            self.judge.gone.add(found.pk)

    def choose(self, step: Step) -> None:
        """Begin if need be, propose, settle."""
        if self.batch.state == "noticed":
            self.press(lambda: actions.begin_choosing(self.batch, **self.fixed()))
        dims = {row.code: "合适" for row in self.policy["selection.dims"]}
        candidates, by = list(self.batch.applications.filter(state="eligible").order_by("pk")), self.officer()
        wanted = self._wanted(candidates, step)
        for each in candidates if self.batch.state == "choosing" else []:
            said = {"dimensions": dims, "overall": "同意", "proposed": each in wanted}
            actions.write_opinion(each, **said, **by)
        self.press(lambda: actions.write_minutes(self.batch, minutes="逐人讨论。", **by))
        self.press(lambda: actions.settle(self.batch, **self.fixed()))

    def _wanted(self, candidates: list[Application], step: Step) -> list[Application]:
        """As many ordinary people as there are seats, those who were asked first; or the others; or all."""
        if step.picks == "all":
            return candidates
        ordinary = sorted(
            (a for a in candidates if a.category == "insured"), key=lambda a: (a.channel == "public", a.pk)
        )
        turn = step.place % len(ordinary) if ordinary else 0
        ordered = ordinary[turn:] + ordinary[:turn] + [a for a in candidates if a not in ordinary]
        return ordered[:SEATS] if step.picks == "best" else ordered[-SEATS:]

    def reopen(self, _step: Step) -> None:
        self.press(lambda: actions.reopen_choosing(self.batch, reason=WHY, **self.fixed()))

    def tell(self, _step: Step) -> None:
        self.press(lambda: actions.tick_off_all(self.batch, how="电话告知本人", **self.officer()))

    def publish(self, _step: Step) -> None:
        self.press(lambda: actions.publish_names(self.batch, **self.fixed("liaison")))

    def change_the_notice(self, step: Step) -> None:
        if (notice := self.batch.name_notices.select_related("batch__bureau", "bureau").last()) is None:
            return
        do = {
            "extend": lambda: actions.extend_names(notice, days=2, reason=WHY, **self.fixed()),
            "replace": lambda: actions.replace_names(notice, reason=WHY, **self.fixed()),
            "take_down": lambda: actions.take_down_names(notice, reason=WHY, **self.fixed()),
        }
        self.press(do.get(step.between, do["extend"]))

    def object(self, step: Step) -> None:
        if (notice := self.batch.name_notices.last()) is None:
            return
        target = notice.entries[step.place % len(notice.entries)]["application"]
        told = {"by": CITIZEN, "at": self.at, "channel": "web", "arrived_on": self.on}
        self.press(lambda: actions.register_objection(notice, target, SAID, **told))

    def settle_objection(self, step: Step) -> None:
        if (waiting := self.batch.bureau.objections.open().first()) is None:
            return
        decide = actions.dismiss_objection if step.yes else actions.uphold_objection
        self.press(lambda: decide(waiting, reason=REASON, answer=ANSWER, **self.fixed()))

    def appoint(self, _step: Step) -> None:
        self.press(lambda: actions.appoint_chosen(self.batch, starts_on=self.on, **self.fixed()))

    def the_other_appoints(self, _step: Step) -> None:
        other = Batch.objects.select_related("bureau").get(pk=self.world["other"])
        self.press(lambda: actions.appoint_chosen(other, starts_on=self.on, **self.fixed()))

    def certify(self, _step: Step) -> None:
        """Pledges first, so that nothing but the notice can hold a certificate back."""
        items = [code for code, _label in self.policy.choices("discipline.items")]
        for each in Appointment.objects.filter(pledge=None, batch_ref=self.batch.ledger_subject):
            sign_pledge(each, items, signature=signature_png(), **self.fixed())
        self.press(lambda: actions.issue_certificates(self.batch, **self.fixed("liaison")))

    def decide_review(self, step: Step) -> None:
        if review := Review.objects.filter(decided_at=None).select_related("appointment__bureau").first():
            by = {"by": self.world["leader"], "at": self.at}
            outcome = "lift" if step.yes else "revoke"
            self.press(lambda: decide_review(review, outcome=outcome, reason=WHY, **by))

    def end(self, step: Step) -> None:
        if step.yes:
            self.press(lambda: actions.close_batch(self.batch, **self.fixed()))
        elif step.place == 0:  # seldom, or many walks would end here
            self.press(lambda: actions.abort(self.batch, reason=WHY, **self.fixed()))
