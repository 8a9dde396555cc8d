from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from zhongmu.ledger.actors import Actor

AT = datetime(2026, 11, 21, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
CLERK = Actor("clerk", account=41)
LEADER = Actor("leader", account=42)
REPORTER = Actor("reporter", pseudonym="5d1f")
