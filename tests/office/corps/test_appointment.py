from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.corps.world import LEADER, account_of, appointed, certified, picture, pledged
from zhongmu.corps.actions import open_review, suspend
from zhongmu.corps.models import Appointment, Certificate, PrintJob
from zhongmu.corps.tasks import print_certificates
from zhongmu.ledger.models import LedgerEntry
from zhongmu.people.models import ActivationSlip

pytestmark = pytest.mark.django_db
ITEMS = ["10-1", "10-2", "10-3", "10-4", "10-5"]
BASE = "/office/corps/"


@pytest.fixture
def appointment(yuzhong, person, now):
    return appointed(yuzhong, person(), now)


def _text(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.clause("CQ-3")
def test_the_page_tells_the_term_and_that_nothing_is_paid(enter, yuzhong, appointment):
    text = _text(enter(yuzhong), f"{BASE}{appointment.pk}/")
    for said in ("2026年11月2日 至 2028年11月1日", "陈静", "不领取固定薪酬", "第三条", "500103********0013"):
        assert said in text
    assert "500103200002290013" not in text
    assert "13800138000" not in text


def test_the_sealed_data_show_once_with_a_reason(enter, yuzhong, appointment):
    client, path = enter(yuzhong), f"{BASE}{appointment.pk}/"
    assert client.post(path + "reveal/", {"reason": ""}).status_code == 422
    shown = client.post(path + "reveal/", {"reason": "邮寄证书需要地址"})
    assert "500103200002290013" in shown.content.decode()
    assert LedgerEntry.objects.filter(action="person.reveal").count() == 1
    assert "500103200002290013" not in _text(client, path)


def test_a_leader_suspends_and_lifts_in_the_browser(enter, yuzhong, appointment):
    client, path = enter(yuzhong, "leader"), f"{BASE}{appointment.pk}/"
    assert "立即同时失效" in _text(client, path + "suspend/")
    assert client.post(path + "suspend/", {"reason": "短"}).status_code == 422
    assert client.post(path + "suspend/", {"reason": "异议成立"}).status_code == 302
    assert client.post(path + "suspend/", {"reason": "异议成立"}).status_code == 422
    assert "恢复聘任" in _text(client, path)
    assert client.post(path + "lift/", {"reason": "核实无误"}).status_code == 302
    assert client.post(path + "revoke/", {"reason": "聘任有误"}).status_code == 302
    assert Appointment.objects.get().state == "revoked"
    assert client.get(path + "promote/").status_code == 404


def test_a_review_is_opened_and_decided_in_the_browser(enter, yuzhong, appointment):
    client, path = enter(yuzhong, "leader"), f"{BASE}{appointment.pk}/"
    assert client.get(path + "decide/").status_code == 404
    assert client.get(path + "review/").status_code == 200
    assert client.post(path + "review/", {"reason": "公示异议成立"}).status_code == 302
    assert client.post(path + "review/", {"reason": "公示异议成立"}).status_code == 422
    assert "作出复核决定" in _text(client, path)
    assert "复核由负责人决定" in _text(enter(yuzhong), path)
    assert "公示异议成立" in _text(client, path + "decide/")
    assert (
        "请选择恢复聘任或撤销聘任" in client.post(path + "decide/", {"reason": "核实无误"}).content.decode()
    )
    assert client.post(path + "decide/", {"reason": "核实无误", "outcome": "lift"}).status_code == 302
    assert Appointment.objects.get().state == "appointed"
    assert "核实无误" in _text(client, path)


def test_a_decision_overtaken_is_said(enter, yuzhong, appointment, now):
    open_review(appointment, grounds="公示异议成立", origin="objection:4", by=LEADER, at=now)
    Appointment.objects.update(state="revoked")
    client = enter(yuzhong, "leader")
    answer = client.post(f"{BASE}{appointment.pk}/decide/", {"reason": "核实无误", "outcome": "lift"})
    assert answer.status_code == 422
    assert "核实无误" in answer.content.decode()


@pytest.mark.parametrize("role", ["liaison", "clerk"])
def test_officers_see_why_they_cannot_suspend(enter, yuzhong, appointment, role):
    client = enter(yuzhong, role)
    assert "由" in _text(client, f"{BASE}{appointment.pk}/")
    assert client.post(f"{BASE}{appointment.pk}/suspend/", {"reason": "异议成立"}).status_code == 403


@pytest.mark.clause("CQ-10.0")
@pytest.mark.clause("CQ-5.3")
def test_paper_pledge_then_certificate_then_sheet_and_slip(enter, yuzhong, appointment):
    client, path = enter(yuzhong), f"{BASE}{appointment.pk}/"
    assert "未签不得发证" in client.post(path + "certificate/issue/").content.decode()
    scan = SimpleUploadedFile("承诺书.jpg", picture("JPEG"), "image/jpeg")
    told = {"items": ITEMS, "signed_on": "2026-11-01", "scan": scan}
    assert client.post(path + "pledge/", told).status_code == 302
    assert client.get(path + "pledge/scan/")["Content-Type"] == "image/jpeg"
    assert client.post(path + "certificate/issue/").status_code == 302
    sheet = client.post(path + "certificate/print/")
    assert sheet.content.startswith(b"%PDF")
    slip = client.post(path + "slip/print/", {"reason": "首次发放"})
    assert slip.content.startswith(b"%PDF")
    assert client.post(path + "slip/print/", {"reason": ""}).status_code == 422
    text = _text(client, path)
    assert Certificate.objects.get().number in text
    assert "首次发放" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"items": ITEMS[:2]}, "还有3条纪律"),
        ({"items": []}, "逐条勾选"),
        ({"signed_on": "2026-12-30"}, "在今天之后"),
        ({"scan": SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>")}, "不是可以打开的图片"),
        ({"scan": SimpleUploadedFile("x.jpg", b"")}, "空的"),
    ],
)
def test_a_bad_paper_pledge_is_refused_with_a_sentence(enter, yuzhong, appointment, changes, said):
    scan = SimpleUploadedFile("承诺书.jpg", picture("JPEG"), "image/jpeg")
    told = {"items": ITEMS, "signed_on": "2026-11-01", "scan": scan, **changes}
    answer = enter(yuzhong).post(f"{BASE}{appointment.pk}/pledge/", told)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_reprinted_slip_voids_the_first_and_keeps_the_reason(enter, yuzhong, appointment):
    client, path = enter(yuzhong), f"{BASE}{appointment.pk}/slip/print/"
    client.post(path, {"reason": "随证书发放"})
    client.post(path, {"reason": "本人遗失，当面补打"})
    first, second = ActivationSlip.objects.order_by("pk")
    assert first.void_at is not None
    assert (second.void_at, second.reason) == (None, "本人遗失，当面补打")


