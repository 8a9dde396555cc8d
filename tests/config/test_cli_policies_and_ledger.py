from __future__ import annotations

import json

import pytest

from zhongmu.policies.library import SHIPPED
from zhongmu.seals.signing import public_key_b64


def test_policies_are_checked_listed_shown_and_compared(run):
    code, out, _err = run("policies", "check", SHIPPED / "chongqing-2024-43.toml")
    assert (code, "可以使用" in out) == (0, True)
    code, out, _err = run("policies", "list")
    assert code == 0
    assert len(out.splitlines()) == 3
    assert run("policies", "show", "heilongjiang-draft")[0] == 0
    assert run("policies", "diff", "chongqing-2024-43", "heilongjiang-draft")[0] == 0


@pytest.mark.parametrize("name", ["missing.toml", "folder", "words.toml", "picture.toml"])
def test_a_policy_file_that_cannot_be_used_is_bad_input(name, run, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "words.toml").write_text("这不是制度文件", encoding="utf-8")
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff")
    code, out, err = run("policies", "check", tmp_path / name)
    assert code == 2
    assert name in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("words", [["show", "nowhere"], ["diff", "nowhere", "chongqing-2024-43"]])
def test_an_unknown_policy_is_bad_input(words, run):
    code, out, _err = run("policies", *words)
    assert code == 2
    assert "没有制度「nowhere」" in out


@pytest.mark.parametrize(
    "words",
    [[], ["policies"], ["fly"], ["policies", "check"], ["serve", "--port", "0"], ["serve", "--port", "x"]],
)
def test_a_command_that_is_not_one_is_answered_in_one_sentence(words, refused):
    assert "-h 查看用法" in refused(*words)


@pytest.mark.django_db(transaction=True)
def test_an_empty_ledger_is_whole(run):
    assert run("ledger", "verify")[:2] == (0, "0 条链，0 条记录，0 处问题。\n")


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_exported_signed_and_told_of(run, places, chongqing):
    target = places / "ledger.jsonl"
    code, out, _err = run("ledger", "export", target)
    assert (code, public_key_b64() in out) == (0, True)
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [lines[0]["kind"], lines[-1]["kind"]] == ["header", "head"]
    assert run("ledger", "heads")[1].startswith("platform 第 ")
    assert run("ledger", "public-key")[1].strip() == public_key_b64()
    assert run("ledger", "verify")[0] == 0


@pytest.mark.django_db(transaction=True)
def test_an_export_to_nowhere_is_bad_input(refused, places):
    assert "不存在。请核对路径。" in refused("ledger", "export", places / "no/such/folder/ledger.jsonl")


@pytest.mark.django_db(transaction=True)
def test_the_daily_tick_can_be_run_by_hand(run, places, chongqing):
    code, out, _err = run("tick")
    assert code == 0
    assert "已签署 1 条链的链头" in out
    assert len(list((places / "anchors").glob("heads-*.json"))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_tick_that_cannot_write_its_anchor_says_so(refused, places, chongqing):
    (places / "anchors").write_text("in the way", encoding="utf-8")
    assert "anchors 已存在，没有覆盖" in refused("tick")
