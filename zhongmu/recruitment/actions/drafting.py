"""Keep a form that is still being filled in, take it to another device, throw it away, let it expire."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from django.db import transaction

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import NoPolicy, Policy
from zhongmu.files.models import StoredFile
from zhongmu.files.store import remove, unpointed
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.people.actions import code_index, secret_code
from zhongmu.recruitment.drafts import RESUME, Typed, key_index, new_key
from zhongmu.recruitment.models import Draft
from zhongmu.recruitment.submissions import new_submission, submission_index

AT_ONCE = 200
A_DAY = timedelta(days=1)


class NotKept(Exception):
    """The draft was not saved; `why` is "sent" when the form was sent already, "moved" when it went to another device."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def save_draft(
    bureau: Bureau,
    *,
    key: str,
    address: str,
    subject: str,
    typed: Typed,
    policy: Policy,
    at: datetime,
    on: date,
) -> Draft:
    """Write what was typed over what was kept; a file left out stays. Raises NotKept."""
    index = key_index(key, address, subject)
    if bureau.drafts.filter(left_index=index).exists():
        raise NotKept("moved")
    expires_on = on + timedelta(days=policy["draft.keep_days"])
    empty = {"bureau": bureau, "address": address, "subject": subject, "content": ""}
    empty |= {"saved_at": at, "expires_on": expires_on}
    draft, _is_new = Draft.objects.select_for_update().get_or_create(key_index=index, defaults=empty)
    sent = Draft.objects.filter(sent_index=submission_index(typed.submission))
    if draft.sent_index or sent.exists():
        raise NotKept("sent")
    replaced = _take_files(draft, typed)
    draft.content, draft.phone_index = typed.as_json(), typed.phone_index
    draft.saved_at, draft.expires_on = at, expires_on
    draft.save()
    for file in replaced:
        remove(file)
    return draft


def _take_files(draft: Draft, typed: Typed) -> list[StoredFile]:
    """Point the draft at the new files; returns those it had before."""
    replaced = []
    for name in ("photo", "signed_scan"):
        new, old = getattr(typed, name), getattr(draft, name)
        if new is not None and new != old:
            setattr(draft, name, new)
            replaced += [old] if old is not None else []
    return replaced


def shut_draft(
    bureau: Bureau, *, key: str, address: str, subject: str, submission: str, at: datetime, expires_on: date
) -> list[StoredFile]:
    """The form is being sent: empty its draft and keep nothing more under this key or this submission.

    Called in the transaction of the act and before it, so that a save under way waits and then finds the form sent.
    Returns the files the draft had.
    """
    shut = {"sent_index": submission_index(submission), "content": "", "phone_index": "", "code_index": ""}
    place = {
        "bureau": bureau,
        "address": address,
        "subject": subject,
        "saved_at": at,
        "expires_on": expires_on,
    }
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        key_index=key_index(key, address, subject), defaults={**place, **shut}
    )
    files = [file for file in (draft.photo, draft.signed_scan) if file is not None]
    if not is_new:
        Draft.objects.filter(pk=draft.pk).update(**shut, photo=None, signed_scan=None)
    return files


@transaction.atomic
def drop_draft(draft: Draft) -> None:
    """Remove a draft with its files, except those that an application has taken over."""
    files = [file for file in (draft.photo, draft.signed_scan) if file is not None]
    draft.delete()
    for file in files:
        remove(file)


def write_code(draft: Draft) -> str:
    """A new code to write down, by which the draft is taken to another device once; the one before is void."""
    code = secret_code()
    draft.code_index = code_index(RESUME, code)
    draft.save(update_fields=["code_index"])
    return code


def hand_over(draft: Draft) -> tuple[str, str] | None:
    """Give the draft to another browser and return its new key and submission key; None when somebody was quicker.

    The browser it comes from keeps nothing under its key until the draft goes on to a third, written codes are void, and
    no receipt of the new submission is shown there: it may stand in a library. What its page still shows can be sent.
    """
    key, submission = new_key(), new_submission()
    seen = Draft.objects.filter(pk=draft.pk, key_index=draft.key_index, code_index=draft.code_index)
    changed = seen.update(
        left_index=draft.key_index,
        key_index=key_index(key, draft.address, draft.subject),
        code_index="",
        content=json.dumps({**json.loads(draft.content), "submission": submission}, ensure_ascii=False),
    )
    return (key, submission) if changed else None


def clear_expired(*, on: date, at: datetime) -> int:
    """Remove what nobody came back to, with its files; each bureau's ledger says how many. Returns how many."""
    Draft.objects.filter(expires_on__lt=on).exclude(sent_index="").delete()
    expired = Draft.objects.filter(expires_on__lt=on)
    count = 0
    for bureau in Bureau.objects.filter(pk__in=expired.values("bureau")).order_by("pk"):
        while found := list(expired.filter(bureau=bureau).select_related("photo", "signed_scan")[:AT_ONCE]):
            _clear(bureau, found, at=at)
            count += len(found)
    return count


@transaction.atomic
def _clear(bureau: Bureau, drafts: list[Draft], *, at: datetime) -> None:
    for draft in drafts:
        drop_draft(draft)
    facts = {"removed": len(drafts)}
    record(bureau.code, "recruitment.drafts.clear", by=Actor.system(), subject="drafts", facts=facts, at=at)


def clear_unpointed(*, on: date, at: datetime) -> int:
    """Remove the files of each bureau that nothing refers to, once no page and no draft can bring them back.

    They came with forms that were never taken in; each bureau's ledger says how many. Returns how many.
    """
    count = 0
    codes = unpointed(before=at - A_DAY).order_by().values("bureau_code")
    for bureau in Bureau.objects.filter(code__in=codes).order_by("pk"):
        found = unpointed(before=at - _drafts_last(bureau, on)).filter(bureau_code=bureau.code)
        while removed := _sweep(bureau, list(found[:AT_ONCE]), at=at):
            count += removed
    return count


def _drafts_last(bureau: Bureau, on: date) -> timedelta:
    """Where no measure holds any more there are no drafts, and what a page carries is older than a page lasts."""
    try:
        return timedelta(days=bureau.policy(on)["draft.keep_days"])
    except NoPolicy:
        return A_DAY


@transaction.atomic
def _sweep(bureau: Bureau, files: list[StoredFile], *, at: datetime) -> int:
    removed = sum(remove(file) for file in files)
    if removed:
        facts = {"removed": removed}
        record(bureau.code, "recruitment.files.clear", by=Actor.system(), subject="files", facts=facts, at=at)
    return removed
