"""What the prints of recruitment say: the application form of Annex 2, the notice, the notice of names."""

from __future__ import annotations

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.files.kinds import IMAGE
from zhongmu.files.store import read_working
from zhongmu.letters.documents.application_form import ApplicationFacts
from zhongmu.letters.documents.official import Block, Grid, Heading, OfficialFacts
from zhongmu.people.cjk import chinese_date, chinese_moment
from zhongmu.recruitment.filled import statement_for
from zhongmu.recruitment.models import Application, Batch, NameNotice

_NOTHING = "无"


def blank_facts(bureau: Bureau, policy: Policy) -> ApplicationFacts:
    statement = statement_for(bureau, policy)
    return ApplicationFacts(
        title=policy["documents.application_form"],
        declaration=statement.lines,
        region_word=statement.word or "区",
        rehearsal=policy.rehearsal,
    )


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part) or _NOTHING


def application_facts(application: Application, policy: Policy) -> ApplicationFacts:
    """The form as it was signed, with the declaration of its day; never a newer text."""
    signature = application.signature
    scan = application.signed_scan
    if signature is None and scan is not None and scan.kind == IMAGE:
        signature = read_working(scan)
    return ApplicationFacts(
        title=policy["documents.application_form"],
        name=application.name,
        sex=application.sex_label,
        political_status=application.political_label,
        ethnic_group=application.ethnic_label,
        id_number=application.resident_id,
        health=application.health_label,
        phone=application.phone,
        employed=_("是") if application.employed else _("否"),
        email=application.email or _NOTHING,
        employer_and_post=_joined(application.employer, application.post),
        home_address=application.address,
        education=application.education_label or _NOTHING,
        school_and_major=_joined(application.school, application.major),
        reason=application.reason,
        unit_opinion=application.unit_opinion,
        remark=application.remark,
        photo=read_working(application.photo),
        signature=signature,
        signed_on=application.signed_on,
        declaration=tuple(application.statement),
        rehearsal=application.rehearsal,
    )


def _ways(batch: Batch, policy: Policy) -> str:
    return "、".join(policy.label("application.modes", way) for way in batch.ways)


def _window(batch: Batch) -> str:
    if batch.apply_opens_at is None or batch.apply_closes_at is None:
        return _("待定")
    opens, closes = localtime(batch.apply_opens_at), localtime(batch.apply_closes_at)
    return _("%(opens)s起，至%(closes)s止") % {
        "opens": chinese_moment(opens),
        "closes": chinese_moment(closes),
    }


def notice_facts(batch: Batch, policy: Policy) -> OfficialFacts:
    """选聘公告 with all the pack asks for (HL-2.2a)."""
    pack = policy.pack
    basis = f"《{pack.title}》{f'（{pack.doc_no}）' if pack.doc_no else ''}"
    body: list[Block] = [
        _("根据%(basis)s，现面向社会公开选聘医疗保障基金社会监督员。有关事项公告如下：") % {"basis": basis},
        Heading(_("一、选聘名额")),
        _("%s名。") % batch.headcount,
        Heading(_("二、报名条件")),
        *(line.strip() for line in batch.requirements.splitlines() if line.strip()),
        Heading(_("三、报名方式")),
        _("%s。报名时须填写报名表并签署诚信声明。") % _ways(batch, policy),
        Heading(_("四、报名时间")),
        f"{_window(batch)}。",
        Heading(_("五、监督电话")),
        f"{batch.phone}。",
    ]
    return OfficialFacts(
        title=f"{batch.bureau.name}{policy['documents.recruitment_notice']}",
        body=body,
        bureau=batch.bureau.name,
        dated_on=localdate(batch.published_at) if batch.published_at else None,
        rehearsal=batch.rehearsal,
    )


def names_facts(notice: NameNotice) -> OfficialFacts:
    """The notice of names with the pack's few columns; who took a consent back since is only counted."""
    shown = notice.shown()
    rows = [[str(text) for _label, text in entry["cells"]] for entry in shown]  # type: ignore[attr-defined]  # JSON
    heads = [str(label) for label, _text in shown[0]["cells"]] if shown else []  # type: ignore[attr-defined]  # JSON
    body: list[Block] = [
        _("现将名单予以公示，公示期自%(starts)s至%(ends)s。")
        % {"starts": chinese_date(notice.starts_on), "ends": chinese_date(notice.ends_on)}
    ]
    if rows:
        numbered = tuple((str(n), *row) for n, row in enumerate(rows, 1))
        body.append(Grid((_("序号"), *heads), numbered))
    if notice.nameless:
        body.append(_("另有%s名人员不公开姓名。") % notice.nameless)
    body.append(
        _("对公示人员有异议的，请在公示期内向本局提出，并请留下联系方式。联系电话：%s。") % notice.phone
    )
    return OfficialFacts(
        title=f"{notice.bureau.name}{notice.title}",
        body=body,
        bureau=notice.bureau.name,
        dated_on=notice.starts_on,
        rehearsal=notice.rehearsal,
    )
