"""The measure as it holds for one bureau on one day: the pack bound to it or to the nearest bureau above, and its own decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau, Decision, PackBinding
from zhongmu.policies.codes import Code
from zhongmu.policies.library import library
from zhongmu.policies.pack import Pack, Parameter
from zhongmu.policies.rulings import Blocker, Cite
from zhongmu.statements.prepared import Prepared


class NoPolicy(Exception):
    """No measure is bound to the bureau on that day; the message says what to do."""


@dataclass(frozen=True)
class Policy:
    """`policy["term.years"]` is the bureau's decision where the key has one, else the pack's value."""

    pack: Pack
    bureau_code: str
    decisions: dict[str, Decision]

    @property
    def rehearsal(self) -> bool:
        """A bureau whose only pack is a draft rehearses; nothing it does has effect."""
        return self.pack.status == "draft"

    def __getitem__(self, key: str) -> Any:
        decision = self.decisions.get(key)
        return self.pack[key] if decision is None or decision.confirms else decision.value

    def parameter(self, key: str) -> Parameter:
        return self.pack.parameter(key)

    def cite(self, key: str) -> Cite:
        return self.pack.cite(key)

    def label(self, key: str, code: str) -> str:
        """The printed word of one of the pack's codes; an unknown (older) code is shown as it is."""
        return next((row.label for row in self[key] or () if row.code == code), code)

    def choices(self, key: str) -> list[tuple[str, str]]:
        return [(row.code, row.label) for row in self[key] or ()]

    def code(self, key: str, code: str) -> Code:
        """One row of a table of codes. Raises KeyError with a sentence."""
        return self.pack.code(key, code)

    def suggestions(self) -> list[Parameter]:
        """Every value that no article and no checked law gives: a leader confirms each before its first use."""
        return [p for p in self.pack if p.needs_confirmation]

    def is_confirmed(self, key: str) -> bool:
        return key in self.decisions or key not in self.pack or not self.parameter(key).needs_confirmation

    def unconfirmed(self, *keys: str) -> Blocker | None:
        """The refusal for acts that rest on values nobody has confirmed yet, or None."""
        waiting = [self.parameter(key).title for key in keys if not self.is_confirmed(key)]
        if not waiting:
            return None
        return Blocker(
            _("“%(titles)s”原文未定，本局负责人还没有确认采用的数值。") % {"titles": "、".join(waiting)},
            self.cite(next(key for key in keys if not self.is_confirmed(key))),
            _("请负责人在“制度与口径”里确认或改定，再办本步。"),
        )


# The last policy read of each bureau and day, with the newest decision it knew: a stamp costs one small query,
# reading dozens of decisions again would cost more than all else a page asks.
_read: dict[tuple[int, date], tuple[tuple[str, int], Policy]] = {}
_MOST_KEPT = 4000


def forget() -> None:
    """Read every policy anew. Needed only where decisions were taken back under their ids: after a restore, in tests."""
    _read.clear()


def policy_of(bureau: Bureau, on: date) -> Policy:
    """Raises NoPolicy when nothing is bound on that day. One small query, one more after a new decision."""
    stamp = pack_id, _newest = _bound_pack(bureau, on)
    kept = _read.get((bureau.pk, on))
    if kept and kept[0] == stamp:
        return kept[1]
    mine = Decision.objects.filter(bureau=bureau, pack_id=pack_id)
    decisions = {row.key: row for row in mine.order_by("id")}
    policy = Policy(library().get(pack_id), bureau.code, decisions)
    if len(_read) >= _MOST_KEPT:
        _read.clear()
    _read[bureau.pk, on] = (stamp, policy)
    return policy


def _bindings(bureau: Any, codes: Any, on: Any) -> QuerySet[PackBinding, Any]:
    decided = Decision.objects.filter(bureau=bureau, pack_id=OuterRef("pack_id")).order_by("-id")
    bound = PackBinding.objects.filter(bureau__code__in=codes, starts_on__lte=on)
    return bound.values_list("bureau__path", "starts_on", "pack_id", Subquery(decided.values("id")[:1]))


_bound = Prepared(_bindings)


def _bound_pack(bureau: Bureau, on: date) -> tuple[str, int]:
    """The pack in force, and the bureau's newest decision on it (0 when there is none)."""
    codes = tuple(bureau.path.strip("/").split("/"))
    nearest = max(_bound(bureau.pk, codes, on), key=lambda row: (len(row[0]), row[1]), default=None)
    if nearest is None:
        raise NoPolicy(
            _("%(bureau)s在%(day)s没有可适用的办法。请系统管理员用 zhongmu bureaus load 绑定制度文件。")
            % {"bureau": bureau.name, "day": on}
        )
    return nearest[2], nearest[3] or 0
