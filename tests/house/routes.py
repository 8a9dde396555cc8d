"""Every route, and what stands in the place of each of its parameters when a stranger comes with 渝中's ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.world import World
from zhongmu.corps.states import MOVES as APPOINTMENT_MOVES
from zhongmu.recruitment.states import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    BATCH_MOVES,
    INVITATION_MOVES,
    NAME_NOTICE_MOVES,
    NOMINATION_MOVES,
    OBJECTION_MOVES,
    POOL_MOVES,
    POSTING_MOVES,
    SCORING_MOVES,
)
from zhongmu.reports.states import CLUE_MOVES

Values = Callable[[World], list[object]]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

# The address up to and with the parameter → 渝中's ids for it. Everything below that address is then covered.
IDS: dict[str, Values] = {
    "b/<slug:code>/notices/<int:pk>": lambda w: [b.pk for b in w.batches],
    "b/<slug:code>/names/<int:pk>": lambda w: [w.notice.pk],
    "c/<str:token>": lambda w: [w.certificate.token],
    "b/<slug:code>/notices/<int:pk>/files/<int:file>": lambda w: [w.attachment.pk],
    "my/certificate/<int:pk>": lambda w: [w.certificate.appointment_id],
    "my/pledge/<int:pk>": lambda w: [a.pk for a in w.appointments],
    "my/renewal/<int:pk>": lambda w: [a.pk for a in w.appointments],
    "my/reports/<int:pk>": lambda w: [w.report.pk],
    "office/corps/<int:pk>": lambda w: [a.pk for a in w.appointments],
    "office/corps/prints/<int:pk>": lambda w: [w.job.pk],
    "office/reports/<int:pk>": lambda w: [w.report.pk],
    "office/recruitment/<int:pk>": lambda w: [b.pk for b in w.batches],
    "office/recruitment/<int:pk>/notice/files/<int:file>": lambda w: [w.attachment.pk],
    "office/recruitment/headcounts/<int:pk>": lambda w: [w.headcount.pk],
    "office/recruitment/applications/<int:pk>": lambda w: [a.pk for a in w.applications],
    "office/recruitment/applications/<int:pk>/also/<int:also>": lambda w: [w.also.pk],
    "office/recruitment/paper/<int:pk>": lambda w: [a.pk for a in w.applications],
    "office/recruitment/archives/<int:pk>": lambda w: [w.archive.pk],
    "office/recruitment/names/<int:pk>": lambda w: [w.notice.pk],
    "office/recruitment/postings/<int:pk>": lambda w: [w.posting.pk],
    "office/institutions/<int:pk>": lambda w: [w.institution.pk],
    "office/recruitment/appeals/<int:pk>": lambda w: [w.appeal.pk],
    "office/recruitment/objections/<int:pk>": lambda w: [w.objection.pk],
    "office/scoring/<int:pk>": lambda w: [w.seat.round_id],
    "office/scoring/<int:pk>/cards/<str:label>": lambda w: [
        row.entry.label for row in w.seat.assignments.select_related("entry")
    ],
    "office/scoring/<int:pk>/compare/<str:label>": lambda w: [
        row.entry.label for row in w.seat.assignments.select_related("entry")
    ],
    "office/recruitment/scoring/batches/<int:pk>": lambda w: [b.pk for b in w.batches],
    "office/recruitment/scoring/<int:pk>": lambda w: [w.seat.round_id],
    "office/recruitment/scoring/<int:pk>/panel/<int:seat>": lambda w: [w.seat.pk],
    "office/intake/sheets/<int:pk>": lambda w: [s.pk for s in w.sheets],
    "office/intake/sheets/rows/<int:pk>": lambda w: [r.pk for s in w.sheets for r in s.rows.all()],
    "office/recruitment/slates/<int:pk>": lambda w: [w.run.pk],
    "office/recruitment/slates/<int:pk>/why/<int:application>": lambda w: [
        w.run.batch.applications.first().pk
    ],
    "office/intake/mail/<int:pk>": lambda w: [a.pk for a in w.arrivals],
    "office/recruitment/units/<int:pk>": lambda w: [w.nominations[0].unit_id],
    "office/recruitment/nominations/<int:pk>": lambda w: [n.pk for n in w.nominations],
    "office/recruitment/invitations/<int:pk>": lambda w: [w.invitation.pk],
    "office/recruitment/pool/<int:pk>": lambda w: [w.offer.pk],
    "office/recruitment/ties/<int:pk>": lambda w: [i.pk for i in w.bureau.interests.all()],
    "unit/batches/<int:pk>": lambda w: [b.pk for b in w.batches],
    "unit/nominations/<int:pk>": lambda w: [n.pk for n in w.nominations],
    "office/letters/<int:pk>": lambda w: [w.letter.pk, w.called.pk],
    "office/members/<int:pk>": lambda w: [w.membership.pk],
}
# Parameters that are no bureau's rows: what they are called, in the address or anywhere → values to try.
OTHERS: dict[str, list[object]] = {
    "b/<slug:code>": ["500103"],
    "office/corps/<int:pk>/<slug:name>": list(APPOINTMENT_MOVES),
    "office/reports/<int:pk>/<slug:name>": list(CLUE_MOVES),
    "office/reports/<int:pk>/files/<int:number>": [1],
    "office/recruitment/<int:pk>/do/<str:name>": list(BATCH_MOVES),
    "office/recruitment/headcounts/<int:pk>/do/<str:name>": list(BATCH_MOVES),
    "office/recruitment/applications/<int:pk>/do/<str:name>": list(APPLICATION_MOVES),
    "office/recruitment/names/<int:pk>/do/<str:name>": list(NAME_NOTICE_MOVES),
    "office/recruitment/applications/<int:pk>/evidence/<str:item>": ["citizen"],
    "office/recruitment/appeals/<int:pk>/do/<str:name>": list(APPEAL_MOVES),
    "office/recruitment/objections/<int:pk>/do/<str:name>": list(OBJECTION_MOVES),
    "office/recruitment/postings/<int:pk>/do/<str:name>": list(POSTING_MOVES),
    "office/scoring/<int:pk>/compare/<str:label>/<slug:dimension>": ["ability"],
    "office/recruitment/scoring/<int:pk>/result/<slug:which>": ["inputs"],
    "office/oversight/<slug:code>": ["500103"],
    "office/recruitment/scoring/<int:pk>/do/<str:name>": list(SCORING_MOVES),
    "office/recruitment/ties/<int:pk>/<str:name>": ["confirm", "reject"],
    "office/recruitment/applications/<int:pk>/scan/<str:which>": ["signature", "intake", "seal"],
    "office/recruitment/applications/<int:pk>/verify/<str:what>": ["signature", "phone", "statement"],
    "office/recruitment/applications/<int:pk>/also/<int:also>/<str:which>": [
        "photo",
        "signature",
        "seal",
        "intake",
    ],
    "office/recruitment/nominations/<int:pk>/do/<str:name>": list(NOMINATION_MOVES),
    "office/recruitment/pool/<int:pk>/do/<str:name>": list(POOL_MOVES),
    "office/recruitment/invitations/<int:pk>/do/<str:name>": list(INVITATION_MOVES),
    "office/intake/mail/<int:pk>/do/<slug:name>": ["send_back", "lay_aside", "seal", "reopen"],
    "office/intake/mail/<int:pk>/files/<int:number>": [1],
    "office/intake/<slug:kind>": ["clue", "suggestion"],
    "office/intake/paper/<slug:name>": ["application"],
    "office/policies/<str:key>": ["term.years"],
    "my/reports/new/<slug:kind>": ["clue", "suggestion"],
    "measures/<slug:pack_id>": ["chongqing-2024-43"],
    "form": ["pdf", "docx"],
}
ABSENT = {"int": 10**9, "str": "nobody-has-this", "slug": "nobody-has-this"}


def other(prefix: str, name: str) -> list[object]:
    return OTHERS.get(prefix) or OTHERS[name]


@dataclass(frozen=True)
class Route:
    address: str
    access: str

    @property
    def public(self) -> bool:
        return self.access.startswith("anyone")

    def prefixes(self) -> Iterator[tuple[str, str]]:
        for found in PARAMETER.finditer(self.address):
            yield self.address[: found.end()], found.group(1)

    @property
    def has_ids(self) -> bool:
        return any(prefix in IDS for prefix, _name in self.prefixes())

    def unknown(self) -> list[str]:
        return [p for p, name in self.prefixes() if p not in IDS and p not in OTHERS and name not in OTHERS]

    def columns(self, world: World) -> list[list[object]]:
        return [
            IDS[prefix](world) if prefix in IDS else other(prefix, name) for prefix, name in self.prefixes()
        ]

    def paths(self, world: World) -> list[str]:
        """The address filled with every combination of 渝中's ids."""
        return [self._filled(row) for row in product(*self.columns(world))]

    def once_each(self, world: World) -> list[str]:
        """The address filled so that every value stands in it at least once."""
        columns = self.columns(world)
        longest = max(map(len, columns), default=1)
        return [self._filled(tuple(column[i % len(column)] for column in columns)) for i in range(longest)]

    def absent(self, world: World) -> str:
        """The first of these addresses with ids that nobody has."""
        filled = [
            ABSENT[prefix.rsplit("<", 1)[1].split(":")[0]] if prefix in IDS else column[0]
            for (prefix, _name), column in zip(self.prefixes(), self.columns(world), strict=True)
        ]
        return self._filled(tuple(filled))

    def _filled(self, row: tuple[object, ...]) -> str:
        values = iter(row)
        return "/" + PARAMETER.sub(lambda _found: str(next(values)), self.address)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[Route]:
    """Every route with its whole address, in the order Django tries them."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(address, getattr(entry.callback, "access", ""))
        else:
            yield from routes(entry, address)
