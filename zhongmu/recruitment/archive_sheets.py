"""The sheets of an archive: what was found, said, objected and decided, a row each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import TypeVar

import xlsxwriter
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.bureaus.policy import Policy
from zhongmu.bureaus.queries import place_words
from zhongmu.ledger.actors import role_label
from zhongmu.ledger.moves import Move, RecordedMove
from zhongmu.people.cjk import chinese_moment
from zhongmu.people.queries import names_of
from zhongmu.recruitment.models import (
    AppealMove,
    ApplicationMove,
    Batch,
    Finding,
    InvitationMove,
    NameNoticeMove,
    NominationMove,
    ObjectionMove,
    PostingMove,
    SelfNomination,
    Verification,
)
from zhongmu.recruitment.states import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    BATCH_MOVES,
    INVITATION_MOVES,
    NAME_NOTICE_MOVES,
    NOMINATION_MOVES,
    OBJECTION_MOVES,
    POSTING_MOVES,
)

STEP = 200  # rows read at a time
Row = tuple[object, ...]
M = TypeVar("M", bound=RecordedMove)


def sheets(batch: Batch, policy: Policy) -> dict[str, Callable[[], bytes]]:
    """By their name in the archive; each is made when it is asked for."""
    return {
        "02-发布渠道.xlsx": lambda: _sheet(_("发布渠道"), _POSTINGS, _postings(batch)),
        "03-推荐特邀自荐.xlsx": lambda: _sheet(_("推荐、特邀、自荐"), _CALLS, _calls(batch)),
        "03-补充登记.xlsx": lambda: _sheet(_("补充登记"), _MORE, _more(batch, policy)),
        "04-审查结论.xlsx": lambda: _sheet(_("审查结论"), _FINDINGS, _findings(batch, policy)),
        "04-核验.xlsx": lambda: _sheet(_("核验"), _VERIFICATIONS, _verifications(batch)),
        "04-审查异议.xlsx": lambda: _sheet(_("审查异议"), _APPEALS, _appeals(batch)),
        "05-比选意见.xlsx": lambda: _sheet(_("比选意见"), _OPINIONS, _opinions(batch, policy)),
        "08-异议登记.xlsx": lambda: _sheet(_("异议登记"), _OBJECTIONS, _objections(batch)),
        "09-办理经过.xlsx": lambda: _sheet(_("办理经过"), _MOVES, _moves(batch)),
    }


_FINDINGS = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("条件"),
    gettext_lazy("结论"),
    gettext_lazy("依据"),
    gettext_lazy("依据材料"),
    gettext_lazy("审查人"),
    gettext_lazy("时间"),
)
_VERIFICATIONS = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("事项"),
    gettext_lazy("结果"),
    gettext_lazy("经过"),
    gettext_lazy("核验人"),
    gettext_lazy("核验日期"),
    gettext_lazy("登记时间"),
)
_OPINIONS = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("拟聘"),
    gettext_lazy("各维度意见"),
    gettext_lazy("综合意见"),
    gettext_lazy("告知本人的理由"),
    gettext_lazy("意见人"),
)
_OBJECTIONS = (
    gettext_lazy("编号"),
    gettext_lazy("对谁"),
    gettext_lazy("来件日"),
    gettext_lazy("渠道"),
    gettext_lazy("结论"),
    gettext_lazy("办结时间"),
    gettext_lazy("办理理由"),
    gettext_lazy("给异议人的答复"),
)
_APPEALS = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("来件日"),
    gettext_lazy("事实和理由"),
    gettext_lazy("结论"),
    gettext_lazy("给报名人的答复"),
)
_POSTINGS = (
    gettext_lazy("发布的是"),
    gettext_lazy("发布渠道"),
    gettext_lazy("名称、版面"),
    gettext_lazy("发布日期"),
    gettext_lazy("网址"),
    gettext_lazy("状态"),
    gettext_lazy("登记人"),
    gettext_lazy("登记时间"),
    gettext_lazy("划去的理由"),
)
_CALLS = (
    gettext_lazy("编号"),
    gettext_lazy("途径"),
    gettext_lazy("姓名"),
    gettext_lazy("推荐、特邀单位"),
    gettext_lazy("推荐、特邀单位意见"),
    gettext_lazy("状态"),
    gettext_lazy("回执号"),
)
_MORE = (
    gettext_lazy("回执号"),
    gettext_lazy("姓名"),
    gettext_lazy("来源类别"),
    gettext_lazy("同时具有的其他身份"),
    gettext_lazy("是否在职"),
    gettext_lazy("住址所在区县"),
    gettext_lazy("专业技能"),
    gettext_lazy("资格证书"),
    gettext_lazy("证书有效期至"),
    gettext_lazy("工作经历"),
    gettext_lazy("代表证、委员证号"),
    gettext_lazy("所在街镇、社区"),
    gettext_lazy("所代表的群体"),
    gettext_lazy("表单版本"),
)
_MOVES = (
    gettext_lazy("时间"),
    gettext_lazy("事项"),
    gettext_lazy("对象"),
    gettext_lazy("办理"),
    gettext_lazy("身份"),
    gettext_lazy("办理人"),
    gettext_lazy("理由"),
    gettext_lazy("依据"),
)


def _moment(at: datetime | None) -> str:
    return chinese_moment(localtime(at)) if at else ""


def _findings(batch: Batch, policy: Policy) -> Iterator[Row]:
    items = {row.code: row.label for row in policy["eligibility"]}
    rows = Finding.objects.filter(application__batch=batch).select_related("application").order_by("pk")
    names = names_of(rows.values_list("account", flat=True).order_by().distinct())
    for row in rows.defer(*_SEALED).iterator(chunk_size=STEP):
        who, said = names.get(row.account, ""), row.get_conclusion_display()
        one = row.application
        item = items.get(row.item, row.item)
        yield one.number, one.name, item, said, row.basis, row.document, who, _moment(row.at)


def _verifications(batch: Batch) -> Iterator[Row]:
    """Every finding about a signature, a telephone, a declaration, those about earlier wordings too."""
    rows = Verification.objects.filter(application__batch=batch).select_related("application").order_by("pk")
    names = names_of(rows.exclude(account=None).values_list("account", flat=True).order_by().distinct())
    for row in rows.defer(*_SEALED).iterator(chunk_size=STEP):
        who = names.get(row.account, "") if row.account else _("本人")
        what, said = str(row.get_what_display()), str(row.get_outcome_display())
        one, day = row.application, row.checked_on.isoformat()
        yield one.number, one.name, what, said, row.how, who, day, _moment(row.at)


_SEALED = tuple(
    f"application__{name}"
    for name in (
        "resident_id",
        "health",
        "health_note",
        "phone",
        "email",
        "address",
        "community",
        "signature",
    )
)


def _more(batch: Batch, policy: Policy) -> Iterator[Row]:
    """What the forms say beside Annex 2, which the printed form leaves out."""
    rows = batch.applications.only(
        "batch", "number", "name", "category", "other_categories", "skills", "credential", "credential_ends_on",
        "history", "deputy_number", "community", "stands_for", "employed", "not_working", "region_code", "arrived_on",
        "form_version",
    )  # fmt: skip
    place = cache(place_words)
    for a in rows.order_by("pk").iterator(chunk_size=STEP):
        yield (
            a.number,
            a.name,
            policy.label("categories", a.category),
            "、".join(policy.label("categories", code) for code in a.other_categories),
            a.employed_label,
            place(a.region_code, a.arrived_on) if a.region_code else "",
            "、".join(policy.label("skills", code) for code in a.skills),
            a.credential,
            a.credential_ends_on.isoformat() if a.credential_ends_on else "",
            a.history,
            a.deputy_number,
            a.community or "",
            a.stands_for,
            a.form_version,
        )


def _opinions(batch: Batch, policy: Policy) -> Iterator[Row]:
    dims = dict(policy.choices("selection.dims"))
    rows = batch.applications.exclude(opinion=None).select_related("opinion").order_by("pk")
    rows = rows.only("batch", "number", "name", "opinion")
    names = names_of(rows.values_list("opinion__account", flat=True))
    for row in rows.iterator(chunk_size=STEP):
        said = row.opinion
        each = "；".join(f"{dims.get(code, code)}：{text}" for code, text in said.dimensions.items() if text)
        proposed = {True: _("是"), False: _("否"), None: _("待定")}[said.proposed]
        yield row.number, row.name, proposed, each, said.overall, said.told, names.get(said.account, "")


def _objections(batch: Batch) -> Iterator[Row]:
    """Who objected, how to reach them and what they wrote is in no archive."""
    rows = batch.bureau.objections.filter(notice__batch=batch).select_related("application")
    rows = rows.only("bureau", "number", "arrived_on", "channel", "state", "answer", "application__name")
    for row in rows.order_by("pk"):
        last = row.moves.order_by("-pk").first()
        decided = (_moment(last.at), last.reason) if last else ("", "")
        state = str(row.get_state_display())
        yield (
            row.number,
            row.application.name,
            row.arrived_on.isoformat(),
            row.channel,
            state,
            *decided,
            row.answer or "",
        )


def _appeals(batch: Batch) -> Iterator[Row]:
    rows = batch.bureau.appeals.filter(application__batch=batch).select_related("application")
    for row in rows.defer(*_SEALED).order_by("pk"):
        one, state = row.application, str(row.get_state_display())
        yield one.number, one.name, row.arrived_on.isoformat(), row.grounds, state, row.answer or ""


def _postings(batch: Batch) -> Iterator[Row]:
    """Where the notices were published: first on this system's own page, then elsewhere; struck rows with their reason."""
    if batch.published_at:
        day = localtime(batch.published_at).date().isoformat()
        yield (
            _("选聘公告"),
            _("本系统公开页"),
            batch.bureau.name,
            day,
            "",
            "",
            "",
            _moment(batch.published_at),
            "",
        )
    for notice in batch.name_notices.order_by("pk"):
        day = notice.starts_on.isoformat()
        at = _moment(notice.published_at)
        yield notice.title, _("本系统公开页"), batch.bureau.name, day, "", "", "", at, ""
    rows = list(batch.postings.select_related("names").prefetch_related("moves"))
    names = names_of(row.recorded_by for row in rows)
    for row in rows:
        what = row.names.title if row.names else _("选聘公告")
        struck = next((move.reason for move in row.moves.all()), "")
        yield (
            what,
            str(row.get_medium_display()),
            row.place,
            row.posted_on.isoformat(),
            row.link,
            str(row.get_state_display()),
            names.get(row.recorded_by, ""),
            _moment(row.recorded_at),
            struck,
        )


