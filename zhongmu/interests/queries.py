"""Whose name is in a text: supervised institutions of the area, bureaus and agencies of the tree, past names included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, F, QuerySet, Value

from zhongmu.bureaus.models import Bureau, FormerName, in_force
from zhongmu.interests.models import Institution, Interest, Judgement
from zhongmu.people.models import Person
from zhongmu.people.units import LEAST_UNIT, plain

STAFF_WORDS = (
    "医疗保障局",
    "医保局",
    "医保中心",
    "医疗保障事务中心",
    "医疗保险中心",
    "医保经办",
    "社会保险局",
)

COMPANY_WORDS = (
    "药业",
    "制药",
    "药厂",
    "药品",
    "药材",
    "药房",
    "药店",
    "医药公司",
    "医药有限",
    "医药股份",
    "医药集团",
    "医药连锁",
    "生物医药",
    "医疗器械",
)


def institutions_named(text: str, *, near: Bureau, on: date) -> list[str]:
    """Institutions in the lists of this bureau and those above whose name is in the text.

    A short name is taken for the one institution that has it in its own; one that many share says nothing.
    """
    said = plain(text)
    if len(said) < LEAST_UNIT:
        return []
    codes = near.path.strip("/").split("/")
    rows = Institution.objects.filter(in_force(on), bureau__code__in=codes)
    rows = rows.annotate(said=Value(said, output_field=CharField()))
    named = rows.filter(said__contains=F("key")).order_by("name").values_list("name", flat=True).distinct()
    return list(named) or _only(rows.filter(key__contains=said).order_by().values_list("name", flat=True))


def _only(names: Iterable[str]) -> list[str]:
    found = sorted(set(names))
    return found if len(found) == 1 else []


def bureaus_named(text: str, *, near: Bureau) -> list[str]:
    """Bureaus and agencies under the same province whose name, or former name, is in the text; short names as above."""
    said = plain(text)
    if len(said) < LEAST_UNIT:
        return []
    root = f"/{near.path.strip('/').split('/')[0]}/"
    names = {
        *Bureau.objects.filter(path__startswith=root).values_list("name", flat=True),
        *FormerName.objects.filter(bureau__path__startswith=root).values_list("name", flat=True),
    }
    named = sorted(name for name in names if plain(name) in said)
    return named or _only(name for name in names if said in plain(name))


def sounds_like_staff(text: str) -> bool:
    said = plain(text)
    return any(word in said for word in STAFF_WORDS)


def interests_in(subject: str, *texts: str) -> QuerySet[Interest]:
    """What was found about a case, as far as its form still says so."""
    rows = Interest.objects.filter(subject=subject, said__in=[text for text in texts if text])
    return rows.prefetch_related("judgements").order_by("pk")


def sounds_like_company(text: str) -> bool:
    """A maker or seller of medicines, as far as its name says so."""
    said = plain(text)
    return any(word in said for word in COMPANY_WORDS)


def code_of(name: str, *, near: Bureau, on: date) -> str:
    """The code of the institution of this name in the lists that hold for this bureau; "" where none was entered."""
    codes = near.path.strip("/").split("/")
    rows = Institution.objects.filter(in_force(on), bureau__code__in=codes, name=name).exclude(code="")
    return rows.values_list("code", flat=True).first() or ""


def last_judgement(row: Interest) -> Judgement | None:
    """What holds of a tie that was read with its judgements; None while it is a candidate."""
    return next(iter(reversed(row.judgements.all())), None)


def ties_that_hold(person: Person, bureau: Bureau) -> list[str]:
    """The institutions this bureau found out this person has to do with. Two queries."""
    rows = bureau.interests.filter(person=person).exclude(organisation="").prefetch_related("judgements")
    judged = ((row, last_judgement(row)) for row in rows.order_by("pk"))
    return list(dict.fromkeys(row.organisation for row, said in judged if said is not None and said.holds))
