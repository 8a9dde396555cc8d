"""Compare candidates side by side, write opinions and minutes, make the list final (CQ-5.2, HL-2.2b)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.moves import why_not
from zhongmu.ledger.record import record
from zhongmu.policies.rulings import Blocker, Notice, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions.following import move_application, tell_waiting
from zhongmu.recruitment.actions.moving import hold, move, reasoned, refuse, tell
from zhongmu.recruitment.actions.slates import keep_departure
from zhongmu.recruitment.appeals import appeals_left
from zhongmu.recruitment.called import in_play
from zhongmu.recruitment.departures import adopted, departs
from zhongmu.recruitment.models import Application, Batch, Opinion
from zhongmu.recruitment.queries import candidates_of
from zhongmu.recruitment.selection import settling
from zhongmu.recruitment.states import BATCH_MOVES, ApplicationState
from zhongmu.recruitment.telling import why_passed_over


def beginning(batch: Batch, *, on: date, at: datetime) -> list[Ruling]:
    """Choosing begins when nobody can apply any more and every application has its answer."""
    policy = batch.bureau.policy(on)
    found = rulings.rehearsal(batch, policy)
    if batch.apply_closes_at is not None and at < batch.apply_closes_at:
        said = _("报名还没有截止。")
        found.append(Blocker(said, rulings.cite(policy, "notice.public"), _("请在截止之后开始比选。")))
    left = batch.applications.undecided().count()
    if left:
        said = _("还有%s份报名没有审查完。") % left
        found.append(Blocker(said, rulings.cite(policy, "eligibility"), _("请先逐份作出审查结论。")))
    asked = sum(in_play(batch, on).values())
    if asked:
        said = _("还有%s人没有答复推荐、邀请或选入。") % asked
        remedy = _("请等本人答复或期限届满；不再需要的请撤回。")
        found.append(Blocker(said, rulings.cite(policy, "channels"), remedy))
    found += appeals_left(batch, policy, on)
    if not batch.applications.candidates().exists():
        said = _("没有通过审查的候选人。")
        found.append(Blocker(said, rulings.cite(policy, "selection.dims"), _("可以延长报名，或中止本批次。")))
    return found


@transaction.atomic
def begin_choosing(batch: Batch, *, by: Actor, at: datetime, on: date) -> None:
    Batch.objects.select_for_update().get(pk=batch.pk)  # an application comes in before this or after it
    found = beginning(batch, on=on, at=at)
    move(batch, "begin_choosing", policy=batch.bureau.policy(on), rulings=found, by=by, at=at)


def _why_not_choosing(batch: Batch) -> list[Ruling]:
    if batch.state in BATCH_MOVES["settle"].sources:
        return []
    return [Blocker(_("现在不在比选阶段，不能改比选意见。"), remedy=_("需要时请负责人退回比选。"))]


@transaction.atomic
def write_opinion(
    application: Application,
    *,
    dimensions: Mapping[str, str],
    overall: str,
    proposed: bool | None,
    by: Actor,
    at: datetime,
    told: str = "",
    departure: str = "",
) -> Opinion:
    """Write or rewrite what is said of one candidate: a person proposes, a leader settles.

    `told` is what the person reads if not chosen; without it they read how many applied for how many places. Where an
    adopted slate advises otherwise, `departure` says why it is not followed.
    """
    policy = application.bureau.policy(localdate(at))
    hold(application.batch)  # said before the list is settled, or not at all
    found = _why_not_choosing(application.batch)
    if application.state != ApplicationState.ELIGIBLE:
        found.append(Blocker(_("这份报名不是候选人。"), remedy=_("只有通过审查的报名参加比选。")))
    run = adopted(application.batch)
    away = run is not None and departs(run, application, proposed=proposed)
    refuse([*found, *(reasoned(departure, what=_("不照参考名单")) if away else [])])
    if run is not None and away:
        keep_departure(run, application, reason=departure, by=by, at=at)
    dims = {row.code for row in policy["selection.dims"]}
    opinion, _created = Opinion.objects.update_or_create(
        application=application,
        defaults={
            "dimensions": {k: v.strip() for k, v in dimensions.items() if k in dims},
            "overall": overall.strip(),
            "told": told.strip(),
            "proposed": proposed,
            "account": by.account or 0,
            "at": at,
        },
    )
    facts: dict[str, JSON] = {"number": application.number, "proposed": proposed}
    chain, subject = application.bureau.code, application.ledger_subject
    record(chain, "recruitment.application.opinion", by=by, subject=subject, facts=facts, at=at)
    return opinion


@transaction.atomic
def write_minutes(batch: Batch, *, minutes: str, by: Actor, at: datetime) -> None:
    """比选纪要: when, who and how."""
    hold(batch)
    refuse(_why_not_choosing(batch))
    batch.minutes = minutes.strip()
    batch.save(update_fields=["minutes"])
    record(
        batch.bureau.code, "recruitment.batch.minutes", by=by, subject=batch.ledger_subject, facts={}, at=at
    )


@transaction.atomic
def settle(batch: Batch, *, by: Actor, at: datetime, on: date, over_reason: str = "") -> None:
    """A leader makes the list final: headcount and quota in whole numbers, every opinion written (HL-2.1b)."""
    policy = batch.bureau.policy(on)
    hold(batch)
    candidates, opinions = candidates_of(batch)
    found = [
        *rulings.rehearsal(batch, policy),
        *settling(batch, candidates, opinions, policy=policy, on=on, over_reason=over_reason),
    ]
    chosen = [a for a in candidates if a.pk in opinions and opinions[a.pk].proposed]
    facts: dict[str, JSON] = {"chosen": [a.number for a in chosen], "candidates": len(candidates)}
    facts["checked"] = [ruling.sentence for ruling in found if isinstance(ruling, Notice)]
    move(batch, "settle", policy=policy, rulings=found, by=by, at=at, reason=over_reason, facts=facts)
    if len(chosen) >= batch.headcount:
        tell_waiting(batch, on=on, at=at)
    for application in candidates:
        opinion = opinions[application.pk]
        if opinion.proposed:
            move_application(application, "choose", policy=policy, by=by, at=at)
            continue
        why = why_passed_over(batch, opinion, len(candidates))
        move_application(application, "pass_over", policy=policy, by=by, at=at, reason=why)
        tell(application, "pass_over", _("比选已有结果。"), at=at)


@transaction.atomic
def reopen_choosing(batch: Batch, *, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Take a settled list back, say after an upheld objection; those struck off stay so."""
    policy = batch.bureau.policy(on)
    found = reasoned(reason, what=_("退回比选"))
    if wrong := why_not(batch, BATCH_MOVES["reopen"], by=by):
        found.append(wrong)
    move(batch, "reopen", policy=policy, rulings=found, by=by, at=at, reason=reason)
    settled = batch.applications.filter(state__in=[ApplicationState.CHOSEN, ApplicationState.NOT_CHOSEN])
    for application in settled.exclude(moves__name="strike").select_related("bureau"):
        move_application(application, "reconsider", policy=policy, by=by, at=at, reason=reason)
