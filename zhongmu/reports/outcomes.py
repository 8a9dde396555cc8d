"""How a report can end, and what verification can find. The state machines of the measures define these words."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhongmu.reports.states import Kind


class ClueOutcome(TextChoices):
    FILE_CASE = "file_case", _("立案")
    NO_CASE = "no_case", _("不予立案")
    TRANSFER = "transfer", _("移交")


class Finding(TextChoices):
    SUBSTANTIATED = "substantiated", _("查实")
    PARTLY = "partly", _("部分查实")
    UNSUBSTANTIATED = "unsubstantiated", _("查否")


class SuggestionOutcome(TextChoices):
    ADOPT = "adopt", _("采纳")
    ADOPT_PART = "adopt_part", _("部分采纳")
    KEEP = "keep", _("留作参考")
    DECLINE = "decline", _("不采纳")


OUTCOMES: Mapping[str, type[TextChoices]] = {Kind.CLUE: ClueOutcome, Kind.SUGGESTION: SuggestionOutcome}


def outcome_label(code: str) -> str:
    """The printed word; empty for a report not yet decided."""
    labels = dict([*ClueOutcome.choices, *SuggestionOutcome.choices])
    return str(labels.get(code, code))


def finding_label(code: str) -> str:
    return str(dict(Finding.choices).get(code, code))
