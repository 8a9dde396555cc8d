from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image

from tests.corps.world import LEADER, LIAISON, SUPERVISOR, account_of, appointed, certified, picture, pledged
from zhongmu.bureaus.models import Bureau
from zhongmu.corps.actions import reveal_person, revoke, suspend, withdraw_consent
from zhongmu.corps.certificates import (
    facts_of,
    issue_batch,
    issue_certificate,
    queue_print,
    register_pledge,
    sign_pledge,
    void_certificate,
)
from zhongmu.corps.models import Certificate, Pledge, PrintJob
from zhongmu.corps.queries import consented
from zhongmu.corps.rulings import words_of
from zhongmu.corps.tasks import print_certificates
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed, Overtaken
from zhongmu.letters.documents.certificate import certificate_pdf
from zhongmu.people.actions import give_consent
from zhongmu.policies.rulings import Blocker
from zhongmu.workdays.periods import end_instant

pytestmark = pytest.mark.django_db
ITEMS = ["10-1", "10-2", "10-3", "10-4", "10-5"]


@pytest.fixture
def appointment(yuzhong, person, now):
    return appointed(yuzhong, person(), now)


@pytest.mark.clause("CQ-10.0")
def test_without_a_pledge_no_certificate(appointment, now, today):
    with pytest.raises(NotAllowed, match=r"未签不得发证.*第十条"):
        issue_certificate(appointment, by=LIAISON, at=now, on=today)


@pytest.mark.clause("CQ-10.0")
def test_each_discipline_is_confirmed_by_itself(appointment, now, today):
    with pytest.raises(NotAllowed, match="1条纪律没有逐条确认：保守秘密"):
        sign_pledge(appointment, set(ITEMS) - {"10-3"}, signature=picture(), by=SUPERVISOR, at=now, on=today)
    pledge = sign_pledge(appointment, ITEMS, signature=picture(), by=SUPERVISOR, at=now, on=today)
    assert (pledge.version, pledge.items, pledge.how) == ("chongqing-2024-43", ITEMS, "screen")
    with pytest.raises(NotAllowed, match="已经签过"):
        sign_pledge(appointment, ITEMS, signature=picture(), by=SUPERVISOR, at=now, on=today)


@pytest.mark.clause("CQ-10.0")
def test_a_pledge_on_paper_counts_too(appointment, now, today):
    told = {"scan": picture("JPEG"), "by": LIAISON, "at": now, "on": today}
    with pytest.raises(NotAllowed, match="在今天之后"):
        register_pledge(appointment, ITEMS, signed_on=today + timedelta(days=1), **told)
    with pytest.raises(NotAllowed, match="联络员、经办人或负责人"):
        register_pledge(appointment, ITEMS, signed_on=today, **{**told, "by": Actor("audit", 3)})
    pledge = register_pledge(appointment, ITEMS, signed_on=today, **told)
    assert (pledge.how, pledge.scan_kind) == ("paper", "image/jpeg")
    assert issue_certificate(appointment, by=LIAISON, at=now, on=today).number


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"MZ\x90 not a picture", "不是可以打开的图片"),
        (picture()[:200], "不是可以打开的图片"),
        (b"%PDF-1.7 cut off", "PDF"),
        (b"x" * (10 * 2**20 + 1), "超过10兆"),
        (picture("GIF"), "只收 JPG 和 PNG"),
    ],
)
def test_empty_disguised_and_broken_scans_are_refused(appointment, now, today, content, said):
    with pytest.raises(NotAllowed, match=said):
        register_pledge(appointment, ITEMS, scan=content, signed_on=today, by=LIAISON, at=now, on=today)
    assert not Pledge.objects.exists()


def test_a_bomb_of_a_picture_is_refused_unopened(appointment, now, today):
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(NotAllowed, match="像素过大"):
        sign_pledge(appointment, ITEMS, signature=out.getvalue(), by=SUPERVISOR, at=now, on=today)


def test_a_pdf_scan_is_kept_as_it_is(appointment, now, today):
    scan = b"%PDF-1.7\n...\n%%EOF\n"
    pledge = register_pledge(appointment, ITEMS, scan=scan, signed_on=today, by=LIAISON, at=now, on=today)
    assert (pledge.scan_kind, bytes(pledge.scan)) == ("application/pdf", scan)


