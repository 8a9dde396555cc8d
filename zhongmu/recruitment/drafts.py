"""What of a form somebody is still filling in is kept, and how it is found again."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from zhongmu.bureaus.models import Bureau
from zhongmu.files.models import StoredFile
from zhongmu.people.actions import code_index
from zhongmu.people.phones import normalise_phone
from zhongmu.people.values import BadValue
from zhongmu.recruitment.models import Draft
from zhongmu.recruitment.uploads import token_of
from zhongmu.seals.index import blind_index
from zhongmu.statements.prepared import Prepared

MOST = 40_000  # characters of everything typed; all fields of a valid form have 10,000
SEVERAL = frozenset({"other_categories", "skills"})
HEALTH = frozenset({"health", "health_note", "health_consent"})
# Declared, agreed to and signed when the form is sent, and not before; files are kept beside.
NEVER = frozenset({"declared", "privacy_consent", "name_consent", "signature", "signed_on", "submission"})
RESUME = "recruitment.resume"


def new_key() -> str:
    """What one browser's cookie holds."""
    return secrets.token_hex(16)


def key_index(key: str, address: str, subject: str = "") -> str:
    return blind_index("recruitment.draft", f"{key} {address} {subject}")


def phone_index(phone: str) -> str:
    return blind_index("recruitment.draft.phone", phone)


@dataclass(frozen=True)
class Typed:
    """What stands in a form, and its files."""

    fields: dict[str, list[str]]
    submission: str
    photo: StoredFile | None = None
    signed_scan: StoredFile | None = None

    @property
    def too_long(self) -> bool:
        return len(self.as_json()) > MOST

    def as_json(self) -> str:
        return json.dumps({"fields": self.fields, "submission": self.submission}, ensure_ascii=False)

    @property
    def phone_index(self) -> str:
        """Blank until a phone that can be read stands in the form."""
        try:
            return phone_index(normalise_phone(self.fields.get("phone", [""])[0]))
        except BadValue:
            return ""


def kept_of(sent: QueryDict, names: set[str]) -> dict[str, list[str]]:
    """What of these fields is kept. Nothing about health without its own consent: it is sensitive (PIPL 29)."""
    left_out = NEVER if sent.get("health_consent") else NEVER | HEALTH
    wanted = {n for n in names - left_out if not n.endswith("_token")}
    return {name: values for name in sorted(wanted) if any(values := sent.getlist(name))}


def initial_of_draft(draft: Draft) -> dict[str, Any]:
    """As a form's `initial`."""
    said = json.loads(draft.content)
    found: dict[str, Any] = {
        name: values if name in SEVERAL else values[0] for name, values in said["fields"].items()
    }
    found["submission"] = said["submission"]
    for name in ("photo", "signed_scan"):
        if getattr(draft, f"{name}_id"):
            found[f"{name}_token"] = token_of(getattr(draft, name))
    return found


_kept = Prepared(
    lambda bureau, index, on: (
        Draft.objects.standing(on)
        .filter(bureau=bureau, key_index=index)
        .select_related("photo", "signed_scan")
    )
)


def find_draft(bureau: Bureau, key: str, address: str, subject: str, on: date) -> Draft | None:
    """The draft this browser's key opens on this page; None without one."""
    if not key:
        return None
    return _kept.first(bureau.pk, key_index(key, address, subject), on)


def drafts_of_phone(bureau: Bureau, phone: str, on: date) -> list[Draft]:
    """Drafts in which this phone stands, newest first: a family may share one."""
    return list(bureau.drafts.standing(on).filter(phone_index=phone_index(phone)).order_by("-saved_at"))


def draft_of_code(bureau: Bureau, code: str, on: date) -> Draft | None:
    return bureau.drafts.standing(on).filter(code_index=code_index(RESUME, code)).first()
