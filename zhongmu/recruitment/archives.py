"""The archive of a filed batch: a ZIP with everything, a list of digests, and no more in memory than one paper."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.files.streams import SealedWriter
from zhongmu.ledger.actors import role_label
from zhongmu.ledger.export import entry_line
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import Move, RecordedMove
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.letters.documents.official import official_pdf
from zhongmu.people.cjk import chinese_moment
from zhongmu.people.queries import names_of
from zhongmu.recruitment.departures import adopted
from zhongmu.recruitment.documents import application_facts, names_facts, notice_facts, plan_facts
from zhongmu.recruitment.models import (
    ApplicationMove,
    Archive,
    Batch,
    Finding,
    Minutes,
    NameNoticeMove,
    ObjectionMove,
    ScoringResult,
)
from zhongmu.recruitment.states import (
    APPLICATION_MOVES,
    BATCH_MOVES,
    NAME_NOTICE_MOVES,
    OBJECTION_MOVES,
    ScoringState,
)
from zhongmu.recruitment.structure import structure_report, structure_xlsx

PART, SUMS = "archive", "SHA256SUMS"
_STEP = 200  # rows read at a time
_EVERY = 20  # papers between two notes of progress
Paper = tuple[str, bytes]
Row = tuple[object, ...]
M = TypeVar("M", bound=RecordedMove)


def how_to_check() -> str:
    return _(
        "本包是一个选聘批次的全部材料。每个文件的 SHA-256 值在 %(sums)s 里；解压后在本文件夹运行\n"
        "    sha256sum -c %(sums)s\n"
        "全部显示 OK，就是一个字节也没有变。异议登记不含异议人；台账摘录的每一行带编号和校验值，可以与台账导出逐行核对。\n"
        "包内有身份证号、电话和住址，请按涉个人信息的档案保管，用完销毁。\n"
    ) % {"sums": SUMS}


def count_papers(batch: Batch) -> int:
    """How many files it will be about, for the bar of progress: scores and slate come on top."""
    return batch.applications.count() + batch.name_notices.count() + _FIXED


def write_archive(archive: Archive, *, policy: Policy) -> None:
    """Write the sealed ZIP and note its size and digest on `archive` (not saved). Raises MissingGlyph."""
    batch, sums = archive.batch, []
    with SealedWriter(archive.token, PART) as sealed:
        watched = _Watched(sealed)
        with zipfile.ZipFile(watched, "w", zipfile.ZIP_DEFLATED) as packed:
            for count, (name, content) in enumerate(papers(batch, policy), 1):
                _put(packed, name, content, archive.created_at)
                sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
                if count % _EVERY == 0:
                    Archive.objects.filter(pk=archive.pk).update(done=count, heard_at=timezone.now())
            _put(packed, SUMS, "".join(sums).encode(), archive.created_at)
    archive.size, archive.digest, archive.done = watched.size, watched.digest(), archive.total


class _Watched(io.RawIOBase):
    """Counts and digests what goes through."""

    def __init__(self, out: SealedWriter) -> None:
        super().__init__()
        self._out, self._sum, self.size = out, hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        written = self._out.write(content)
        self._sum.update(content)  # type: ignore[arg-type]  # bytes-like, as io has it
        self.size += written
        return written

    def digest(self) -> str:
        return self._sum.hexdigest()


def _put(packed: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    local = localtime(at)
    entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, 0))
    entry.external_attr = 0o600 << 16
    packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


def papers(batch: Batch, policy: Policy) -> Iterator[Paper]:
    """Every file of the archive, one at a time."""
    yield "00-说明.txt", how_to_check().encode()
    yield "01-名额核定.pdf", official_pdf(plan_facts(batch, policy))
    yield "02-选聘公告.pdf", official_pdf(notice_facts(batch, policy))
    yield from _forms(batch, policy)
    yield "04-审查结论.xlsx", _sheet(_("审查结论"), _FINDINGS, _findings(batch, policy))
    yield "05-比选意见.xlsx", _sheet(_("比选意见"), _OPINIONS, _opinions(batch, policy))
    yield from _scores(batch)
    yield from _slate(batch)
    yield from _minutes(batch)
    for number, notice in enumerate(batch.name_notices.select_related("bureau", "earlier").order_by("pk"), 1):
        yield f"07-名单公示/{number:02d}.pdf", official_pdf(names_facts(notice))
    yield "08-异议登记.xlsx", _sheet(_("异议登记"), _OBJECTIONS, _objections(batch))
    yield "09-办理经过.xlsx", _sheet(_("办理经过"), _MOVES, _moves(batch))
    yield "10-结构报告.xlsx", structure_xlsx(batch.title, structure_report(batch, policy))
    yield "11-台账摘录.jsonl", "".join(_ledger(batch)).encode()


_FIXED = 12  # papers beside the forms and the lists of names: 00, 01, 02, 04, 05, two of 06, 08 to 11, and the digests


def _forms(batch: Batch, policy: Policy) -> Iterator[Paper]:
    rows = batch.applications.select_related("photo", "signed_scan").order_by("pk")
    for application in rows.iterator(chunk_size=_STEP):
        yield f"03-报名表/{application.number}.pdf", application_pdf(application_facts(application, policy))


def _minutes(batch: Batch) -> Iterator[Paper]:
    kept = Minutes.of(batch)
    if kept is not None:
        yield "06-比选纪要.pdf", bytes(kept.pdf)
        yield "06-比选纪要.docx", bytes(kept.docx)


def _scores(batch: Batch) -> Iterator[Paper]:
    """The closed scoring: rules, inputs and outcome as they were frozen and digested."""
    kept = (
        ScoringResult.objects.filter(round__batch=batch, round__state=ScoringState.CLOSED)
        .select_related("round")
        .first()
    )
    if kept is not None:
        yield "05-评分/规则.json", kept.round.rules.encode()
        yield "05-评分/输入.json", kept.inputs.encode()
        yield "05-评分/结果.json", kept.outcome.encode()


def _slate(batch: Batch) -> Iterator[Paper]:
    """The slate that was adopted as advice: the files it read and wrote, people under their receipt numbers."""
    run = adopted(batch)
    if run is not None:
        for folder, files in (("输入", run.inputs["files"]), ("输出", run.outputs)):
            for name, text in files.items():
                yield f"05-参考名单/{folder}/{name}", str(text).encode()


_FINDINGS = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("条件"),
    gettext_lazy("结论"),
    gettext_lazy("依据"),
    gettext_lazy("审查人"),
    gettext_lazy("时间"),
)
_OPINIONS = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("拟聘"),
    gettext_lazy("各维度意见"),
    gettext_lazy("综合意见"),
    gettext_lazy("告知本人的理由"),
    gettext_lazy("意见人"),
)
_OBJECTIONS = (
    gettext_lazy("编号"),
    gettext_lazy("对谁"),
    gettext_lazy("来件日"),
    gettext_lazy("渠道"),
    gettext_lazy("结论"),
    gettext_lazy("办结时间"),
    gettext_lazy("办理理由"),
    gettext_lazy("给异议人的答复"),
)
_MOVES = (
    gettext_lazy("时间"),
    gettext_lazy("事项"),
    gettext_lazy("对象"),
    gettext_lazy("办理"),
    gettext_lazy("身份"),
    gettext_lazy("办理人"),
    gettext_lazy("理由"),
    gettext_lazy("依据"),
)


def _moment(at: datetime | None) -> str:
    return chinese_moment(localtime(at)) if at else ""


def _findings(batch: Batch, policy: Policy) -> Iterator[Row]:
    items = {row.code: row.label for row in policy["eligibility"]}
    rows = Finding.objects.filter(application__batch=batch).select_related("application").order_by("pk")
    names = names_of(rows.values_list("account", flat=True).order_by().distinct())
    for row in rows.defer(*_SEALED).iterator(chunk_size=_STEP):
        who, said = names.get(row.account, ""), row.get_conclusion_display()
        one = row.application
        yield one.number, one.name, items.get(row.item, row.item), said, row.basis, who, _moment(row.at)


_SEALED = tuple(
    f"application__{name}"
    for name in ("resident_id", "health", "health_note", "phone", "email", "address", "signature")
)


def _opinions(batch: Batch, policy: Policy) -> Iterator[Row]:
    dims = dict(policy.choices("selection.dims"))
    rows = batch.applications.exclude(opinion=None).select_related("opinion").order_by("pk")
    rows = rows.only("batch", "number", "name", "opinion")
    names = names_of(rows.values_list("opinion__account", flat=True))
    for row in rows.iterator(chunk_size=_STEP):
        said = row.opinion
        each = "；".join(f"{dims.get(code, code)}：{text}" for code, text in said.dimensions.items() if text)
        proposed = {True: _("是"), False: _("否"), None: _("待定")}[said.proposed]
        yield row.number, row.name, proposed, each, said.overall, said.told, names.get(said.account, "")


def _objections(batch: Batch) -> Iterator[Row]:
    """Who objected, how to reach them and what they wrote is in no archive."""
    rows = batch.bureau.objections.filter(notice__batch=batch).select_related("application")
    rows = rows.only("bureau", "number", "arrived_on", "channel", "state", "answer", "application__name")
    for row in rows.order_by("pk"):
        last = row.moves.order_by("-pk").first()
        decided = (_moment(last.at), last.reason) if last else ("", "")
        state = str(row.get_state_display())
        yield (
            row.number,
            row.application.name,
            row.arrived_on.isoformat(),
            row.channel,
            state,
            *decided,
            row.answer or "",
        )


def _moves(batch: Batch) -> Iterator[Row]:
    """Every decision: of the batch, its notices, the objections, the applications."""
    of_names = NameNoticeMove.objects.filter(name_notice__batch=batch).select_related("name_notice")
    of_objections = ObjectionMove.objects.filter(objection__notice__batch=batch).select_related("objection")
    of_forms = ApplicationMove.objects.filter(application__batch=batch).select_related("application")
    of_objections = of_objections.defer(
        *(f"objection__{name}" for name in ("objector", "contact", "grounds", "answer"))
    )
    of_forms = of_forms.defer(*_SEALED)
    names = names_of(
        account
        for rows in (batch.moves, of_names, of_objections, of_forms)
        for account in rows.order_by().values_list("account", flat=True).distinct()
    )
    yield from _told(_("选聘批次"), batch.moves.order_by("pk"), BATCH_MOVES, names, lambda _move: batch.title)
    yield from _told(_("名单公示"), of_names, NAME_NOTICE_MOVES, names, lambda move: move.name_notice.title)
    yield from _told(_("异议"), of_objections, OBJECTION_MOVES, names, lambda move: move.objection.number)
    yield from _told(_("报名"), of_forms, APPLICATION_MOVES, names, lambda move: move.application.number)


def _told(
    kind: str, rows: QuerySet[M], table: Mapping[str, Move], names: dict[int, str], called: Callable[[M], str]
) -> Iterator[Row]:
    for row in rows.order_by("pk").iterator(chunk_size=_STEP):
        who = names.get(row.account or 0, "")
        label = str(table[row.name].label)
        yield _moment(row.at), kind, called(row), label, role_label(row.role), who, row.reason, row.cite


def _sheet(title: str, heads: Sequence[object], rows: Iterable[Row]) -> bytes:
    """One sheet of text: nothing a person wrote begins a formula or a link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        for number, cells in enumerate(chain([heads], rows)):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, str(cell), bold if number == 0 else None)
    return out.getvalue()


