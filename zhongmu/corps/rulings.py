"""What the measure says about appointing, suspending and certifying: asked by the page, the action and the test alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from zhongmu.bureaus.models import LEVELS, Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.corps.models import Appointment, Certificate, CertificateState, Pledge
from zhongmu.corps.states import Standing
from zhongmu.letters.documents.fonts import missing_glyphs
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker, Cite, Notice, Ruling

_LEAST_REASON = 4  # characters
_FAR = 3660  # days between the decision and the first day of a term; terms of before are entered later


def cited(policy: Policy, key: str) -> Cite | None:
    """The words behind a parameter, or None where the measure is silent."""
    return policy.cite(key) if key in policy.pack else None


def boundary(policy: Policy) -> Cite | None:
    """Where it is written that a supervisor is no enforcement officer: the measure's words, or the law above (CQ-3)."""
    return cited(policy, "badge.disclaimer") or cited(policy, "cert.disclaimer")


def why_not_effect(policy: Policy, *, rehearsal: bool) -> Ruling | None:
    """Under a draft everything is rehearsed and nothing has effect; what was rehearsed is never converted."""
    if policy.rehearsal and not rehearsal:
        return Blocker(
            _("《%s》还是征求意见稿，不能作出有效力的聘任和发证。") % policy.pack.title,
            remedy=_("可以在演练中走完全部步骤；正式文件施行后再正式办理。"),
        )
    if rehearsal and not policy.rehearsal:
        return Blocker(
            _("这是征求意见稿期间的演练记录，不会转为正式记录。"), remedy=_("请按正式文件重新办理。")
        )
    if rehearsal:
        return Notice(_("正在演练：只生成标有“演练”的文书，不产生聘任的效力。"))
    return None


def _level_reaches(bureau: Bureau, least: str) -> bool:
    return LEVELS.index(bureau.level) <= LEVELS.index(least)  # type: ignore[arg-type]  # both are levels


def why_not_years(bureau: Bureau, policy: Policy, years: int, reason: str) -> Iterator[Ruling]:
    """CQ-6.1 fixes the term; HL-2.2c and 2.4b let the city or a higher level set another, with a reason."""
    usual, cite = policy.pack["term.years"], cited(policy, "term.years")
    if years == usual:
        return
    least, most = policy["term.min_years"], policy["term.max_years"]
    if not least <= years <= most:
        span = str(least) if least == most else f"{least}—{most}"
        sentence = _("聘期写的是%(years)d年，每届只能是%(span)s年。") % {"years": years, "span": span}
        yield Blocker(sentence, cite, _("请按规定的年数填写。"))
        return
    level = policy["term.authority_min_level"]
    if level and not _level_reaches(bureau, level):
        yield Blocker(
            _("聘期不是%(usual)d年的，须由市（地）级以上医疗保障部门确定，本局不能另定。") % {"usual": usual},
            cited(policy, "term.authority_min_level"),
            _("请按%(usual)d年聘任，或报上级机关确定。") % {"usual": usual},
        )
    if policy["term.other_needs_reason"] and len(reason.strip()) < _LEAST_REASON:
        sentence = _("聘期不是%(usual)d年，没有写明理由。") % {"usual": usual}
        yield Blocker(
            sentence, cited(policy, "term.other_needs_reason"), _("请写明另定聘期的理由，不少于四个字。")
        )
    if unconfirmed := policy.unconfirmed("term.min_years", "term.max_years"):
        yield unconfirmed


def why_not_start(starts_on: date, on: date, policy: Policy) -> Blocker | None:
    """Year 0001 or 9999 is a mistyped year."""
    if abs((starts_on - on).days) <= _FAR:
        return None
    sentence = _("起聘日%s离今天超过十年。") % starts_on.isoformat()
    return Blocker(sentence, cited(policy, "term.years"), _("请核对年份。"))


def why_not_overlap(
    bureau: Bureau, person: Person, *, starts_on: date, ends_on: date, rehearsal: bool
) -> Blocker | None:
    """One person has at most one appointment at a time in a bureau; another bureau may appoint too (CQ-2)."""
    held = (
        person.appointments.filter(bureau=bureau, rehearsal=rehearsal).overlapping(starts_on, ends_on).first()
    )
    if held is None:
        return None
    until = {"name": person.name, "number": held.number, "ends_on": held.ends_on.isoformat()}
    return Blocker(
        _("%(name)s在本局已有聘期重叠的聘任（%(number)s，至%(ends_on)s止），不能重复聘任。") % until,
        cited(bureau.policy(starts_on), "term.years"),
        _("请把起聘日改在原聘期届满之后。"),
    )


def appointing(
    bureau: Bureau, policy: Policy, *, years: int, reason: str, consented_at: datetime | None, rehearsal: bool
) -> list[Ruling]:
    """Everything but the dates, for one candidate (CQ-2, CQ-6.1)."""
    found: list[Ruling] = []
    if effect := why_not_effect(policy, rehearsal=rehearsal):
        found.append(effect)
    if bureau.level not in policy["appoint.by"]:
        found.append(
            Blocker(
                _("%s不是可以聘任的机关。") % bureau.name,
                cited(policy, "appoint.by"),
                _("请由有权的机关聘任。"),
            )
        )
    if policy["voluntary_consent"] and consented_at is None:
        found.append(
            Blocker(
                _("本人还没有确认自愿担任。推荐、特邀的人也须本人确认。"),
                cited(policy, "voluntary_consent"),
                _("请联系本人在线确认，或当面签字后登记。"),
            )
        )
    found += why_not_years(bureau, policy, years, reason)
    return found


