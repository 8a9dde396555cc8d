"""What a slate is asked for and whether its answer still holds: features, bounds and rulings (CQ-5.2, HL-2.1b)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.canonical import JSON
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.models import Application, Batch, SlateRun
from zhongmu.recruitment.queries import age_band, district_of
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.selection import least_ordinary, ordinary_codes
from zhongmu.recruitment.states import BatchState

Feature = Callable[[Application, Policy, date], str]
# Counted, never scored: a bound says how many of each take a seat, and no feature moves anyone's merit.
FEATURES: dict[str, tuple[str | Promise, Feature]] = {
    "ordinary": (
        gettext_lazy("普通参保群众"),
        lambda a, policy, _on: _("是") if a.category in ordinary_codes(policy) else _("否"),
    ),
    "category": (gettext_lazy("来源类别"), lambda a, policy, _on: policy.label("categories", a.category)),
    "age": (gettext_lazy("年龄段"), lambda a, _policy, on: age_band(a.identity.age(on))),
    "sex": (gettext_lazy("性别"), lambda a, _policy, _on: a.sex_label),
    "education": (gettext_lazy("学历"), lambda a, _policy, _on: a.education_label or _("未填")),
    "employed": (
        gettext_lazy("是否在职"),
        lambda a, _policy, _on: _("在职") if a.employed else _("不在职"),
    ),
    "district": (
        gettext_lazy("所在区县"),
        lambda a, _policy, _on: district_of(a.address) or _("没有写明"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Bound:
    """At least `low` and at most `high` people of one value; a relaxation may go as far as the two `_flex`."""

    feature: str
    value: str
    low: int
    high: int
    low_flex: int
    high_flex: int


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """One candidate set in or out by a person, with the reason."""

    application: int
    how: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two candidates who cannot both be chosen, with the reason."""

    a: int
    b: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Design:
    seats: int
    bounds: tuple[Bound, ...]
    seed: str
    seed_source: str
    unit_cap: int | None = None
    fixed: tuple[Fixed, ...] = field(default=())
    pairs: tuple[Pair, ...] = field(default=())


def values_of(people: Sequence[Application], policy: Policy, on: date) -> dict[str, list[tuple[str, int]]]:
    """For each feature its values among these people and how many have each."""
    return {
        code: sorted(Counter(read(person, policy, on) for person in people).items())
        for code, (_label, read) in FEATURES.items()
    }


def least_by_measure(policy: Policy, seats: int) -> dict[tuple[str, str], int]:
    """The lower bounds the measure itself sets, in whole numbers (HL-2.1b)."""
    percent = policy["quota.ordinary_insured.min_percent"]
    if not percent or policy["quota.mode"] == "warn":
        return {}
    return {("ordinary", _("是")): least_ordinary(seats, percent)}


def why_not_design(
    batch: Batch, design: Design, people: Sequence[Application], policy: Policy
) -> list[Ruling]:
    """What is wrong with a design before anything is calculated."""
    basis = cite(policy, "selection.dims")
    found: list[Ruling] = [*_not_choosing(batch), *_bad_seats(batch, design, policy)]
    for bound in design.bounds:
        found += _bad_bound(bound, design.seats, policy)
    least = {(b.feature, b.value): b.low for b in design.bounds}
    for key, low in least_by_measure(policy, design.seats).items():
        if least.get(key, 0) < low:
            facts = {"feature": FEATURES[key[0]][0], "value": key[1], "low": low}
            said = _("“%(feature)s：%(value)s”不能少于%(low)s人。") % facts
            found.append(
                Blocker(
                    said, cite(policy, "quota.ordinary_insured.min_percent"), _("请把下限改到这个数或更多。")
                )
            )
    if not design.seed.strip() or not design.seed_source.strip():
        said = _("还没有写抽签用的公开字串和它的来源。")
        found.append(Blocker(said, basis, _("请用事先公布、事后才知道的数，例如某日的彩票开奖号码。")))
    if not "".join(design.seed.split()).isprintable():
        said = _("抽签用的公开字串里有显示不出的字符。")
        found.append(Blocker(said, basis, _("请重新输入，只写看得见的文字，好让别人照着重算。")))
    return [*found, *_bad_people(design, {a.pk for a in people})]


