"""What the measure says about planning, publishing, applying and checking. Pages and actions ask the same functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import LEVELS, Bureau, Membership
from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import Actor
from zhongmu.people.cjk import chinese_date, chinese_moment
from zhongmu.people.identity import ResidentId
from zhongmu.policies.rulings import Blocker, Cite, Notice, Ruling
from zhongmu.recruitment import channels
from zhongmu.recruitment.filled import Filled
from zhongmu.recruitment.models import Batch, Finding
from zhongmu.recruitment.states import BatchState

GATES = ("none", "before_certificate", "before_appointment")  # from the loosest to the strictest


def cite(policy: Policy, key: str) -> Cite | None:
    """The article behind a key, or None where the measure is silent on it."""
    return policy.cite(key) if key in policy.pack else None


def unconfirmed(policy: Policy, *keys: str) -> list[Ruling]:
    """A blocker when one of these suggested values was never confirmed; keys the measure lacks are passed over."""
    blocker = policy.unconfirmed(*(key for key in keys if key in policy.pack))
    return [blocker] if blocker else []


def may_set_headcount(bureau: Bureau, policy: Policy) -> bool:
    lowest = policy["plan.authority_min_level"]
    return LEVELS.index(bureau.level) <= LEVELS.index(lowest)  # type: ignore[arg-type]  # stored as its value


def authority(bureau: Bureau, policy: Policy) -> list[Ruling]:
    """Who may set the headcount: in Heilongjiang no county (HL-2.4b)."""
    if may_set_headcount(bureau, policy):
        return []
    return [
        Blocker(
            _("县级医疗保障局不能自行核定社会监督员名额。"),
            cite(policy, "plan.authority_min_level"),
            _("请把辖区情况报送上级，由市（地）级以上医疗保障局核定后办理（转市级）。"),
        )
    ]


def superior_for(bureau: Bureau, policy: Policy) -> Bureau | None:
    """The nearest bureau above that may set this one's headcount."""
    above = bureau.parent
    while above is not None and not may_set_headcount(above, policy):
        above = above.parent
    return above


def why_not_send_up(bureau: Bureau, policy: Policy) -> list[Ruling]:
    """Figures go up only where the measure takes the headcount away from the bureau, and there is somebody to send to."""
    basis = cite(policy, "plan.authority_min_level")
    if may_set_headcount(bureau, policy):
        return [Blocker(_("本局可以自行核定名额，不用报送上级。"), basis, _("请直接提出名额方案。"))]
    if superior_for(bureau, policy) is None:
        return [
            Blocker(
                _("系统里没有可以核定名额的上级机关。"),
                basis,
                _("请系统管理员用 zhongmu bureaus load 补上上级机构。"),
            )
        ]
    return []


def deciding(batch: Batch, policy: Policy, *, by: Actor, on: date) -> list[Ruling]:
    """A headcount sent up is set by the superior bureau's own people, in a role they hold there (HL-2.4b)."""
    found = authority(batch.decider, policy)
    if batch.authority is None:
        return found
    seats = Membership.objects.current(on).filter(bureau=batch.authority, account=by.account, role=by.role)
    if by.account is None or not seats.exists():
        said = _("这一批的名额由%s核定。") % batch.authority.name
        remedy = _("请等上级核定；辖区情况有变的，请联系上级退回补报。")
        found.append(Blocker(said, cite(policy, "plan.authority_min_level"), remedy))
    return found


def gate_choice(gate: str, policy: Policy) -> list[Ruling]:
    """A batch keeps the pack's gate or takes a stricter one, never a looser."""
    if GATES.index(gate) >= GATES.index(policy["publicity.gate"]):
        return []
    return [
        Blocker(
            _("公示的把关不能比办法规定的更宽。"),
            cite(policy, "publicity.gate"),
            _("请选办法规定的顺序，或更严的一种。"),
        )
    ]


def four_eyes(first: int | None, by: Actor, *, what: str) -> list[Ruling]:
    """The same account never does both halves of a decision."""
    if first is None or first != by.account:
        return []
    return [Blocker(_("%s不能由同一人既提出又决定。") % what, remedy=_("请由另一名有权限的同事办理。"))]


def rehearsal(batch: Batch, policy: Policy) -> list[Ruling]:
    """Under a draft there is only rehearsal, and a rehearsal stays one (HL-0.1)."""
    if policy.rehearsal and not batch.rehearsal:
        return [
            Blocker(
                _("现行依据只是征求意见稿，不能据以办理有效力的事项。"),
                Cite(policy.pack.id, "", policy.pack.title),
                _("请待正式文件印发并绑定后再办，或新建演练批次。"),
            )
        ]
    if batch.rehearsal and not policy.rehearsal:
        return [
            Blocker(
                _("这是演练批次，永远不会转为正式。"),
                Cite(policy.pack.id, "", policy.pack.title),
                _("正式办法已经施行，请新建批次重新办理。"),
            )
        ]
    return []


