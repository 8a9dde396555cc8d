"""What the prints of recruitment say: the application form of Annex 2, the notice, the notice of names."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.models import Bureau
from zhongmu.bureaus.policy import Policy
from zhongmu.files.kinds import IMAGE
from zhongmu.files.store import read_working
from zhongmu.letters.documents.application_form import ApplicationFacts
from zhongmu.letters.documents.official import Block, Grid, Heading, OfficialFacts
from zhongmu.letters.documents.receipt import ReceiptFacts
from zhongmu.people.amounts import format_fen
from zhongmu.people.cjk import chinese_date, chinese_moment
from zhongmu.recruitment.filled import statement_for
from zhongmu.recruitment.models import Application, Batch, NameNotice, NameNoticeMove, Objection
from zhongmu.recruitment.postings import told
from zhongmu.recruitment.queries import extensions_of
from zhongmu.recruitment.states import ApplicationState
from zhongmu.recruitment.titles import title_of

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


def plan_rows(batch: Batch, policy: Policy) -> list[tuple[str, str]]:
    """The inputs as printed words; money with the unit it was typed in and in 元."""
    labels = dict(policy.choices("plan.inputs"))
    rows = []
    for code, value in batch.plan.items():
        text = str(value)
        if isinstance(value, dict):
            text = f"{value['typed']}{value['unit']}（{format_fen(value['fen'])}）"
        rows.append((str(labels.get(code, code)), text))
    if batch.papers:
        rows.append((_("依据材料"), batch.papers))
    return rows


def plan_facts(batch: Batch, policy: Policy) -> OfficialFacts:
    """The headcount plan as it was approved, with its inputs and reason (CQ-5.1, HL-2.4b)."""
    approved = batch.moves.filter(name="approve_plan").order_by("-pk").first()
    rows = (*plan_rows(batch, policy), (_("核定名额"), _("%s名") % batch.headcount))
    return OfficialFacts(
        title=title_of(batch.title, _("名额核定")),
        body=[
            Grid((_("项目"), _("内容")), rows, widths=(1.0, 3.0)),
            _("核定理由：%s") % _ended(batch.headcount_reason),
        ],
        bureau=batch.bureau.name,
        dated_on=localdate(approved.at) if approved else None,
        rehearsal=batch.rehearsal,
    )


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
        *_attached(batch),
    ]
    if elsewhere := told(batch.postings.standing().of_call()):
        body += [Heading(_("六、发布渠道")), _("本公告还发布在：%s。") % "；".join(elsewhere)]
    return OfficialFacts(
        title=f"{batch.bureau.name}{title_of(batch.title, policy['documents.recruitment_notice'])}",
        body=body,
        bureau=batch.bureau.name,
        dated_on=localdate(batch.published_at) if batch.published_at else None,
        rehearsal=batch.rehearsal,
    )


def _attached(batch: Batch) -> list[Block]:
    titles = list(batch.attachments.values_list("title", flat=True))
    if len(titles) == 1:
        return [_("附件：%s") % titles[0]]
    rows = [f"{number}．{title}" for number, title in enumerate(titles, 1)]
    return [_("附件：%s") % rows[0], *rows[1:]] if rows else []


def extension_words(move: NameNoticeMove) -> str:
    """What the page and the print say of one extension."""
    return _("公示期原至%(from)s，经批准延长至%(to)s。延长理由：%(reason)s") % {
        "from": chinese_date(date.fromisoformat(move.facts["from"])),
        "to": chinese_date(date.fromisoformat(move.facts["to"])),
        "reason": _ended(move.reason),
    }


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！", "？")) else f"{sentence}。"


def _put_right(notice: NameNotice) -> list[Block]:
    if notice.earlier is None:
        return []
    said = _("本公示更正%(day)s发布的公示，公示期重新计算。更正说明：%(why)s")
    return [said % {"day": chinese_date(notice.earlier.starts_on), "why": _ended(notice.correction)}]


RESULTS = {
    ApplicationState.INELIGIBLE: gettext_lazy("没有通过资格审查"),
    ApplicationState.NOT_CHOSEN: gettext_lazy("没有列入拟聘名单"),
}


def result_facts(application: Application) -> OfficialFacts | None:
    """The letter for somebody who is told by post that they were not chosen, with the reason; None without a result."""
    result = RESULTS.get(ApplicationState(application.state))
    move = application.moves.order_by("-pk").first()
    if result is None or move is None:
        return None
    told = {"batch": application.batch.title, "number": application.number, "result": result}
    body: list[Block] = [
        _("您好！您参加“%(batch)s”的报名（回执号%(number)s）已有结果：%(result)s。") % told,
        _("理由：%s") % _ended(move.reason) if move.reason else "",
        _("感谢您关心医疗保障事业。如有疑问，可以凭回执号和查询码在“查进度”里查看，或向本局询问，电话：%s。")
        % application.batch.phone,
    ]
    return OfficialFacts(
        title=_("关于社会监督员报名结果的告知"),
        body=[line for line in body if line],
        bureau=application.bureau.name,
        dated_on=localdate(move.at),
        addressee=application.name,
        rehearsal=application.rehearsal,
    )


def objection_receipt(objection: Objection, secret: str, *, check_url: str) -> ReceiptFacts:
    """What an objector takes home, from the web page or the counter. It names nobody."""
    by = chinese_date(objection.due_on) if objection.due_on else ""
    return ReceiptFacts(
        title=_("名单公示异议回执"),
        number=objection.number,
        secret=secret,
        bureau=objection.bureau.name,
        received_at=objection.created_at,
        lines=(
            *([_("本局在%s前核实办结。") % by] if by else []),
            _("办到哪一步、结果是什么，凭编号和查询码在“查异议办理”里看，本局也会按您留下的联系方式告知。"),
            _("查询码只在这里出现一次，本局也查不到；遗失的请当面查询。您的姓名和联系方式保密。"),
        ),
        check_url=check_url,
        rehearsal=objection.notice.rehearsal,
    )


def names_facts(notice: NameNotice) -> OfficialFacts:
    """The notice of names with the pack's few columns; who took a consent back since is only counted."""
    shown = notice.shown()
    rows = [[str(text) for _label, text in entry["cells"]] for entry in shown]  # type: ignore[attr-defined]  # JSON
    heads = [str(label) for label, _text in shown[0]["cells"]] if shown else []  # type: ignore[attr-defined]  # JSON
    body: list[Block] = [
        *_put_right(notice),
        _("现将名单予以公示，公示期自%(starts)s至%(ends)s。")
        % {"starts": chinese_date(notice.starts_on), "ends": chinese_date(notice.ends_on)},
        *(extension_words(each) for each in extensions_of(notice)),
    ]
    if rows:
        numbered = tuple((str(n), *row) for n, row in enumerate(rows, 1))
        body.append(Grid((_("序号"), *heads), numbered, widths=(1.0, *(2.6 for _head in heads))))
    if notice.nameless:
        body.append(_("另有%s名人员不公开姓名。") % notice.nameless)
    body.append(
        _("对公示人员有异议的，请在公示期内向本局提出，并请留下联系方式。联系电话：%s。") % notice.phone
    )
    if elsewhere := told(notice.postings.standing()):
        body.append(_("本公示还发布在：%s。") % "；".join(elsewhere))
    return OfficialFacts(
        title=f"{notice.bureau.name}{notice.title}",
        body=body,
        bureau=notice.bureau.name,
        dated_on=notice.starts_on,
        rehearsal=notice.rehearsal,
    )