def test_a_certificate_is_voided_with_a_reason(enter, yuzhong, appointment, now):
    certified(appointment, now)
    client, path = enter(yuzhong), f"{BASE}{appointment.pk}/certificate/void/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "姓名印错"}).status_code == 302
    assert client.get(path).status_code == 404


def test_many_are_issued_and_printed_at_once(enter, yuzhong, appointment, person, now):
    client, path = enter(yuzhong), f"{BASE}certificates/"
    other = appointed(yuzhong, person("王建国", "11010519491231002X"), now)
    pledged(appointment, now)
    assert "没有勾选任何人" in client.post(path, {"act": "issue"}).content.decode()
    both = [appointment.pk, other.pk]
    assert "都还没有签发" in client.post(path, {"act": "print", "row": both}).content.decode()
    answer = client.post(path, {"act": "issue", "row": both})
    assert answer.status_code == 422
    assert "没有签发：王建国" in answer.content.decode()
    assert Certificate.objects.count() == 1
    assert client.post(path, {"act": "print", "row": both}).content.startswith(b"%PDF")
    account_of(appointment.person)
    assert client.post(path, {"act": "slips", "row": both}).content.startswith(b"%PDF")
    assert ActivationSlip.objects.get().person == other.person
    assert "都已开通" in client.post(path, {"act": "slips", "row": [appointment.pk]}).content.decode()


