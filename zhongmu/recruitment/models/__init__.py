from __future__ import annotations

from zhongmu.recruitment.models.appeals import Appeal, AppealMove
from zhongmu.recruitment.models.application import (
    AlsoCame,
    Application,
    ApplicationMove,
    Finding,
    Opinion,
    ReasonBy,
    Superseded,
)
from zhongmu.recruitment.models.batch import Batch, BatchMove, NoticeFile
from zhongmu.recruitment.models.calls import (
    Invitation,
    InvitationMove,
    Nomination,
    NominationMove,
    SelfNomination,
    SelfNominationMove,
)
from zhongmu.recruitment.models.closing import Archive, ArchiveDownload, Minutes
from zhongmu.recruitment.models.draft import Draft
from zhongmu.recruitment.models.names import NamelessApproval, NameNotice, NameNoticeMove
from zhongmu.recruitment.models.objections import Objection, ObjectionMove
from zhongmu.recruitment.models.postings import Medium, Posting, PostingMove
from zhongmu.recruitment.models.scoring import (
    Panelist,
    Score,
    ScoringAssignment,
    ScoringConflict,
    ScoringEntry,
    ScoringMove,
    ScoringNote,
    ScoringResult,
    ScoringRound,
    ScoringSheet,
)
from zhongmu.recruitment.models.slate import Departure, SlateDesign, SlateMove, SlateRun
from zhongmu.recruitment.models.units import Unit, UnitLogin, UnitSlip
from zhongmu.recruitment.models.verifying import Verification

__all__ = [
    "AlsoCame",
    "Appeal",
    "AppealMove",
    "Application",
    "ApplicationMove",
    "Archive",
    "ArchiveDownload",
    "Batch",
    "BatchMove",
    "Departure",
    "Draft",
    "Finding",
    "Invitation",
    "InvitationMove",
    "Medium",
    "Minutes",
    "NameNotice",
    "NameNoticeMove",
    "NamelessApproval",
    "Nomination",
    "NominationMove",
    "NoticeFile",
    "Objection",
    "ObjectionMove",
    "Opinion",
    "Panelist",
    "Posting",
    "PostingMove",
    "ReasonBy",
    "Score",
    "ScoringAssignment",
    "ScoringConflict",
    "ScoringEntry",
    "ScoringMove",
    "ScoringNote",
    "ScoringResult",
    "ScoringRound",
    "ScoringSheet",
    "SelfNomination",
    "SelfNominationMove",
    "SlateDesign",
    "SlateMove",
    "SlateRun",
    "Superseded",
    "Unit",
    "UnitLogin",
    "UnitSlip",
    "Verification",
]
