"""Blank forms to print, fill in by hand and hand in; an officer then registers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.letters.documents.typst_engine import JSON, Draft, compile_pdf
from zhongmu.letters.documents.wording import long_date


@dataclass(frozen=True)
class _Row:
    """A ruled row; `cells` are (label, hint) pairs: one spans the sheet, two share it. Height in millimetres."""

    height: float
    cells: tuple[tuple[str, str], ...]
    filled: bool = False  # the hints are what the form already says, not what to write
    signed: bool = False  # ends with the responsible person's signature, the seal and the day

    def facts(self) -> dict[str, JSON]:
        cols = 3 if len(self.cells) == 1 else 1
        cells: list[JSON] = [
            {
                "label": label,
                "hint": hint,
                "cols": cols,
                "choice": self.filled or "□" in hint,
                "tall": self.height >= _TALL,
                "signed": self.signed,
            }
            for label, hint in self.cells
        ]
        return {"height": self.height, "cells": cells}


_TALL = 15  # millimetres: from here on the hint stands at the top and leaves room to write


def clue_form_pdf(bureau: str, *, rehearsal: bool = False) -> bytes:
    """问题线索反映表 (CQ-9.2, HL-2.3e). The reporter's particulars are on a slip to be cut off and kept sealed apart."""
    rows = (
        _Row(11, ((_("被反映对象"), _("机构或单位的全称；个人写姓名")),)),
        _Row(11, ((_("对象类别"), _("□定点医疗机构　□定点零售药店　□参保人员　□参保单位　□其他")),)),
        _Row(11, ((_("发生时间"), ""), (_("发生地点"), ""))),
        _Row(66, ((_("事情经过"), _("何人、何时、何地、做了什么；您是亲眼所见、本人经历，还是听他人所说")),)),
        _Row(11, ((_("涉及金额"), _("知道才填")), (_("涉及人员"), _("知道才填")))),
        _Row(15, ((_("证据材料"), _("附件名称和页数；没有可不填")),)),
        _Row(11, ((_("送交日期"), ""), (_("收件人"), _("由医疗保障局填写")))),
    )
    guidance = (
        _("只写您知道的事实，不清楚的可以空着；不必自己取证，更不要进入诊室、病房或翻阅他人病历。"),
        _("当面提交的，当场领取回执；邮寄的，回执寄到下联所留地址。凭回执查询办理结果。"),
        _("下联由医疗保障局裁下后单独密封保管，不随线索流转，未经批准不得拆看。上联请勿写反映人姓名。"),
    )
    title = _("医疗保障基金社会监督员问题线索反映表")
    return _form_pdf(title, bureau, rows, guidance, slip=_slip(), rehearsal=rehearsal)


def suggestion_form_pdf(bureau: str, *, rehearsal: bool = False) -> bytes:
    """意见建议表 (CQ-9.3, CQ-9.5)."""
    rows = (
        _Row(11, ((_("建议题目"), ""),)),
        _Row(11, ((_("建议类别"), _("□完善政策　□优化管理　□强化监管　□反映群众意见　□其他")),)),
        _Row(50, ((_("现状和问题"), ""),)),
        _Row(58, ((_("具体建议"), ""),)),
        _Row(11, ((_("送交日期"), ""), (_("收件人"), _("由医疗保障局填写")))),
    )
    guidance = (
        _("一事一表；可以另附材料，请写明页数。"),
        _("当面提交的，当场领取回执；邮寄的，回执寄到下联所留地址。"),
        _("医疗保障局将答复办理落实情况；对答复不清楚的，可以再次询问。"),
    )
    title = _("医疗保障基金社会监督员意见建议表")
    return _form_pdf(title, bureau, rows, guidance, slip=_slip(), rehearsal=rehearsal)


