"""A tie found in a form, as a page says it: what it is, the article, what to do. Never a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhongmu.bureaus.policy import Policy
from zhongmu.interests.models import Interest, Relation
from zhongmu.policies.rulings import Notice

RECUSAL = "interest.recusal"
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
}


def interest_notices(found: Iterable[Interest], policy: Policy) -> list[Notice]:
    cite = policy.cite(RECUSAL) if RECUSAL in policy.pack else None
    notices = []
    for row in found:
        sentence, remedy = _SAID[row.relation]
        words = {"said": row.said, "organisation": row.organisation}
        notices.append(Notice(str(sentence) % words, cite, str(remedy)))
    return notices
