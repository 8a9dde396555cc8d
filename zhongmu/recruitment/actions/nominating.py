"""A unit recommends a person; the person is told, and agrees or declines (CQ-7.2, CQ-F15, CQ-F20, CQ-2)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.canonical import JSON
from zhongmu.ledger.record import record
from zhongmu.letters.actions import Addressee, queue_letter
from zhongmu.recruitment import calling, channels
from zhongmu.recruitment.actions.applying import Receipt
from zhongmu.recruitment.actions.asking import (
    Answer,
    Named,
    ask,
    call_columns,
    fresh_secret,
    numbered,
    said_by,
    say_yes,
    tell_person,
    to_answer_by,
)
from zhongmu.recruitment.actions.moving import move, reasoned, refuse
from zhongmu.recruitment.filled import Source, UnitWords
from zhongmu.recruitment.models import Batch, Nomination, Unit
from zhongmu.recruitment.submissions import same_words

DAYS = "nomination.reply_days"


@transaction.atomic
def nominate(
    batch: Batch,
    unit: Unit,
    named: Named,
    words: UnitWords,
    *,
    by: Actor,
    at: datetime,
    intake: dict[str, str] | None = None,
    submission: str = "",
) -> Nomination:
    """A unit's recommendation, from its own account or from a paper letter; raises NotAllowed with every reason.

    `intake` of a letter: {"channel", "arrived_on" (ISO), "taken_by"}; the scan of it is the seal's. The person is told
    at once, with a secret that the unit never sees, and an officer only on a letter to be posted; each print is recorded.
    """
    on = localdate(at)
    policy = batch.bureau.policy(on)
    batch.refresh_from_db(fields=["state"], from_queryset=Batch.objects.select_for_update())
    index = same_words(submission, unit.pk, intake, *said_by(named, words))
    if index and (made := batch.nominations.filter(submission_index=index).first()):
        return made
    arrived_on = date.fromisoformat(intake["arrived_on"]) if intake else None
    found = calling.nominating(batch, policy, at=at, arrived_on=arrived_on)
    refuse([*found, *calling.as_blockers(calling.words_wrong(words, policy, on=on), policy)])
    row = channels.by_unit(policy)
    secret, secret_index = fresh_secret()
    nomination = Nomination.objects.create(
        bureau=batch.bureau,
        batch=batch,
        unit=unit,
        number=numbered(batch.bureau, "荐", "nomination", on, rehearsal=batch.rehearsal),
        secret_index=secret_index,
        submission_index=index,
        rehearsal=batch.rehearsal,
        channel=row.code if row else "",
        intake=intake or {},
        created_at=at,
        **call_columns(named, words),
        **to_answer_by(policy, DAYS, on),
    )
    _record(nomination, "propose", by=by, at=at)
    _ask(nomination, secret, at=at)
    return nomination


def _record(nomination: Nomination, action: str, *, by: Actor, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "number": nomination.number,
        "batch": nomination.batch_id,
        "unit": nomination.unit_id,
        "channel": nomination.intake.get("channel", "web"),
    }
    chain, subject = nomination.bureau.code, nomination.ledger_subject
    record(chain, f"recruitment.nomination.{action}", by=by, subject=subject, facts=facts, at=at)


def _ask(nomination: Nomination, secret: str, *, at: datetime) -> None:
    body = _(
        "%(name)s：有单位推荐您为%(bureau)s的社会监督员人选。是否参加由您自己决定：请凭编号和查询码查看推荐内容，"
        "愿意的填表确认，不愿意的可以谢绝。逾期没有答复的，推荐失效。"
    )
    ask(
        nomination,
        secret,
        event="nomination.ask",
        subject=_("您被推荐为社会监督员人选，请答复"),
        body=body % {"name": nomination.name, "bureau": nomination.bureau.name},
        at=at,
    )


def _tell_unit(nomination: Nomination, event: str, sentence: str, *, at: datetime) -> None:
    """The unit learns that something happened, and of the person no more than it wrote."""
    unit = nomination.unit
    queue_letter(
        nomination.bureau,
        event=f"nomination.{event}",
        subject_line=_("推荐社会监督员人选办理情况"),
        body=_("%(unit)s：贵单位推荐的人选（%(number)s）%(said)s请登录查看，或电话咨询%(bureau)s。")
        % {
            "unit": unit.name,
            "number": nomination.number,
            "said": sentence,
            "bureau": nomination.bureau.name,
        },
        at=at,
        rehearsal=nomination.rehearsal,
        to=Addressee(name=unit.contact, phone=unit.phone),
        about=nomination.ledger_subject,
    )


def _policy(nomination: Nomination, at: datetime) -> Policy:
    return nomination.bureau.policy(localdate(at))


@transaction.atomic
def send_back_nomination(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Ask the unit for a correction: a seal that cannot be read, a name written wrong."""
    found = reasoned(reason, what=_("退回"))
    move(nomination, "send_back", policy=_policy(nomination, at), rulings=found, by=by, at=at, reason=reason)
    _tell_unit(nomination, "send_back", _("需要补正。"), at=at)