def institution_statement_form_pdf(bureau: str, *, basis: str = "", rehearsal: bool = False) -> bytes:
    """机构书面反映表: what an institution may write about a supervisor (CQ-13.2). `basis` names the measure and article."""
    rows = (
        _Row(12, ((_("反映机构"), ""), (_("统一社会\n信用代码"), ""))),
        _Row(12, ((_("联系人"), ""), (_("联系电话"), ""))),
        _Row(12, ((_("被反映的\n社会监督员"), _("姓名；不知道的写特征")), (_("证书编号"), _("知道才填")))),
        _Row(12, ((_("发生时间"), ""), (_("发生地点"), ""))),
        _Row(78, ((_("事实经过"), _("该社会监督员做了什么，您认为违反了哪一项规定")),)),
        _Row(15, ((_("证据材料"), _("附件名称和页数")),)),
        _Row(32, ((_("机构意见"), ""),), signed=True),
        _Row(15, ((_("收件登记"), _("由医疗保障局填写：收件人、收件日期、回执编号")),)),
    )
    first = _(
        "定点医药机构可以向医疗保障行政部门书面反映社会监督员违反规定的行为，由医疗保障行政部门调查核实后处理。"
    )
    guidance = (
        _("根据%(basis)s，%(first)s") % {"basis": basis, "first": first} if basis else first,
        _("应当加盖机构公章。以个人名义反映的，请按信访渠道提出。"),
        _(
            "社会监督员依规履行职责，定点医药机构应当支持，不得无故干扰阻挠。社会监督员无检查、处罚、查阅病历权。"
        ),
        _("调查结论将告知反映机构和社会监督员本人。"),
    )
    title = _("定点医药机构书面反映表")
    return _form_pdf(title, bureau, rows, guidance, slip=(), rehearsal=rehearsal)


def renewal_form_pdf(
    bureau: str, *, holder: str, number: str, starts_on: date, ends_on: date, rehearsal: bool = False
) -> bytes:
    """续聘审批表 (CQ-6.2, HL-2.2d): the person's will, the check done again, the decision; one term, one sheet."""
    term = _("%(start)s至%(end)s") % {"start": long_date(starts_on), "end": long_date(ends_on)}
    rows = (
        _Row(11, ((_("姓　名"), holder), (_("聘任编号"), number)), filled=True),
        _Row(11, ((_("本届聘期"), term),), filled=True),
        _Row(11, ((_("本人意愿"), _("□愿意续聘　□期满不再续聘")),)),
        _Row(44, ((_("履职小结"), _("学习、走访、宣传等；不要写反映过哪家单位、哪件线索")),)),
        _Row(
            24,
            (
                (
                    _("工作单位和\n利害关系变化"),
                    _("本人、近亲属在定点医药机构、医保部门任职的，请写明；没有写“无”"),
                ),
            ),
        ),
        _Row(11, ((_("本人签字"), ""), (_("日　期"), ""))),
        _Row(
            36, ((_("资格和回避\n复核意见"), _("由医疗保障局填写：资格条件是否仍然符合，是否须回避，建议")),)
        ),
        _Row(32, ((_("决　定"), _("□续聘　□不续聘，理由：")),), signed=True),
    )
    guidance = (
        _("愿意续聘的，由医疗保障局复核资格和利害关系后决定；续聘从本届届满次日起，另签承诺书、另发证书。"),
        _("聘期届满没有续聘的，自然解聘；已反映的问题继续办理，办理情况照样答复。"),
        _("意愿改变的，在决定以前随时可以更正。"),
    )
    title = _("医疗保障基金社会监督员续聘审批表")
    return _form_pdf(title, bureau, rows, guidance, slip=(), rehearsal=rehearsal)


def _slip() -> tuple[_Row, ...]:
    return (
        _Row(11, ((_("姓　名"), ""), (_("联系电话"), ""))),
        _Row(11, ((_("证书编号"), _("社会监督员填写")), (_("本人签字"), ""))),
        _Row(11, ((_("告知方式"), _("□电话　□邮寄　□电子邮件　地址：")),)),
    )


def _form_pdf(
    title: str,
    bureau: str,
    rows: tuple[_Row, ...],
    guidance: tuple[str, ...],
    *,
    slip: tuple[_Row, ...],
    rehearsal: bool,
) -> bytes:
    facts: dict[str, JSON] = {
        "title": title,
        "bureau": bureau,
        "rows": [row.facts() for row in rows],
        "slip": [row.facts() for row in slip],
        "slip_title": _("反映人信息（下联）"),
        "cut_line": _("沿此线裁下，下联单独密封保管"),
        "guidance": list(guidance),
        "rehearsal": rehearsal,
    }
    return compile_pdf(Draft(template="paper_form", facts=facts))
