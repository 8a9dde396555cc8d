"""Rulings on whom to choose: headcount and quota in whole numbers, opinions, minutes (CQ-5.1, CQ-5.2, HL-2.1b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.policies.rulings import Blocker, NeedsApproval, Notice, Ruling
from zhongmu.recruitment.appeals import appeals_left
from zhongmu.recruitment.departures import unexplained
from zhongmu.recruitment.models import Application, Batch, Objection, Opinion
from zhongmu.recruitment.queries import merits_of
from zhongmu.recruitment.rulings import cite, unconfirmed
from zhongmu.recruitment.states import ObjectionState
from zhongmu.recruitment.verifying import doubted


def ordinary_codes(policy: Policy) -> set[str]:
    """The pack's categories that count as 普通参保群众; someone of several categories counts by the main one."""
    return {row.code for row in policy.pack["categories"] if row["ordinary"]}


def least_ordinary(total: int, percent: int) -> int:
    """The smallest number of people that is at least `percent` of `total`, in whole numbers."""
    return -(-total * percent // 100)


def quota(policy: Policy, *, ordinary: int, total: int) -> list[Ruling]:
    """Ordinary × 100 ≥ total × percent: of 7 people 4 are too few and 5 enough (HL-2.1b)."""
    percent = policy["quota.ordinary_insured.min_percent"]
    if not percent or not total:
        return []
    found = unconfirmed(policy, "quota.scope", "quota.mode")
    if ordinary * 100 >= total * percent:
        return found
    facts = {
        "total": total,
        "ordinary": ordinary,
        "percent": percent,
        "least": least_ordinary(total, percent),
    }
    said = _("%(total)s人中普通参保群众%(ordinary)s人，不到%(percent)s％，至少要%(least)s人。") % facts
    basis = cite(policy, "quota.ordinary_insured.min_percent")
    if policy["quota.mode"] == "warn":
        return [*found, Notice(said, basis, _("口径定为只提示；请在比选纪要里说明理由。"))]
    return [*found, Blocker(said, basis, _("请调整拟聘人选后再定稿。"))]


def quota_of(batch: Batch, chosen: Sequence[Application], policy: Policy, on: date) -> list[Ruling]:
    """The quota over the denominator the pack names: this batch, or the register with this batch added."""
    counted = [a.category for a in chosen]
    if counted and policy["quota.scope"] == "register":
        counted += _on_register(batch, chosen, on)
    ordinary_of = ordinary_codes(policy)
    ordinary = sum(category in ordinary_of for category in counted)
    return quota(policy, ordinary=ordinary, total=len(counted))


def _on_register(batch: Batch, besides: Sequence[Application], on: date) -> list[str]:
    """The category of everybody else who serves or is appointed to, each person once, by the latest term."""
    people = [a.person_id for a in besides]
    return _serving(batch.bureau, people, rehearsal=batch.rehearsal, on=on)


def _serving(bureau: Bureau, besides: Sequence[int], *, rehearsal: bool, on: date) -> list[str]:
    rows = bureau.appointments.filter(rehearsal=rehearsal).not_over(on).order_by("starts_on")
    others = rows.exclude(person__in=besides)
    return list(dict(others.values_list("person", "category")).values())


@dataclass(frozen=True)
class Share:
    """How many of so many people count as 普通参保群众."""

    ordinary: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down: what is a hair below 60 % is not told as 60."""
        return self.ordinary * 100 // self.total if self.total else 0


def register_share(batch: Batch, chosen: Sequence[Application], policy: Policy, on: date) -> Share:
    """The register with this batch added, told beside the batch's own share whichever of them binds (HL-2.1b)."""
    counted = [a.category for a in chosen] + _on_register(batch, chosen, on)
    return _share(counted, policy)


def _share(counted: Sequence[str], policy: Policy) -> Share:
    ordinary = ordinary_codes(policy)
    return Share(sum(category in ordinary for category in counted), len(counted))


def register_warning(bureau: Bureau, policy: Policy, on: date) -> list[Ruling]:
    """People leave, and the register may fall below the quota: that is told, and holds nobody up (HL-2.1b)."""
    percent = policy["quota.ordinary_insured.min_percent"]
    if not percent:
        return []
    share = _share(_serving(bureau, [], rehearsal=policy.rehearsal, on=on), policy)
    if share.ordinary * 100 >= share.total * percent:
        return []
    facts = {"total": share.total, "ordinary": share.ordinary, "now": share.percent, "percent": percent}
    said = _("在库%(total)s人中普通参保群众%(ordinary)s人，占%(now)s％，低于%(percent)s％。") % facts
    basis = cite(policy, "quota.ordinary_insured.min_percent")
    return [Notice(said, basis, _("只作提醒，不影响在任的人；请在下一批选聘时补足。"))]


def headcount(batch: Batch, total: int, policy: Policy, *, over_reason: str = "") -> list[Ruling]:
    """No more people than the approved headcount; where the pack lets a leader approve more, with a reason (CQ-5.1)."""
    if total <= batch.headcount:
        return []
    facts = {"total": total, "headcount": batch.headcount}
    said, basis = _("拟聘%(total)s人，超出核定名额%(headcount)s人。") % facts, cite(policy, "plan.over")
    if policy["plan.over"] == "approve":
        if over_reason.strip():
            return [Notice(said, basis, _("负责人批准超出，理由记入台账。"))]
        return [NeedsApproval(said, basis, _("请负责人写明批准超出的理由。"))]
    return [Blocker(said, basis, _("请减少拟聘人选，或另行核定名额。"))]


def why_not_settled(
    batch: Batch, opinions: dict[int, Opinion], candidates: Sequence[Application], policy: Policy
) -> list[Ruling]:
    """Every candidate has a proposal, and who is proposed an opinion on every dimension: a person decides, in writing.

    Where scores are frozen, what reviewers gave and why on each dimension is that opinion.
    """
    undecided = [a.name for a in candidates if a.pk not in opinions or opinions[a.pk].proposed is None]
    if undecided:
        said = _("还有候选人没有写明是否拟聘：%s。") % "、".join(undecided)
        return [Blocker(said, cite(policy, "selection.dims"), _("请逐人写综合意见并选定。"))]
    dims = [row.code for row in policy["selection.dims"]]
    thin = [
        a
        for a in candidates
        if opinions[a.pk].proposed and not all(opinions[a.pk].dimensions.get(d, "").strip() for d in dims)
    ]
    scored = merits_of(batch) if thin else {}
    if left := [a.name for a in thin if a.pk not in scored]:
        said = _("拟聘人选的比选意见没有写全：%s。") % "、".join(left)
        return [Blocker(said, cite(policy, "selection.dims"), _("请逐个维度写明意见。"))]
    return []


def minutes(batch: Batch, policy: Policy) -> list[Ruling]:
    if batch.minutes.strip():
        return []
    return [
        Blocker(_("还没有写比选纪要。"), cite(policy, "selection.dims"), _("请写明何时、何人、怎样比选。"))
    ]


def scoring(batch: Batch, policy: Policy) -> list[Ruling]:
    """Scores once begun are brought to an end, or given up with a reason, before a list is settled past them."""
    if not batch.scoring_rounds.unfinished().exists():
        return []
    said, remedy = _("评委评分还没有结束。"), _("请负责人定分，或写明理由停止评分。")
    return [Blocker(said, cite(policy, "selection.dims"), remedy)]


def objected(chosen: Sequence[Application], policy: Policy) -> list[Ruling]:
    """Whoever an upheld objection was about is on no list again, although the list was open when it was decided (CQ-5.4)."""
    upheld = Objection.objects.filter(application__in=chosen, state=ObjectionState.UPHELD)
    about = set(upheld.values_list("application", flat=True))
    if not about:
        return []
    said = _("对%s的异议已经认定成立。") % "、".join(a.name for a in chosen if a.pk in about)
    return [Blocker(said, cite(policy, "publicity.gate"), _("不能再列为拟聘；请改定人选。"))]


def settling(
    batch: Batch,
    candidates: Sequence[Application],
    opinions: dict[int, Opinion],
    *,
    policy: Policy,
    on: date,
    over_reason: str = "",
) -> list[Ruling]:
    """Everything asked when the list of those to be appointed is made final."""
    chosen = [a for a in candidates if a.pk in opinions and opinions[a.pk].proposed]
    written = why_not_settled(batch, opinions, candidates, policy)
    found = [*scoring(batch, policy), *written, *minutes(batch, policy)]
    found += appeals_left(batch, policy, on)
    found += unconfirmed(policy, "plan.over")
    if not chosen:
        said = _("一个拟聘人选也没有。")
        found.append(Blocker(said, cite(policy, "selection.dims"), _("无人合适的，请中止本批次并写明理由。")))
    found += headcount(batch, len(chosen), policy, over_reason=over_reason)
    found += [*objected(chosen, policy), *doubted(chosen, policy)]
    found += unexplained(batch, candidates, opinions, policy)
    return [*found, *quota_of(batch, chosen, policy, on)]
