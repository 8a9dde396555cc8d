"""What a measure is, and who may apply."""

from __future__ import annotations

from zhongmu.policies.chapters.making import DAYS, LEVELS, choice, codes, flag, number, text, texts
from zhongmu.policies.kinds import Column

MEASURE = (
    text("interpretation", "解释机关", "解释口径只由这个机关作出，制度页写明。", optional=True),
    codes("mission.goals", "目标", "首页指标按这些目标分组。", optional=True),
    flag(
        "ack.required",
        "签收",
        "下级机关和定点机构须签收发文。",
        yes="发文须签收",
        no="发文不要求签收",
        optional=True,
    ),
    texts("appoint.by", "聘任机关", "只有这些级别的机关可以聘任。", LEVELS),
    flag(
        "voluntary_consent",
        "自愿确认",
        "本人没有确认自愿的，不能聘任。",
        yes="须本人确认自愿",
        no="不要求确认",
    ),
    flag(
        "badge.disclaimer",
        "证件提示",
        "证书和核验页写明非执法人员。",
        yes="写明非执法人员",
        no="不写",
        optional=True,
    ),
    choice(
        "pay.fixed",
        "固定薪酬",
        "为 forbidden 时，登记工资类支出会被拒绝。",
        {"forbidden": "不领取固定薪酬", "unspoken": "原文未写"},
    ),
    flag("expense.allowed", "可否经费保障", "原文是否允许对参与监督检查等工作作经费保障。", optional=True),
    flag("expense.enabled", "经费保障", "打开后才能申请经费保障。", yes="已开启", no="未开启"),
    flag("public_benefit", "公益属性", "打开后可以出具履职时长证明。", optional=True),
    codes("support.items", "履职便利", "机关可以登记提供了哪些便利。", optional=True),
)

PEOPLE = (
    codes(
        "categories",
        "来源类别",
        "报名时选一个主类别；ordinary 为真的计入普通参保群众占比。",
        Column("ordinary", "是否普通参保群众", "bool", default=False),
    ),
    codes(
        "eligibility",
        "资格条件",
        "审查人逐项作结论；hard 由系统先核，judged 只由人判断。",
        Column("kind", "核对方式", "choice", "judged", {"hard": "系统先核", "judged": "由人判断"}),
    ),
    number(
        "eligibility.objection_days",
        "审查异议期",
        "审查不通过告知后多少天内，报名人可以提出一次异议，首日不计。",
        low=1,
        high=60,
        units=DAYS,
        optional=True,
    ),
    number(
        "eligibility.objection_settle_days",
        "审查异议办理期限",
        "收到审查异议后多少天办结，首日不计。",
        low=1,
        high=60,
        units=DAYS,
        optional=True,
    ),
    number(
        "age.min",
        "最低年龄",
        "报名当日不满这个年龄的不予受理。",
        low=14,
        high=100,
        units=("age",),
        optional=True,
    ),
    number(
        "age.max",
        "最高年龄",
        "报名当日超过这个年龄的不予受理。",
        low=14,
        high=120,
        units=("age",),
        optional=True,
    ),
    flag("id.accept_hmt", "港澳台居民居住证", "81、82、83 开头的证件是否受理。", yes="受理", no="不受理"),
    codes("skills", "专业技能", "报名时可选，没有证书的人不被拦下。", optional=True),
    number("name.max_length", "姓名长度", "姓名最多几个字（按码位计）。", low=25, high=200, units=("chars",)),
)