def without_effect(batch: Batch, policy: Policy) -> list[Ruling]:
    """What to know before a move with legal effect in a rehearsal."""
    if not batch.rehearsal:
        return []
    return [
        Notice(
            _("这是演练：只生成带“演练·征求意见稿”水印的文书草稿，不产生任何效力。"),
            Cite(policy.pack.id, "", policy.pack.title),
        )
    ]


def notice_content(batch: Batch, policy: Policy) -> list[Ruling]:
    """A notice says all the pack asks for: conditions, headcount, ways, period, phone (HL-2.2a)."""
    there = {
        "conditions": bool(batch.requirements.strip()),
        "headcount": batch.headcount > 0,
        "modes": bool(batch.ways),
        "period": batch.apply_opens_at is not None and batch.apply_closes_at is not None,
        "phone": bool(batch.phone.strip()),
    }
    missing = [row.label for row in policy["notice.fields"] if not there.get(row.code, True)]
    if not missing:
        return []
    return [
        Blocker(
            _("公告还缺：%s。") % "、".join(missing),
            cite(policy, "notice.fields"),
            _("请补全公告内容再发布。"),
        )
    ]


def individuals(policy: Policy) -> list[Ruling]:
    """Whether anybody may apply for themselves at all: some measures take recommendations only."""
    if channels.on_paper(policy):
        return []
    ways = "、".join(row.label for row in channels.rows(policy))
    said = _("现行办法不接受个人报名，只有：%s。") % ways
    return [Blocker(said, cite(policy, "channels"), _("愿意参加的，可以请单位推荐，或咨询本局。"))]


def window(batch: Batch, policy: Policy, at: datetime) -> list[Ruling]:
    """Whether an application may come in at this very second (CQ-7.1)."""
    if shut := individuals(policy):
        return shut
    basis = cite(policy, "notice.public")
    if batch.is_open(at):
        return _on_line(batch, policy)
    opens, closes = batch.apply_opens_at, batch.apply_closes_at
    if batch.published_at is None or opens is None or closes is None:
        return [Blocker(_("这次选聘还没有发布公告，不能报名。"), basis, _("请留意本局公告。"))]
    if batch.state != BatchState.NOTICED or at >= closes:
        said = _("报名已于%s截止。") % chinese_moment(localtime(closes))
        return [Blocker(said, basis, _("可以留意下一次选聘公告，或电话咨询%s。") % batch.phone)]
    return [
        Blocker(
            _("报名从%s开始。") % chinese_moment(localtime(opens)), basis, _("请到时再来，内容可以先准备好。")
        )
    ]


ONLINE = "online"  # of application.modes
# A way in at the desk → how a notice calls it.
_MODES: Mapping[str, str] = {"post": "post", "email": "email", "visit": "counter", "paper": "counter"}


def _ways(batch: Batch, policy: Policy) -> str:
    return "、".join(policy.label("application.modes", way) for way in batch.ways)


def _on_line(batch: Batch, policy: Policy) -> list[Ruling]:
    """A form on line only where the notice says so; a notice without any ways leaves all open (CQ-7.1)."""
    if not batch.ways or ONLINE in batch.ways:
        return []
    remedy = _("请按公告写明的方式报名：%(ways)s。有疑问请电话咨询%(phone)s。")
    told = {"ways": _ways(batch, policy), "phone": batch.phone}
    return [Blocker(_("这次选聘没有开通在线报名。"), cite(policy, "notice.public"), remedy % told)]


def other_way(batch: Batch, channel: str, policy: Policy) -> list[Ruling]:
    """That something came to the desk by a way the notice does not name: said to the officer, refused to nobody."""
    if not batch.ways or _MODES.get(channel, channel) in batch.ways:
        return []
    told = {"came": policy.label("intake.channels", channel), "ways": _ways(batch, policy)}
    said = _("来件方式“%(came)s”不在公告写明的报名方式里（%(ways)s）。") % told
    return [Notice(said, cite(policy, "notice.public"), _("是否受理由审查人决定；受理的，在依据里写明。"))]


