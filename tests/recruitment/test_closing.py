"""A batch is filed with its minutes frozen; its structure is counted, and hidden where a cell is small."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from tests.recruitment.conftest import resident_number
from tests.recruitment.test_telling import late, leader, settled  # fixtures are shared by name
from zhongmu.ledger.models import AppendOnlyViolation, LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.oversight.queries import covered
from zhongmu.people.identity import check_resident_id
from zhongmu.recruitment import actions
from zhongmu.recruitment.minutes import minutes_facts
from zhongmu.recruitment.models import Minutes
from zhongmu.recruitment.queries import district_of
from zhongmu.recruitment.structure import structure_report, structure_xlsx
from zhongmu.seals.digests import digest

__all__ = ["late", "leader", "settled"]


@pytest.fixture
def filed(settled, leader, late):
    """Two of three appointed in Chongqing's order, made public, filed."""
    batch, on = settled(gate="none"), late.date()
    actions.appoint_chosen(batch, starts_on=on, by=leader, at=late, on=on)
    actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late)
    notice = actions.publish_names(batch, by=leader, at=late, on=on)
    after = late + timedelta(days=10)
    assert after.date() > notice.ends_on
    actions.close_batch(batch, by=leader, at=after, on=after.date())
    return batch


@pytest.mark.clause("CQ-5.2")
@pytest.mark.clause("HL-2.2b")
def test_the_minutes_say_who_when_how_and_why(filed, yuzhong, late):
    said = str(minutes_facts(filed, yuzhong.policy(late.date())).body)
    for words in (
        "2026年11月10日 10:00，开始比选",
        "2026年11月11日 10:00，确定拟聘名单",
        "周敏（负责人）",
        "收到报名3份，资格审查通过3份，不通过0份，本人撤回0份",
        "能力水平、专业背景、工作经历、年龄结构",
        "11月10日三人比选，逐人讨论。",
        "核定名额10名，拟聘2人。",
    ):
        assert words in said
    assert "('3', '李秀英四', '人大代表', '未入选', '名额有限')" in said


def test_the_minutes_are_frozen_and_hashed_when_the_batch_is_filed(filed, yuzhong, late):
    kept = Minutes.objects.get()
    assert kept.digest == digest(kept.content.encode())
    assert kept.pdf_digest == hashlib.sha256(kept.pdf).hexdigest()
    assert kept.docx_digest == hashlib.sha256(kept.docx).hexdigest()
    assert kept.pdf.startswith(b"%PDF")
    assert "李秀英二" in json.loads(kept.content)["body"][-3]["rows"][0]
    facts = json.loads(LedgerEntry.objects.get(action="recruitment.batch.close").facts)
    assert (facts["minutes"], facts["pdf"]) == (kept.digest, kept.pdf_digest)
    with pytest.raises(AppendOnlyViolation):
        kept.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM recruitment_minutes")
        assert "李秀英".encode() not in bytes(cursor.fetchone()[0])


def test_a_refused_filing_keeps_no_minutes(settled, leader, late):
    batch, on = settled(gate="none"), late.date()
    with pytest.raises(NotAllowed, match="不能再归档"):
        actions.close_batch(batch, by=leader, at=late, on=on)
    actions.appoint_chosen(batch, starts_on=on, by=leader, at=late, on=on)
    with pytest.raises(NotAllowed, match="名单还没有公示"):
        actions.close_batch(batch, by=leader, at=late, on=on)
    assert not Minutes.objects.exists()


def test_what_changed_after_the_list_was_settled_stands_in_the_minutes(settled, yuzhong, actor, leader, late):
    batch = settled()
    gone = batch.applications.filter(state="chosen").first()
    actions.withdraw_application(gone, by=actor(yuzhong), at=late, reason="本人工作调动")
    facts = minutes_facts(batch, yuzhong.policy(late.date()))
    assert f"{gone.name}本人撤回，理由：本人工作调动。" in str(facts.body[-1])
    actions.reopen_choosing(batch, reason="一人撤回，重新比选", by=leader, at=late, on=late.date())
    assert "退回比选，理由：一人撤回，重新比选" in str(minutes_facts(batch, yuzhong.policy(late.date())).body)


def test_a_batch_without_candidates_has_minutes_that_say_so(yuzhong, noticed, today):
    said = str(minutes_facts(noticed(yuzhong), yuzhong.policy(today)).body)
    assert "没有候选人" in said
    assert "没有比选意见的记录" in said


@pytest.mark.clause("HL-2.1b")
def test_the_quota_stands_in_the_minutes_as_it_was_answered(harbin, chosen, today):
    batch = chosen(harbin, ["insured", "insured", "expert"])
    said = str(minutes_facts(batch, harbin.policy(today)).body)
    assert "普通参保群众占比不低于60％，符合要求。" in said


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("渝中区示范路1号", "渝中区"),
        ("重庆市渝北区龙山街道", "渝北区"),
        ("重庆市石柱土家族自治县南宾街道", "石柱土家族自治县"),
        ("黑龙江省哈尔滨市道里区中央大街2号", "道里区"),
        ("黑龙江省绥芬河市阳光小区3栋", "绥芬河市"),
        ("内蒙古自治区呼伦贝尔市扎赉特旗", "扎赉特旗"),
        (" 渝中区 示范路 ", "渝中区"),
        ("示范路1号", ""),
        ("阳光小区3栋", ""),
        ("", ""),
    ],
)
def test_a_district_is_read_off_an_address(address, district):
    assert district_of(address) == district


@pytest.mark.clause("CQ-5.2")
def test_the_structure_counts_applied_passed_and_chosen(filed, yuzhong, late):
    report = {table.title: table for table in structure_report(filed, yuzhong.policy(late.date()))}
    assert list(report) == ["来源类别", "年龄段", "专业", "所在区县", "性别"]
    by_category = {line.label: line.counts for line in report["来源类别"].lines}
    assert by_category == {"参保群众": (1, 1, 1), "有关领域专家学者": (1, 1, 1), "人大代表": (1, 1, 0)}
    assert [line.counts for line in report["所在区县"].lines] == [(3, 3, 2)]
    assert all(table.totals() == (3, 3, 2) for table in report.values())


def test_many_professions_stand_together_beyond_the_first_dozen(yuzhong, noticed, apply, filled, today):
    batch = noticed(yuzhong)
    for n in range(14):
        resident = check_resident_id(resident_number(n + 20))
        apply(batch, 1, resident=resident, major=f"专业{n:02d}")
    majors = next(t for t in structure_report(batch, yuzhong.policy(today)) if t.title == "专业")
    assert (len(majors.lines), majors.lines[-1].label, majors.totals()) == (13, "其他（2种）", (14, 0, 0))


def test_the_sheet_opens_and_holds_no_formula(yuzhong, noticed, apply, today):
    batch = noticed(yuzhong)
    apply(batch, 1, major="=HYPERLINK(0)")
    content = structure_xlsx("=标题", structure_report(batch, yuzhong.policy(today)))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "=标题"
    assert ["=HYPERLINK(0)", 1.0, 0.0, 0.0] in rows


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((), set()),
        ((0, 7, 9), set()),
        ((3, 7, 9), {0, 1}),
        ((1, 1, 9), {0, 1, 2}),
        ((4, 4, 9), {0, 1}),
        ((2, 0), {0}),
        ((4,), {0}),
    ],
)
def test_a_small_cell_cannot_be_worked_out_from_the_total(counts, hidden):
    assert covered(counts) == hidden
