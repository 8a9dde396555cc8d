from __future__ import annotations

from zhongmu.recruitment.models.application import (
    Application,
    ApplicationMove,
    Finding,
    Opinion,
    Superseded,
)
from zhongmu.recruitment.models.batch import Batch, BatchMove
from zhongmu.recruitment.models.names import NamelessApproval, NameNotice, Objection, ObjectionMove

__all__ = [
    "Application",
    "ApplicationMove",
    "Batch",
    "BatchMove",
    "Finding",
    "NameNotice",
    "NamelessApproval",
    "Objection",
    "ObjectionMove",
    "Opinion",
    "Superseded",
]
