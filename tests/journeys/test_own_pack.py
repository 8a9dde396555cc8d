"""A measure from outside the package walks recruitment: a real server, real passwords, nothing of the demo."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ROOT, free_port, wait_for
from tests.journeys.papers import portrait, scan
from tests.journeys.steps import (
    attach,
    check_accessible,
    choose,
    choose_all,
    fact,
    fill,
    fill_all,
    press,
    printed,
    reads,
    tick,
)
from zhongmu.demo.people import Citizen

pytestmark = pytest.mark.journey
BEIJING = ZoneInfo("Asia/Shanghai")
TREE = """starts_on = 2026-01-01
[[bindings]]
bureau = "990100"
pack = "own-province"
starts_on = 2026-01-01
[[tree.bureaus]]
code = "990100"
name = "示例市医疗保障局"
short_name = "示例市局"
kind = "市局"
level = "city"
parent = ""
region_code = ""
region_word = "市"
document_word = "示医保"
"""
UNION = "示例市总工会"
WHY = "在工会做了多年职工医疗互助，熟悉就医报销的环节，单位和本人都愿意承担这项工作，时间有保证。"


@dataclass(frozen=True)
class Own:
    """Where the second server answers, and what `zhongmu init` printed: login names and one-time passwords."""

    address: str
    printed: dict[str, str]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """A server of an operator's own: pack and tree are files beside it, the administrators come from `init`."""
    folder, port = tmp_path_factory.mktemp("own"), free_port()
    packs = folder / "policies"
    packs.mkdir()
    worked = (ROOT / "docs/worked-pack.toml").read_text(encoding="utf-8")
    (packs / "own.toml").write_text(worked.replace('"worked-example"', '"own-province"'), encoding="utf-8")
    (folder / "tree.toml").write_text(TREE, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZHONGMU_", "DJANGO_"))}
    environment |= {"ZHONGMU_VAR": str(folder), "ZHONGMU_POLICIES": str(packs), "ZHONGMU_LOG": "WARNING"}
    for words in ("keys create", "manage migrate -v0", "manage collectstatic --noinput -v0"):
        _run(words, environment)
    said = _run(f"init --bureau 990100 --tree {folder / 'tree.toml'}", environment)
    command = [sys.executable, "-m", "zhongmu.cli", "serve", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process, folder / "server.log")
            yield Own(address, dict(re.findall(r"登录名 (\S+)　口令 (\S+)", said)))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _run(words: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "zhongmu.cli", *words.split()]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def visit(browser: Browser, own: Own) -> Iterator[Callable[[], Page]]:
    """A browser of one's own for each person, at desk size."""
    contexts = []

    def new() -> Page:
        size = {"width": 1280, "height": 900}
        contexts.append(browser.new_context(viewport=size, base_url=own.address, locale="zh-CN"))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        return page

    yield new
    for context in contexts:
        context.close()


def _log_in(page: Page, username: str, password: str) -> Page:
    """Password, then the second factor bound for the first time with the secret the page shows."""
    page.goto("/login/")
    check_accessible(page)
    fill(page, {"login": username, "password": password})
    press(page, "登录")
    check_accessible(page)
    secret = page.locator("main code").inner_text().strip()
    fill(page, {"code": _totp(secret)})
    press(page, "启用")
    check_accessible(page)
    page.goto("/office/")
    check_accessible(page)
    return page


def _totp(secret: str) -> str:
    """RFC 6238: six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_recruitment_walks_under_a_measure_of_ones_own(own: Own, visit: Callable[[], Page]) -> None:
    leader, officer = given_a_leader_and_an_officer(own, visit)
    and_the_leader_confirms_what_the_measure_leaves_open(leader)
    closes = and_a_noticed_batch(leader, officer)
    and_a_unit_that_recommends(officer)
    when_a_person_of_seventy_is_registered_it_is_refused(officer)
    and_one_of_forty_is_taken(officer)
    time.sleep(max(0.0, (closes - datetime.now(BEIJING)).total_seconds() + 1))
    and_chosen_settled_appointed_and_filed_without_a_notice_of_names(leader, officer)
    then_the_certificate_has_the_measures_own_name_and_term(officer, visit)


def given_a_leader_and_an_officer(own: Own, visit: Callable[[], Page]) -> tuple[Page, Page]:
    system = _log_in(visit(), "system-990100", own.printed["system-990100"])
    people = []
    for role, name in (("leader", "负示例"), ("liaison", "联示例")):
        system.goto("/office/members/new/")
        fill(system, {"username": f"{role}-990100", "display_name": name})
        choose(system, "role", role)
        press(system, "增加")
        people.append(_log_in(visit(), f"{role}-990100", fact(system, "一次性口令")))
    return people[0], people[1]


def and_the_leader_confirms_what_the_measure_leaves_open(page: Page) -> None:
    page.goto("/office/policies/")
    check_accessible(page)
    press(page, "签收本文件")
    fill(page, {"reason": "局长办公会研究，照建议值试行。"})
    press(page, "全部照建议值确认")
    reads(page, "已逐项确认", "没有待确认的口径")
    check_accessible(page)


def and_a_noticed_batch(leader: Page, officer: Page) -> datetime:
    officer.goto("/office/recruitment/new/")
    fill(
        officer,
        {"title": "推荐选聘", "input_insured": "320000", "headcount": "1", "headcount_reason": "先聘一名。"},
    )
    choose(officer, "gate", "none")
    press(officer, "提出方案")
    leader.goto(officer.url)
    press(leader, "核定名额")
    officer.reload()
    press(officer, "写公告")
    now = datetime.now(BEIJING).replace(microsecond=0)
    closes = now + timedelta(seconds=75)
    fill(officer, {"phone": "010-60000123", "opens_at": f"{now - timedelta(days=2):%Y-%m-%dT%H:%M:%S}"})
    fill(officer, {"closes_at": f"{closes:%Y-%m-%dT%H:%M:%S}"})
    press(officer, "保存公告稿")
    press(officer, "发布公告")
    reads(officer, "已办理：发布公告", "示例省医疗保障基金社会监督员管理规定")
    check_accessible(officer)
    return closes


def and_a_unit_that_recommends(page: Page) -> None:
    page.goto("/office/recruitment/paper/")
    reads(page, "现行办法不接受个人报名，只有：单位推荐。")
    page.goto("/office/recruitment/units/")
    check_accessible(page)
    press(page, "登记推荐单位")
    check_accessible(page)
    fill(page, {"name": UNION, "credit_code": "11500000MB1670604W", "contact": "丁示例"})
    fill(page, {"phone": "010-60000124"})
    choose(page, "kind", "association")
    press(page, "保存")
    reads(page, "推荐单位已登记", UNION)
    check_accessible(page)


def _recommended(page: Page, citizen: Citizen) -> None:
    """The unit's letter, typed in by the officer; then the page of the nomination."""
    page.goto("/office/recruitment/")
    press(page, "推荐选聘")
    press(page, "单位推荐的人选")
    press(page, "登记推荐函")
    check_accessible(page)
    now = datetime.now(BEIJING)
    fill(page, {"unit": page.locator("main select[name=unit] option", has_text=UNION).get_attribute("value")})
    choose(page, "intake_channel", "paper")
    fill(page, {"arrived_on": f"{now:%Y-%m-%d}", "sealed_on": f"{now:%Y-%m-%d}", "handled_by": "丁示例"})
    fill(page, {"name": citizen.name, "phone": citizen.phone, "reason": WHY, "opinion": "同意推荐。"})
    attach(page, "seal", scan())
    press(page, "登记推荐", within="main form")
    reads(page, "推荐已登记", "待本人确认")
    check_accessible(page)


def _type_in(page: Page, citizen: Citizen) -> None:
    """The person's own form on paper, signed: the consent."""
    _recommended(page, citizen)
    press(page, "登记本人的纸质答复")
    now = datetime.now(BEIJING)
    reads(page, WHY, "同意推荐。", citizen.name)
    choose(page, "intake_channel", "paper")
    choose(page, "sex", citizen.sex)
    choose(page, "category", "union")
    choose(page, "employed", "1")
    choose(page, "health", "10")
    who = {"resident_id": citizen.resident.number, "political": "13", "ethnic": "01"}
    reached = {"phone": citizen.phone, "address": citizen.address, "employer": UNION}
    fill(page, {**who, **reached, "arrived_on": f"{now:%Y-%m-%d}"})
    attach(page, "photo", portrait(citizen))
    attach(page, "signed_scan", scan())
    tick(page, "health_consent", "declared", "privacy_consent")


def when_a_person_of_seventy_is_registered_it_is_refused(page: Page) -> None:
    seventy = Citizen(971, "古示例", "1", date(datetime.now(BEIJING).year - 70, 1, 5))
    _type_in(page, seventy)
    check_accessible(page)
    press(page, "登记答复")
    reads(page, "65周岁", "第三条")
    check_accessible(page)
    page.goto("/office/recruitment/")
    press(page, "推荐选聘")
    press(page, "单位推荐的人选")
    press(page, seventy.name)
    press(page, "登记本人谢绝")
    fill(page, {"reason": "年龄超过规定，不再办理。"})
    press(page, "登记本人谢绝")
    reads(page, "本人谢绝")


def and_one_of_forty_is_taken(page: Page) -> None:
    _type_in(page, Citizen(972, "工示例", "2", date(datetime.now(BEIJING).year - 40, 1, 5)))
    press(page, "登记答复")
    reads(page, "已登记", "查询码")
    press(page, "看这份报名")
    press(page, "逐项审查")
    choose_all(page, "conforms", prefix="item_")
    press(page, "保存审查结论")
    press(page, "通过审查")


def and_chosen_settled_appointed_and_filed_without_a_notice_of_names(leader: Page, officer: Page) -> None:
    officer.goto("/office/recruitment/")
    press(officer, "推荐选聘")
    batch = officer.url
    press(officer, "开始比选")
    press(officer, "候选人并列比选")
    reads(officer, "代表性", "工作经验", "工会会员")
    press(officer, "写意见")
    fill_all(officer, "合乎这一项。", prefix="dim_")
    fill(officer, {"overall": "建议拟聘。"})
    choose(officer, "proposed", "yes")
    press(officer, "保存意见")
    fill(officer, {"minutes": "三人参加，一致同意。"})
    press(officer, "保存纪要")
    leader.goto(f"{batch}choose/")
    press(leader, "确定拟聘名单")
    leader.goto(batch)
    press(leader, "聘任")
    press(leader, "聘任")
    reads(leader, "已办理：聘任")
    officer.goto(batch)
    press(officer, "归档")
    reads(officer, "已办理：归档")


def then_the_certificate_has_the_measures_own_name_and_term(page: Page, visit: Callable[[], Page]) -> None:
    page.goto("/office/corps/")
    press(page, "工示例")
    today = datetime.now(BEIJING).date()
    last = today.replace(year=today.year + 3) - timedelta(days=1)
    assert f"{last.year}年{last.month}月{last.day}日" in fact(page, "聘期")
    press(page, "登记纸质承诺书")
    for box in page.locator("main input[name=items]").all():
        box.check()
    fill(page, {"signed_on": f"{today:%Y-%m-%d}"})
    attach(page, "scan", scan())
    press(page, "登记")
    press(page, "签发证书")
    assert printed(page, page.get_by_role("button", name="打印证书")).startswith(b"%PDF")
    check = page.locator("main a", has_text="核验页").first.get_attribute("href")
    public = visit()
    public.goto(str(check))
    reads(public, "监督员证", "有效", "非执法人员")
    check_accessible(public)
