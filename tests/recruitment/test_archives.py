"""The archive of a filed batch: whole, checkable without us, without the objector, taken home with a reason only."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from tests.recruitment.conftest import CITIZEN
from tests.recruitment.test_objecting import ANSWER, REASON, SAID
from tests.recruitment.test_telling import late, leader, settled  # fixtures are shared by name
from zhongmu.files.store import read_original
from zhongmu.files.streams import read_sealed
from zhongmu.files.vault import place
from zhongmu.ledger.models import LedgerEntry
from zhongmu.ledger.moves import NotAllowed
from zhongmu.recruitment import actions, tasks
from zhongmu.recruitment.actions.archiving import queue_archive, take_archive
from zhongmu.recruitment.archives import PART
from zhongmu.recruitment.models import Archive, ArchiveDownload, Finding, Minutes
from zhongmu.recruitment.tasks import make_archive

__all__ = ["late", "leader", "settled"]


@pytest.fixture
def filed(settled, leader, late):
    """Two of three appointed, one objection dismissed, the list put right once, filed."""
    batch, on = settled(gate="none"), late.date()
    act = {"by": leader, "at": late, "on": on}
    actions.appoint_chosen(batch, starts_on=on, **act)
    actions.tick_off_all(batch, how="11月11日电话告知本人", by=leader, at=late)
    notice = actions.publish_names(batch, **act)
    target = notice.entries[0]["application"]
    told = {"by": CITIZEN, "at": late, "channel": "web", "arrived_on": on}
    objection = actions.register_objection(notice, target, SAID, **told).objection
    actions.dismiss_objection(objection, reason=REASON, answer=ANSWER, **act)
    actions.replace_names(notice, reason="一人的来源类别写错", **act)
    after = late + timedelta(days=10)
    actions.close_batch(batch, by=leader, at=after, on=after.date())
    return batch


@pytest.fixture
def archive(filed, leader, late):
    made = queue_archive(filed, by=leader, at=late + timedelta(days=11))
    make_archive.func(made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def packed(archive):
    return zipfile.ZipFile(io.BytesIO(b"".join(read_sealed(archive.token, PART))))


def rows_of(packed, name):
    book = CalamineWorkbook.from_filelike(io.BytesIO(packed.read(name)))
    return book.get_sheet_by_index(0).to_python()


def checked(folder):
    tool = shutil.which("sha256sum")
    assert tool
    return subprocess.run([tool, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.clause("CQ-5.2")
def test_everything_of_the_batch_is_in_it(filed, archive, packed):
    forms = [f"03-报名表/{a.number}.pdf" for a in filed.applications.order_by("pk")]
    assert packed.namelist() == [
        "00-说明.txt",
        "01-名额核定.pdf",
        "02-选聘公告.pdf",
        "02-发布渠道.xlsx",
        *forms,
        "03-推荐特邀自荐.xlsx",
        "03-补充登记.xlsx",
        "04-审查结论.xlsx",
        "04-核验.xlsx",
        "04-审查异议.xlsx",
        "05-比选意见.xlsx",
        "06-比选纪要.pdf",
        "06-比选纪要.docx",
        "07-名单公示/01.pdf",
        "07-名单公示/02.pdf",
        "08-异议登记.xlsx",
        "09-办理经过.xlsx",
        "10-结构报告.xlsx",
        "11-台账摘录.jsonl",
        "SHA256SUMS",
    ]
    assert archive.total == len(packed.namelist())
    assert packed.read("06-比选纪要.pdf") == bytes(Minutes.objects.get().pdf)
    assert all(packed.read(name).startswith(b"%PDF") for name in packed.namelist() if name.endswith(".pdf"))


def test_what_was_handed_in_and_what_was_found_by_lies_beside_the_forms(filed, leader, late, photo):
    one = filed.applications.order_by("pk").first()
    type(one).objects.filter(pk=one.pk).update(signed_scan=photo)
    found = Finding.objects.create(
        application=one,
        item="age",
        conclusion="conforms",
        document="社区证明",
        file=photo,
        account=1,
        at=late,
    )
    made = queue_archive(filed, by=leader, at=late + timedelta(days=11))
    make_archive.func(made.pk)
    made.refresh_from_db()
    packed = zipfile.ZipFile(io.BytesIO(b"".join(read_sealed(made.token, PART))))
    for name in (f"{one.number}-手签报名表", f"{one.number}-审查依据{found.pk}"):
        assert packed.read(f"03-报名表/{name}.jpg") == read_original(photo)
    assert "社区证明" in str(rows_of(packed, "04-审查结论.xlsx"))
    assert made.total == len(packed.namelist())


def test_a_stranger_s_tool_checks_it(packed, tmp_path):
    """`sha256sum -c` says OK to each file, and names the one that was changed."""
    packed.extractall(tmp_path)
    said = checked(tmp_path)
    assert said.returncode == 0, said.stderr
    assert said.stdout.count(": OK") == len(packed.namelist()) - 1
    (tmp_path / "08-异议登记.xlsx").write_bytes(b"changed")
    said = checked(tmp_path)
    assert said.returncode == 1
    assert said.stdout.count(": FAILED") == 1


def test_no_paper_holds_who_objected_or_what_they_wrote(packed):
    for name in packed.namelist():
        content = packed.read(name)
        if name.endswith(".xlsx"):
            content = str(rows_of(packed, name)).encode()
        for secret in (SAID.objector, SAID.contact, SAID.grounds):
            assert secret.encode() not in content, name
    header, row = rows_of(packed, "08-异议登记.xlsx")
    assert header[0] == "编号"
    assert row[0] == "异〔2026〕0001"
    assert REASON in row
    assert ANSWER in row


def test_decisions_and_ledger_stand_in_it(filed, packed):
    said = str(rows_of(packed, "09-办理经过.xlsx"))
    for words in (
        "核定名额",
        "确定拟聘名单",
        "更正重发",
        "一人的来源类别写错",
        "认定不成立",
        "未入选",
        "归档",
    ):
        assert words in said
    lines = [json.loads(line) for line in packed.read("11-台账摘录.jsonl").decode().splitlines()]
    assert [line["seq"] for line in lines] == sorted(line["seq"] for line in lines)
    actions_told = {line["action"] for line in lines}
    assert {
        "recruitment.batch.close",
        "recruitment.namenotice.replace",
        "recruitment.objection.open",
    } <= actions_told
    entry = LedgerEntry.objects.get(action="recruitment.batch.close")
    assert entry.digest in {line["digest"] for line in lines}


def test_it_lies_sealed_on_the_disk(filed, archive):
    stored = place(archive.token, PART).read_bytes()
    assert b"PK" not in stored[:64]
    assert "00-说明.txt".encode() not in stored
    assert archive.size == sum(map(len, read_sealed(archive.token, PART)))


@pytest.mark.parametrize("role", ["liaison", "clerk", "reviewer"])
def test_only_a_leader_takes_it_home(archive, yuzhong, actor, late, role):
    with pytest.raises(NotAllowed, match="只有负责人可以下载"):
        take_archive(archive, reason="年度档案移交", by=actor(yuzhong, role), at=late)
    assert not ArchiveDownload.objects.exists()


def test_every_download_is_recorded_with_its_reason(archive, leader, late):
    with pytest.raises(NotAllowed, match="理由"):
        take_archive(archive, reason="无", by=leader, at=late)
    for _time in range(2):
        take_archive(archive, reason="年度档案移交", by=leader, at=late)
    assert [d.reason for d in ArchiveDownload.objects.all()] == ["年度档案移交"] * 2
    told = LedgerEntry.objects.filter(action="recruitment.archive.download")
    assert [json.loads(entry.facts)["digest"] for entry in told] == [archive.digest] * 2


def test_what_is_not_filed_or_not_ready_is_refused(settled, leader, yuzhong, actor, late):
    batch = settled()
    with pytest.raises(NotAllowed, match="还没有归档"):
        queue_archive(batch, by=leader, at=late)
    with pytest.raises(NotAllowed, match="联络员、经办或负责人"):
        queue_archive(batch, by=actor(yuzhong, "reviewer"), at=late)
    waiting = Archive.objects.create(bureau=yuzhong, batch=batch, total=1, created_at=late)
    with pytest.raises(NotAllowed, match="还没有做好"):
        take_archive(waiting, reason="年度档案移交", by=leader, at=late)


def test_a_lost_photo_is_said_and_leaves_no_file(filed, leader, late):
    photo = filed.applications.first().photo
    for part in ("working", "original"):
        place(photo.token, part).unlink(missing_ok=True)
    made = queue_archive(filed, by=leader, at=late)
    make_archive.func(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"
    assert "not on the disk" in made.problem
    assert not place(made.token, PART).exists()


def test_a_task_that_runs_twice_makes_one_file(archive):
    make_archive.func(archive.pk)
    archive.refresh_from_db()
    assert archive.state == "done"


def test_an_archive_whose_task_died_makes_room_for_another(filed, leader, late):
    at = late + timedelta(days=11)
    made = queue_archive(filed, by=leader, at=at)
    Archive.objects.filter(pk=made.pk).update(state="running", heard_at=at)
    with pytest.raises(NotAllowed, match="正在制作"):
        queue_archive(filed, by=leader, at=at + timedelta(minutes=9))
    other = queue_archive(filed, by=leader, at=at + timedelta(minutes=11))
    made.refresh_from_db()
    assert (made.state, made.problem) == ("failed", "制作中断，没有做完。")
    assert LedgerEntry.objects.filter(action="recruitment.archive.fail").count() == 1
    make_archive.func(made.pk)
    make_archive.func(other.pk)
    assert [row.state for row in filed.archives.order_by("pk")] == ["failed", "done"]


def test_a_task_taken_for_dead_changes_nothing_any_more(filed, leader, late, monkeypatch):
    made = queue_archive(filed, by=leader, at=late + timedelta(days=11))

    def given_up(archive, *, policy):
        Archive.objects.filter(pk=archive.pk).update(state="failed")

    monkeypatch.setattr(tasks, "write_archive", given_up)
    make_archive.func(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"
