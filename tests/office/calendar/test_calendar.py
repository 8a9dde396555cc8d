from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.reports.told import clue
from zhongmu.ledger.models import LedgerEntry
from zhongmu.reports.actions import accept, declare_no_interest
from zhongmu.reports.intake import file_report, new_token
from zhongmu.workdays.queries import current_calendar

TABLE = "日期,安排,说明\n2027-01-01,放假,元旦\n2027-01-03,上班,调休\n"
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"


def post(client, text: str = TABLE):
    table = SimpleUploadedFile("2027.csv", text.encode())
    return client.post(reverse("office:calendar"), {"table": table, "source": SOURCE})


def test_a_year_is_loaded_and_counts_at_once(chongqing, enter):
    client = enter(chongqing, "system")
    assert not current_calendar().covers(2027)
    assert "尚未录入" in client.get(reverse("office:calendar")).content.decode()
    assert post(client).status_code == 302
    assert not current_calendar().is_working(date(2027, 1, 1))
    assert current_calendar().is_working(date(2027, 1, 3))
    page = client.get(reverse("office:calendar")).content.decode()
    assert "2027年" in page
    assert SOURCE in page
    assert LedgerEntry.objects.filter(chain="platform", action="workdays.load_table").count() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("日期,安排,说明\n2027-01-01,也许,元旦\n", "第2行"),
        ("日期,安排,说明\n2027-02-30,放假,无此日\n", "第2行"),
        ("日期,安排,说明\n", "一天也没有"),
    ],
)
def test_a_wrong_table_names_the_row_and_changes_nothing(chongqing, enter, text, says):
    response = post(enter(chongqing, "system"), text)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page.replace(" ", "")
    assert SOURCE in page
    assert not current_calendar().covers(2027)


def test_an_open_deadline_is_computed_anew(chongqing, yuzhong, enter, now, actor):
    report = file_report(
        yuzhong, clue(arrived_on=now.date()), reporter=None, token=new_token(), by=actor(yuzhong), at=now
    ).report
    declare_no_interest(report, by=actor(yuzhong), at=now)
    accept(report, by=actor(yuzhong), at=now)
    assert report.clocks.get(kind="verify").due_on == date(2026, 11, 23)
    listed = "".join(f"2026-11-{day:02d},放假,临时放假\n" for day in range(3, 7))
    assert post(enter(chongqing, "system"), f"日期,安排,说明\n{listed}").status_code == 302
    assert report.clocks.get(kind="verify").due_on == date(2026, 11, 27)


@pytest.mark.parametrize(("level", "role"), [("county", "system"), ("top", "liaison")])
def test_others_read_and_do_not_load(chongqing, yuzhong, enter, level, role):
    client = enter(yuzhong if level == "county" else chongqing, role)
    page = client.get(reverse("office:calendar")).content.decode()
    assert "由最上级机关的系统管理员录入" in page
    assert post(client).status_code == 200
    assert not current_calendar().covers(2027)
