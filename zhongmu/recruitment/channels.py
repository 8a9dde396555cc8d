"""The ways into a batch, as the pack defines them: who proposes, who must say yes, whose words the form takes (CQ-7.0)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.people.credit import check_credit_code
from zhongmu.people.values import BadValue
from zhongmu.policies.codes import Code

PERSON, UNIT, BUREAU = "person", "unit", "bureau"


def rows(policy: Policy) -> list[Code]:
    return list(policy["channels"])


def channel(policy: Policy, code: str) -> Code | None:
    return next((row for row in rows(policy) if row.code == code), None)


def _first(found: Iterable[Code]) -> Code | None:
    return next(iter(found), None)


def by_unit(policy: Policy) -> Code | None:
    """The channel by which units recommend people; None where the measure has none."""
    return _first(row for row in rows(policy) if row["by"] == UNIT)


def by_bureau(policy: Policy) -> Code | None:
    """The channel by which the bureau itself invites people."""
    return _first(row for row in rows(policy) if row["by"] == BUREAU)


def into_pool(policy: Policy) -> Code | None:
    """The channel that is always open and needs no notice."""
    return _first(row for row in rows(policy) if row["always_open"])


def is_direct(row: Code) -> bool:
    """Whether a filled form alone comes in by it: the person proposes, into one batch."""
    return row["by"] == PERSON and not row["consent"] and not row["always_open"]


def on_line(policy: Policy) -> list[Code]:
    """What a published notice opens to everyone."""
    return [row for row in rows(policy) if is_direct(row) and row["needs_notice"]]


def on_paper(policy: Policy) -> list[Code]:
    """What an officer may register for one batch from a form alone."""
    return [row for row in rows(policy) if is_direct(row)]


def unit_words_wrong(row: Code, *, unit_name: str, unit_opinion: str) -> dict[str, str]:
    """CQ-F20 by field: a unit's opinion where the channel calls for one, and nowhere else."""
    if row["unit_opinion"] == "required":
        said = {
            "unit_name": (unit_name, _("推荐、特邀单位")),
            "unit_opinion": (unit_opinion, _("推荐、特邀单位意见")),
        }
        return {
            field: _("“%(way)s”须由单位填写%(what)s并盖章。") % {"way": row.label, "what": label}
            for field, (text, label) in said.items()
            if not text.strip()
        }
    if row["unit_opinion"] == "forbidden" and unit_opinion.strip():
        return {"unit_opinion": _("“%s”不填单位意见，请清空这一栏；单位推荐的，先登记推荐函。") % row.label}
    return {}


def may_lack_code(policy: Policy, kind: str) -> bool:
    """Whether units of this kind may be entered without a credit code, with the reason (some organs have none)."""
    return kind in (policy["recommender.code_waivable"] or ())


def code_wrong(policy: Policy, *, kind: str, code: str, reason: str) -> dict[str, str]:
    """What is wrong with a unit's credit code, or with there being none, by field."""
    if code:
        try:
            check_credit_code(code)
        except BadValue as wrong:
            return {"credit_code": wrong.sentence}
        return {}
    if not may_lack_code(policy, kind):
        label = policy.label("recommender.kinds", kind)
        return {"credit_code": _("“%s”类的单位须填统一社会信用代码。请照证照填写18位。") % label}
    if not reason.strip():
        return {"no_code_reason": _("没有统一社会信用代码的，请写明原因，例如：党委工作机关，未赋码。")}
    return {}
