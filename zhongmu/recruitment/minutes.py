"""比选纪要: what is recorded of a choice, put into words around the officer's own (CQ-5.2, HL-2.2b)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import role_label
from zhongmu.ledger.canonical import JSON
from zhongmu.letters.documents.official import Block, Grid, Heading, OfficialFacts
from zhongmu.people.amounts import points
from zhongmu.people.cjk import chinese_moment
from zhongmu.people.queries import names_of
from zhongmu.recruitment.departures import adopted
from zhongmu.recruitment.models import Application, Batch, BatchMove
from zhongmu.recruitment.queries import merits_of
from zhongmu.recruitment.states import ApplicationState as A
from zhongmu.recruitment.titles import title_of

JUDGED = (A.CHOSEN, A.APPOINTED, A.NOT_CHOSEN)
CHOSEN = (A.CHOSEN, A.APPOINTED)


def minutes_facts(batch: Batch, policy: Policy) -> OfficialFacts:
    """The minutes as of now; `dated_on` is the day the list was settled. Five queries, however many candidates."""
    people = list(
        batch.applications.exclude(opinion=None)
        .select_related("opinion")
        .only(
            "name",
            "state",
            "category",
            "batch",
            "bureau",
            "opinion__overall",
            "opinion__account",
            "opinion__proposed",
        )
        .order_by("pk")
    )
    moves = list(batch.moves.filter(name__in=["begin_choosing", "settle", "reopen"]).order_by("pk"))
    settled = [move for move in moves if move.name == "settle"]
    body: list[Block] = [
        Heading(_("一、时间和参加人员")),
        *_when(moves),
        _who(people, moves),
        Heading(_("二、报名和资格审查")),
        _counts(batch),
        Heading(_("三、比选方式和经过")),
        _("比选维度：%s。") % "、".join(label for _code, label in policy.choices("selection.dims")),
        *(line.strip() for line in batch.minutes.splitlines() if line.strip()),
        Heading(_("四、比选结果")),
        _results(people, merits_of(batch), policy),
        Heading(_("五、名额和占比")),
        *_checked(batch, people, policy, settled),
        *_departures(batch),
        *_changes(batch, settled),
    ]
    return OfficialFacts(
        title=title_of(batch.title, _("比选纪要")),
        body=body,
        bureau=batch.bureau.name,
        dated_on=localtime(settled[-1].at).date() if settled else None,
        rehearsal=batch.rehearsal,
    )


def as_text(facts: OfficialFacts) -> dict[str, JSON]:
    """What the minutes say, fit for canonical JSON."""
    blocks: list[JSON] = [block if isinstance(block, str) else _plain(asdict(block)) for block in facts.body]
    return {
        "title": facts.title,
        "bureau": facts.bureau,
        "dated_on": facts.dated_on.isoformat() if facts.dated_on else None,
        "rehearsal": facts.rehearsal,
        "body": blocks,
    }


def _plain(block: dict[str, object]) -> dict[str, JSON]:
    """A grid's shares of the line are its drawing, not its words."""
    return {key: value for key, value in block.items() if key != "widths"}  # type: ignore[misc]  # text, tuples of text, whole numbers


def _moment(at: datetime) -> str:
    return chinese_moment(localtime(at))


def _when(moves: Sequence[BatchMove]) -> list[str]:
    words = {"begin_choosing": _("开始比选"), "settle": _("确定拟聘名单"), "reopen": _("退回比选")}
    lines = []
    for move in moves:
        why = _("，理由：%s") % move.reason if move.name == "reopen" and move.reason else ""
        lines.append(f"{_moment(move.at)}，{words[move.name]}{why}。")
    return lines


def _who(people: Sequence[Application], moves: Sequence[BatchMove]) -> str:
    """Everyone who wrote an opinion, began the choice or settled it; the officer's own words may name more."""
    roles = {move.account: move.role for move in moves if move.account}
    accounts = dict.fromkeys([*(a.opinion.account for a in people), *roles])
    names = names_of(accounts)
    said = [
        f"{names[each]}（{role_label(roles[each])}）" if each in roles else names[each]
        for each in accounts
        if each in names
    ]
    return _("写比选意见和作出决定的人员：%s。") % "、".join(said) if said else _("没有比选意见的记录。")


