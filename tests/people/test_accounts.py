from __future__ import annotations

from datetime import timedelta

import pytest

from zhongmu.ledger.actors import Actor
from zhongmu.ledger.models import LedgerEntry
from zhongmu.people.access import why_not_log_in
from zhongmu.people.actions import (
    activate,
    give_consent,
    issue_slip,
    note_login,
    note_wrong_password,
    open_slip,
    plain_code,
    reset_account,
    secret_code,
)
from zhongmu.people.models import Account, Person, SealedReporter
from zhongmu.people.reporters import is_reporter, person_behind, pseudonyms_of, reveal, seal_reporter
from zhongmu.people.values import BadValue

pytestmark = pytest.mark.django_db
BY = Actor("liaison", account=1)


def slip_for(somebody: Person, now) -> str:
    return issue_slip(somebody, chain="500103", by=BY, reason="随证书发放", at=now, on=now.date())


def test_a_slip_opens_once_however_it_is_typed(person, now):
    code = slip_for(person(), now)
    slip = open_slip(code.lower().replace("-", " "), now.date())
    assert slip is not None
    account = activate(slip, username="lixiuying", password="correct horse battery", at=now)
    assert account.check_password("correct horse battery")
    assert open_slip(code, now.date()) is None
    with pytest.raises(BadValue, match="已经用过"):
        activate(slip, username="again", password="correct horse battery", at=now)


def test_a_new_slip_voids_the_old_one_and_a_slip_expires(person, now):
    old, new = slip_for(person(), now), slip_for(person(), now)
    assert open_slip(old, now.date()) is None
    assert open_slip(new, now.date() + timedelta(days=30)) is not None
    assert open_slip(new, now.date() + timedelta(days=31)) is None


def test_the_code_itself_is_never_stored(person, now):
    code = slip_for(person(), now)
    assert plain_code(code) not in str(list(person().slips.values()))


def test_why_a_slip_was_issued_stays_with_the_slip_and_out_of_the_ledger(person, now):
    slip_for(person(), now)
    assert person().slips.get().reason == "随证书发放"
    assert "随证书发放" not in LedgerEntry.objects.get(action="slip.issue").facts


def test_a_taken_name_is_refused_and_the_slip_stays_open(person, now):
    Account.objects.create_user("taken", display_name="别人")
    code = slip_for(person(), now)
    slip = open_slip(code, now.date())
    with pytest.raises(BadValue, match="已有人使用"):
        activate(slip, username="taken", password="correct horse battery", at=now)
    assert open_slip(code, now.date()) is not None


def test_five_wrong_passwords_lock_for_fifteen_minutes(now):
    account = Account.objects.create_user("chenjing", "a long password", display_name="陈静")
    for _try in range(4):
        note_wrong_password(account, at=now)
    assert why_not_log_in(account, now) is None
    note_wrong_password(account, at=now)
    assert "临时锁定" in (why_not_log_in(account, now) or "")
    assert why_not_log_in(account, now + timedelta(minutes=15)) is None
    assert LedgerEntry.objects.filter(action="login.lock").count() == 1


def test_an_administrator_does_not_reset_their_own_account(now):
    account = Account.objects.create_user("admin", display_name="系统管理员")
    with pytest.raises(BadValue, match="另一名系统管理员"):
        reset_account(account, chain="500103", by=Actor("system", account=account.pk), reason="忘记", at=now)
    password = reset_account(account, chain="500103", by=Actor("system", account=9), reason="忘记", at=now)
    account.refresh_from_db()
    assert account.check_password(password)


def test_an_account_that_serves_elsewhere_is_not_reset_from_here(yuzhong, jiangbei, staff, today, now):
    account = staff(yuzhong)
    account.memberships.create(bureau=jiangbei, role="clerk", starts_on=today)
    with pytest.raises(BadValue, match="还在别的机构任职"):
        reset_account(account, chain="500103", by=Actor("system", account=0), reason="忘记", at=now)


def test_a_supervisors_login_names_nobody_in_the_ledger(person, now):
    account = Account.objects.create_user("lixiuying", display_name="李秀英", person=person())
    note_login(account, chain="500103", at=now)
    entry = LedgerEntry.objects.get(action="login")
    assert (entry.chain, entry.account, entry.subject) == ("platform", None, "account")


def test_a_locked_supervisor_is_named_no_more_than_one_who_logs_in(person, now):
    account = Account.objects.create_user("lixiuying", display_name="李秀英", person=person())
    for _try in range(5):
        note_wrong_password(account, at=now)
    entry = LedgerEntry.objects.get(action="login.lock")
    assert (entry.account, entry.subject, entry.role) == (None, "account", "supervisor")


def test_each_report_gets_its_own_pseudonym_and_only_the_sealed_table_joins_them(person, now):
    li, zhang = person(), person("张三", "230103199001010023", "13900139000")
    first, second = seal_reporter(li), seal_reporter(li)
    assert first != second
    assert sorted(pseudonyms_of(li)) == sorted([first, second])
    assert is_reporter(li, first)
    assert not is_reporter(zhang, first)
    assert person_behind(first) == li
    assert person_behind("nobody") is None
    assert str(li.pk) not in SealedReporter.objects.values_list("person_index", flat=True)


def test_opening_a_reporter_is_recorded_without_the_name(person, now):
    pseudonym = seal_reporter(person())
    opened = reveal(pseudonym, chain="500103", subject="report:1", by=BY, reason="需要当面核实", at=now)
    assert opened == person()
    entry = LedgerEntry.objects.get(action="reporter.reveal")
    assert "李秀英" not in entry.facts
    assert "需要当面核实" in entry.facts


def test_a_consent_given_twice_is_one(person, now):
    for _time in range(2):
        give_consent(person(), purpose="publish_name", version="1", channel="web", at=now)
    assert person().consents.count() == 1


def test_codes_leave_out_letters_that_look_alike():
    assert not set("01OIL") & set("".join(secret_code() for _i in range(200)))
