"""Nation → province → city → county: what a pack takes from its parent, and what it may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from zhongmu.policies.pack import LEVEL_WORDS, LEVELS, Pack, Parameter
from zhongmu.policies.problems import Page
from zhongmu.policies.schema import REQUIRED, SCHEMA


def inherit(packs: Mapping[str, Pack], pages: Mapping[str, Page]) -> dict[str, Pack]:
    """Resolve every pack; what is wrong goes to its page. A pack whose parent is wrong is left out."""
    whole: dict[str, Pack] = {}
    for pack in sorted(packs.values(), key=lambda p: LEVELS.index(p.level)):
        page = pages[pack.id]
        if not _parent_is_sound(pack, packs, page):
            continue
        above = whole[pack.parent].parameters if pack.parent in whole else {}
        _check_delegation(pack, above, page)
        both = {**above, **pack.parameters}
        ordered = {key: both[key] for key in SCHEMA if key in both}
        if pack.level != "nation":
            _check_complete(ordered, page)
        _check_together(ordered, page)
        whole[pack.id] = replace(pack, parameters=MappingProxyType(ordered))
    return whole


def _parent_is_sound(pack: Pack, packs: Mapping[str, Pack], page: Page) -> bool:
    if not pack.parent:
        return True
    line = page.top("parent")
    if pack.parent not in packs:
        page.wrong(f"上位制度「{pack.parent}」不存在", "请写已载入的制度 id，或删去 parent。", line=line)
        return False
    parent = packs[pack.parent]
    if LEVELS.index(parent.level) >= LEVELS.index(pack.level):
        page.wrong(
            f"不能继承「{parent.place}」的制度：它是{LEVEL_WORDS[parent.level]}，"
            f"不高于本制度的{LEVEL_WORDS[pack.level]}",
            "请继承上级的制度；外省的做法可以作为 suggested 写进本文件。",
            line=line,
        )
        return False
    if parent.level != "nation" and not pack.place.startswith(parent.place):
        page.wrong(
            f"不能继承「{parent.place}」的制度：「{pack.place}」不在其辖区内",
            "请继承本地上级的制度；place 写全称，如「黑龙江省哈尔滨市」。",
            line=line,
        )
        return False
    return True


def _check_delegation(pack: Pack, above: Mapping[str, Parameter], page: Page) -> None:
    for key in pack.parameters:
        if key in above and pack.level not in above[key].delegated_to:
            allowed = "、".join(LEVEL_WORDS[level] for level in above[key].delegated_to) or "任何下级都没有"
            page.wrong(
                f"参数「{key}」由上位制度「{above[key].pack_id}」规定，没有下放给{LEVEL_WORDS[pack.level]}",
                f"请删去这一节，或由上位制度在 delegated_to 中下放（现下放给：{allowed}）。",
                line=page.parameter(key),
            )


def _check_complete(parameters: Mapping[str, Parameter], page: Page) -> None:
    if page.problems:
        return  # a key that was refused above would be reported as missing too
    for key in REQUIRED:
        if key not in parameters:
            page.wrong(
                f"缺少参数「{key}」（{SCHEMA[key].title}）",
                f'请补写 [parameters."{key}"]；原文没有写的，source 写 "suggested"。',
            )


_ORDERED = (
    ("age.min", "age.max"),
    ("term.min_years", "term.years"),
    ("term.years", "term.max_years"),
    ("reason.min_length", "reason.max_length"),
)


def _check_together(parameters: Mapping[str, Parameter], page: Page) -> None:
    for low, high in _ORDERED:
        if low in parameters and high in parameters and parameters[low].value > parameters[high].value:
            page.wrong(
                f"「{low}」（{parameters[low].value}）大于「{high}」（{parameters[high].value}）",
                "请改写其中一个。",
                line=max(page.parameter(low), page.parameter(high)),
            )
    gate = parameters.get("publicity.gate")
    required = parameters.get("publicity.required")
    if gate and required and gate.value != "none" and not required.value:
        page.wrong(
            "不要求公示，却写了公示挡住后面的事",
            '请把 publicity.gate 写成 "none"，或把 publicity.required 写成 true。',
            line=page.parameter("publicity.gate"),
        )
    _check_channels(parameters, page)


# Who proposes people by a channel → what such a channel cannot do without.
_BY = {
    "unit": ("recommender.kinds", "nomination.reply_days"),
    "bureau": ("invite.reply_days",),
    "pool": ("self.reply_days", "self.retention_years"),
}


def _check_channels(parameters: Mapping[str, Parameter], page: Page) -> None:
    rows = parameters["channels"].value if "channels" in parameters else ()
    for row in rows:
        for key in _BY.get("pool" if row["always_open"] else row["by"], ()):
            if key not in parameters:
                page.wrong(
                    f"产生方式「{row.label}」要用的参数「{key}」没有写",
                    f'请补写 [parameters."{key}"]；原文没有写的，source 写 "suggested"。',
                    line=page.parameter("channels"),
                )
    kinds = (
        {row.code for row in parameters["recommender.kinds"].value}
        if "recommender.kinds" in parameters
        else set()
    )
    waivable = parameters.get("recommender.code_waivable")
    if waivable and (unknown := [code for code in waivable.value if code not in kinds]):
        page.wrong(
            f"「recommender.code_waivable」里的「{unknown[0]}」不是推荐单位类型",
            f"可写：{'、'.join(sorted(kinds))}。",
            line=page.parameter("recommender.code_waivable"),
        )
