"""What supervisors do: duties, activities, training, reports and what they are answered."""

from __future__ import annotations

from zhongmu.policies.chapters.making import CLOCK, DAYS, HINT, VERBATIM, choice, codes, flag, number, texts
from zhongmu.policies.kinds import Column

DUTIES = (
    codes("duties", "工作职责", "履职记录归入其中一类或几类。", VERBATIM),
    number(
        "duty.min_submissions",
        "每期至少提交",
        "每期至少提交几份线索或意见建议。",
        low=1,
        high=100,
        units=("per_period",),
        optional=True,
    ),
    choice(
        "duty.period",
        "履职期",
        "份数按哪种期间计算。",
        {"natural_half": "自然半年", "term_half": "聘期半年", "natural_year": "自然年"},
        optional=True,
    ),
    choice(
        "duty.prorate",
        "首尾不足一期",
        "聘期首尾不足一期的怎么算。",
        {"exempt_partial": "不足一期的免计", "count": "照计"},
        optional=True,
    ),
    number(
        "duty.remind_days", "履职首次提醒", "期末前多少天提醒。", low=1, high=180, units=CLOCK, optional=True
    ),
    number(
        "duty.second_remind_days",
        "履职再次提醒",
        "期末前多少天再提醒。",
        low=1,
        high=90,
        units=CLOCK,
        optional=True,
    ),
    flag(
        "duty.online_counts",
        "在线提交算书面",
        "在线提交是否视为书面形式。",
        yes="算书面",
        no="不算书面",
        optional=True,
    ),
    codes("activity.kinds", "活动类型", "活动和培训的分类。"),
    number(
        "activity.officers_min",
        "随同执法人员",
        "监督检查活动须有几名执法人员在场。",
        low=2,
        high=20,
        units=("people",),
    ),
    texts("delegation.forbidden", "不得委托的事", "委托事项含这些字样时拦下。"),
    codes("visit.modes", "走访方式", "走访记录的分类。", optional=True),
    codes("voice.sources", "舆情来源", "民声舆情记录的分类。"),
    number("liaison.min", "联络员", "每个机关至少几名联络员。", low=1, high=100, units=("people",)),
    number(
        "training.freq.city",
        "市级集中培训",
        "市级机关每期至少举行几次。",
        low=1,
        high=12,
        units=("per_year", "per_half"),
        optional=True,
    ),
    number(
        "training.freq.county",
        "区县集中培训",
        "区县机关每期至少举行几次。",
        low=1,
        high=12,
        units=("per_half", "per_year"),
        optional=True,
    ),
    codes("training.agenda", "集中培训议程", "集中培训须选议程。", optional=True),
    flag(
        "training.offset",
        "上级培训抵扣",
        "上级培训能否抵扣下级的次数。",
        yes="可抵扣",
        no="不抵扣",
        optional=True,
    ),
    number(
        "training.warn_days",
        "培训预警",
        "期末前多少天提醒未达次数。",
        low=1,
        high=180,
        units=CLOCK,
        optional=True,
    ),
    choice(
        "training.prorate",
        "期中新设的机关",
        "期中新设的机关本期怎么算。",
        {"remaining": "按剩余期间判定", "exempt": "本期免计"},
        optional=True,
    ),
)

REPORTS = (
    codes(
        "supervised.targets",
        "可监督的对象",
        "线索须选一类对象；routes_up 的送上级机关办，本机关回避。",
        Column("routes_up", "送上级办理", "bool", default=False),
        Column("organisation", "是单位", "bool", default=True),
    ),
    codes("clue.scenes", "线索情形", "提交人用白话选情形，由经办人对应案由。", HINT),
    number("clue.draft_reminder_days", "草稿提醒", "线索草稿几日未提交就提醒。", low=1, high=60, units=CLOCK),
    codes("suggestion.kinds", "建议类型", "意见建议须选一类。"),
    codes("intake.channels", "来件渠道", "登记来件时选择，期限从来件日起算。"),
    codes("intake.form", "反映形式", "原文限定的反映形式，空为未限定。", optional=True),
    number("clock.receipt_days", "登记回执", "来件后多少天给回执。", low=1, high=30, units=DAYS),
    number("clock.verify_days", "核查期限", "受理后多少天核查完毕。", low=1, high=180, units=DAYS),
    number("clock.verify_extension_days", "核查延长", "每次延长多少天。", low=1, high=180, units=DAYS),
    number(
        "clock.verify_extensions", "核查可延长", "核查最多延长几次，须批准。", low=0, high=5, units=("times",)
    ),
    number(
        "clock.told_after_decision_days",
        "告知举报人",
        "作出是否立案决定后多少天告知实名举报人。",
        low=1,
        high=60,
        units=DAYS,
    ),
    number(
        "clock.suggestion_days", "建议答复", "来件后多少天答复，遇休息日顺延。", low=1, high=365, units=CLOCK
    ),
    flag("feedback.required", "必须反馈", "没有反馈不能结案。", yes="未反馈不得结案", no="可不反馈"),
    texts(
        "reveal.roles",
        "谁可查看反映人",
        "只有这些角色可以写明理由后查看，每次留痕。",
        {"leader": "负责人", "reviewer": "审核"},
    ),
    flag(
        "institution.written_complaint",
        "定点机构书面反映",
        "定点医药机构可否书面反映监督员的问题。",
        yes="可以书面反映",
        no="不设此渠道",
    ),
    codes("complaint.outcomes", "反映的处理结论", "调查核实后选择结论。", optional=True),
    flag(
        "complaint.other_investigator",
        "调查人另派",
        "调查人不得是该监督员的联络员。",
        yes="不得由其联络员调查",
        no="可由其联络员调查",
        optional=True,
    ),
)