def why_not_sign(policy: Policy, items: Collection[str]) -> Blocker | None:
    """Each discipline of the measure is confirmed by itself (CQ-10.0)."""
    missed = [label for code, label in policy.choices("discipline.items") if code not in items]
    if not missed:
        return None
    return Blocker(
        _("还有%(count)d条纪律没有逐条确认：%(items)s。")
        % {"count": len(missed), "items": "、".join(missed)},
        cited(policy, "discipline.items"),
        _("请逐条看过并勾选，再签名。"),
    )


def why_not_printed(appointment: Appointment) -> Blocker | None:
    """A name that cannot be drawn stops the certificate before it takes a number (CQ-5.3)."""
    missing = missing_glyphs(appointment.person.name + appointment.bureau.name)
    if not missing:
        return None
    named = "、".join(f"「{char}」（U+{ord(char):04X}）" for char in missing)
    return Blocker(
        _("现有字体没有%s的字形，证书未生成，编号未占用。") % named,
        cited(appointment.bureau.policy(appointment.decided_on), "cert.name"),
        _("请由系统管理员把含该字的字体放入字体文件夹后再签发；不要用别的字代替。"),
    )


_CLOSED = {
    Standing.SUSPENDED: (_("聘任正在暂停复核，不能签发证书。"), _("请先由负责人作出复核决定。")),
    Standing.EXPIRED: (_("聘期已经届满，不能再签发证书。"), _("续聘的，按新的聘期签发新证书。")),
    Standing.REVOKED: (_("聘任已经撤销，不能签发证书。"), _("重新选聘的，按新的聘任签发。")),
}


def certifying(appointment: Appointment, policy: Policy, *, on: date) -> list[Ruling]:
    """Why a certificate cannot be issued today; what recruitment gates (an open notice of names) comes on top."""
    found: list[Ruling] = []
    if effect := why_not_effect(policy, rehearsal=appointment.rehearsal):
        found.append(effect)
    if closed := _CLOSED.get(appointment.status(on)):
        found.append(Blocker(closed[0], cited(policy, "cert.name"), closed[1]))
    if policy["pledge.required"] and not Pledge.objects.filter(appointment=appointment).exists():
        found.append(
            Blocker(
                _("纪律承诺书还没有签署，未签不得发证。"),
                cited(policy, "discipline.items"),
                _("请本人逐条确认后签名；用纸签的，由经办人登记扫描件。"),
            )
        )
    if held := appointment.certificates.filter(state=CertificateState.ISSUED).first():
        found.append(
            Blocker(
                _("已经签发过证书（%s）。") % held.number,
                cited(policy, "cert.name"),
                _("遗失、污损的，打印原证书；写错的，先作废再重新签发。"),
            )
        )
    last = (policy.unconfirmed("cert.number_pattern", "cert.disclaimer"), why_not_printed(appointment))
    return [*found, *(ruling for ruling in last if ruling)]


def why_not_print(appointment: Appointment, policy: Policy, *, on: date) -> Blocker | None:
    """A sheet goes out only while its term may hold: not under suspension, nor after the end."""
    closed = _CLOSED.get(appointment.status(on))
    if closed is None:
        return None
    sentence = _("%(name)s的聘任现在是“%(standing)s”，不能打印证书。") % {
        "name": appointment.person.name,
        "standing": appointment.status(on).label,
    }
    return Blocker(sentence, cited(policy, "cert.name"), closed[1])


def why_not_slip(appointment: Appointment) -> Blocker | None:
    """A rehearsal opens no account of somebody who serves, or logs in, for real: nothing of it has effect."""
    person = appointment.person
    if not appointment.rehearsal or not person.appointments.filter(rehearsal=False).exists():
        return None
    return Blocker(
        _("%s另有正式的聘任，演练中不能重发激活单：那会改掉正式账号的密码。") % person.name,
        remedy=_("请本人用已有账号登录；忘记密码的，到正式聘任的机关当面办理。"),
    )


def why_not_lift(appointment: Appointment) -> Blocker | None:
    """While a review is open its decision is the only way back."""
    if not appointment.reviews.filter(decided_at=None).exists():
        return None
    return Blocker(
        _("复核还没有作出决定，不能直接恢复或撤销。"),
        cited(appointment.bureau.policy(appointment.decided_on), "publicity.gate"),
        _("请在复核里写明理由，选择恢复或撤销。"),
    )


def why_not_fall(following: Appointment) -> Blocker | None:
    """A renewed term under a review of its own is decided there before the term it renews is revoked."""
    if not why_not_lift(following):
        return None
    return Blocker(
        _("续聘的下一届（%s）另有一件复核没有作出决定。") % following.number,
        cited(following.bureau.policy(following.decided_on), "publicity.gate"),
        _("请先到那一届的页面办结复核，再撤销本届。"),
    )


def why_not_without_reason(policy: Policy, reason: str) -> Blocker | None:
    if len(reason.strip()) >= _LEAST_REASON:
        return None
    return Blocker(_("没有写明理由。"), cited(policy, "publicity.gate"), _("请写明理由，不少于四个字。"))


def words_of(certificate: Certificate, at: datetime, on: date) -> tuple[str, str]:
    """What the check page says of a certificate, and the kind it is drawn with: valid, not, waiting."""
    appointment = certificate.appointment
    if appointment.rehearsal:
        return _("演练，无效力"), "not"
    if certificate.is_valid_at(at):
        return _("有效"), "valid"
    if certificate.state == CertificateState.VOID:
        return _("已作废"), "not"
    words = {Standing.SUSPENDED: (_("已暂停"), "not"), Standing.PENDING: (_("聘期未开始"), "waiting")}
    return words.get(appointment.status(on), (_("已失效"), "not"))
