"""One person who comes into one batch by two ways is one application; both the person and the officer are told (CQ-7.0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.letters.models import Letter
from zhongmu.policies.rulings import Blocker, Ruling
from zhongmu.recruitment import rulings
from zhongmu.recruitment.actions import interests
from zhongmu.recruitment.actions.moving import tell
from zhongmu.recruitment.filled import Filled, Source, plain_snapshot
from zhongmu.recruitment.models import AlsoCame, Application
from zhongmu.recruitment.models.application import UNDECIDED
from zhongmu.recruitment.states import ApplicationState

OPEN = frozenset({*UNDECIDED, ApplicationState.ELIGIBLE})


@dataclass(frozen=True, kw_only=True)
class Came:
    """A form as it came: by whom it was asked for, and how it reached the bureau; on line, where `intake` is None."""

    filled: Filled
    submission_index: str
    source: Source | None = None
    intake: dict[str, str] | None = None
    scan: StoredFile | None = None

    @property
    def by_anybody(self) -> bool:
        """Whether nobody was asked for a secret or seen at a desk: it may be a stranger who knows the identity number."""
        return self.source is None and self.intake is None


def why_apart(earlier: Application, came: Came, policy: Policy) -> list[Ruling]:
    """Why this form is not joined to the application of the same identity number."""
    found: list[Ruling] = []
    basis = rulings.cite(policy, "channels")
    if earlier.name != came.filled.name:
        remedy = _("请对照身份证核对姓名和号码；都没有错的，请带身份证到窗口办理。")
        found.append(Blocker(_("姓名与这个身份证号对不上。"), basis, remedy))
    if earlier.state not in OPEN:
        said = _("这个身份证号在本批次已有结论，不能再并入。")
        found.append(Blocker(said, basis, _("对结论有异议的，请凭先前的回执办理。")))
    return found


def knock(earlier: Application, came: Came, *, policy: Policy, by: Actor, at: datetime) -> None:
    """A second form from the open page: kept where it is another way; the first form's address is told, once and no more.

    Whoever sent it learns the same in every case.
    """
    known = {earlier.channel, *earlier.other_channels}
    if came.filled.channel not in known and not why_apart(earlier, came, policy):
        meet(earlier, came, policy=policy, by=by, at=at)
        return
    event = "application.again"
    if not Letter.objects.filter(about=earlier.ledger_subject, event=event).exists():
        said = _("没有改动。又收到一份用同一身份证号填的表，没有另外登记；不是您填的，请告诉我们。")
        tell(earlier, "again", said, at=at)


def meet(earlier: Application, came: Came, *, policy: Policy, by: Actor, at: datetime) -> None:
    """Keep the second way, its form sealed, beside the application the person has. Call it in the act's transaction."""
    filled, source = came.filled, came.source
    unit = source.unit if source else None
    AlsoCame.objects.create(
        application=earlier,
        channel=filled.channel,
        source=source.number if source else "",
        unit_name=unit.name if unit else "",
        unit_code=unit.code if unit else "",
        unit_opinion=unit.opinion if unit else "",
        unit_seal=unit.seal if unit else None,
        submission_index=came.submission_index,
        content=plain_snapshot(filled),
        photo=filled.photo,
        signature=filled.signature,
        signed_scan=filled.signed_scan,
        intake=came.intake or {},
        scan=came.scan,
        at=at,
    )
    earlier.other_channels = sorted({*earlier.other_channels, filled.channel} - {earlier.channel})
    earlier.save(update_fields=["other_channels"])
    interests.note(earlier, at=at, recommender=unit.name if unit else "")
    facts: dict[str, JSON] = {
        "number": earlier.number,
        "channel": earlier.channel,
        "met": filled.channel,
        "source": source.number if source else "",
    }
    chain, subject = earlier.bureau.code, earlier.ledger_subject
    record(chain, "recruitment.application.meet", by=by, subject=subject, facts=facts, at=at)
    ways = [policy.label("channels", code) for code in (earlier.channel, filled.channel)]
    words = _("先后经%(ways)s进入同一批次，已合并为这一份，不会重复，也不必再填。")
    tell(earlier, "meet", words % {"ways": "、".join(f"“{way}”" for way in ways)}, at=at)