def test_more_than_twenty_are_printed_by_a_task(enter, yuzhong, appointment, now, monkeypatch):
    monkeypatch.setattr("zhongmu.office.corps.certificates.AT_ONCE", 0)
    certified(appointment, now)
    client = enter(yuzhong)
    answer = client.post(f"{BASE}certificates/", {"act": "print", "row": [appointment.pk]})
    job = PrintJob.objects.get()
    assert answer["Location"] == f"/office/corps/prints/{job.pk}/"
    sheets = f"/office/corps/prints/{job.pk}/sheets.pdf"
    assert "正在排版" in _text(client, answer["Location"])
    assert client.get(sheets).status_code == 404
    print_certificates.func(job.pk)
    assert "下载 PDF" in _text(client, answer["Location"])
    assert client.get(sheets).content.startswith(b"%PDF")
    assert "最近的批量打印" in _text(client, f"{BASE}certificates/?batch=batch:1")


def test_what_was_suspended_while_the_print_waited_is_not_printed(
    enter, yuzhong, appointment, now, monkeypatch
):
    monkeypatch.setattr("zhongmu.office.corps.certificates.AT_ONCE", 0)
    certified(appointment, now)
    enter(yuzhong).post(f"{BASE}certificates/", {"act": "print", "row": [appointment.pk]})
    suspend(appointment, by=LEADER, at=now, reason="等待核实情况")
    job = PrintJob.objects.get()
    print_certificates.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.sheets) == (PrintJob.State.FAILED, None)


@pytest.mark.parametrize("row", ["9" * 25, "9" * 5000, "²", "x"])
def test_a_row_that_is_no_row_is_nobody(enter, yuzhong, appointment, row):
    answer = enter(yuzhong).post(f"{BASE}certificates/", {"act": "issue", "row": [row]})
    assert answer.status_code == 422
    assert "没有勾选" in answer.content.decode()


def test_a_rehearsal_hands_out_no_slip_to_someone_who_serves_for_real(
    enter, yuzhong, harbin, appointment, now
):
    rehearsed = appointed(harbin, appointment.person, now)
    client = enter(harbin)
    answer = client.post(f"{BASE}{rehearsed.pk}/slip/print/", {"reason": "当面重打激活单"})
    assert answer.status_code == 422
    assert "正式" in answer.content.decode()
    assert client.post(f"{BASE}certificates/", {"act": "slips", "row": [rehearsed.pk]}).status_code == 422
    assert not ActivationSlip.objects.exists()


def test_a_name_that_cannot_be_drawn_is_said_on_the_batch_page(enter, yuzhong, appointment, now):
    certified(appointment, now)
    Certificate.objects.update(holder="\U000323af")
    answer = enter(yuzhong).post(f"{BASE}certificates/", {"act": "print", "row": [appointment.pk]})
    assert answer.status_code == 422
    assert "字形" in answer.content.decode()


def test_a_suspended_term_shows_its_state_everywhere(enter, yuzhong, appointment, now):
    certified(appointment, now)
    suspend(appointment, by=LEADER, at=now, reason="异议成立")
    client = enter(yuzhong, "reviewer")
    assert "暂停" in _text(client, f"{BASE}{appointment.pk}/")
    assert "暂停" in _text(enter(yuzhong), f"{BASE}certificates/")
    one = enter(yuzhong).post(f"{BASE}{appointment.pk}/certificate/print/")
    many = enter(yuzhong).post(f"{BASE}certificates/", {"act": "print", "row": [appointment.pk]})
    assert one.status_code == many.status_code == 422
    assert "不能打印证书" in one.content.decode()


def test_one_page_costs_a_fixed_number_of_queries(
    enter, yuzhong, appointment, now, django_assert_max_num_queries
):
    certified(appointment, now)
    client = enter(yuzhong)
    client.get(f"{BASE}{appointment.pk}/")
    with django_assert_max_num_queries(26):
        client.get(f"{BASE}{appointment.pk}/")
    with django_assert_max_num_queries(14):
        client.get(f"{BASE}certificates/")
