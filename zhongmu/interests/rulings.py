"""A tie found in a form, as a page says it: what it is, the article, what to do. Never a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy
from zhongmu.interests.models import Interest, Judgement, Relation
from zhongmu.ledger.actors import Actor
from zhongmu.policies.rulings import Blocker, Cite, Notice

RECUSAL = "interest.recusal"
JUDGES = frozenset({"liaison", "clerk", "reviewer", "leader"})
LEAST_REASON = 4
_SAID: dict[str, tuple[str | Promise, str | Promise]] = {
    Relation.EMPLOYER: (
        _("工作单位“%(said)s”与定点医药机构名录里的“%(organisation)s”相符。"),
        _("请向本人核实。属实的照样可以报名，聘任后不派其监督这家机构。"),
    ),
    Relation.RECOMMENDER: (
        _("推荐、特邀单位“%(said)s”与定点医药机构名录里的“%(organisation)s”相符，是被监督对象。"),
        _("请向单位和本人核实与该机构的关系；照样可以推荐，聘任后不派其监督这家机构。"),
    ),
    Relation.STAFF: (
        _("工作单位“%(said)s”与“%(organisation)s”相符。医疗保障部门、经办机构及其工作人员是被监督对象。"),
        _("请核实是否为其工作人员、是否适宜，由审查人写明结论。"),
    ),
    Relation.STAFF_WORD: (
        _("工作单位“%(said)s”里有医保部门、经办机构的字样。"),
        _("这只是提示，请向本人核实是否为其工作人员。"),
    ),
    Relation.COMPANY_WORD: (
        _("工作单位“%(said)s”里有药品、医疗器械生产经营企业的字样。"),
        _("这只是提示，请向本人核实；属实的照样可以报名，聘任后不派其监督有业务往来的机构。"),
    ),
}


# Of a tie that holds. What becomes of the application is for whoever checks it.
_HELD: dict[str, str] = {
    Relation.EMPLOYER: gettext_noop("聘任后不派其监督这家机构。"),
    Relation.RECOMMENDER: gettext_noop("聘任后不派其监督这家机构。"),
    Relation.STAFF: gettext_noop("是否适宜，请在逐项审查里写明结论。"),
    Relation.STAFF_WORD: gettext_noop("是否适宜，请在逐项审查里写明结论。"),
    Relation.COMPANY_WORD: gettext_noop("聘任后不派其监督有业务往来的机构。"),
}


def interest_notice(row: Interest, policy: Policy, judged: Judgement | None = None) -> Notice | None:
    """What a tie still has to say: a candidate warns, one that holds says so, one that does not says nothing."""
    if judged is not None and not judged.holds:
        return None
    sentence, remedy = _SAID[row.relation]
    said = str(sentence) % {"said": row.said, "organisation": row.organisation}
    if judged is None:
        return Notice(said, _cite(policy), str(remedy))
    found = gettext("已核实属实：%s") % judged.reason
    return Notice(said, _cite(policy), f"{found}。{gettext(_HELD[row.relation])}")


def recommender_notices(unit: str, institutions: Iterable[str], policy: Policy) -> list[Notice]:
    """Said of a unit that recommends or invites, before anybody has answered (CQ-7.2)."""
    sentence, remedy = _SAID[Relation.RECOMMENDER]
    told = [str(sentence) % {"said": unit, "organisation": name} for name in institutions]
    return [Notice(said, _cite(policy), str(remedy)) for said in told]


def _cite(policy: Policy) -> Cite | None:
    return policy.cite(RECUSAL) if RECUSAL in policy.pack else None


def why_not_judge(by: Actor, reason: str) -> Blocker | None:
    """Whoever checks applications judges their ties, in writing."""
    if by.role not in JUDGES:
        said = gettext("利害关系由审查报名的人员认定。")
        return Blocker(said, remedy=gettext("请交由有权限的人员办理。"))
    if len(reason.strip()) < LEAST_REASON:
        said = gettext("请写明核实经过，不少于四个字。")
        return Blocker(said, remedy=gettext("例如：何时向谁核实、看了什么材料。"))
    return None
