"""Appraisal, encouragement, reward."""

from __future__ import annotations

from zhongmu.policies.chapters.making import choice, codes, text
from zhongmu.policies.kinds import Column

MERIT = (
    codes(
        "appraisal.indicators",
        "评定指标",
        "综合评定必含的指标，结果只作建议。",
        Column("weight", "权重份数", "int", default=1),
        optional=True,
    ),
    choice(
        "appraisal.period",
        "评定周期",
        "多久评定一次。",
        {"year": "自然年", "term": "每届聘期"},
        optional=True,
    ),
    text("honor.name", "鼓励用语", "页面和文书上的用语。"),
    codes("honor.forms", "鼓励形式", "由人决定，系统不自动颁发。", optional=True),
    text(
        "reward.ruleset",
        "举报奖励规则",
        "按哪一套规则测算奖励；为空时只登记，不算金额。",
        may_be_empty=True,
        words=lambda _key, name, _unit: f"按规则「{name}」测算" if name else "规则文本未取得，只登记不测算",
    ),
)