@pytest.mark.clause("CQ-5.3")
def test_numbers_follow_the_pattern_and_a_refusal_leaves_no_gap(yuzhong, person, appointment, now, today):
    first = certified(appointment, now)
    with pytest.raises(NotAllowed, match="已经签发过证书"):
        issue_certificate(appointment, by=LIAISON, at=now, on=today)
    second = certified(appointed(yuzhong, person("王建国", "11010519491231002X"), now), now)
    assert [re.search(r"2026\D*(\d+)", c.number).group(1) for c in (first, second)] == ["0001", "0002"]
    assert first.token != second.token


@pytest.mark.clause("CQ-5.3")
def test_a_name_no_font_can_draw_stops_it_before_it_takes_a_number(yuzhong, person, appointment, now, today):
    strange = appointed(yuzhong, person("张\U000323af", "11010519491231002X"), now)
    pledged(strange, now)
    with pytest.raises(NotAllowed, match=r"U\+323AF.*编号未占用"):
        issue_certificate(strange, by=LIAISON, at=now, on=today)
    assert "0001" in certified(appointment, now).number


@pytest.mark.parametrize("gate", [suspend, revoke])
def test_suspended_and_revoked_people_get_none(appointment, now, today, gate):
    pledged(appointment, now)
    gate(appointment, by=LEADER, at=now, reason="异议成立")
    with pytest.raises(NotAllowed, match="不能签发"):
        issue_certificate(appointment, by=LIAISON, at=now, on=today)


def test_an_open_notice_of_names_stops_it(appointment, now, today):
    pledged(appointment, now)
    with pytest.raises(NotAllowed, match="公示"):
        issue_certificate(
            appointment, by=LIAISON, at=now, on=today, gates_of=lambda _term: [Blocker("公示期还没有满")]
        )


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "audit", "system"])
def test_others_do_not_issue(appointment, now, today, role):
    pledged(appointment, now)
    with pytest.raises(NotAllowed, match="联络员、经办人或负责人"):
        issue_certificate(appointment, by=Actor(role), at=now, on=today)


@pytest.mark.clause("CQ-5.3")
@pytest.mark.clause("CQ-6.3")
def test_certificate_and_access_end_in_one_instant(appointment, now):
    certificate = certified(appointment, now)
    end = end_instant(appointment.ends_on)
    last = end - timedelta(microseconds=1)
    assert certificate.is_valid_at(last)
    assert appointment.is_active_at(last)
    assert words_of(certificate, last, appointment.ends_on) == ("有效", "valid")
    assert not certificate.is_valid_at(end)
    assert not appointment.is_active_at(end)
    assert words_of(certificate, end, end.date())[0] == "已失效"


def test_suspension_stops_the_certificate_at_once(appointment, now, today):
    certificate = certified(appointment, now)
    suspend(appointment, by=LEADER, at=now, reason="异议成立")
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert not certificate.is_valid_at(now)
    assert words_of(certificate, now, today)[0] == "已暂停"
    assert words_of(certificate, now, appointment.starts_on - timedelta(days=1))[0] == "已暂停"


def test_a_void_certificate_is_replaced_under_the_next_number(appointment, now, today):
    first = certified(appointment, now)
    void_certificate(first, by=LIAISON, at=now, reason="姓名印错")
    with pytest.raises(Overtaken):
        void_certificate(first, by=LIAISON, at=now, reason="姓名印错")
    second = issue_certificate(appointment, by=LIAISON, at=now, on=today)
    assert (words_of(first, now, today)[0], words_of(second, now, today)[0]) == ("已作废", "有效")
    assert "0002" in second.number


def test_a_rehearsed_certificate_says_so_and_takes_no_real_number(harbin, person, now, today):
    certificate = certified(appointed(harbin, person(), now), now)
    assert certificate.number.startswith("演练")
    assert certificate.printed_name == "聘书"
    assert not certificate.is_valid_at(now)
    assert words_of(certificate, now, today) == ("演练，无效力", "not")
    assert facts_of(certificate).rehearsal


def test_the_sheet_is_set_with_photo_and_qr(yuzhong, person, now):
    appointment = appointed(yuzhong, person(), now, photo=picture("JPEG", (300, 420)))
    certificate = certified(appointment, now)
    facts = facts_of(certificate)
    assert facts.check_url.endswith(f"/c/{certificate.token}/")
    assert "执法" in facts.disclaimer
    assert certificate_pdf(facts).startswith(b"%PDF")