@transaction.atomic
def resubmit_nomination(
    nomination: Nomination, named: Named, words: UnitWords, *, by: Actor, at: datetime
) -> None:
    """The corrected recommendation; the person is told anew, with a new secret and the whole period."""
    policy, on = _policy(nomination, at), localdate(at)
    found = [
        *calling.taking(nomination.batch, policy),
        *calling.as_blockers(calling.words_wrong(words, policy, on=on), policy),
    ]
    secret, index = fresh_secret()
    changes = {**call_columns(named, words), **to_answer_by(policy, DAYS, on), "secret_index": index}
    move(nomination, "resubmit", policy=policy, rulings=found, by=by, at=at, changes=changes)
    _ask(nomination, secret, at=at)


@transaction.atomic
def send_nomination_anew(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Tell the person once more, with a new secret and a new period; what was sent before opens nothing."""
    policy = _policy(nomination, at)
    found = [*calling.taking(nomination.batch, policy), *reasoned(reason, what=_("重新送达"))]
    secret, index = fresh_secret()
    changes = {**to_answer_by(policy, DAYS, localdate(at)), "secret_index": index}
    move(nomination, "send_anew", policy=policy, rulings=found, by=by, at=at, reason=reason, changes=changes)
    _ask(nomination, secret, at=at)


@transaction.atomic
def withdraw_nomination(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    found = reasoned(reason, what=_("撤回"))
    move(nomination, "withdraw", policy=_policy(nomination, at), rulings=found, by=by, at=at, reason=reason)
    tell_person(nomination, "nomination.withdraw", _("这项推荐已经撤回，不必再答复。"), at=at)
    if by.role != "unit":
        _tell_unit(nomination, "withdraw", _("已经撤回。"), at=at)


def source_of(nomination: Nomination) -> Source:
    """What a nomination settles of the form."""
    words = UnitWords(
        name=nomination.unit_name,
        code=nomination.unit.credit_code,
        reason=nomination.reason,
        opinion=nomination.unit_opinion,
        seal=nomination.unit_seal,
        sealed_on=nomination.unit_sealed_on,
        handled_by=nomination.handled_by,
    )
    return Source(number=nomination.number, channel=nomination.channel, name=nomination.name, unit=words)


@transaction.atomic
def confirm_nomination(nomination: Nomination, answer: Answer, *, by: Actor, at: datetime) -> Receipt:
    """The person agrees by filling in and signing the rest of Annex 2 (CQ-2); raises NotAllowed with every reason."""
    policy, source = _policy(nomination, at), source_of(nomination)
    receipt = say_yes(nomination, "confirm", source, answer, policy=policy, by=by, at=at)
    if not receipt.again:
        _tell_unit(nomination, "confirm", _("已由本人确认。"), at=at)
    return receipt


@transaction.atomic
def decline_nomination(nomination: Nomination, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The person does not want to; no reason is asked for, and none is passed on to the unit."""
    move(nomination, "decline", policy=_policy(nomination, at), by=by, at=at, reason=reason)
    _tell_unit(nomination, "decline", _("已有答复。"), at=at)
