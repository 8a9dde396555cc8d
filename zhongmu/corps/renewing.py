"""What the measure says about following one term with another (CQ-6.2, HL-2.2d): asked by page, action and test alike."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.corps.models import Appointment, Renewal
from zhongmu.corps.rulings import cited, why_not_effect
from zhongmu.corps.states import DECIDED, RenewalState, Standing, State
from zhongmu.ledger.actors import Actor
from zhongmu.people.cjk import chinese_date
from zhongmu.people.identity import check_resident_id
from zhongmu.people.models import Person
from zhongmu.policies.rulings import Blocker, Notice, Ruling, blockers
from zhongmu.workdays.deadlines import WORKING_DAYS
from zhongmu.workdays.queries import current_calendar

WINDOW = "renew.window_days"
RESTS_ON = (WINDOW, "renew.max_terms")  # each confirmed before its first use
LEAST_WORDS = 4


def last_in_window(policy: Policy, on: date) -> date:
    """A term that ends by this day is up for renewal on `on`."""
    if policy.parameter(WINDOW).unit == WORKING_DAYS:
        return current_calendar().add_working_days(on, policy[WINDOW])
    return on + timedelta(days=policy[WINDOW])


def opens_on(policy: Policy, ends_on: date) -> date:
    """The first day on which a term that ends then may be renewed."""
    if policy.parameter(WINDOW).unit != WORKING_DAYS:
        return ends_on - timedelta(days=policy[WINDOW])
    day = ends_on
    while last_in_window(policy, day - timedelta(days=1)) >= ends_on:
        day -= timedelta(days=1)
    return day


def terms_in_a_row(bureau: Bureau, person: Person, *, ended_on: date, rehearsal: bool) -> int:
    """How many terms this person served in a row, each from the day after the last, the latest ending on `ended_on`."""
    rows = person.appointments.filter(bureau=bureau, rehearsal=rehearsal).exclude(state=State.REVOKED)
    count, last = 0, ended_on
    for starts_on, ends_on in rows.order_by("-ends_on").values_list("starts_on", "ends_on"):
        if ends_on == last:
            count, last = count + 1, starts_on - timedelta(days=1)
    return count


def why_not_standing(row: Appointment, policy: Policy, on: date) -> Blocker | None:
    """Only a term that runs can be followed; who let it run out is recruited anew (CQ-6.3)."""
    standing = row.status(on)
    if standing is Standing.ACTIVE:
        return None
    if standing is Standing.EXPIRED:
        sentence = _("聘期已于%s届满，自然解聘，不能再续聘。") % chinese_date(row.ends_on)
        return Blocker(sentence, cited(policy, "term.natural_expiry"), _("需要继续担任的，请重新选聘。"))
    said = {
        Standing.SUSPENDED: (_("聘任正在暂停复核，不能续聘。"), _("请先由负责人作出复核决定。")),
        Standing.REVOKED: (_("聘任已经撤销，不能续聘。"), _("需要继续担任的，请重新选聘。")),
        Standing.PENDING: (_("聘期还没有开始，不能续聘。"), _("请在聘期快满时办理。")),
    }[standing]
    return Blocker(said[0], cited(policy, "renew.allowed"), said[1])


def why_not_followed(row: Appointment, policy: Policy) -> Blocker | None:
    """A term that reaches past this one is there already: a renewal would overlap it."""
    rows = row.person.appointments.filter(
        bureau=row.bureau_id, rehearsal=row.rehearsal, ends_on__gt=row.ends_on
    )
    later = rows.exclude(state=State.REVOKED).exclude(pk=row.pk).first()
    if later is None:
        return None
    sentence = _("下一届聘任已经作出（%s），不能再续聘。") % later.number
    return Blocker(sentence, cited(policy, "term.years"), _("请看该聘期的页面。"))


def why_not_early(row: Appointment, policy: Policy, on: date) -> Blocker | None:
    if row.ends_on <= last_in_window(policy, on):
        return None
    opens = chinese_date(opens_on(policy, row.ends_on))
    sentence = _("还没到办理续聘的时候：本届聘期到%s才届满。") % chinese_date(row.ends_on)
    return Blocker(sentence, cited(policy, WINDOW), _("请从%s起办理。") % opens)


def why_not_again(
    bureau: Bureau, person: Person, policy: Policy, *, ended_on: date, rehearsal: bool
) -> Blocker | None:
    """A measure may allow only so many terms in a row; one that begins right after `ended_on` would be one more."""
    most = policy["renew.max_terms"]
    if most is None:
        return None
    served = terms_in_a_row(bureau, person, ended_on=ended_on, rehearsal=rehearsal)
    if served < most:
        return None
    words = {"name": person.name, "served": served, "most": most}
    return Blocker(
        _("%(name)s已连续聘任%(served)s届，最多连续%(most)s届。") % words,
        cited(policy, "renew.max_terms"),
        _("期满自然解聘；以后需要的，隔届再选聘。"),
    )


def why_not_now(row: Appointment, policy: Policy, on: date) -> list[Blocker]:
    """Why nothing can be said or done today about renewing this term; empty while it is up for renewal."""
    if not policy["renew.allowed"]:
        never = Blocker(
            _("按现行办法，聘期届满不续聘。"),
            cited(policy, "renew.allowed"),
            _("需要继续担任的，请参加新的选聘。"),
        )
        return [never]
    if stop := why_not_standing(row, policy, on) or why_not_early(row, policy, on):
        return [stop]
    effect = why_not_effect(policy, rehearsal=row.rehearsal)
    again = why_not_again(row.bureau, row.person, policy, ended_on=row.ends_on, rehearsal=row.rehearsal)
    found = [effect, why_not_followed(row, policy), again, policy.unconfirmed(*RESTS_ON)]
    return [*blockers(each for each in found if each)]


def why_not_answer(renewal: Renewal, policy: Policy, said_on: date) -> Blocker | None:
    """What was said later holds, whenever it came in; once it is decided nothing is taken down."""
    if renewal.state in DECIDED:
        renewed = renewal.state == RenewalState.RENEWED
        done = _("已经决定续聘，不能再改意愿。") if renewed else _("已经决定不续聘，不能再改意愿。")
        remedy = _("有不同意见或不能继续担任的，请在届满前向%s说明。") % renewal.bureau.name
        return Blocker(done, cited(policy, "renew.allowed"), remedy)
    if renewal.answered_on is None or said_on >= renewal.answered_on:
        return None
    sentence = _("本人%s已另有表示，比这一份晚，以晚的为准。") % chinese_date(renewal.answered_on)
    return Blocker(
        sentence, cited(policy, "voluntary_consent"), _("请向本人核实；改变意愿的，照新的日期登记。")
    )


def why_not_age(person: Person, policy: Policy, on: date) -> Blocker | None:
    """Eligibility is looked at again, so the age is too, on the day of the act (CQ-6.2)."""
    if stop := policy.unconfirmed("age.max"):
        return stop
    oldest = policy["age.max"]
    if oldest is None or (age := check_resident_id(person.resident_id).age(on)) <= oldest:
        return None
    words = {"name": person.name, "age": age, "oldest": oldest}
    sentence = _("%(name)s现为%(age)s周岁，超过%(oldest)s周岁，不再符合条件。") % words
    return Blocker(sentence, cited(policy, "age.max"), _("请提请不续聘；可以邀请其以其他方式参与监督。"))


def unchecked(renewal: Renewal, policy: Policy, on: date) -> list[Ruling]:
    """Eligibility is checked again item by item, and recusal with it, before another term (CQ-6.2)."""
    left = [row.label for row in policy["eligibility"] if row.code not in renewal.checked]
    found: list[Ruling] = []
    if left:
        sentence = _("还有资格条件没有复核为“仍然符合”：%s。") % "；".join(left)
        remedy = _("请逐项复核后勾选；确有不符合的，改为建议不续聘。")
        found.append(Blocker(sentence, cited(policy, "eligibility"), remedy))
    if len(renewal.recusal.strip()) < LEAST_WORDS:
        remedy = _("请核对工作单位和利害关系，写明有无变化，不少于四个字。")
        found.append(Blocker(_("没有写明回避复核的结果。"), cited(policy, "interest.recusal"), remedy))
    too_old = why_not_age(renewal.appointment.person, policy, on)
    return [*found, too_old] if too_old else found


def proposing(renewal: Renewal, policy: Policy, *, on: date) -> list[Ruling]:
    """What an officer is asked before the leader is: an opinion always, and what was checked where it advises another term."""
    row = renewal.appointment
    found: list[Ruling] = [*why_not_now(row, policy, on)]
    if len(renewal.opinion.strip()) < LEAST_WORDS:
        remedy = _("请写明本届履职情况和理由，不少于四个字。")
        found.append(Blocker(_("没有写明履职情况和意见。"), cited(policy, "renew.allowed"), remedy))
    if renewal.advice == Renewal.Advice.RENEW:
        found += unchecked(renewal, policy, on)
    return found


def four_eyes(renewal: Renewal, by: Actor) -> Blocker | None:
    if renewal.proposed_by is None or renewal.proposed_by != by.account:
        return None
    return Blocker(_("提请的人不能自己决定。"), remedy=_("请由另一位负责人决定，或退回由他人提请。"))


def deciding(renewal: Renewal, policy: Policy, *, by: Actor, on: date) -> list[Ruling]:
    """What stands before either decision, for the leader who would make it."""
    return [*why_not_now(renewal.appointment, policy, on), *filter(None, [four_eyes(renewal, by)])]


def renewing(renewal: Renewal, policy: Policy, *, by: Actor, on: date) -> list[Ruling]:
    """What stands before another term; `appoint` asks about consent, draft and years on top."""
    return [*deciding(renewal, policy, by=by, on=on), *unchecked(renewal, policy, on), unpublished(policy)]


def unpublished(policy: Policy) -> Notice:
    """Neither measure says whether a renewal is made public, so none is asked for (CQ-5.4 speaks of appointing)."""
    return Notice(
        _("办法只写了聘任名单的公示，没有写续聘是否公示；续聘不另发公示，新证书照常可在核验页核对。"),
        cited(policy, "publicity.required"),
    )


def why_not_reopen(renewal: Renewal, policy: Policy, on: date) -> Blocker | None:
    """A decision not to renew may be taken up again within the term; one to renew only where its term was revoked."""
    if stop := why_not_standing(renewal.appointment, policy, on):
        return stop
    if renewal.next is None or renewal.next.state == State.REVOKED:
        return None
    remedy = _("新聘期有误的，请先在它的页面撤销。")
    return Blocker(_("新的一届聘任仍然有效，不能重新研究。"), cited(policy, "renew.allowed"), remedy)