def test_one_refused_does_not_stop_the_batch(yuzhong, person, appointment, now, today):
    pledged(appointment, now)
    unsigned = appointed(yuzhong, person("王建国", "11010519491231002X"), now)
    issued = issue_batch([unsigned, appointment], by=LIAISON, at=now, on=today)
    assert [c.appointment for c in issued.certificates] == [appointment]
    assert [(a, "未签不得发证" in str(why)) for a, why in issued.refused] == [(unsigned, True)]


def test_a_print_job_counts_up_and_keeps_its_sheets_sealed(yuzhong, appointment, now):
    job = queue_print(yuzhong, [certified(appointment, now)], by=LIAISON, at=now)
    print_certificates.func(job.pk)
    print_certificates.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.percent) == (PrintJob.State.DONE, 100)
    assert bytes(job.sheets).startswith(b"%PDF")
    assert LedgerEntry.objects.filter(action="corps.certificate.print").count() == 1


def test_a_print_job_that_cannot_be_set_says_why(yuzhong, appointment, now):
    certificate = certified(appointment, now)
    Certificate.objects.update(holder="\U000323af")
    job = queue_print(yuzhong, [certificate], by=LIAISON, at=now)
    print_certificates.func(job.pk)
    job.refresh_from_db()
    assert job.state == PrintJob.State.FAILED
    assert "字形" in job.problem


def test_consent_is_given_and_taken_back(appointment, person, now):
    give_consent(person(), purpose="roster", version="1", channel="web", at=now)
    assert consented(person(), "roster", now)
    withdraw_consent(person(), "roster", by=SUPERVISOR, at=now)
    withdraw_consent(person(), "roster", by=SUPERVISOR, at=now)
    assert not consented(person(), "roster", now)
    assert LedgerEntry.objects.filter(action="consent.withdraw").count() == 1


def test_sealed_particulars_open_with_a_reason_and_into_the_ledger(appointment, now):
    with pytest.raises(NotAllowed, match="理由"):
        reveal_person(appointment, by=LIAISON, reason="", at=now)
    with pytest.raises(NotAllowed, match="角色"):
        reveal_person(appointment, by=Actor("audit", 4), reason="例行检查", at=now)
    opened = reveal_person(appointment, by=LIAISON, reason="邮寄证书", at=now)
    assert opened.phone == "13800138000"
    facts = LedgerEntry.objects.get(action="person.reveal").facts
    assert "邮寄证书" in facts
    assert "13800138000" not in facts


def test_rows_say_what_they_are(appointment, now):
    certificate = certified(appointment, now)
    assert str(certificate) == certificate.number
    assert str(appointment.pledge) == f"pledge of {appointment.pk}"
    assert account_of(appointment.person).person == appointment.person


@pytest.mark.clause("CQ-F1")
@pytest.mark.parametrize("name", ["阿依古丽·买买提", "张䶮", "李㛃", "王𬭎", "陈𠅤", "买" * 25, "昇喆堃珺翀"])
def test_rare_and_long_names_are_printed(yuzhong, person, now, name):
    certificate = certified(appointed(yuzhong, person(name), now), now)
    assert certificate.holder == name
    assert certificate_pdf(facts_of(certificate)).startswith(b"%PDF")


def test_a_leap_day_of_the_past_is_appointed_from_its_document(yuzhong, person, now, today):
    appointment = appointed(yuzhong, person(), now, starts_on=date(2024, 2, 29), on=today)
    assert appointment.ends_on == date(2026, 2, 27) + timedelta(days=1)
    pledged(appointment, now)
    with pytest.raises(NotAllowed, match="聘期已经届满"):
        issue_certificate(appointment, by=LIAISON, at=now, on=today)


def test_a_value_nobody_confirmed_stops_the_certificate(chongqing, person, now, today):
    bureau = Bureau.objects.get(code="500103")
    appointment = appointed(bureau, person(), now)
    pledged(appointment, now)
    with pytest.raises(NotAllowed, match="还没有确认"):
        issue_certificate(appointment, by=LIAISON, at=now, on=today)