def _not_choosing(batch: Batch) -> list[Ruling]:
    if batch.state == BatchState.CHOOSING:
        return []
    return [Blocker(_("现在不在比选阶段，不能测算名单。"), remedy=_("需要时请负责人退回比选。"))]


def _bad_seats(batch: Batch, design: Design, policy: Policy) -> list[Ruling]:
    if 1 <= design.seats <= batch.headcount:
        return []
    said = _("席位要在1到核定名额%s之间。") % batch.headcount
    return [Blocker(said, cite(policy, "plan.over"), _("请改席位数，或另行核定名额。"))]


def _bad_bound(bound: Bound, seats: int, policy: Policy) -> list[Ruling]:
    if 0 <= bound.low_flex <= bound.low <= bound.high <= bound.high_flex and bound.low <= seats:
        return []
    facts = {"feature": FEATURES[bound.feature][0], "value": bound.value}
    said = _("“%(feature)s：%(value)s”的下限、上限前后矛盾。") % facts
    remedy = _("下限不大于上限，也不大于席位；放宽的界限只能更宽。")
    return [Blocker(said, cite(policy, "selection.dims"), remedy)]


def _bad_people(design: Design, known: set[int]) -> list[Ruling]:
    """Fixed people and pairs name candidates of this batch, each with a reason."""
    found: list[Ruling] = []
    named = [f.application for f in design.fixed] + [pk for pair in design.pairs for pk in (pair.a, pair.b)]
    if not set(named) <= known or any(pair.a == pair.b for pair in design.pairs):
        said = _("指定的人里有的已不是本批次的候选人，或同一人配成了一对。")
        found.append(Blocker(said, remedy=_("请重新选择。")))
    reasons = [f.reason for f in design.fixed] + [p.reason for p in design.pairs]
    if not all(reason.strip() for reason in reasons):
        said = _("指定入选、不入选或不能同选的，要逐一写明理由。")
        found.append(Blocker(said, remedy=_("请补写理由，理由随测算记录保存。")))
    if len({f.application for f in design.fixed}) < len(design.fixed):
        found.append(Blocker(_("同一人被指定了两次。"), remedy=_("请只留一条。")))
    return found


def why_not_run(batch: Batch, policy: Policy, *, running: bool) -> list[Ruling]:
    """A run needs a design, and one at a time is enough."""
    found = _not_choosing(batch)
    if not hasattr(batch, "slate_design"):
        found.append(
            Blocker(_("还没有写测算要求。"), cite(policy, "selection.dims"), _("请先填席位和各项上下限。"))
        )
    if running:
        found.append(Blocker(_("上一次测算还没有结束。"), remedy=_("请等它算完，或先让它停下。")))
    return found


def why_not_adopt(run: SlateRun, digest: str) -> list[Ruling]:
    """A slate advises on the people and the merits it was calculated from, and on no others."""
    found = _not_choosing(run.batch)
    if digest != run.digest:
        said = _("测算之后，候选人、评分或测算要求有了变化。")
        found.append(Blocker(said, remedy=_("请重新测算，再采用新的结果。")))
    return found


def as_json(design: Design) -> dict[str, JSON]:
    """The design in plain values, for its row and for the ledger; blanks of any kind in the seed are one space."""
    return {
        "seats": design.seats,
        "unit_cap": design.unit_cap,
        "seed": " ".join(design.seed.split()),
        "seed_source": design.seed_source.strip(),
        "bounds": [
            {
                "feature": b.feature,
                "value": b.value,
                "low": b.low,
                "high": b.high,
                "low_flex": b.low_flex,
                "high_flex": b.high_flex,
            }
            for b in design.bounds
        ],
        "fixed": [
            {"application": f.application, "how": f.how, "reason": f.reason.strip()} for f in design.fixed
        ],
        "pairs": [{"a": p.a, "b": p.b, "reason": p.reason.strip()} for p in design.pairs],
    }
