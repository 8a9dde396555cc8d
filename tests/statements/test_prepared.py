from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session

from zhongmu.bureaus.models import Bureau, Membership
from zhongmu.people.models import Account
from zhongmu.statements.prepared import Prepared

pytestmark = pytest.mark.django_db

by_code = Prepared(lambda code: Bureau.objects.filter(code=code))
by_codes = Prepared(lambda codes: Bureau.objects.filter(code__in=codes).order_by("code").values_list("code"))
others = Prepared(lambda codes: Bureau.objects.exclude(code__in=codes).values_list("code"))
since = Prepared(lambda on: Membership.objects.filter(starts_on__gte=on).select_related("bureau", "account"))
ending = Prepared(lambda at: Session.objects.filter(expire_date__lte=at).values_list("expire_date"))
at_level = Prepared(lambda *, level: Bureau.objects.filter(level=level))


def test_new_values_bring_new_rows(chongqing):
    assert by_code.first("500103").name == "渝中区医疗保障局"
    assert by_code.first("500105").code == "500105"
    assert by_code.first("1' OR '1'='1") is None


def test_a_tuple_of_any_length_is_a_list_of_blanks(chongqing):
    assert by_codes(("500103",)) == [["500103"]]
    assert by_codes(("500105", "500103")) == [["500103"], ["500105"]]
    assert len(others(())) == Bureau.objects.count()
    assert ["500103"] not in others(("500103",))


def test_related_rows_come_along_in_one_query(yuzhong, staff, django_assert_num_queries):
    staff(yuzhong)
    with django_assert_num_queries(1):
        found = since(date(2026, 1, 1))
        assert {(m.bureau.code, m.account.display_name) for m in found} >= {("500103", "陈静")}
    assert since(date(2027, 1, 1)) == []


def test_an_instance_is_saved_as_any_other(yuzhong):
    found = by_code.first("500103")
    found.phone = "023-00000000"
    found.save()
    assert Bureau.objects.get(pk=found.pk).phone == "023-00000000"


def test_moments_come_back_as_they_went_in(now):
    Session.objects.create(session_key="k", session_data="", expire_date=now)
    assert ending(now) == [[now]]
    assert ending(now - timedelta(seconds=1)) == []


def test_sealed_columns_open(person):
    someone = person()
    Account.objects.create_user("li", display_name="李示例", person=someone)
    account = Prepared(lambda name: Account.objects.select_related("person").filter(username=name)).first(
        "li"
    )
    assert account.person.name == someone.name


def test_a_keyword_is_part_of_the_question(chongqing):
    assert {each.level for each in at_level(level="city")} <= {"city"}
    assert {each.level for each in at_level(level="county")} == {"county"}
