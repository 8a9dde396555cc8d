"""The only writers of a scoring, by the step they belong to."""

from __future__ import annotations

from zhongmu.recruitment.actions.scoring.comparing import close_scoring, compare, rescore, write_note
from zhongmu.recruitment.actions.scoring.drafting import (
    abandon_scoring,
    draft_rules,
    edit_rules,
    lock_rules,
    restart_scoring,
)
from zhongmu.recruitment.actions.scoring.entering import save_score, sign
from zhongmu.recruitment.actions.scoring.seating import (
    begin_scoring,
    declare,
    open_list,
    recuse,
    release,
    remind,
)

__all__ = [
    "abandon_scoring",
    "begin_scoring",
    "close_scoring",
    "compare",
    "declare",
    "draft_rules",
    "edit_rules",
    "lock_rules",
    "open_list",
    "recuse",
    "release",
    "remind",
    "rescore",
    "restart_scoring",
    "save_score",
    "sign",
    "write_note",
]
