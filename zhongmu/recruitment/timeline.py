"""What an applicant sees of their application, newest first: what happened, when, by which role, under which article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.ledger.actors import role_label
from zhongmu.letters.models import Letter
from zhongmu.people.cjk import chinese_date
from zhongmu.policies.rulings import Cite
from zhongmu.recruitment.models import Application, ApplicationMove
from zhongmu.recruitment.rulings import cite
from zhongmu.recruitment.states import APPLICATION_MOVES

# In plain words; what staff do among themselves (a refusal proposed, overruled) is not told.
TOLD = {
    "send_back": gettext_lazy("请补正后重新提交"),
    "correct": gettext_lazy("已补正"),
    "pass_check": gettext_lazy("已通过资格审查"),
    "confirm_refusal": gettext_lazy("没有通过资格审查"),
    "check_again": gettext_lazy("异议成立，重新审查"),
    "choose": gettext_lazy("已列为拟聘人选"),
    "pass_over": gettext_lazy("这次没有入选"),
    "reconsider": gettext_lazy("名单退回，重新比选"),
    "strike": gettext_lazy("不予聘任"),
    "appoint": gettext_lazy("已聘任"),
    "withdraw": gettext_lazy("已撤回"),
}
VERIFIED = {
    ("signature", "doubt"): gettext_lazy("签名待现场核验，请本人带身份证到窗口"),
    ("signature", "holds"): gettext_lazy("签名已现场核验"),
    ("signature", "fails"): gettext_lazy("签名核验不符"),
    ("phone", "holds"): gettext_lazy("联系电话已确认"),
    ("phone", "fails"): gettext_lazy("联系电话打不通，请与本局联系"),
}
WITH_REASON = frozenset({"send_back", "confirm_refusal", "pass_over", "strike"})


@dataclass(frozen=True, slots=True)
class Line:
    """`at` is None where only the day is on record, and that is `on`."""

    label: str
    who: str
    at: datetime | None
    on: date | None = None
    text: str = ""
    cite: Cite | None = None

    @property
    def when(self) -> datetime:
        return self.at or datetime.combine(self.on or date.min, time.max, get_default_timezone())


def timeline_of(application: Application, policy: Policy) -> list[Line]:
    """Five queries, however much happened."""
    found = [
        _arrival(application, policy),
        *(_line(move, policy) for move in application.moves.filter(name__in=TOLD)),
        *_verifications(application, policy),
        *_notices(application, policy),
        *_certificates(application, policy),
    ]
    found.reverse()  # of two in one second the later stands above
    return sorted(found, key=lambda line: line.when, reverse=True)


def _arrival(application: Application, policy: Policy) -> Line:
    intake = application.intake
    if not intake:
        return Line(_("已收到报名"), role_label("applicant"), application.submitted_at)
    told = _("%(day)s收到，来件方式：%(way)s") % {
        "day": chinese_date(application.arrived_on),
        "way": policy.label("intake.channels", str(intake.get("channel", ""))),
    }
    return Line(_("已登记报名"), _("工作人员"), application.submitted_at, text=told)


def _line(move: ApplicationMove, policy: Policy) -> Line:
    text = move.reason if move.name in WITH_REASON else ""
    because = cite(policy, APPLICATION_MOVES[move.name].cite)
    return Line(str(TOLD[move.name]), role_label(move.role), move.at, text=text, cite=because)


def _verifications(application: Application, policy: Policy) -> Iterator[Line]:
    """Of the signature and the telephone; how a declaration was looked into is told with the result of the check."""
    for row in application.verifications.order_by("pk"):
        label = VERIFIED.get((row.what, row.outcome))
        if label:
            yield Line(str(label), role_label(row.role), row.at, cite=cite(policy, "statement"))


def _notices(application: Application, policy: Policy) -> Iterator[Line]:
    for notice in application.batch.name_notices.all():
        if notice.covers(application.pk):
            said = _("公示到%s") % chinese_date(notice.ends_on)
            because = cite(policy, "publicity.gate")
            yield Line(
                _("名单已经公示"), application.bureau.name, notice.published_at, text=said, cite=because
            )


def _certificates(application: Application, policy: Policy) -> Iterator[Line]:
    rows = application.bureau.certificates.filter(appointment__origin=application.ledger_subject)
    for row in rows:
        said, because = _("编号%s") % row.number, cite(policy, "cert.name")
        label = _("已签发%s") % row.printed_name
        yield Line(label, application.bureau.name, None, on=row.issued_on, text=said, cite=because)
        if row.voided_at:
            yield Line(
                _("%s已作废") % row.printed_name, application.bureau.name, row.voided_at, text=row.void_reason
            )


def letters_to(application: Application) -> list[Letter]:
    """What was written to the applicant about this application, newest first."""
    rows = application.bureau.letters.filter(
        about=application.ledger_subject, event__startswith="application."
    )
    return list(rows.order_by("-pk"))
