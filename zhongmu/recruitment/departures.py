"""Where people decide otherwise than the slate they adopted: allowed, and never without a reason (CQ-5.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.policies.rulings import Blocker, Notice, Ruling
from zhongmu.recruitment.models import Application, Batch, Opinion, SlateRun
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import SlateState


def adopted(batch: Batch) -> SlateRun | None:
    return batch.slate_runs.filter(state=SlateState.ADOPTED).first()


def departs(run: SlateRun, application: Application, *, proposed: bool | None) -> bool:
    """Whether this proposal is other than the slate's; an open question is not yet a departure."""
    return proposed is not None and proposed != (application.pk in run.chosen)


def departure_of(run: SlateRun, application: Application) -> str:
    """The reason written down for this candidate, empty without one."""
    row = run.departures.filter(application=application).first()
    return row.reason if row else ""


def departing(
    run: SlateRun | None, candidates: Sequence[Application], opinions: Mapping[int, Opinion]
) -> list[Application]:
    """The candidates on whom people decided otherwise than the adopted slate."""
    if run is None:
        return []
    return [a for a in candidates if a.pk in opinions and departs(run, a, proposed=opinions[a.pk].proposed)]


def unexplained(
    batch: Batch, candidates: Sequence[Application], opinions: Mapping[int, Opinion], policy: Policy
) -> list[Ruling]:
    """People decide; each departure from the slate they adopted carries its reason (CQ-5.2)."""
    run = adopted(batch)
    away = departing(run, candidates, opinions)
    if run is None or not away:
        return []
    basis = cite(policy, "selection.dims")
    explained = set(run.departures.values_list("application_id", flat=True))
    silent = [a.name for a in away if a.pk not in explained]
    if silent:
        said = _("与参考名单不同而没有写理由的：%s。") % "、".join(silent)
        return [Blocker(said, basis, _("请在本人的比选意见里写明为什么不照参考名单。"))]
    said = _("有%s人与参考名单不同，理由已逐人写明。") % len(away)
    return [Notice(said, basis)]
