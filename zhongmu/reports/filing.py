"""What comes in, whichever the channel, and what is wrong with it. Pages and the action ask the same function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.reports.states import Kind
from zhongmu.reports.substance import says_nothing

MOST_FACTS = 30_000
MOST_FILES = 9
WEB = "web"
_OLDEST = timedelta(days=366)
_LONGEST = {"target_name": 100, "happened": 100, "place": 200}


class BadFiling(ValueError):
    """`problems` maps a field to the sentence for the person who filled it in."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("".join(problems.values()))


@dataclass(frozen=True, kw_only=True)
class Filing:
    """`amount` in 分. `arrived_on` is the day it reached the bureau (HL-2.3e)."""

    kind: str
    facts: str
    arrived_on: date
    channel: str = WEB
    named: bool = True
    target_kind: str = ""
    target_name: str = ""
    scene: str = ""
    suggestion_kind: str = ""
    happened: str = ""
    happened_on: date | None = None
    place: str = ""
    amount: int | None = None
    interested: bool = False
    attachments: tuple[File[bytes], ...] = ()


@dataclass(frozen=True)
class Outsider:
    """A reporter who is no supervisor on file."""

    name: str
    contact: str


def problems(filing: Filing, *, policy: Policy, on: date) -> dict[str, str]:
    """Everything that must be put right before this can be filed, by field; empty when nothing (CQ-9.2, CQ-9.3)."""
    found = {
        "facts": _facts(filing),
        "arrived_on": _arrival(filing.arrived_on, on),
        "happened_on": _happened(filing.happened_on, on),
        "channel": _known(policy, "intake.channels", filing.channel, _CHOOSE["channel"]),
        **(_clue(filing, policy) if filing.kind == Kind.CLUE else _suggestion(filing, policy)),
        **_lengths(filing),
    }
    if filing.amount is not None and filing.amount < 0:
        found["amount"] = _("金额不能是负数。说不准可以空着。")
    if len(filing.attachments) > MOST_FILES:
        found["attachments"] = _("附件最多%(most)s个。请挑最要紧的，其余的写明存放在哪里。") % {
            "most": MOST_FILES
        }
    return {field: sentence for field, sentence in found.items() if sentence}


def _facts(filing: Filing) -> str:
    count = len(filing.facts)
    if not filing.facts.strip():
        return _("没有写情况。请写明看到、听到或建议的具体事情。")
    if count > MOST_FACTS:
        return _("情况写了%(count)s字，最多%(most)s字。内容都还在，请删减，或把长材料作为附件上传。") % {
            "count": count,
            "most": MOST_FACTS,
        }
    if says_nothing(filing.facts):
        return _("情况写得太少，没法办理。请写明什么时候、在哪里、发生了什么，不少于十个字。")
    return ""


def _arrival(arrived_on: date, on: date) -> str:
    if arrived_on > on:
        return _("来件日期在今天以后。请填写实际收到的日期，期限从那天起算。")
    if arrived_on < on - _OLDEST:
        return _("来件日期早于一年前。请核对年份；确实这么久的，请先向负责人说明再登记。")
    return ""


def _happened(happened_on: date | None, on: date) -> str:
    if happened_on and happened_on > on:
        return _("发生日期在今天以后。请填写实际发生的日期；记不清可以空着，写到“大约时间”里。")
    return ""


def _clue(filing: Filing, policy: Policy) -> dict[str, str]:
    return {
        "target_kind": _known(policy, "supervised.targets", filing.target_kind, _CHOOSE["target_kind"]),
        "target_name": ""
        if filing.target_name.strip()
        else _("没有写对象的名称。请写招牌上的名字；个人写您知道的称呼。"),
        "scene": _known(policy, "clue.scenes", filing.scene, _CHOOSE["scene"]),
    }


def _suggestion(filing: Filing, policy: Policy) -> dict[str, str]:
    target = filing.target_kind
    return {
        "suggestion_kind": _known(
            policy, "suggestion.kinds", filing.suggestion_kind, _CHOOSE["suggestion_kind"]
        ),
        "target_kind": target and _known(policy, "supervised.targets", target, _CHOOSE["about"]),
    }


_CHOOSE: dict[str, str | Promise] = {
    "channel": gettext_lazy("请从列出的来件渠道里选一种。"),
    "target_kind": gettext_lazy("请选择反映的是哪一类对象。"),
    "scene": gettext_lazy("请选一种最接近的情形；都不像的选“其他情形”。"),
    "suggestion_kind": gettext_lazy("请选择建议的类型。"),
    "about": gettext_lazy("请从列出的对象里选，或者不选。"),
}


def _known(policy: Policy, key: str, code: str, sentence: str | Promise) -> str:
    return "" if any(row.code == code for row in policy[key] or ()) else str(sentence)


def _lengths(filing: Filing) -> dict[str, str]:
    return {
        field: _("这一栏写了%(count)s字，最多%(most)s字。请写简短些，详细的写到情况里。")
        % {"count": len(getattr(filing, field)), "most": most}
        for field, most in _LONGEST.items()
        if len(getattr(filing, field)) > most
    }


def headline(filing: Filing, policy: Policy) -> str:
    """How lists and pages call the report: the plain scene, or the suggestion's kind and first words."""
    if filing.kind == Kind.CLUE:
        return policy.label("clue.scenes", filing.scene)[:80]
    first = filing.facts.strip().splitlines()[0]
    said = first if len(first) <= _SHOWN else first[: _SHOWN - 1] + "…"
    return f"{policy.label('suggestion.kinds', filing.suggestion_kind)}：{said}"[:80]


_SHOWN = 40
