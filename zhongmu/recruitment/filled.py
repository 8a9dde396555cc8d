"""What one filled application form says, cleaned and typed, before it becomes a row."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.files.models import StoredFile
from zhongmu.people.identity import ResidentId


@dataclass(frozen=True, kw_only=True)
class UnitWords:
    """What a recommending or inviting unit wrote and sealed: the reason is then its own (CQ-F15, CQ-F20)."""

    name: str
    code: str
    reason: str
    opinion: str
    seal: StoredFile | None
    sealed_on: date
    handled_by: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """What somebody comes in by who does not come by a notice: the nomination, invitation or self-nomination.

    `name` is whom the unit named, "" where the person named themselves.
    """

    number: str
    channel: str
    name: str = ""
    unit: UnitWords | None = None

    def settled(self) -> dict[str, Any]:
        """The texts of the form that are not the person's to write."""
        said = {"name": self.name}
        if self.unit:
            said |= {
                "reason": self.unit.reason,
                "unit_name": self.unit.name,
                "unit_opinion": self.unit.opinion,
            }
        return {field: text for field, text in said.items() if text}


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Codes are the pack's or the standards'. `signature` is a PNG; either it or `signed_scan` is given (CQ-F19)."""

    name: str
    sex: str
    resident: ResidentId
    political: str
    ethnic: str
    health: str
    health_note: str
    phone: str
    employed: bool
    email: str
    employer: str
    post: str
    address: str
    education: str
    school: str
    major: str
    channel: str
    category: str
    other_categories: tuple[str, ...]
    reason: str
    unit_name: str
    unit_opinion: str
    remark: str
    photo: StoredFile
    signature: bytes | None
    signed_scan: StoredFile | None
    signed_on: date
    privacy_consent: bool
    health_consent: bool
    name_consent: bool
    # Asked beside Annex 2 and never printed in it; nobody is held up for leaving these empty (CQ-4.0, CQ-4.2, CQ-4.3).
    not_working: str = ""
    region_code: str = ""
    skills: tuple[str, ...] = ()
    credential: str = ""
    credential_ends_on: date | None = None
    history: str = ""
    deputy_number: str = ""
    community: str = ""
    stands_for: str = ""


@dataclass(frozen=True)
class Statement:
    """The declaration as one applicant of one bureau reads and signs it (CQ-F16–F18)."""

    lines: tuple[str, ...]
    version: str
    word: str


def statement_for(bureau: Bureau, policy: Policy) -> Statement:
    """Only the pack's token (「区」) gives way to the bureau's own word; where the bureau has none it stays as printed.

    The version names the text before the substitution, so a changed text is a new version and an old signature holds.
    """
    rows, token, word = policy["statement"], policy["statement.token"] or "", bureau.region_word
    printed = [row["text"] for row in rows]
    mark = hashlib.sha256("\n".join(printed).encode()).hexdigest()[:8]
    if not token or not word or word == token:
        return Statement(tuple(printed), f"{policy.pack.id}:{mark}", "")
    phrase = f"{token}医疗保障"
    lines = tuple(line.replace(phrase, f"{word}医疗保障") for line in printed)
    return Statement(lines, f"{policy.pack.id}:{mark}", word)


def plain_snapshot(filled: Filled) -> str:
    """The form's words as JSON, for the sealed copy of what was said before a correction."""
    rows = {
        field.name: getattr(filled, field.name)
        for field in dataclasses.fields(filled)
        if field.name not in {"resident", "photo", "signature", "signed_scan", "signed_on"}
    }
    rows["resident_id"], rows["signed_on"] = filled.resident.number, filled.signed_on.isoformat()
    until = filled.credential_ends_on
    rows["credential_ends_on"] = until.isoformat() if until else None
    return json.dumps(rows, ensure_ascii=False)
