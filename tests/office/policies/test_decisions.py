from __future__ import annotations

import pytest
from django.urls import reverse

from tests.reports.told import suggestion
from zhongmu.bureaus.models import Bureau
from zhongmu.reports.intake import file_report, new_token


@pytest.fixture
def district(chongqing):
    """A district where nobody has confirmed anything yet."""
    return Bureau.objects.get(code="500103")


def test_a_leader_confirms_all_suggestions_with_one_reason_and_each_is_recorded(district, enter, today):
    client = enter(district, "leader")
    count = len(district.policy(today).suggestions())
    page = client.get(reverse("office:decisions")).content.decode()
    assert "待确认" in page
    client.post(reverse("office:confirm_all"), {"reason": "局长办公会确定"})
    assert district.decisions.count() == count
    assert "没有待确认的口径" in client.get(reverse("office:decisions")).content.decode()
    client.post(reverse("office:confirm_all"), {"reason": "再按一次"})
    assert district.decisions.count() == count


def test_a_clock_starts_when_the_value_it_needs_is_confirmed(district, enter, actor, now):
    report = file_report(
        district, suggestion(), reporter=None, token=new_token(), by=actor(district), at=now
    ).report
    assert report.due_on is None
    enter(district, "leader").post(reverse("office:confirm_all"), {"reason": "局长办公会确定"})
    report.refresh_from_db()
    assert report.due_on is not None


def test_confirming_all_without_a_reason_changes_nothing(district, enter):
    page = enter(district, "leader").post(reverse("office:confirm_all"), {"reason": ""}, follow=True)
    assert "请写明确认或改定的理由" in page.content.decode()
    assert not district.decisions.exists()


def test_a_leader_sets_a_number_of_the_bureaus_own(district, enter, today):
    url = reverse("office:decide", args=["clock.verify_days"])
    client = enter(district, "leader")
    assert "15" in client.get(url).content.decode()
    assert client.post(url, {"value": "十五", "reason": "从严掌握"}).status_code == 422
    response = client.post(url, {"value": "99999", "reason": "从宽掌握"})
    assert response.status_code == 422
    assert "超出允许范围" in response.content.decode()
    assert client.post(url, {"value": "10", "reason": "从严掌握"}).status_code == 302
    assert district.policy(today)["clock.verify_days"] == 10


@pytest.mark.clause("CQ-14")
def test_what_an_article_fixes_is_refused_with_the_article(district, enter):
    response = enter(district, "leader").post(
        reverse("office:decide", args=["term.years"]), {"value": "3", "reason": "想要三年"}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "由条文规定，本局不能改动" in page
    assert "第六条" in page


@pytest.mark.parametrize("kind", ["bool", "choice", "codes"])
def test_every_kind_of_value_has_its_form(district, enter, today, kind):
    from zhongmu.policies.schema import SCHEMA

    client = enter(district, "leader")
    keys = [p.key for p in district.policy(today).suggestions() if SCHEMA[p.key].kind == kind]
    url = reverse("office:decide", args=[keys[0]])
    assert client.get(url).status_code == 200
    value = {"bool": "true", "choice": next(iter(SCHEMA[keys[0]].choices), ""), "codes": ""}[kind]
    assert client.post(url, {"value": value, "reason": "局长办公会确定"}).status_code == 302


def test_others_read_and_only_the_leader_decides(district, enter):
    client = enter(district, "clerk")
    page = client.get(reverse("office:decisions")).content.decode()
    assert "请负责人登录后确认" in page
    assert client.get(reverse("office:decide", args=["clock.verify_days"])).status_code == 403
    assert enter(district, "leader").get(reverse("office:decide", args=["no.such.key"])).status_code == 404


@pytest.mark.clause("CQ-N4")
def test_a_measure_is_signed_for_on_its_page(district, enter):
    client = enter(district)
    assert "签收本文件" in client.get(reverse("office:decisions")).content.decode()
    client.post(reverse("office:acknowledge"))
    page = client.get(reverse("office:decisions")).content.decode()
    assert "已签收" in page
    assert "签收本文件" not in page
