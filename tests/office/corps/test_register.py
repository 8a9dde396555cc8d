from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.corps.world import LEADER, appointed, certified, day
from zhongmu.corps.actions import suspend
from zhongmu.corps.models import Appointment
from zhongmu.people.models import Person
from zhongmu.seals.index import blind_index

pytestmark = pytest.mark.django_db
NAMES = "赵钱孙李周吴郑王冯陈"


def _people(count: int, now) -> list[Person]:
    rows = []
    for number in range(count):
        name = f"{NAMES[number % 10]}{NAMES[number // 10 % 10]}"
        index = blind_index("resident_id", f"demo{number}")
        rows.append(
            Person(
                token=index[:32],
                name=name,
                sex="1",
                resident_id=f"demo{number}",
                resident_id_index=index,
                created_at=now,
            )
        )
    return Person.objects.bulk_create(rows)


def _list(client: Client, query: str = "") -> str:
    answer = client.get(f"/office/corps/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_thousand_ticked_rows_are_one_request(yuzhong, enter):
    """As many as the page shows and one batch holds."""
    ticked = {"row": [str(number) for number in range(1000)], "act": "print", "csrfmiddlewaretoken": "x"}
    answer = enter(yuzhong).post("/office/corps/certificates/", ticked)
    assert (answer.status_code, "没有勾选任何人" in answer.content.decode()) == (422, True)


@pytest.mark.clause("HL-2.4b")
def test_tabs_follow_the_day(enter, yuzhong, person, now):
    four = _people(4, now)
    appointed(yuzhong, four[0], now)
    appointed(yuzhong, four[1], now, starts_on=day("2024-12-01"))
    suspend(appointed(yuzhong, four[2], now), by=LEADER, at=now, reason="异议成立")
    appointed(yuzhong, four[3], now, starts_on=day("2023-01-01"))
    client = enter(yuzhong)
    names = {
        tab: [p.name for p in four if p.name in _list(client, f"?tab={tab}").split("<tbody>")[-1]]
        for tab in ("active", "ending", "suspended", "expired", "all")
    }
    assert names["active"] == [four[0].name, four[1].name]
    assert names["ending"] == [four[1].name]
    assert names["suspended"] == [four[2].name]
    assert names["expired"] == [four[3].name]
    assert len(names["all"]) == 4


def test_a_search_by_name_and_by_number(enter, yuzhong, person, now):
    appointment = appointed(yuzhong, person(), now)
    appointed(yuzhong, person("王建国", "11010519491231002X"), now)
    client = enter(yuzhong)
    found = _list(client, "?q=秀英")
    assert "李秀英" in found
    assert "王建国" not in found
    assert "李秀英" in _list(client, f"?q={appointment.number}")
    assert "没有找到" in _list(client, "?q=欧阳")


def test_each_empty_tab_says_what_will_appear(enter, yuzhong):
    client = enter(yuzhong)
    for tab in ("active", "ending", "suspended", "expired", "all", "nonsense"):
        assert "这里还没有人" in _list(client, f"?tab={tab}")


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_costs_the_same_for_one_row_and_for_sixty(
    enter, yuzhong, now, rows, django_assert_num_queries
):
    for each in _people(rows, now):
        appointed(yuzhong, each, now)
    client = enter(yuzhong)
    client.get("/office/corps/")
    with django_assert_num_queries(13):
        text = _list(client)
    assert ("更早的" in text) == (rows == 60)


def test_a_neighbour_sees_nobody_of_ours(enter, yuzhong, jiangbei, person, now):
    appointment = appointed(yuzhong, person(), now)
    certified(appointment, now)
    stranger = enter(jiangbei, "leader")
    assert "李秀英" not in _list(stranger, "?tab=all")
    base = f"/office/corps/{appointment.pk}/"
    for path in ("", "pledge/", "pledge/scan/", "review/", "decide/", "suspend/", "certificate/void/"):
        assert stranger.get(base + path).status_code == 404, path
    for path in ("reveal/", "certificate/issue/", "certificate/print/", "slip/print/"):
        assert stranger.post(base + path, {"reason": "随便看看"}).status_code == 404, path
    assert "李秀英" not in stranger.get("/office/corps/certificates/").content.decode()


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_administrators_do_not_read_the_register(enter, yuzhong, person, now, role):
    appointment = appointed(yuzhong, person(), now)
    for path in ("/office/corps/", f"/office/corps/{appointment.pk}/", "/office/corps/certificates/"):
        assert enter(yuzhong, role).get(path).status_code == 403


def test_a_rehearsing_bureau_lists_its_rehearsal(enter, harbin, person, now):
    appointed(harbin, person(), now)
    text = _list(enter(harbin))
    assert "李秀英" in text
    assert "演练" in text
    assert not Appointment.objects.real().active(now.date() + timedelta(days=1)).exists()
