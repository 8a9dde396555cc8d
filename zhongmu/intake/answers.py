"""Files of the lists as answers to a request."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhongmu.files.kinds import XLSX_FILE
from zhongmu.intake.sheets.nominating import COLUMNS, RULES
from zhongmu.intake.sheets.template import template


def list_template(*, rehearsal: bool) -> HttpResponse:
    """The empty list of people to recommend."""
    content = template(COLUMNS, title=_("社会监督员推荐名单"), rules=RULES, rehearsal=rehearsal)
    disposition = content_disposition_header(as_attachment=True, filename=_("推荐名单") + ".xlsx")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type=XLSX_FILE.media_type, headers=headers)
