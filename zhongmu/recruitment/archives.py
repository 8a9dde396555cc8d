"""The archive of a filed batch: a ZIP with everything, a list of digests, and no more in memory than one paper."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.files.store import read_original, read_working
from zhongmu.files.streams import SealedWriter
from zhongmu.ledger.export import entry_line
from zhongmu.ledger.models import LedgerEntry
from zhongmu.letters.documents.application_form import application_pdf
from zhongmu.letters.documents.official import official_pdf
from zhongmu.recruitment.archive_sheets import STEP, sheets
from zhongmu.recruitment.departures import adopted
from zhongmu.recruitment.documents import application_facts, names_facts, notice_facts, plan_facts
from zhongmu.recruitment.models import AlsoCame, Archive, Batch, Finding, Minutes, ScoringResult
from zhongmu.recruitment.states import ScoringState
from zhongmu.recruitment.structure import structure_report, structure_xlsx

PART, SUMS = "archive", "SHA256SUMS"
_EVERY = 20  # papers between two notes of progress
Paper = tuple[str, bytes]


def how_to_check() -> str:
    return _(
        "本包是一个选聘批次的全部材料。每个文件的 SHA-256 值在 %(sums)s 里；解压后在本文件夹运行\n"
        "    sha256sum -c %(sums)s\n"
        "全部显示 OK，就是一个字节也没有变。异议登记不含异议人；台账摘录的每一行带编号和校验值，可以与台账导出逐行核对。\n"
        "包内有身份证号、电话和住址，请按涉个人信息的档案保管，用完销毁。\n"
    ) % {"sums": SUMS}


def count_papers(batch: Batch) -> int:
    """How many files it will be about, for the bar of progress: scores and slate come on top."""
    attached = sum(1 for _file in files_of(batch))
    listed = batch.name_notices.count() + batch.attachments.count()
    return batch.applications.count() + attached + listed + _FIXED


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
    for number, row in enumerate(batch.attachments.select_related("file"), 1):
        yield f"02-公告附件/{number:02d}-{row.file_name}", read_working(row.file)
    made = sheets(batch, policy)
    yield "02-发布渠道.xlsx", made["02-发布渠道.xlsx"]()
    yield from _forms(batch, policy)
    yield from _attached(batch)
    for name in (
        "03-推荐特邀自荐.xlsx",
        "03-补充登记.xlsx",
        "04-审查结论.xlsx",
        "04-核验.xlsx",
        "04-审查异议.xlsx",
        "05-比选意见.xlsx",
    ):
        yield name, made[name]()
    yield from _scores(batch)
    yield from _slate(batch)
    yield from _minutes(batch)
    for number, notice in enumerate(batch.name_notices.select_related("bureau", "earlier").order_by("pk"), 1):
        yield f"07-名单公示/{number:02d}.pdf", official_pdf(names_facts(notice))
    for name in ("08-异议登记.xlsx", "09-办理经过.xlsx"):
        yield name, made[name]()
    yield "10-结构报告.xlsx", structure_xlsx(batch.title, structure_report(batch, policy))
    yield "11-台账摘录.jsonl", "".join(_ledger(batch)).encode()


_FIXED = 17  # papers beside forms, files and lists of names: 00 and 01, two of 02, two of 03, three of 04, 05, two of 06, 08 to 11, the digests


def _forms(batch: Batch, policy: Policy) -> Iterator[Paper]:
    rows = batch.applications.select_related("photo", "signed_scan").order_by("pk")
    for application in rows.iterator(chunk_size=STEP):
        yield f"03-报名表/{application.number}.pdf", application_pdf(application_facts(application, policy))


def files_of(batch: Batch) -> Iterator[tuple[str, StoredFile]]:
    """What was handed in or added, under the receipt it belongs to: scans, seals, the evidence of findings."""
    kinds = {"signed_scan": _("手签报名表"), "scan": _("来件扫描"), "unit_seal": _("单位盖章")}
    forms = batch.applications.select_related(*kinds).only("batch", "number", *kinds).order_by("pk")
    more = (
        AlsoCame.objects.filter(application__batch=batch).select_related("application", *kinds).order_by("pk")
    )
    found = (
        Finding.objects.filter(application__batch=batch)
        .exclude(file=None)
        .select_related("file", "application")
    )
    for form in forms.iterator(chunk_size=STEP):
        yield from (
            (f"{form.number}-{word}", file) for name, word in kinds.items() if (file := getattr(form, name))
        )
    for way in more.iterator(chunk_size=STEP):
        stem = f"{way.application.number}-{_('另一途径')}{way.pk}"
        yield from ((f"{stem}-{word}", file) for name, word in kinds.items() if (file := getattr(way, name)))
    for row in found.order_by("pk").iterator(chunk_size=STEP):
        if row.file:
            yield f"{row.application.number}-{_('审查依据')}{row.pk}", row.file


def _attached(batch: Batch) -> Iterator[Paper]:
    for stem, file in files_of(batch):
        yield f"03-报名表/{stem}.{file.original_kind.extension}", read_original(file)


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


def _subjects(batch: Batch) -> list[str]:
    """What the ledger calls everything of this batch."""
    kinds: list[tuple[str, QuerySet[Any]]] = [
        ("names", batch.name_notices.order_by("pk")),
        ("objection", batch.bureau.objections.filter(notice__batch=batch).order_by("pk")),
        ("application", batch.applications.order_by("pk")),
        ("appeal", batch.bureau.appeals.filter(application__batch=batch).order_by("pk")),
        ("posting", batch.postings.order_by("pk")),
        ("nomination", batch.nominations.order_by("pk")),
        ("invitation", batch.invitations.order_by("pk")),
        ("appointment", batch.bureau.appointments.filter(batch_ref=batch.ledger_subject).order_by("pk")),
    ]
    found = [f"{kind}:{pk}" for kind, rows in kinds for pk in rows.values_list("pk", flat=True)]
    return [batch.ledger_subject, *found]


def _ledger(batch: Batch) -> Iterator[str]:
    """The lines of the bureau's chain about this batch, as an export has them, in the chain's order."""
    subjects = _subjects(batch)
    seqs: list[int] = []
    mine = LedgerEntry.objects.filter(chain=batch.bureau.code)
    for start in range(0, len(subjects), STEP):
        part = subjects[start : start + STEP]
        seqs += mine.filter(subject__in=part).values_list("seq", flat=True)
    seqs.sort()
    for start in range(0, len(seqs), STEP):
        for entry in mine.filter(seq__in=seqs[start : start + STEP]).order_by("seq"):
            yield entry_line(entry)
