"""The bureau's own ledger for those who audit it: what was done, by whom, when; never what a case says."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.ledger.actors import role_label
from zhongmu.ledger.export import export as write_export
from zhongmu.ledger.heads import sign_heads
from zhongmu.ledger.queries import entries_for, latest_heads
from zhongmu.ledger.verification import findings
from zhongmu.office.ledger.words import action_label
from zhongmu.office.pages import page
from zhongmu.people.queries import names_of
from zhongmu.seals.signing import public_key_b64
from zhongmu.web.access import allow
from zhongmu.web.paging import keyset
from zhongmu.web.requests import PageRequest

_BLIND = re.compile("[0-9a-f]{64}")  # of most reasons the ledger keeps only the index (`ledger.moves`)
KINDS = {"": "", "reveals": "reporter.reveal", "exports": "ledger.export"}


@allow("audit", "leader")
def ledger(request: PageRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    chain = request.bureau.code
    shown = keyset(entries_for(chain, action=KINDS.get(kind, "")), request)
    names = names_of(entry.account for entry in shown.rows)
    rows = [
        {
            "seq": entry.seq,
            "at": entry.at,
            "who": names.get(entry.account or 0, ""),
            "role": role_label(entry.role),
            "what": action_label(entry.action),
            "subject": entry.subject,
            "why": _why(entry.facts),
            "digest": entry.digest[:12],
        }
        for entry in shown.rows
    ]
    context = {
        "rows": rows,
        "kind": kind,
        "older": shown.older,
        "heads": latest_heads(chain),
        "key": public_key_b64(),
    }
    return page(request, "ledger/ledger.html", context)


def _why(facts: str) -> str:
    """The reason in words, whole, where the ledger keeps words."""
    reason = str(json.loads(facts).get("reason", ""))
    return "" if _BLIND.fullmatch(reason) else reason


@allow("audit", "leader")
@require_POST
def verify(request: PageRequest) -> HttpResponse:
    wrong = findings([request.bureau.code])
    if wrong:
        messages.error(request, _("核验没有通过：%s") % "；".join(map(str, wrong)))
    else:
        messages.success(request, _("核验通过：本局台账没有缺号、改动、调换或截断。"))
    return redirect("office:ledger")


@allow("audit", "leader")
@require_POST
def export(request: PageRequest) -> HttpResponse:
    """The bureau's chain as a file for `verify.py`; the export itself is recorded first."""
    chain = request.bureau.code
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "ledger.jsonl"
        write_export([chain], target, at=request.now, by=request.actor)
        content = target.read_bytes()
    response = HttpResponse(content, content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="ledger-{chain}-{request.today:%Y%m%d}.jsonl"'
    return response


@allow("audit", "leader")
@require_POST
def heads(request: PageRequest) -> HttpResponse:
    sign_heads(request.now, "page")
    messages.success(request, _("链头已签署，并写入服务器外的锚点文件夹。请打印本页存档。"))
    return redirect("office:ledger")
