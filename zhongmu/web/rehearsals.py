from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def mark_rehearsal(request: HttpRequest, shown: Mapping[str, Any]) -> None:
    """A page that shows a rehearsed record says so for ever, whatever measure governs its bureau by then."""
    if any(getattr(value, "rehearsal", False) is True for value in shown.values()):
        request.rehearsal = True  # type: ignore[attr-defined]  # read by web.templates
