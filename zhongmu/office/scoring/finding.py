from __future__ import annotations

from django.shortcuts import get_object_or_404

from zhongmu.recruitment.models import ScoringRound
from zhongmu.web.requests import PageRequest


def find_round(request: PageRequest, pk: int) -> ScoringRound:
    return get_object_or_404(request.bureau.scoring_rounds.select_related("bureau", "batch__bureau"), pk=pk)
