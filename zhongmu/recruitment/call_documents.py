"""The letter of invitation, in official form (CQ-7.3)."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zhongmu.bureaus.policy import Policy
from zhongmu.letters.documents.official import Block, OfficialFacts
from zhongmu.people.cjk import chinese_date
from zhongmu.recruitment.models import Invitation


def invitation_facts(invitation: Invitation, policy: Policy) -> OfficialFacts:
    """Dated on the day it was signed; a draft leaves room for the day."""
    pack, signed_at = policy.pack, invitation.signed_at
    basis = f"《{pack.title}》{f'（{pack.doc_no}）' if pack.doc_no else ''}"
    body: list[Block] = [
        _("根据%(basis)s，现邀请您担任医疗保障基金社会监督员（%(batch)s）。")
        % {"basis": basis, "batch": invitation.batch.title},
        *filter(None, [invitation.reason]),
        _(
            "社会监督员自愿参加，不属于政府执法人员，不领取固定薪酬。接受邀请的，请填写报名表并签署诚信声明；"
            "接受邀请不免除资格审查和名单公示。不接受的，可以谢绝，不必说明理由。"
        ),
    ]
    if invitation.due_on:
        said = _(
            "请于%(due)s前答复：在网站点“答复推荐、邀请”，凭编号%(number)s和另行告知的查询码办理；也可以书面答复。"
        )
        body.append(said % {"due": chinese_date(invitation.due_on), "number": invitation.number})
    return OfficialFacts(
        title=_("特邀社会监督员邀请函"),
        addressee=invitation.name,
        body=body,
        bureau=invitation.bureau.name,
        dated_on=localdate(signed_at) if signed_at else None,
        rehearsal=invitation.rehearsal,
    )
