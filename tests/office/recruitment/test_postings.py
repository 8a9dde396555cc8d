"""Where a notice was published elsewhere: recorded at the desk, told to the public, printed, archived, struck when wrong."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.letters.documents.official import Heading
from zhongmu.recruitment import actions
from zhongmu.recruitment.archive_sheets import sheets
from zhongmu.recruitment.documents import names_facts, notice_facts
from zhongmu.recruitment.models import Posting
from zhongmu.recruitment.postings import Posted
from zhongmu.recruitment.states import BatchState

PAPER = {"medium": "newspaper", "place": "重庆日报第4版", "posted_on": "2026-11-02", "link": ""}


@pytest.fixture
def batch(yuzhong, noticed):
    return noticed(yuzhong)


@pytest.fixture
def names(yuzhong, chosen, actor, now):
    shown = chosen(yuzhong, ["insured", "expert"], gate="before_appointment")
    return actions.publish_names(shown, by=actor(yuzhong), at=now, on=now.date())


def new(batch):
    return reverse("office:posting_new", args=[batch.pk])


def text_of(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def today_typed(today):
    return {**PAPER, "posted_on": today.isoformat()}


@pytest.mark.clause("HL-2.2a")
def test_an_officer_records_where_a_notice_was_published_and_everybody_reads_it(
    batch, yuzhong, enter, client, today_typed, today
):
    officer = enter(yuzhong)
    assert officer.post(new(batch), today_typed).status_code == 302
    site = {**today_typed, "medium": "website", "place": "区政府网", "link": "https://example.invalid/1"}
    assert officer.post(new(batch), site).status_code == 302
    desk = text_of(officer, "office:batch", batch.pk)
    public = text_of(client, "portal:notice", yuzhong.code, batch.pk)
    for page in (desk, public):
        assert "重庆日报第4版" in page
        assert 'href="https://example.invalid/1"' in page
    body = notice_facts(batch, yuzhong.policy(today)).body
    assert Heading("六、发布渠道") in body
    assert "报纸：重庆日报第4版" in str(body[-1])


@pytest.mark.clause("CQ-5.4")
def test_a_notice_of_names_has_its_own_places(names, yuzhong, enter, client, today_typed):
    officer = enter(yuzhong)
    here = reverse("office:names_posting_new", args=[names.pk])
    assert officer.post(here, {**today_typed, "medium": "board", "place": "局大厅公告栏"}).status_code == 302
    assert "局大厅公告栏" in text_of(officer, "office:name_notice", names.batch_id)
    assert "局大厅公告栏" in text_of(client, "portal:name_notice", yuzhong.code, names.pk)
    assert "局大厅公告栏" not in text_of(officer, "office:batch", names.batch_id)
    assert "公告栏：局大厅公告栏" in str(names_facts(names).body[-1])


def test_what_was_recorded_wrongly_is_struck_and_stays(batch, yuzhong, enter, client, today_typed, today):
    officer = enter(yuzhong)
    officer.post(new(batch), today_typed)
    strike = reverse("office:posting_act", args=[Posting.objects.get().pk, "strike"])
    assert officer.post(strike, {"reason": ""}).status_code == 422
    assert officer.post(strike, {"reason": "版面写错了"}).status_code == 302
    assert "版面写错了" in text_of(officer, "office:batch", batch.pk)
    assert "重庆日报" not in text_of(client, "portal:notice", yuzhong.code, batch.pk)
    assert "重庆日报" not in str(notice_facts(batch, yuzhong.policy(today)).body)
    assert officer.post(strike, {"reason": "版面写错了"}).status_code == 422
    assert officer.post(new(batch), {**today_typed, "place": "重庆日报第5版"}).status_code == 302
    told = list(LedgerEntry.objects.filter(subject__startswith="posting:").values_list("action", flat=True))
    assert told == ["recruitment.posting.record", "recruitment.posting.strike", "recruitment.posting.record"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"posted_on": "2099-01-01"}, "发布日期在今天以后"),
        ({"posted_on": "2020-01-01"}, "这个批次还没有提出"),
        ({"posted_on": "昨天"}, "请按 2026-11-21 的样子填写日期"),
        ({"place": ""}, "请填写名称、版面"),
        ({"place": "版" * 81}, "最多80字，现有81字"),
        ({"medium": "pigeon"}, "发布渠道里没有这一项"),
        ({"link": "javascript:alert(1)"}, "要以 http:// 或 https:// 开头"),
    ],
)
def test_a_bad_entry_is_told_and_nothing_typed_is_lost(batch, yuzhong, enter, today_typed, changes, said):
    answer = enter(yuzhong).post(new(batch), {**today_typed, **changes})
    text = answer.content.decode()
    assert (answer.status_code, said in text) == (422, True)
    kept = {**today_typed, **changes}
    assert all(f'value="{kept[name]}"' in text for name in ("place", "posted_on", "link") if kept[name])
    assert not Posting.objects.exists()


def test_the_same_place_on_the_same_day_is_recorded_once(batch, yuzhong, enter, today_typed):
    officer = enter(yuzhong)
    officer.post(new(batch), today_typed)
    answer = officer.post(new(batch), today_typed)
    assert (answer.status_code, "已经登记过" in answer.content.decode()) == (422, True)


def test_nothing_is_recorded_before_the_notice_is_out_or_after_the_batch_is_filed(
    yuzhong, planned, actor, now, today
):
    posted = Posted(medium="board", place="大厅", posted_on=today)
    told = {"by": actor(yuzhong), "at": now, "on": today}
    batch = planned(yuzhong)
    with pytest.raises(NotAllowed, match="还没有在本系统公开发布"):
        actions.record_posting(batch, posted, **told)
    batch.__class__.objects.filter(pk=batch.pk).update(published_at=now, state=BatchState.CLOSED)
    with pytest.raises(NotAllowed, match="已经归档"):
        actions.record_posting(batch, posted, **told)


def test_what_was_filed_a_moment_ago_is_struck_no_more(batch, yuzhong, actor, now, today):
    told = {"by": actor(yuzhong), "at": now, "on": today}
    posted = actions.record_posting(batch, Posted(medium="board", place="大厅", posted_on=today), **told)
    type(batch).objects.filter(pk=batch.pk).update(
        state=BatchState.CLOSED
    )  # `posted` still holds it as it was
    with pytest.raises(NotAllowed, match="已经归档"):
        actions.strike_posting(posted, reason="没有贴出去", **told)


def test_a_list_of_names_is_published_within_its_period_only(names, yuzhong, actor, now):
    told = {"names": names, "by": actor(yuzhong), "at": now + timedelta(days=60)}
    after = names.ends_on + timedelta(days=1)
    posted = Posted(medium="board", place="大厅", posted_on=after)
    with pytest.raises(NotAllowed, match="只能在期内发布"):
        actions.record_posting(names.batch, posted, **told, on=after)


def test_a_reviewer_reads_but_does_not_record(batch, yuzhong, enter, today_typed):
    reviewer = enter(yuzhong, "reviewer")
    assert "登记发布渠道" not in text_of(reviewer, "office:batch", batch.pk)
    answer = reviewer.post(new(batch), today_typed)
    assert (answer.status_code, "由联络员、经办或负责人登记" in answer.content.decode()) == (422, True)


def test_the_archive_lists_the_systems_own_page_first_and_struck_rows_with_their_reason(
    batch, yuzhong, actor, now, today
):
    told = {"by": actor(yuzhong), "at": now, "on": today}
    wrong = actions.record_posting(batch, Posted(medium="board", place="大厅", posted_on=today), **told)
    actions.strike_posting(wrong, reason="没有贴出去", **told)
    made = sheets(batch, yuzhong.policy(today))["02-发布渠道.xlsx"]()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["发布渠道", "本系统公开页", "公告栏"]
    assert rows[2][-1] == "没有贴出去"
