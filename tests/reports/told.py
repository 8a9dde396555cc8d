from __future__ import annotations

from datetime import date
from typing import Any

from zhongmu.reports.filing import Filing

FACTS = "10月下旬三次走访，四病区登记在院二十六人，床位上见到九人。"


def clue(**changes: Any) -> Filing:
    """A clue as the phone sends it, arrived on Monday 2026-11-02."""
    told = {
        "kind": "clue",
        "facts": FACTS,
        "arrived_on": date(2026, 11, 2),
        "target_kind": "hospital",
        "target_name": "示范康复医院",
        "scene": "no_admission",
        "happened": "10月下旬",
        "place": "四病区",
        "amount": 1_248_000,
    }
    return Filing(**{**told, **changes})


def suggestion(**changes: Any) -> Filing:
    told = {
        "kind": "suggestion",
        "facts": "建议把异地就医备案的窗口放到乡镇卫生院，老人不用跑县城。",
        "arrived_on": date(2026, 11, 2),
        "suggestion_kind": "management",
    }
    return Filing(**{**told, **changes})


def posted(**changes: str) -> dict[str, str]:
    """The clue form as a browser posts it."""
    told = {
        "token": "0123456789abcdef0123456789abcdef",
        "scene": "no_admission",
        "target_kind": "hospital",
        "target_name": "示范康复医院",
        "happened": "10月下旬",
        "place": "四病区",
        "facts": FACTS,
        "amount": "１２,４80.00",
    }
    return {**told, **changes}
