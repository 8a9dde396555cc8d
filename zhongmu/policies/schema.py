"""Every parameter key the system knows, in the order a measure is read. `docs/policies.md` is made from this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from zhongmu.policies.codes import NOTHING
from zhongmu.policies.kinds import Column, Key

_NUMERALS = "零一两三四五六七八九十"
_LEVELS = {"nation": "国家", "province": "省级", "city": "市（地）级", "county": "县级"}
_DAYS = ("working_days", "calendar_days")
_CLOCK = ("calendar_days", "working_days")


def counted(n: int) -> str:
    """两, 三, 十, and figures beyond ten."""
    return _NUMERALS[n] if n < len(_NUMERALS) else str(n)


def _number(
    name: str, title: str, does: str, *, low: int, high: int, units: tuple[str, ...] = ("",), **more: Any
) -> Key:
    return Key(name, title, "int", does, units=units, low=low, high=high, **more)


def _flag(name: str, title: str, does: str, *, yes: str = "是", no: str = "否", **more: Any) -> Key:
    return Key(name, title, "bool", does, yes_no=(yes, no), **more)


def _text(name: str, title: str, does: str, **more: Any) -> Key:
    return Key(name, title, "text", does, **more)


def _choice(name: str, title: str, does: str, choices: Mapping[str, str], **more: Any) -> Key:
    return Key(name, title, "choice", does, choices=MappingProxyType(dict(choices)), **more)


def _texts(name: str, title: str, does: str, choices: Mapping[str, str] = NOTHING, **more: Any) -> Key:
    return Key(name, title, "list", does, choices=choices, **more)


def _codes(name: str, title: str, does: str, *columns: Column, **more: Any) -> Key:
    return Key(name, title, "codes", does, columns=columns, **more)


def _says(pattern: str) -> Callable[[Key, Any, str], str]:
    return lambda _key, n, _unit: pattern.format(counted(n))


VERBATIM = Column("text", "条文原句", verbatim=True)
HINT = Column("hint", "给填写人的提示")

_MEASURE = (
    _text("interpretation", "解释机关", "解释口径只由这个机关作出，制度页写明。", optional=True),
    _codes("mission.goals", "目标", "首页指标按这些目标分组。", optional=True),
    _flag(
        "ack.required",
        "签收",
        "下级机关和定点机构须签收发文。",
        yes="发文须签收",
        no="发文不要求签收",
        optional=True,
    ),
    _texts("appoint.by", "聘任机关", "只有这些级别的机关可以聘任。", _LEVELS),
    _flag(
        "voluntary_consent",
        "自愿确认",
        "本人没有确认自愿的，不能聘任。",
        yes="须本人确认自愿",
        no="不要求确认",
    ),
    _flag(
        "badge.disclaimer",
        "证件提示",
        "证书和核验页写明非执法人员。",
        yes="写明非执法人员",
        no="不写",
        optional=True,
    ),
    _choice(
        "pay.fixed",
        "固定薪酬",
        "为 forbidden 时，登记工资类支出会被拒绝。",
        {"forbidden": "不领取固定薪酬", "unspoken": "原文未写"},
    ),
    _flag("expense.allowed", "可否经费保障", "原文是否允许对参与监督检查等工作作经费保障。", optional=True),
    _flag("expense.enabled", "经费保障", "打开后才能申请经费保障。", yes="已开启", no="未开启"),
    _flag("public_benefit", "公益属性", "打开后可以出具履职时长证明。", optional=True),
    _codes("support.items", "履职便利", "机关可以登记提供了哪些便利。", optional=True),
)

_PEOPLE = (
    _codes(
        "categories",
        "来源类别",
        "报名时选一个主类别；ordinary 为真的计入普通参保群众占比。",
        Column("ordinary", "是否普通参保群众", "bool", default=False),
    ),
    _codes(
        "eligibility",
        "资格条件",
        "审查人逐项作结论；hard 由系统先核，judged 只由人判断。",
        Column("kind", "核对方式", "choice", "judged", {"hard": "系统先核", "judged": "由人判断"}),
    ),
    _number(
        "eligibility.objection_days",
        "审查异议期",
        "审查不通过告知后多少天内，报名人可以提出一次异议，首日不计。",
        low=1,
        high=60,
        units=_DAYS,
        optional=True,
    ),
    _number(
        "eligibility.objection_settle_days",
        "审查异议办理期限",
        "收到审查异议后多少天办结，首日不计。",
        low=1,
        high=60,
        units=_DAYS,
        optional=True,
    ),
    _number(
        "age.min",
        "最低年龄",
        "报名当日不满这个年龄的不予受理。",
        low=14,
        high=100,
        units=("age",),
        optional=True,
    ),
    _number(
        "age.max",
        "最高年龄",
        "报名当日超过这个年龄的不予受理。",
        low=14,
        high=120,
        units=("age",),
        optional=True,
    ),
    _flag("id.accept_hmt", "港澳台居民居住证", "81、82、83 开头的证件是否受理。", yes="受理", no="不受理"),
    _codes("skills", "专业技能", "报名时可选，没有证书的人不被拦下。", optional=True),
    _number(
        "name.max_length", "姓名长度", "姓名最多几个字（按码位计）。", low=25, high=200, units=("chars",)
    ),
)

_RECRUITMENT = (
    _choice(
        "plan.authority_min_level",
        "谁可核定名额",
        "低于这一级的机关不能核定名额，须由上级核定。",
        {"province": "省级以上", "city": "市（地）级以上", "county": "各级"},
    ),
    _codes(
        "plan.inputs",
        "核定名额的依据",
        "核定名额时逐项必填，名额由人定，没有公式。",
        Column(
            "form", "填法", "choice", "text", {"number": "整数", "money": "金额（须写单位）", "text": "文字"}
        ),
    ),
    _choice(
        "plan.over",
        "超出名额",
        "聘任人数超过名额时怎么办。",
        {"block": "不能超出", "approve": "经负责人批准可以超出"},
    ),
    _flag("notice.public", "公告公开", "公开选聘必须先有已发布的公告。", yes="须向社会公开", no="不要求公开"),
    _codes("notice.fields", "公告必备内容", "公告缺少其中一项不能发布。"),
    _codes(
        "channels",
        "产生方式",
        "报名通道；needs_notice 的须在公告期内报名，unit_opinion 决定单位意见必填还是必须留空。",
        Column("needs_notice", "须有公告", "bool", default=False),
        Column(
            "unit_opinion",
            "单位意见",
            "choice",
            "forbidden",
            {"required": "必填", "forbidden": "不填", "optional": "可填"},
        ),
        Column("consent", "须本人另行确认", "bool", default=False),
        Column("always_open", "常年可报", "bool", default=False),
        Column(
            "by",
            "由谁提出",
            "choice",
            "person",
            {"person": "本人报名", "unit": "单位推荐，本人确认", "bureau": "机关特邀，本人接受"},
        ),
    ),
    _codes("application.modes", "报名方式", "公告只能从这里选报名方式。"),
    _codes("recommender.kinds", "推荐单位类型", "推荐时选择单位类型。", optional=True),
    _texts(
        "recommender.code_waivable",
        "可以没有信用代码的推荐单位",
        "这些类型的单位没有统一社会信用代码的，写明原因后可以登记；其他类型必填。",
        optional=True,
    ),
    _number(
        "nomination.reply_days",
        "被推荐人答复期",
        "推荐提出后多少天内由本人答复，首日不计；逾期推荐失效。",
        low=1,
        high=60,
        units=_DAYS,
        optional=True,
    ),
    _flag("invite.reason_required", "特邀理由", "特邀须写明理由。", yes="须写理由", no="可不写理由"),
    _number(
        "invite.reply_days",
        "被邀人答复期",
        "邀请签发后多少天内由本人答复，首日不计；逾期邀请失效。",
        low=1,
        high=60,
        units=_DAYS,
        optional=True,
    ),
    _number(
        "self.reply_days",
        "自荐人答复期",
        "从自荐池选入批次后多少天内由本人确认，首日不计；逾期留在池中。",
        low=1,
        high=60,
        units=_DAYS,
        optional=True,
    ),
    _number(
        "self.retention_years",
        "自荐保留期",
        "自荐在池中保留多少年；期满前本人可以续留，期满后内容删去。",
        low=1,
        high=10,
        units=("years",),
        optional=True,
    ),
    _choice(
        "reapply.mode",
        "同一批次重复报名",
        "同一证件号在同一批次再次报名时怎么办。",
        {"refuse": "不再受理，提示已有报名", "replace": "以新换旧，旧表留存"},
    ),
    _codes("selection.dims", "比选维度", "比选时并列展示的维度，每一维由人写意见。"),
    _flag("selection.scored", "比选打分", "是否允许给维度打分。", yes="打分", no="不打分，只并列展示"),
    _texts(
        "selection.structure_dims",
        "只看整体结构的维度",
        "写维度代码；这些维度看名单整体的结构，不给个人打分。",
    ),
    _codes(
        "score.materials",
        "评委看到的材料",
        "代码与比选维度相同；每一维度只给评委看标了真的几项，没有写的维度只看聘任理由。",
        Column("education", "学历", "bool", default=False),
        Column("major", "专业", "bool", default=False),
        Column("post", "职务", "bool", default=False),
        Column("employed", "是否在职", "bool", default=False),
        Column("age_band", "年龄段", "bool", default=False),
        Column("reason", "聘任理由", "bool", default=False),
        Column("remark", "备注", "bool", default=False),
    ),
    _number("score.highest", "评分满分", "从 0 分评到这个整数。", low=10, high=1000, units=("points",)),
    _codes(
        "score.bands",
        "评分档次",
        "从高到低；low 是这一档的最低分，hint 是给起草人的写法提示。",
        Column("low", "最低分", "int", default=0),
        Column("hint", "写法提示"),
    ),
    _number(
        "score.each", "每名候选人的评委", "每名候选人由几名评委评分。", low=1, high=15, units=("people",)
    ),
    _choice(
        "score.severity",
        "评委宽严校正",
        "评委有松有紧，合成分数时怎么办。",
        {"additive": "按共同评过的候选人校正", "none": "不校正，取平均分"},
    ),
    _number(
        "score.spread",
        "分差提示",
        "评委在一个维度上相差超过这么多分的，标出来讨论。",
        low=1,
        high=1000,
        units=("points",),
    ),
    _number(
        "score.extreme",
        "极端分",
        "离 0 分或满分在这么多分以内的，须写理由。",
        low=0,
        high=500,
        units=("points",),
    ),
    _codes(
        "score.conflicts",
        "评委回避的情形",
        "评委申报时选择；match 是系统能比对出来的。",
        Column(
            "match",
            "系统比对",
            "choice",
            "none",
            {
                "none": "只由本人申报",
                "unit": "同一单位",
                "recommender": "推荐、特邀单位",
                "name": "评委列明的人",
            },
        ),
    ),
    _number(
        "quota.ordinary_insured.min_percent",
        "普通参保群众最低占比",
        "用整数比较：普通人数×100 不少于总人数×本值。",
        low=0,
        high=100,
        units=("percent",),
        optional=True,
    ),
    _choice(
        "quota.scope",
        "占比的分母",
        "占比按哪些人算。",
        {"batch": "本批拟聘人数", "register": "在库人数"},
        optional=True,
    ),
    _choice(
        "quota.mode",
        "占比不足时",
        "定稿时占比不足怎么办。",
        {"block": "不能定稿", "warn": "只作提示"},
        optional=True,
    ),
)

_FORM = (
    _text("documents.application_form", "报名表名称", "报名表打印件的标题。"),
    _text("documents.application_form.template", "报名表版式", "打印件用的版式代号。"),
    _text("documents.recruitment_notice", "选聘公告名称", "选聘公告的标题用语。"),
    _text("documents.name_notice", "名单公示名称", "名单公示的标题用语。"),
    _text("documents.pledge", "承诺书名称", "纪律承诺书的标题用语。"),
    _codes(
        "statement",
        "诚信声明",
        "报名人须逐条看完并签名；文字照印，版本随报名表保存。",
        VERBATIM,
    ),
    _text(
        "statement.token",
        "声明中按机关替换的字",
        "聘任机关是市、县、自治县时，把这个字换成机关的层级用字，没有层级用字的照印。",
        optional=True,
        may_be_empty=True,
    ),
    _codes("signature.modes", "签名方式", "报名表可以用这些方式签名。"),
    _choice(
        "credit.check",
        "信用核查",
        "声明是否核查由谁决定；系统不查第三方库。",
        {"manual": "由机关决定是否核查", "none": "不核查，只凭声明"},
    ),
    _number("photo.min_width", "照片最小宽度", "照片窄于此值退回。", low=100, high=4000, units=("pixels",)),
    _number("photo.min_height", "照片最小高度", "照片矮于此值退回。", low=100, high=4000, units=("pixels",)),
    _number(
        "photo.max_bytes", "照片最大体积", "照片大于此值退回。", low=50_000, high=20_000_000, units=("bytes",)
    ),
    _number("reason.min_length", "聘任理由最少字数", "少于此数不能提交。", low=0, high=500, units=("chars",)),
    _number(
        "reason.max_length", "聘任理由最多字数", "多于此数不能提交。", low=50, high=5000, units=("chars",)
    ),
    _number("remark.max", "备注最多字数", "多于此数不能提交。", low=0, high=2000, units=("chars",)),
    _number(
        "draft.keep_days",
        "报名草稿保存多久",
        "最后一次保存后过了这么多天没有提交的，草稿连同照片一并删除。",
        low=1,
        high=180,
        units=("calendar_days",),
    ),
)

_APPOINTMENT = (
    _flag("publicity.required", "名单公示", "聘任名单是否须公示。", yes="须公示", no="不要求公示"),
    _choice(
        "publicity.gate",
        "公示挡住什么",
        "公示期内或有异议未结时，不能做的事。",
        {
            "before_appointment": "公示期满、异议办结后才能聘任",
            "before_certificate": "公示期满、异议办结后才能发证",
            "none": "先聘任、发证，再公示；异议成立的立即暂停并复核",
        },
    ),
    _number("publicity.days", "公示期", "公示多少天，首日不计。", low=1, high=60, units=_DAYS, optional=True),
    _codes("publicity.fields", "公示内容", "公示名单只含这些栏目。", optional=True),
    _flag(
        "publicity.consent",
        "公示单独同意",
        "没有本人单独同意的不公示姓名。",
        yes="须本人单独同意",
        no="不另取同意",
        optional=True,
    ),
    _number(
        "publicity.objection_days",
        "异议办理期限",
        "收到公示异议后多少天办结，首日不计。",
        low=1,
        high=60,
        units=_DAYS,
        optional=True,
    ),
    _choice(
        "roster.public",
        "名单长期公开",
        "聘任后的名单是否长期公开，与公示分开。",
        {"optional": "机关可选，须本人单独同意", "required": "须公开", "forbidden": "不公开"},
    ),
    _flag("pledge.required", "纪律承诺", "未签承诺书不得发证。", yes="发证前须签", no="不要求签"),
    _text("cert.name", "证书名称", "证书和页面上的名称。"),
    _text(
        "cert.number_pattern",
        "证书编号",
        "编号样式：{bureau} 机关代字，{year} 年份，{seq} 四位流水。",
        placeholders=("bureau", "year", "seq"),
    ),
    _text("cert.disclaimer", "证书提示语", "印在证书上，也显示在核验页。"),
    _codes("cert.fields", "证书内容", "证书上印的栏目。"),
    _number(
        "term.years",
        "聘期",
        "止日为起日加聘期减一日，含当日。",
        low=1,
        high=10,
        units=("years",),
        words=_says("{}年，止日含当日"),
    ),
    _number("term.min_years", "最短聘期", "另定聘期不得短于此值。", low=1, high=10, units=("years",)),
    _number("term.max_years", "最长聘期", "另定聘期不得长于此值。", low=1, high=10, units=("years",)),
    _choice(
        "term.authority_min_level",
        "谁可另定聘期",
        "低于这一级的机关不能另定聘期。",
        {"province": "省级以上", "city": "市（地）级以上", "county": "各级"},
        optional=True,
    ),
    _flag(
        "term.other_needs_reason",
        "另定聘期须说明",
        "聘期与 term.years 不同时须写理由。",
        yes="须写理由",
        no="不须理由",
    ),
    _flag(
        "term.natural_expiry",
        "到期自然解聘",
        "止日 24 时起权限、证书和公开页同时失效，未办结的线索继续办。",
        yes="到期未续聘即终止",
        no="到期后须另作决定",
    ),
    _flag("renew.allowed", "续聘", "期满后能否续聘。", yes="可以续聘", no="不可续聘"),
    _number(
        "renew.max_terms",
        "最多连任",
        "连续聘任不得超过几届，空为不限。",
        low=1,
        high=20,
        units=("terms",),
        optional=True,
        words=_says("最多连续{}届"),
    ),
    _number("renew.window_days", "续聘提醒", "期满前多少天开始提醒。", low=1, high=365, units=_CLOCK),
)

_ENDING = (
    _flag(
        "termination.severity_gate",
        "违纪须情节严重",
        "为真时，须认定情节严重或造成严重后果并附证据，才能因违纪停止聘用。",
        yes="须情节严重或造成严重后果",
        no="违反任一项即应当停止",
    ),
    _codes(
        "termination.grounds",
        "停止聘用的情形",
        "停止聘用须选一项；disciplinary 受情节门槛约束，resignation 由本人提出，expiry 不须决定。",
        Column(
            "kind",
            "性质",
            "choice",
            "other",
            {
                "disciplinary": "违纪",
                "record": "受过处罚处分",
                "untrue": "信息不实",
                "unfit": "不胜任或不履职",
                "resignation": "本人提出",
                "expiry": "期满",
                "other": "其他",
            },
        ),
        VERBATIM,
    ),
    _codes("termination.record_kinds", "处罚处分的种类", "选「受过处罚处分」时须选种类。", optional=True),
    _number(
        "termination.other_min_chars",
        "其他情形最少字数",
        "兜底情形须写明的字数。",
        low=1,
        high=500,
        units=("chars",),
    ),
    _number(
        "termination.idle_periods",
        "不履职审查",
        "连续多少期未达履职份数触发审查，不自动解聘。",
        low=1,
        high=20,
        units=("periods",),
        optional=True,
    ),
    _choice(
        "resign.effective",
        "辞任何时生效",
        "本人辞任的生效时点。",
        {"approve": "机关批准之日", "receipt": "受理之日"},
    ),
    _codes("discipline.items", "纪律要求", "承诺书逐条列出，认定违纪时须选一条。", VERBATIM),
    _flag(
        "interest.recusal",
        "回避",
        "报名时发现与被监督对象可能有利害关系的，提示审查人核实；不自动不通过。",
        yes="有利害关系的应当回避",
        no="原文未写",
        optional=True,
    ),
    _codes("interest.kinds", "利害关系类型", "申报利害关系时选择。"),
    _number(
        "interest.past_years",
        "曾任职回避年限",
        "最近几年内任过职的也算利害关系。",
        low=0,
        high=10,
        units=("years",),
    ),
)

_DUTIES = (
    _codes("duties", "工作职责", "履职记录归入其中一类或几类。", VERBATIM),
    _number(
        "duty.min_submissions",
        "每期至少提交",
        "每期至少提交几份线索或意见建议。",
        low=1,
        high=100,
        units=("per_period",),
        optional=True,
    ),
    _choice(
        "duty.period",
        "履职期",
        "份数按哪种期间计算。",
        {"natural_half": "自然半年", "term_half": "聘期半年", "natural_year": "自然年"},
        optional=True,
    ),
    _choice(
        "duty.prorate",
        "首尾不足一期",
        "聘期首尾不足一期的怎么算。",
        {"exempt_partial": "不足一期的免计", "count": "照计"},
        optional=True,
    ),
    _number(
        "duty.remind_days", "履职首次提醒", "期末前多少天提醒。", low=1, high=180, units=_CLOCK, optional=True
    ),
    _number(
        "duty.second_remind_days",
        "履职再次提醒",
        "期末前多少天再提醒。",
        low=1,
        high=90,
        units=_CLOCK,
        optional=True,
    ),
    _flag(
        "duty.online_counts",
        "在线提交算书面",
        "在线提交是否视为书面形式。",
        yes="算书面",
        no="不算书面",
        optional=True,
    ),
    _codes("activity.kinds", "活动类型", "活动和培训的分类。"),
    _number(
        "activity.officers_min",
        "随同执法人员",
        "监督检查活动须有几名执法人员在场。",
        low=2,
        high=20,
        units=("people",),
    ),
    _texts("delegation.forbidden", "不得委托的事", "委托事项含这些字样时拦下。"),
    _codes("visit.modes", "走访方式", "走访记录的分类。", optional=True),
    _codes("voice.sources", "舆情来源", "民声舆情记录的分类。"),
    _number("liaison.min", "联络员", "每个机关至少几名联络员。", low=1, high=100, units=("people",)),
    _number(
        "training.freq.city",
        "市级集中培训",
        "市级机关每期至少举行几次。",
        low=1,
        high=12,
        units=("per_year", "per_half"),
        optional=True,
    ),
    _number(
        "training.freq.county",
        "区县集中培训",
        "区县机关每期至少举行几次。",
        low=1,
        high=12,
        units=("per_half", "per_year"),
        optional=True,
    ),
    _codes("training.agenda", "集中培训议程", "集中培训须选议程。", optional=True),
    _flag(
        "training.offset",
        "上级培训抵扣",
        "上级培训能否抵扣下级的次数。",
        yes="可抵扣",
        no="不抵扣",
        optional=True,
    ),
    _number(
        "training.warn_days",
        "培训预警",
        "期末前多少天提醒未达次数。",
        low=1,
        high=180,
        units=_CLOCK,
        optional=True,
    ),
    _choice(
        "training.prorate",
        "期中新设的机关",
        "期中新设的机关本期怎么算。",
        {"remaining": "按剩余期间判定", "exempt": "本期免计"},
        optional=True,
    ),
)

_REPORTS = (
    _codes(
        "supervised.targets",
        "可监督的对象",
        "线索须选一类对象；routes_up 的送上级机关办，本机关回避。",
        Column("routes_up", "送上级办理", "bool", default=False),
        Column("organisation", "是单位", "bool", default=True),
    ),
    _codes("clue.scenes", "线索情形", "提交人用白话选情形，由经办人对应案由。", HINT),
    _number(
        "clue.draft_reminder_days", "草稿提醒", "线索草稿几日未提交就提醒。", low=1, high=60, units=_CLOCK
    ),
    _codes("suggestion.kinds", "建议类型", "意见建议须选一类。"),
    _codes("intake.channels", "来件渠道", "登记来件时选择，期限从来件日起算。"),
    _codes("intake.form", "反映形式", "原文限定的反映形式，空为未限定。", optional=True),
    _number("clock.receipt_days", "登记回执", "来件后多少天给回执。", low=1, high=30, units=_DAYS),
    _number("clock.verify_days", "核查期限", "受理后多少天核查完毕。", low=1, high=180, units=_DAYS),
    _number("clock.verify_extension_days", "核查延长", "每次延长多少天。", low=1, high=180, units=_DAYS),
    _number(
        "clock.verify_extensions", "核查可延长", "核查最多延长几次，须批准。", low=0, high=5, units=("times",)
    ),
    _number(
        "clock.told_after_decision_days",
        "告知举报人",
        "作出是否立案决定后多少天告知实名举报人。",
        low=1,
        high=60,
        units=_DAYS,
    ),
    _number(
        "clock.suggestion_days", "建议答复", "来件后多少天答复，遇休息日顺延。", low=1, high=365, units=_CLOCK
    ),
    _flag("feedback.required", "必须反馈", "没有反馈不能结案。", yes="未反馈不得结案", no="可不反馈"),
    _texts(
        "reveal.roles",
        "谁可查看反映人",
        "只有这些角色可以写明理由后查看，每次留痕。",
        MappingProxyType({"leader": "负责人", "reviewer": "审核"}),
    ),
    _flag(
        "institution.written_complaint",
        "定点机构书面反映",
        "定点医药机构可否书面反映监督员的问题。",
        yes="可以书面反映",
        no="不设此渠道",
    ),
    _codes("complaint.outcomes", "反映的处理结论", "调查核实后选择结论。", optional=True),
    _flag(
        "complaint.other_investigator",
        "调查人另派",
        "调查人不得是该监督员的联络员。",
        yes="不得由其联络员调查",
        no="可由其联络员调查",
        optional=True,
    ),
)

_MERIT = (
    _codes(
        "appraisal.indicators",
        "评定指标",
        "综合评定必含的指标，结果只作建议。",
        Column("weight", "权重份数", "int", default=1),
        optional=True,
    ),
    _choice(
        "appraisal.period",
        "评定周期",
        "多久评定一次。",
        {"year": "自然年", "term": "每届聘期"},
        optional=True,
    ),
    _text("honor.name", "鼓励用语", "页面和文书上的用语。"),
    _codes("honor.forms", "鼓励形式", "由人决定，系统不自动颁发。", optional=True),
    _text(
        "reward.ruleset",
        "举报奖励规则",
        "按哪一套规则测算奖励；为空时只登记，不算金额。",
        may_be_empty=True,
        words=lambda _key, name, _unit: f"按规则「{name}」测算" if name else "规则文本未取得，只登记不测算",
    ),
)

CHAPTERS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("制度与身份", _MEASURE),
    ("资格", _PEOPLE),
    ("选聘", _RECRUITMENT),
    ("报名表", _FORM),
    ("公示、证书、聘期", _APPOINTMENT),
    ("停止聘用、纪律、回避", _ENDING),
    ("职责、活动、培训", _DUTIES),
    ("线索、建议、反馈", _REPORTS),
    ("评定、鼓励、奖励", _MERIT),
)
SCHEMA: Mapping[str, Key] = MappingProxyType({key.name: key for _, keys in CHAPTERS for key in keys})
REQUIRED: tuple[str, ...] = tuple(key.name for key in SCHEMA.values() if not key.optional)
