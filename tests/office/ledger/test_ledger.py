from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.urls import reverse

from zhongmu.ledger import verify as script
from zhongmu.ledger.actors import Actor
from zhongmu.ledger.record import record
from zhongmu.seals.index import blind_index
from zhongmu.seals.signing import public_key_b64

URL = "office:ledger"


@pytest.fixture(autouse=True)
def _anchors(settings, tmp_path):
    settings.ANCHORS_DIR = tmp_path / "anchors"


def write(bureau, now, count: int = 1, action: str = "report.accept", **facts: str) -> None:
    with transaction.atomic():
        for number in range(count):
            record(
                bureau.code,
                action,
                by=Actor("clerk", account=1),
                subject=f"report:{number}",
                facts=facts,
                at=now,
            )


def test_an_auditor_reads_who_did_what_and_no_content(yuzhong, enter, now):
    write(yuzhong, now, action="reporter.reveal")
    page = enter(yuzhong, "audit").get(reverse(URL)).content.decode()
    assert "打开反映人身份" in page
    assert "report:0" in page


def test_reveals_and_exports_have_tabs_of_their_own(yuzhong, enter, now):
    write(yuzhong, now, action="reporter.reveal")
    client = enter(yuzhong, "audit")
    assert "report:0" in client.get(reverse(URL), {"kind": "reveals"}).content.decode()
    assert "report:0" not in client.get(reverse(URL), {"kind": "exports"}).content.decode()


@pytest.mark.parametrize("reason", ["办理本件须当面核实", "办理本件须当面核实，" * 8, "A" * 64])
def test_the_reason_of_a_reveal_is_shown_whole_however_long(yuzhong, enter, now, reason):
    """Or whoever opens a seal would only have to write at length to keep the auditor from reading why."""
    write(yuzhong, now, action="reporter.reveal", reason=reason)
    assert reason in enter(yuzhong, "audit").get(reverse(URL), {"kind": "reveals"}).content.decode()


def test_a_reason_of_which_only_the_index_is_kept_is_not_shown_as_one(yuzhong, enter, now):
    index = blind_index("ledger.reason", "理由")
    write(yuzhong, now, reason=index)
    assert index not in enter(yuzhong, "audit").get(reverse(URL)).content.decode()


def test_another_bureaus_entries_are_not_shown(yuzhong, jiangbei, enter, now):
    write(jiangbei, now, action="jiangbei.secret")
    assert "jiangbei.secret" not in enter(yuzhong, "audit").get(reverse(URL)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_export_verifies_with_the_script_alone(yuzhong, enter, now, tmp_path, settings):
    write(yuzhong, now, 3)
    response = enter(yuzhong, "audit").post(reverse("office:ledger_export"))
    export = tmp_path / "export.jsonl"
    export.write_bytes(response.content)
    anchor = next(Path(settings.ANCHORS_DIR).iterdir())
    command = [
        sys.executable,
        script.__file__,
        str(export),
        "--public-key",
        public_key_b64(),
        "--anchor",
        str(anchor),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    bare = subprocess.run(command[:-2], capture_output=True, text=True, check=False)
    assert bare.returncode == 1
    assert "尾部无外部锚点，无法判断是否被截断" in bare.stdout


def test_verification_says_so_when_all_is_well_and_when_not(yuzhong, enter, now):
    write(yuzhong, now, 2)
    client = enter(yuzhong, "audit")
    assert "核验通过" in client.post(reverse("office:ledger_verify"), follow=True).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgerentry SET subject = 'report:9' WHERE subject = 'report:1'")
    assert "核验没有通过" in client.post(reverse("office:ledger_verify"), follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_heads_are_signed_and_shown(yuzhong, enter, now):
    write(yuzhong, now)
    page = enter(yuzhong, "leader").post(reverse("office:ledger_heads"), follow=True).content.decode()
    assert "链头已签署" in page
    assert public_key_b64() in page


@pytest.mark.parametrize("role", ["liaison", "clerk", "reviewer", "system", "security"])
def test_the_ledger_is_not_for_everyone(yuzhong, enter, role):
    assert enter(yuzhong, role).get(reverse(URL)).status_code == 403


def test_the_list_costs_the_same_for_one_row_and_for_three(yuzhong, enter, now, django_assert_num_queries):
    client = enter(yuzhong, "audit")
    client.get(reverse(URL))
    with django_assert_num_queries(7):
        client.get(reverse(URL))
    write(yuzhong, now, 3)
    with django_assert_num_queries(7):
        client.get(reverse(URL))


def test_older_entries_are_a_page_away(yuzhong, enter, now):
    write(yuzhong, now, 51)
    page = enter(yuzhong, "audit").get(reverse(URL)).content.decode()
    assert "更早的" in page
