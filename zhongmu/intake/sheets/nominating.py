"""A unit's list of the people it recommends: every bad cell named and nobody recommended, or all of them (CQ-7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.intake.sheets.cells import tables_of
from zhongmu.intake.sheets.checking import wrong_cells
from zhongmu.intake.sheets.columns import DIGITS, Column
from zhongmu.intake.sheets.reading import Finding, Line, read_list
from zhongmu.ledger.actors import Actor
from zhongmu.recruitment.actions.nominating import nominate
from zhongmu.recruitment.call_forms import CallForm
from zhongmu.recruitment.filled import UnitWords
from zhongmu.recruitment.models import Batch, Nomination, Unit
from zhongmu.recruitment.states import NominationState
from zhongmu.recruitment.uploads import token_of
from zhongmu.seals.index import blind_index

MOST = 50  # people of one list
SHOWN = 200  # bad cells on one page; the file has to go back in any case
COLUMNS = (
    Column("name", "姓名", required=True, hint=gettext_lazy("照身份证，间隔号用“·”；本人填表时不能改")),
    Column(
        "phone",
        "本人电话",
        DIGITS,
        required=True,
        hint=gettext_lazy("通知和查询码发到这里，请勿填经办人的号码"),
    ),
    Column("email", "本人电子邮箱"),
    Column("address", "通信地址"),
    Column("reason", "聘任理由", required=True, hint=gettext_lazy("由单位逐人写明，印在报名表上")),
    Column("opinion", "单位意见", required=True, hint=gettext_lazy("逐人填写，如“同意推荐”")),
)
RULES = (
    "每人一行，从第二行起填；列的先后可以调整，表头的文字不要改。带*的必填。",
    "本人电话这一列已设为文本。从别处粘贴请用“只粘贴值”。",
    "不要合并单元格，不要隐藏行列，不要写公式。",
    "盖章的意见、盖章日期和经办人不在表里：上传名单时填一次，对名单里的每个人都有效。",
)
_OVER = (NominationState.DECLINED, NominationState.WITHDRAWN)


@dataclass(frozen=True)
class Outcome:
    """Either what was made, one for each line, or what stands in the way of making any of it."""

    people: int
    made: Sequence[Nomination] = ()
    findings: Sequence[Finding] = ()


@transaction.atomic
def nominate_list(
    content: bytes,
    batch: Batch,
    unit: Unit,
    words: UnitWords,
    *,
    by: Actor,
    at: datetime,
    intake: dict[str, str] | None = None,
) -> Outcome:
    """Recommend everybody on the list through the action of the form, or nobody.

    `words` carries what holds for all: seal, day and whose hand; `intake` is as for `nominate`. Raises BadFile, and
    NotAllowed with every reason.
    """
    Batch.objects.select_for_update().get(pk=batch.pk)  # the same list sent twice at once waits here
    listed = read_list(tables_of(content), COLUMNS, most=MOST)
    if listed.too_many:
        return Outcome(len(listed.lines), findings=listed.findings)
    policy, on = batch.bureau.policy(localdate(at)), localdate(at)
    forms = [(line, _form(line, unit, words, policy, on)) for line in listed.lines]
    findings = [*listed.findings, *_findings(forms, listed.findings, batch, unit)]
    if findings:
        return Outcome(len(forms), findings=findings)
    made = []
    for _line, form in forms:
        said = form.words(unit_name=words.name, code=words.code)
        made.append(nominate(batch, unit, form.named(), said, by=by, at=at, intake=intake))
    return Outcome(len(forms), made=made)


def _form(line: Line, unit: Unit, words: UnitWords, policy: Policy, on: date) -> CallForm:
    """The form the unit would have filled in for this one person."""
    posted = QueryDict(mutable=True)
    posted.update(line.values)
    posted["sealed_on"], posted["handled_by"] = words.sealed_on.isoformat(), words.handled_by
    posted["seal_token"] = token_of(words.seal) if words.seal else ""
    form = CallForm(posted, bureau=unit.bureau, policy=policy, today=on)
    form.is_valid()
    return form


def _findings(
    forms: Sequence[tuple[Line, CallForm]], known: Sequence[Finding], batch: Batch, unit: Unit
) -> Iterator[Finding]:
    """What the form would refuse, cell by cell; a cell that could not be read is not named a second time."""
    bad = {(finding.sheet, finding.row, finding.head) for finding in known}
    for line, form in forms:
        yield from (f for f in wrong_cells(line, form, COLUMNS) if (f.sheet, f.row, f.head) not in bad)
    people = [(line, form.cleaned_data["phone"]) for line, form in forms if form.cleaned_data.get("phone")]
    yield from _twice(people, batch, unit)


def _twice(people: Sequence[tuple[Line, str]], batch: Batch, unit: Unit) -> Iterator[Finding]:
    """One person is recommended once: not twice on the list, not by this unit in this batch before."""
    indexes = {blind_index("phone", phone): phone for _line, phone in people}
    rows = unit.nominations.filter(batch=batch, phone_index__in=indexes).exclude(state__in=_OVER)
    before = {indexes[index]: number for index, number in rows.values_list("phone_index", "number")}
    first: dict[str, Line] = {}
    column = next(column for column in COLUMNS if column.field == "phone")
    for line, phone in people:
        if earlier := first.get(phone):
            said = _("和“%(sheet)s”第%(row)s行是同一个电话。请填各人自己的电话；同一个人只留一行。")
            yield line.finding(column, phone, said % {"sheet": earlier.sheet, "row": earlier.row})
        elif phone in before:
            said = _("这个电话在本批次已经推荐过（%s）。请删去这一行；要改内容的，在那件推荐里办。")
            yield line.finding(column, phone, said % before[phone])
        first.setdefault(phone, line)