def _counts(batch: Batch) -> str:
    states = list(batch.applications.values_list("state", flat=True))
    passed = sum(state in {A.ELIGIBLE, *JUDGED} for state in states)
    told = {
        "all": len(states),
        "passed": passed,
        "refused": states.count(A.INELIGIBLE),
        "gone": states.count(A.WITHDRAWN),
    }
    said = _("收到报名%(all)s份，资格审查通过%(passed)s份，不通过%(refused)s份，本人撤回%(gone)s份。")
    return said % told


def _results(people: Sequence[Application], merits: Mapping[int, int], policy: Policy) -> Block:
    if not people:
        return _("没有候选人。")
    rows = tuple(
        (
            str(n),
            a.name,
            policy.label("categories", a.category),
            str(a.get_state_display()),
            *([points(merits.get(a.pk))] if merits else []),
            a.opinion.overall or "—",
        )
        for n, a in enumerate(people, 1)
    )
    scored = ((_("得分"),), (1.4,)) if merits else ((), ())
    heads = (_("序号"), _("姓名"), _("来源类别"), _("结果"), *scored[0], _("综合意见"))
    return Grid(heads, rows, widths=(1.0, 1.8, 2.2, 1.8, *scored[1], 5.0))


def _checked(
    batch: Batch, people: Sequence[Application], policy: Policy, settled: Sequence[BatchMove]
) -> list[Block]:
    """What was asked of headcount and quota on the day the list was settled, as it was answered then."""
    chosen = sum(a.state in CHOSEN for a in people)
    lines: list[Block] = [
        _("核定名额%(headcount)s名，拟聘%(chosen)s人。") % {"headcount": batch.headcount, "chosen": chosen}
    ]
    said = settled[-1].facts.get("checked", []) if settled else []
    percent = policy["quota.ordinary_insured.min_percent"]
    if percent and settled and not any(_("普通参保群众") in sentence for sentence in said):
        lines.append(_("普通参保群众占比不低于%s％，符合要求。") % percent)
    return [*lines, *said]


def _departures(batch: Batch) -> list[Block]:
    """Where people decided otherwise than the list they had calculated, each with its reason."""
    run = adopted(batch)
    if run is None:
        return []
    rows = list(
        run.departures.select_related("application").only("reason", "application__name").order_by("pk")
    )
    lines: list[Block] = [f"{row.application.name}：{row.reason}" for row in rows]
    said = (
        _("本次采用测算名单作参考，与参考名单不同的有%s人，理由如下：")
        if rows
        else _("本次采用测算名单作参考，结果与参考名单一致。")
    )
    return [Heading(_("六、与参考名单的差异")), said % len(rows) if rows else said, *lines]


def _changes(batch: Batch, settled: Sequence[BatchMove]) -> list[Block]:
    """Who left the list after it was settled, and who was let in beyond the headcount, each with its reason."""
    lines: list[Block] = [
        _("%(at)s，批准超出名额，理由：%(why)s。") % {"at": _moment(move.at), "why": move.reason}
        for move in settled
        if move.reason
    ]
    if settled:
        gone = batch.applications.filter(moves__name__in=["strike", "withdraw"], moves__at__gte=settled[0].at)
        rows = gone.values_list("name", "moves__name", "moves__at", "moves__reason").order_by("moves__pk")
        words = {"strike": _("不予聘任"), "withdraw": _("本人撤回")}
        lines += [
            f"{_moment(at)}，{name}{words[move]}{_('，理由：%s') % why if why else ''}。"
            for name, move, at, why in rows
        ]
    number = _("七") if adopted(batch) else _("六")
    return [Heading(_("%s、定稿以后的变化") % number), *lines] if lines else []