def direct(filled: Filled, policy: Policy) -> list[Ruling]:
    """Whether a form alone may come in by its channel, with the unit's words just as Annex 2 has them (CQ-7.0, CQ-F20)."""
    basis = cite(policy, "channels")
    row = channels.channel(policy, filled.channel)
    if row is None:
        return [Blocker(_("现行办法没有这种产生方式。"), basis, _("请按页面上的方式报名。"))]
    if not channels.is_direct(row):
        remedy = _("请从推荐、邀请或自荐池里办理，由本人确认后进入批次。")
        return [Blocker(_("“%s”不能只凭一张报名表登记。") % row.label, basis, remedy)]
    wrong = channels.unit_words_wrong(row, unit_name=filled.unit_name, unit_opinion=filled.unit_opinion)
    return [Blocker(sentence, basis, _("请改正后再提交。")) for sentence in wrong.values()]


def in_whose_hand(by: Actor, intake: Mapping[str, str] | None) -> list[Ruling]:
    """Who is not the applicant enters only what came on paper, by post, telephone or mail, and says how (CQ-2)."""
    if by.role == "applicant" or intake:
        return []
    said = _("没有写明本人怎样、何时交来，不能代本人登记。")
    return [Blocker(said, remedy=_("请在登记页写明来件方式和日期；本人没有交来的，请本人填报。"))]


def applicant(resident: ResidentId, policy: Policy, on: date) -> list[Ruling]:
    """What the number alone decides: age and kind of document (CQ-4.1, CQ-4.4). Nothing else is decided by program."""
    found: list[Ruling] = []
    youngest, oldest, age = policy["age.min"], policy["age.max"], resident.age(on)
    if youngest is not None and age < youngest:
        said = _("报名当日须年满%(least)s周岁，按身份证号推算现为%(age)s周岁。") % {
            "least": youngest,
            "age": age,
        }
        found.append(Blocker(said, cite(policy, "age.min"), _("年满以后欢迎再报名。")))
    if oldest is not None and age > oldest:
        said = _("报名当日不超过%(most)s周岁，按身份证号推算现为%(age)s周岁。") % {"most": oldest, "age": age}
        found.append(Blocker(said, cite(policy, "age.max"), _("可以用其他方式参与监督，请咨询本局。")))
    if resident.hmt and not policy["id.accept_hmt"]:
        said = _("现行口径不受理港澳台居民居住证报名。")
        found.append(Blocker(said, cite(policy, "id.accept_hmt"), _("有疑问请电话咨询本局。")))
    return found


def signing_day(
    filled: Filled, policy: Policy, *, arrived_on: date, since: datetime | None = None
) -> list[Ruling]:
    """Nobody signs after the form came, nor before there was one: the measure's, or this one `since` (CQ-F19)."""
    basis = cite(policy, "statement")
    if filled.signed_on > arrived_on:
        said = _("签字日期%(day)s在收到报名表之后。") % {"day": chinese_date(filled.signed_on)}
        return [Blocker(said, basis, _("请照表上本人写的日期填写；没有写的，留空即可。"))]
    first = max(
        (day for day in (policy.pack.issued_on, localdate(since) if since else None) if day), default=None
    )
    if first is None or filled.signed_on >= first:
        return []
    facts = {"day": chinese_date(filled.signed_on), "first": chinese_date(first)}
    said = _("签字日期%(day)s早于这张报名表可以填写的第一天（%(first)s）。") % facts
    return [Blocker(said, basis, _("请核对签字日期；确是以前签的，请重新签名。"))]


def passing(findings: Mapping[str, Finding], policy: Policy) -> list[Ruling]:
    """Passing needs 符合 on every item of the pack, each concluded by a person (CQ-4.0)."""
    left = [
        row.label
        for row in policy["eligibility"]
        if row.code not in findings or findings[row.code].conclusion != Finding.Conclusion.CONFORMS
    ]
    if not left:
        return []
    return [
        Blocker(
            _("还有条件没有认定为“符合”：%s。") % "；".join(left),
            cite(policy, "eligibility"),
            _("请逐项作出结论并写明依据；确有不符合的，提出拟不通过。"),
        )
    ]


def refusing(findings: Mapping[str, Finding], policy: Policy) -> list[Ruling]:
    """A refusal rests on an item found 不符合, with its basis and its evidence."""
    known = {row.code for row in policy["eligibility"]}
    failed = [f for code, f in findings.items() if code in known and f.conclusion == Finding.Conclusion.FAILS]
    if failed and all(f.basis.strip() and (f.document or f.file_id) for f in failed):
        return []
    return [
        Blocker(
            _("没有一项条件被认定为“不符合”并写明依据和材料，不能提出不通过。"),
            cite(policy, "eligibility"),
            _("请先逐项审查；材料不全的请退回补正。"),
        )
    ]
