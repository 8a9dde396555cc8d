from __future__ import annotations

from datetime import timedelta

import structlog
from django.utils import timezone
from django_tasks import task

from zhongmu.bureaus.models import Bureau
from zhongmu.corps.certificates import facts_of
from zhongmu.corps.models import CertificateState, PrintJob
from zhongmu.corps.renewals import CAUGHT_UP, tell_of_ends
from zhongmu.corps.states import State
from zhongmu.letters.documents.certificate import CertificateFacts, certificates_pdf
from zhongmu.letters.documents.fonts import MissingGlyph

log = structlog.get_logger(__name__)
_STEP = 25  # certificates between two notes of progress


@task()
def print_certificates(job_id: int) -> None:
    """Set the sheets of one print job. The argument is the job's id and nothing of a person."""
    if not PrintJob.objects.filter(pk=job_id, state=PrintJob.State.QUEUED).update(
        state=PrintJob.State.RUNNING
    ):
        return
    job = PrintJob.objects.get(pk=job_id)
    try:
        job.sheets = certificates_pdf(_gather(job))
        job.state, job.done = PrintJob.State.DONE, job.total
    except (MissingGlyph, ValueError) as refusal:
        job.state, job.problem = PrintJob.State.FAILED, str(refusal)[:300]
    job.finished_at = timezone.now()
    job.save()


def _gather(job: PrintJob) -> list[CertificateFacts]:
    """What still holds of the job's certificates: one voided or suspended while the job waited is not printed."""
    rows = job.certificates.filter(state=CertificateState.ISSUED, appointment__state=State.APPOINTED)
    rows = rows.select_related("appointment__portrait").order_by("pk")
    sheets: list[CertificateFacts] = []
    for certificate in rows.iterator(chunk_size=_STEP):
        sheets.append(facts_of(certificate))
        if len(sheets) % _STEP == 0:
            PrintJob.objects.filter(pk=job.pk).update(done=len(sheets))
    return sheets


@task()
def tell_of_terms() -> int:
    """Ask those up for renewal and tell those whose term ended, everywhere; returns how many letters were queued."""
    at = timezone.now()
    on = timezone.localdate(at)
    rows = Bureau.objects.filter(appointments__ends_on__gte=on - timedelta(days=CAUGHT_UP))
    told = 0
    for bureau in rows.distinct():
        try:
            told += tell_of_ends(bureau, at=at)
        except (
            Exception
        ):  # whatever is wrong with one bureau, the others' people are told; the error is in the log
            log.exception("terms not told", bureau=bureau.code)
    return told