def _calls(batch: Batch) -> Iterator[Row]:
    """Who was recommended, invited or drawn from the pool, and what became of it."""
    for rows in (batch.nominations, batch.invitations):
        for row in rows.select_related("application").order_by("pk"):
            state, came = str(row.get_state_display()), row.application.number if row.application else ""
            kind = str(row._meta.verbose_name)  # noqa: SLF001  Django's documented name
            yield row.number, kind, row.name, row.unit_name, row.unit_opinion, state, came
    drawn = SelfNomination.objects.filter(Q(batch=batch) | Q(application__batch=batch))
    for entry in drawn.select_related("application").order_by("pk"):
        state, came = str(entry.get_state_display()), entry.application.number if entry.application else ""
        yield entry.number, _("自荐"), entry.name, "", "", state, came


def _moves(batch: Batch) -> Iterator[Row]:
    """Every decision: of the batch, its notices, the objections, the applications and how they came."""
    of_names = NameNoticeMove.objects.filter(name_notice__batch=batch).select_related("name_notice")
    of_objections = ObjectionMove.objects.filter(objection__notice__batch=batch).select_related("objection")
    of_forms = ApplicationMove.objects.filter(application__batch=batch).select_related("application")
    of_objections = of_objections.defer(
        *(f"objection__{name}" for name in ("objector", "contact", "grounds", "answer"))
    )
    of_forms = of_forms.defer(*_SEALED)
    of_appeals = AppealMove.objects.filter(appeal__application__batch=batch).select_related(
        "appeal__application"
    )
    of_appeals = of_appeals.defer(
        *(f"appeal__{name}" for name in _SEALED), "appeal__grounds", "appeal__answer"
    )
    named = NominationMove.objects.filter(nomination__batch=batch).select_related("nomination")
    asked = InvitationMove.objects.filter(invitation__batch=batch).select_related("invitation")
    struck = PostingMove.objects.filter(posting__batch=batch).select_related("posting")
    names = names_of(
        account
        for rows in (batch.moves, of_names, of_objections, of_forms, of_appeals, named, asked, struck)
        for account in rows.order_by().values_list("account", flat=True).distinct()
    )
    yield from _told(_("选聘批次"), batch.moves.order_by("pk"), BATCH_MOVES, names, lambda _move: batch.title)
    yield from _told(_("名单公示"), of_names, NAME_NOTICE_MOVES, names, lambda move: move.name_notice.title)
    yield from _told(_("异议"), of_objections, OBJECTION_MOVES, names, lambda move: move.objection.number)
    yield from _told(_("报名"), of_forms, APPLICATION_MOVES, names, lambda move: move.application.number)
    yield from _told(
        _("审查异议"), of_appeals, APPEAL_MOVES, names, lambda move: move.appeal.application.number
    )
    yield from _told(_("推荐"), named, NOMINATION_MOVES, names, lambda move: move.nomination.number)
    yield from _told(_("特邀"), asked, INVITATION_MOVES, names, lambda move: move.invitation.number)
    yield from _told(_("发布登记"), struck, POSTING_MOVES, names, lambda move: move.posting.place)


def _told(
    kind: str, rows: QuerySet[M], table: Mapping[str, Move], names: dict[int, str], called: Callable[[M], str]
) -> Iterator[Row]:
    for row in rows.order_by("pk").iterator(chunk_size=STEP):
        who = names.get(row.account or 0, "")
        label = str(table[row.name].label)
        yield _moment(row.at), kind, called(row), label, role_label(row.role), who, row.reason, row.cite


def _sheet(title: str, heads: Sequence[object], rows: Iterable[Row]) -> bytes:
    """One sheet of text: nothing a person wrote begins a formula or a link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        for number, cells in enumerate(chain([heads], rows)):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, str(cell), bold if number == 0 else None)
    return out.getvalue()