def _subjects(batch: Batch) -> list[str]:
    """What the ledger calls everything of this batch."""
    kinds: list[tuple[str, QuerySet[Any]]] = [
        ("names", batch.name_notices.order_by("pk")),
        ("objection", batch.bureau.objections.filter(notice__batch=batch).order_by("pk")),
        ("application", batch.applications.order_by("pk")),
        ("appointment", batch.bureau.appointments.filter(batch_ref=batch.ledger_subject).order_by("pk")),
    ]
    found = [f"{kind}:{pk}" for kind, rows in kinds for pk in rows.values_list("pk", flat=True)]
    return [batch.ledger_subject, *found]


def _ledger(batch: Batch) -> Iterator[str]:
    """The lines of the bureau's chain about this batch, as an export has them, in the chain's order."""
    subjects = _subjects(batch)
    seqs: list[int] = []
    mine = LedgerEntry.objects.filter(chain=batch.bureau.code)
    for start in range(0, len(subjects), _STEP):
        part = subjects[start : start + _STEP]
        seqs += mine.filter(subject__in=part).values_list("seq", flat=True)
    seqs.sort()
    for start in range(0, len(seqs), _STEP):
        for entry in mine.filter(seq__in=seqs[start : start + _STEP]).order_by("seq"):
            yield entry_line(entry)
