"""A district in Heilongjiang sends its figures up, and the city sets the headcount: one set, one returned, one waiting."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

from django.utils.timezone import localdate

from zhongmu.demo.staff import DAOLI, HARBIN, World
from zhongmu.demo.story import Storyline
from zhongmu.recruitment import actions
from zhongmu.recruitment.models import Batch


def sent_up(world: World, words: str, *, start: int) -> Generator[datetime, datetime, Batch]:
    at = yield world.days.work(start, 9)
    needs = "辖区定点医药机构六十二家，现有监督员两名，走访跟不上（示例）。"
    figures = actions.Figures(title=f"{world.days.on(start).year}年度{words}", inputs={"needs": needs})
    by = world.act(DAOLI, "liaison")
    return actions.send_up(world.bureau(DAOLI), figures, by=by, at=at, on=localdate(at))


def district(world: World) -> Storyline:
    first = yield from sent_up(world, "监督员选聘（演练）", start=-30)
    at = yield world.days.work(-27, 10)
    officer, reason = world.act(HARBIN, "liaison"), "按每二十家机构约一名，另留机动（示例）"
    actions.propose_headcount(
        first, headcount=4, headcount_reason=reason, by=officer, at=at, on=localdate(at)
    )
    at = yield world.days.work(-26, 15)
    actions.approve_plan(first, by=world.act(HARBIN, "leader"), at=at, on=localdate(at))
    second = yield from sent_up(world, "监督员补充选聘（演练）", start=-8)
    at = yield world.days.work(-6, 10)
    missing = "请补充零售药店的数量（示例）"
    actions.return_figures(second, reason=missing, by=officer, at=at, on=localdate(at))
    yield from sent_up(world, "监督员专项选聘（演练）", start=-1)
