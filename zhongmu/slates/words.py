"""What came of a choice, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from zhongmu.slates.conflicts import Conflict
from zhongmu.slates.demands import Demand
from zhongmu.slates.problem import Problem, Rule
from zhongmu.slates.relaxing import Give, Way
from zhongmu.slates.run import Result, Room
from zhongmu.slates.why_not import WhyNot

MOST_TOLD = 40
NAMED = 10
"""So few people are named; of more, the number is told."""


def in_words(result: Result) -> list[str]:
    """What came of it, a sentence each."""
    said = [] if result.seed_given else [f"没有给抽签种子，用由编号和人数算出的 {result.seed}。"]
    return [*said, *_outcome(result)]


def _outcome(result: Result) -> Iterator[str]:
    problem, value = result.sheets.problem, result.value
    if result.status == "infeasible":
        yield from _impossible(result)
    elif value is None:
        yield f"停下时还没有找到名单；任何名单都不超过 {result.bound}。"
    elif result.status == "proved":
        yield f"已证明最优：{problem.seats} 人合计 {value}，没有更高的名单；同分的按种子抽签。"
    elif result.bound == value:
        yield f"{problem.seats} 人合计 {value}，已证明没有更高的；同分抽签没有走完，名单还不算定。"
    else:
        gap = (result.bound or 0) - value
        yield f"未证明最优：{problem.seats} 人合计 {value}，任何名单都不超过 {result.bound}，差距 {gap}。"


def _impossible(result: Result) -> Iterator[str]:
    problem = result.sheets.problem
    yield f"没有一份 {problem.seats} 人的名单守得住每一条。"
    if result.conflict is not None:
        if not result.conflict.fractions_too:
            yield "要把人拆成几分之几才凑得出来。"
        yield conflict_in_words(problem, result.conflict)
    yield from (room_in_words(problem, room) for room in result.rooms)
    for number, way in enumerate(result.ways, 1):
        yield f"放宽办法 {number}：{way_in_words(problem, way)}"
    if not result.ways:
        yield "在各名额准许的限度内，没有找到放宽的办法。"
    yield "以上只是建议，没有放宽任何一条；要放宽请改名额表后重来。"


def conflict_in_words(problem: Problem, conflict: Conflict) -> str:
    told = "；".join(islice(_demands(problem, conflict.demands), MOST_TOLD))
    if len(conflict.demands) > MOST_TOLD:
        told += f"……等 {len(conflict.demands)} 条"
    if len(conflict.demands) == 1:
        return f"这一条守不住：{told}。"
    if conflict.minimal:
        return f"这几条不能同时守住，少了其中任何一条，其余的就守得住：{told}。"
    return f"这几条不能同时守住（时间所限，也许还能再少几条）：{told}。"


def _demands(problem: Problem, demands: Sequence[Demand]) -> Iterator[str]:
    for side, words in (("in", "必须入选"), ("out", "不得入选")):
        people = [problem.ids[place] for place in sorted(one.place for one in demands if one.side == side)]
        if people:
            yield f"{_named(people)}{words}"
    yield from (demand_in_words(problem, one) for one in demands if one.side not in {"in", "out"})


def _named(ids: Sequence[str]) -> str:
    named = "、".join(ids[:NAMED])
    return named if len(ids) <= NAMED else f"{named} 等 {len(ids)} 人"


def demand_in_words(problem: Problem, demand: Demand) -> str:
    if demand.side == "seats":
        return f"一共选 {problem.seats} 人（人员表里有 {problem.people} 人）"
    if demand.side in {"in", "out"}:
        return f"{problem.ids[demand.place]} {'必须入选' if demand.side == 'in' else '不得入选'}"
    rule, members = problem.rules[demand.place], problem.members_of(demand.place)
    if rule.kind == "pair":
        return f"{rule.value}不能同时入选"
    side, bound = ("至少", rule.low) if demand.side == "min" else ("最多", rule.high)
    ids = [problem.ids[person] for person in members[:NAMED].tolist()]
    people = f"：{'、'.join(ids)}" if 0 < len(members) <= NAMED else ""
    return f"{named_rule(rule)}{side} {bound} 人（人员表里有 {len(members)} 人{people}）"


def named_rule(rule: Rule) -> str:
    return f"{rule.feature}“{rule.value}”"


def room_in_words(problem: Problem, room: Room) -> str:
    told = f"正好 {room.least} 人" if room.least == room.most else f"在 {room.least} 至 {room.most} 人之间"
    if room.least > room.most:
        told = "不是整数，凑不出"
    return f"其余各条不动时，{named_rule(problem.rules[room.rule])}只能{told}。"


def why_in_words(problem: Problem, why: WhyNot) -> list[str]:
    """Why someone is not on the slate, or what they bring to it, a sentence each."""
    name = problem.ids[why.person]
    return [*_cost(name, why), *_flip(name, why), *_barriers(problem, name, why)]


def _cost(name: str, why: WhyNot) -> Iterator[str]:
    with_, without = ("去掉", "没有") if why.chosen else ("放进", "有")
    if why.cost is None:
        yield f"守住每一条的名单里，没有一份{without} {name}。"
        return
    least, most = why.cost
    told = f"最好也要少 {most}" if least == most else f"要少 {least} 至 {most}（没有算完）"
    if least == most <= 0:
        told = f"会多 {-most}" if most else "不变，同分时由抽签定"
    yield f"{with_} {name}，名单合计{told}。"


def _flip(name: str, why: WhyNot) -> Iterator[str]:
    if why.some_at is not None and why.every_at is not None:
        yield f"其余不变，{name} 的分数到 {why.some_at} 就能与最优名单打平，到 {why.every_at} 则必定入选。"


def _barriers(problem: Problem, name: str, why: WhyNot) -> Iterator[str]:
    if why.full:
        told = "、".join(f"{named_rule(problem.rules[n])}（{problem.rules[n].high} 人）" for n in why.full)
        yield f"{name} 所在的{told}已经满了。"
    for one in why.holding:
        told = named_rule(problem.rules[one.rule])
        yield f"分数比 {name} 低的 {why.lower} 名入选者里，有 {one.held} 人是{told}，这里只剩最少人数，换不下来。"


def way_in_words(problem: Problem, way: Way) -> str:
    gives = "，".join(give_in_words(problem, give) for give in way.gives)
    doubts = [] if way.smallest else ["不一定是最小的"]
    doubts += [] if way.shown else ["还没有找到照此选出的名单"]
    return f"{gives}；共动 {way.total} 人次{''.join(f'，{doubt}' for doubt in doubts)}。"


def give_in_words(problem: Problem, give: Give) -> str:
    rule = problem.rules[give.rule]
    side, before = ("最少", rule.low) if give.side == "min" else ("最多", rule.high)
    return f"{named_rule(rule)}的{side}人数由 {before} 改为 {give.bound}"
