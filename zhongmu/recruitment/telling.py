"""Whoever is not chosen hears it, with the reason, before or with the public: nobody reads it off a list of others."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.letters.models import Letter, State
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment.models import Application, Batch, Opinion
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import ApplicationState

TOLD = (
    State.QUEUED,
    State.SENT,
    State.TOLD,
    State.PREVIEW,
)  # on its way, or done; a letter to tell by hand is neither
OUTCOMES = (ApplicationState.INELIGIBLE, ApplicationState.NOT_CHOSEN, ApplicationState.ELIGIBLE)
MOST_NAMED = 10


def untold(batch: Batch) -> list[Application]:
    """Those refused, not chosen or still waiting to whom nothing has gone out since that was decided. Two queries."""
    rows = batch.applications.filter(state__in=OUTCOMES).annotate(decided_at=Max("moves__at"))
    heard = _last_heard(batch)
    waiting = []
    for row in rows.only("name", "number", "state", "batch", "bureau").order_by("pk"):
        last, decided_at = heard.get(row.ledger_subject), getattr(row, "decided_at", None)
        if last is None or (decided_at is not None and last < decided_at):
            waiting.append(row)
    return waiting


def _last_heard(batch: Batch) -> dict[str, datetime]:
    """When the last letter that counts went out, by what it is about."""
    rows = Letter.objects.filter(
        bureau=batch.bureau_id,
        state__in=TOLD,
        about__startswith="application:",
        created_at__gte=batch.created_at,
    )
    return dict(rows.order_by().values_list("about").annotate(Max("created_at")))


def telling_first(batch: Batch, policy: Policy) -> list[Ruling]:
    """A list of names waits until everybody else has an answer and has been told it."""
    basis = cite(policy, "publicity.required")
    left = batch.applications.undecided().count()
    if left:
        said = _("还有%s份报名没有结论。") % left
        return [Blocker(said, basis, _("请先审查完，并告知本人。"))]
    people = untold(batch)
    if not people:
        return []
    names = "、".join(a.name for a in people[:MOST_NAMED])
    more = _("等%s人") % len(people) if len(people) > MOST_NAMED else ""
    said = _("落选、不通过的人还没有告知：%(names)s%(more)s。") % {"names": names, "more": more}
    return [Blocker(said, basis, _("请先打电话或寄信告知本人结果和理由，再记为已告知；名单随后公开。"))]


def why_passed_over(batch: Batch, opinion: Opinion, passed: int) -> str:
    """What somebody who was not chosen reads: the words written for them, else how the choice was made."""
    if opinion.told.strip():
        return opinion.told.strip()
    return _(
        "本批名额%(headcount)s名，通过资格审查%(passed)s人，经综合比选择优确定，您这次没有列入拟聘名单。"
    ) % {
        "headcount": batch.headcount,
        "passed": passed,
    }
