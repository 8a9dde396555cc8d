from __future__ import annotations

import pytest
from django.urls import reverse

from tests.personas import client_of
from tests.reports.told import posted, suggestion
from zhongmu.letters.models import Letter
from zhongmu.people.models import Account
from zhongmu.people.reporters import is_reporter
from zhongmu.reports.models import Report, SealedContact

pytestmark = pytest.mark.django_db
NEW = "/office/intake/clue/"


def written(staff, bureau, **changes):
    told = {"channel": "post", "arrived_on": "2026-10-28", "taken_by": str(staff(bureau).pk), "who": "nobody"}
    return posted(**{**told, **changes})


@pytest.fixture
def desk(enter, yuzhong):
    return enter(yuzhong)


@pytest.mark.clause("HL-2.3e")
def test_a_letter_is_registered_from_the_day_it_arrived(desk, staff, yuzhong):
    answer = desk.post(
        NEW, written(staff, yuzhong, who="other", reporter_name="钱七", reporter_contact="023-67890123")
    )
    report = Report.objects.get()
    assert (answer.status_code, report.number in answer.content.decode()) == (200, True)
    assert (str(report.arrived_on), report.channel, report.named) == ("2026-10-28", "post", True)
    assert report.taken_by == report.registered_by == staff(yuzhong).pk
    assert SealedContact.objects.get().name == "钱七"
    assert Letter.objects.get().pseudonym == report.pseudonym


@pytest.mark.parametrize("by", ["number", "name"])
@pytest.mark.clause("CQ-9.2")
def test_a_supervisor_on_paper_is_sealed_at_once(desk, staff, appointed, yuzhong, by):
    person = appointed(yuzhong)
    typed = person.appointments.get().number if by == "number" else person.name
    page = desk.post(NEW, written(staff, yuzhong, who="supervisor", supervisor=typed))
    report = Report.objects.get()
    assert is_reporter(person, report.pseudonym)
    assert "李秀英" not in page.content.decode()
    account = Account.objects.create_user("jd-paper", display_name="李秀英", person=person)
    assert report.number in client_of(account).get(reverse("field:report_list")).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arrived_on": "2026-11-03"}, "今天以后"),
        ({"arrived_on": ""}, "没有填日期"),
        ({"who": "supervisor"}, "没有写是哪一位监督员"),
        ({"who": "supervisor", "supervisor": "查无此人"}, "没有这个编号或姓名"),
        ({"who": "other"}, "没有写姓名"),
        ({"channel": "web"}, "来件渠道"),
        ({"target_name": ""}, "没有写对象的名称"),
    ],
)
def test_a_refused_registration_says_why_and_loses_nothing(desk, staff, yuzhong, changes, words):
    answer = desk.post(NEW, written(staff, yuzhong, **changes))
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert words in answer.content.decode()
    assert "四病区登记在院" in answer.content.decode()


def test_two_of_one_name_are_told_apart_by_number(desk, staff, appointed, yuzhong):
    appointed(yuzhong)
    appointed(yuzhong, number="230103199001010023", phone="13900139000")
    page = desk.post(NEW, written(staff, yuzhong, who="supervisor", supervisor="李秀英"))
    assert "有同名的监督员" in page.content.decode()


def test_an_unnamed_letter_has_nobody_to_tell(desk, staff, yuzhong):
    desk.post(NEW, written(staff, yuzhong))
    assert not Report.objects.get().named
    assert not Letter.objects.exists()
    assert not SealedContact.objects.exists()


def test_the_receipt_is_printed_for_who_registered_it(desk, enter, staff, yuzhong):
    form = written(staff, yuzhong)
    desk.post(NEW, form)
    assert desk.post(NEW, form).status_code == 200
    assert Report.objects.count() == 1
    token = {"token": form["token"]}
    assert desk.post(reverse("office:intake_receipt"), token).content.startswith(b"%PDF")
    assert enter(yuzhong, "clerk").post(reverse("office:intake_receipt"), token).status_code == 404
    assert enter(yuzhong, "clerk").post(NEW, form).status_code == 422


def test_what_is_about_the_bureau_leaves_it_at_once(desk, staff, yuzhong, chongqing):
    page = desk.post(NEW, written(staff, yuzhong, target_kind="bureau", scene="conduct"))
    assert "直接送有权办理的机关" in page.content.decode()
    report = Report.objects.get()
    assert report.bureau == chongqing
    assert desk.get(reverse("office:report", args=[report.pk])).status_code == 404


@pytest.mark.clause("CQ-9.3")
def test_a_suggestion_by_mail_is_registered(desk, staff, yuzhong):
    told = suggestion()
    form = {
        "token": "s" * 32, "channel": "email", "arrived_on": "2026-11-02", "taken_by": str(staff(yuzhong).pk),
        "who": "nobody", "suggestion_kind": told.suggestion_kind, "facts": told.facts,
    }  # fmt: skip
    assert desk.post("/office/intake/suggestion/", form).status_code == 200
    assert Report.objects.get().number == "建〔2026〕0001"


@pytest.mark.clause("HL-2.3e")
@pytest.mark.parametrize("name", ["clue", "suggestion", "institution"])
def test_blank_forms_are_printed(desk, name):
    assert desk.get(reverse("office:intake_paper", args=[name])).content.startswith(b"%PDF")
    assert desk.get(reverse("office:intake_paper", args=["poem"])).status_code == 404


def test_the_door_page_offers_what_may_be_registered(desk, enter, yuzhong):
    page = desk.get(reverse("office:intake")).content.decode()
    assert "报名表" in page
    assert "不登记来件" in enter(yuzhong, "reviewer").get(reverse("office:intake")).content.decode()
    assert enter(yuzhong, "reviewer").get(NEW).status_code == 403
    assert desk.get("/office/intake/poem/").status_code == 404
    assert "来件日期" in desk.get(NEW).content.decode()
