"""The stand-alone script against an export somebody has been at."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhongmu.ledger import verify
from zhongmu.ledger.export import export
from zhongmu.seals.digests import digest
from zhongmu.seals.signing import public_key_b64

from .pieces import AT, CLERK

THIRD = 3  # line 3 of the file, below the header, is entry 3 of chain 500100


class Export:
    def __init__(self, path: Path, anchors: Path) -> None:
        self.path, self.anchor = path, next(anchors.iterdir())
        self.lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]

    def save(self) -> None:
        self.path.write_bytes(b"".join(verify.canonical(line) + b"\n" for line in self.lines))

    def rechain(self, first: int, algorithm: str) -> None:
        """What somebody without the signing key can do: number and digest anew everything from line `first` on."""
        entries = [line for line in self.lines if line["kind"] == "entry" and line["chain"] == "500100"]
        for seq, entry in enumerate(entries, 1):
            if seq >= first:
                entry["seq"], entry["prev"] = seq, entries[seq - 2]["digest"]
                entry["digest"] = digest(verify.canonical({k: entry[k] for k in verify.ENTRY}), algorithm)

    def judged(self, *, anchor: bool = True, key: str = "") -> tuple[int, str]:
        out = StringIO()
        anchors = ["--anchor", str(self.anchor)] if anchor else []
        code = verify.main([str(self.path), "--public-key", key or public_key_b64(), *anchors], out)
        return code, out.getvalue()


@pytest.fixture
def exported(chains, anchors, tmp_path):
    export(None, tmp_path / "out.jsonl", at=AT, by=CLERK)
    return Export(tmp_path / "out.jsonl", anchors)


def test_an_untouched_export_with_an_anchor_is_whole(exported):
    code, said = exported.judged()
    assert (code, said) == (
        0,
        "500100 共 5 条：完好，外部锚点到第 5 号\nplatform 共 3 条：完好，外部锚点到第 3 号\n",
    )


def test_without_an_anchor_nobody_can_say(exported):
    code, said = exported.judged(anchor=False)
    assert code == 1
    assert said.count("尾部无外部锚点，无法判断是否被截断") == 2


@pytest.mark.parametrize("field", verify.ENTRY)
def test_a_changed_field_is_named(exported, field):
    old = exported.lines[THIRD][field]
    exported.lines[THIRD][field] = 3000 if field == "seq" else 9 if field == "account" else f"{old}x"
    exported.save()
    code, said = exported.judged()
    assert code == 1
    assert "500100 第 3 号：" in said


@pytest.mark.parametrize(
    "field", ["at", "role", "account", "pseudonym", "action", "subject", "facts", "prev"]
)
def test_a_changed_entry_is_called_changed(exported, field):
    exported.lines[THIRD][field] = "x"
    exported.save()
    assert "500100 第 3 号：改动" in exported.judged()[1]


def test_a_changed_entry_with_a_new_digest_is_called_changed(exported):
    exported.lines[THIRD]["subject"] = "x"
    entry = exported.lines[THIRD]
    entry["digest"] = digest(
        verify.canonical({k: entry[k] for k in verify.ENTRY}), exported.lines[-2]["algorithm"]
    )
    exported.save()
    assert "500100 第 3 号：改动（后一条记录的前摘要与它不符）" in exported.judged()[1]


def test_a_chain_rewritten_to_its_end_disagrees_with_the_signed_head(exported):
    exported.lines[THIRD]["subject"] = "x"
    exported.rechain(3, exported.lines[-2]["algorithm"])
    exported.save()
    assert "500100 第 1 号：改动（第 1 至 5 号之间被改写" in exported.judged()[1]


def test_an_entry_of_a_number_already_there_is_called_inserted(exported):
    exported.lines.insert(4, {**exported.lines[THIRD]})
    exported.save()
    assert "500100 第 3 号：插入" in exported.judged()[1]


def test_an_inserted_entry_that_pushed_the_others_on_is_called_inserted(exported):
    algorithm = exported.lines[-2]["algorithm"]
    forged = {**exported.lines[THIRD], "subject": "x"}
    forged["digest"] = digest(verify.canonical({k: forged[k] for k in verify.ENTRY}), algorithm)
    for entry in exported.lines[3:6]:
        entry["seq"] += 1
    exported.lines.insert(3, forged)
    exported.save()
    assert "500100 第 3 号：插入" in exported.judged()[1]


def test_an_inserted_entry_with_all_after_it_rechained_disagrees_with_the_signed_head(exported):
    exported.lines.insert(4, {**exported.lines[THIRD], "subject": "x"})
    exported.rechain(4, exported.lines[-2]["algorithm"])
    exported.save()
    code, said = exported.judged()
    assert code == 1
    assert "500100 第 1 号：改动" in said


def test_an_entry_added_after_the_signed_head_is_called_inserted(exported):
    exported.lines.insert(6, {**exported.lines[5], "subject": "x"})
    exported.rechain(6, exported.lines[-2]["algorithm"])
    exported.save()
    assert "500100 第 6 号：插入（在最后一个已签名的链头之后）" in exported.judged()[1]


@pytest.mark.parametrize("renumber", [False, True])
def test_a_removed_entry_is_named(exported, renumber):
    del exported.lines[THIRD]
    if renumber:
        for entry in exported.lines[3:5]:
            entry["seq"] -= 1
    exported.save()
    assert "500100 第 3 号：删除" in exported.judged()[1]


def test_the_first_entry_removed_is_named(exported):
    del exported.lines[1]
    exported.save()
    assert "500100 第 1 号：删除" in exported.judged()[1]


@pytest.mark.parametrize("renumber", [False, True])
def test_entries_in_another_order_are_named(exported, renumber):
    lines = exported.lines
    lines[3], lines[4] = lines[4], lines[3]
    if renumber:
        lines[3]["seq"], lines[4]["seq"] = 3, 4
    exported.save()
    assert "500100 第 3 号：调换顺序" in exported.judged()[1]


@pytest.mark.parametrize("anchor", [True, False])
def test_a_cut_tail_is_named(exported, anchor):
    del exported.lines[4:6]
    exported.save()
    assert "500100 第 4 号：尾部被截断（已签名的链头在第 5 号）" in exported.judged(anchor=anchor)[1]


def test_a_tail_cut_with_its_head_is_found_by_the_anchor(exported):
    exported.lines = exported.lines[:3] + exported.lines[6:9] + exported.lines[10:]
    exported.save()
    assert "500100 第 3 号：尾部被截断" in exported.judged()[1]
    assert "500100 第 3 号：尾部被截断（导出文件里没有它的链头）" in exported.judged(anchor=False)[1]


def test_a_whole_chain_left_out_is_found_by_the_anchor(exported):
    exported.lines = [line for line in exported.lines if line.get("chain") != "500100"]
    exported.save()
    assert "500100 第 1 号：尾部被截断（整条链不在导出文件里）" in exported.judged()[1]


@pytest.mark.parametrize("anchor", [True, False])
def test_a_whole_chain_left_out_is_found_by_the_signed_list(exported, anchor):
    """An anchor that does not know the chain yet, or none at all, is no way round the list."""
    exported.lines = [line for line in exported.lines if line.get("chain") != "500100"]
    exported.save()
    heads = exported.anchor.read_text(encoding="utf-8").splitlines(keepends=True)
    exported.anchor.write_text("".join(line for line in heads if "500100" not in line), encoding="utf-8")
    code, said = exported.judged(anchor=anchor)
    assert code == 1
    assert "500100 第 1 号：尾部被截断（链清单里有它，整条链不在导出文件里）" in said


def test_a_tail_cut_back_to_an_older_signed_head_is_found_by_the_list(chains, anchors, tmp_path):
    export(None, tmp_path / "old.jsonl", at=AT, by=CLERK)
    export(None, tmp_path / "new.jsonl", at=AT, by=CLERK)
    old, new = (Export(tmp_path / name, anchors) for name in ("old.jsonl", "new.jsonl"))
    new.lines = [new.lines[0], *old.lines[1:]]
    new.save()
    assert "platform 第 4 号：尾部被截断（链清单写到第 4 号）" in new.judged(anchor=False)[1]


@pytest.mark.parametrize(
    "change",
    [
        {"chains": {"platform": 3}},
        {"chains": {}},
        {"scope": "chosen"},
        {"at": "2026-11-22T09:30:00.000000+08:00"},
        {"signature": ""},
        {"signature": base64.b64encode(bytes(64)).decode()},
    ],
)
def test_a_list_of_chains_that_was_changed_is_forged(exported, change):
    exported.lines[0] |= change
    exported.save()
    assert exported.judged() == (1, verify.FORGED_LIST + "\n")


def test_a_list_signed_by_somebody_else_is_forged(exported):
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = verify.HEADER_PREFIX + verify.canonical(
        {name: exported.lines[0][name] for name in (*verify.HEADER, "chains")}
    )
    exported.lines[0]["signature"] = base64.b64encode(other.sign(signed)).decode()
    exported.save()
    assert exported.judged() == (1, verify.FORGED_LIST + "\n")


def test_an_old_export_says_that_it_has_no_list_and_is_not_called_whole(exported):
    """Otherwise whoever leaves a chain out would only have to call the file an old one."""
    header = {name: exported.lines[0][name] for name in verify.HEADER}
    exported.lines[0] = {"kind": "header", **header, "format": verify.UNLISTED_FORMAT}
    exported.save()
    code, said = exported.judged()
    assert code == 1
    assert said.startswith(verify.UNLISTED + "\n")
    assert "500100 共 5 条：完好" in said


def test_chains_of_another_export_under_this_one_s_list_are_called_inserted(chains, anchors, tmp_path):
    export(["platform"], tmp_path / "one.jsonl", at=AT, by=CLERK)
    export(None, tmp_path / "all.jsonl", at=AT, by=CLERK)
    one, whole = (Export(tmp_path / name, anchors) for name in ("one.jsonl", "all.jsonl"))
    whole.lines[0] = one.lines[0]
    whole.save()
    code, said = whole.judged(anchor=False)
    assert code == 1
    assert "500100 第 1 号：插入（整条链不在已签名的链清单里）" in said
    assert "platform 第 4 号：插入（链清单写到第 3 号）" in said


@pytest.mark.parametrize("listed", [[], {"500100": "5"}, {"500100": True}, {"5\n": 5}])
def test_a_list_that_is_none_is_no_export(exported, listed):
    exported.lines[0]["chains"] = listed
    exported.save()
    assert exported.judged()[0] == 2


def test_a_forged_head_is_named(exported):
    exported.lines[-2]["reason"] = "x"
    exported.save()
    assert exported.judged() == (1, f"500100 第 5 号：链头签名无效（{exported.path}）\n")


@pytest.mark.parametrize("signature", ["", "not base64", base64.b64encode(bytes(64)).decode()])
def test_a_head_without_a_signature_is_forged(exported, signature):
    exported.lines[-2]["signature"] = signature
    exported.save()
    assert "链头签名无效" in exported.judged()[1]


def test_a_head_signed_by_somebody_else_is_forged(exported):
    other, head = Ed25519PrivateKey.from_private_bytes(bytes(32)), exported.lines[-2]
    signed = verify.HEAD_PREFIX + verify.canonical({name: head[name] for name in verify.HEAD})
    head["signature"] = base64.b64encode(other.sign(signed)).decode()
    exported.save()
    assert "500100 第 5 号：链头签名无效" in exported.judged()[1]
    theirs = base64.b64encode(other.public_key().public_bytes_raw()).decode()
    assert exported.judged(key=theirs) == (1, verify.FORGED_LIST + "\n")


@pytest.mark.parametrize(
    "garbage", [b"{}\n", b'{"kind":"entry"}\n', b"[1]\n", b"\xff\n", b'{"kind": "entry"}\n', b"[" * 9999]
)
def test_a_line_that_cannot_be_read_is_named(exported, garbage):
    raw = exported.path.read_bytes().split(b"\n")
    exported.path.write_bytes(b"\n".join(raw[:3]) + b"\n" + garbage + b"\n".join(raw[3:]))
    code, said = exported.judged()
    assert code == 1
    assert "500100 第 3 号：改动（文件第 4 行读不通）" in said


def test_a_chain_exported_alone_is_judged_alone(chains, anchors, tmp_path):
    export(["platform"], tmp_path / "one.jsonl", at=AT, by=CLERK)
    assert Export(tmp_path / "one.jsonl", anchors).judged() == (
        0,
        (
            "500100 有外部锚点，但不在这份只含所选各链的导出里；若应在其中，请重新索取。\n"
            "platform 共 3 条：完好，外部锚点到第 3 号\n"
        ),
    )


def test_what_is_no_export_or_no_key_is_bad_input(exported, tmp_path):
    empty, other = tmp_path / "empty", tmp_path / "other"
    empty.write_bytes(b"")
    other.write_bytes(b"{}\n")
    for path in (empty, other, tmp_path / "missing", tmp_path):
        exported.path, kept = path, exported.path
        assert exported.judged()[0] == 2
        exported.path = kept
    for key in ("nonsense", "不是公钥", "A" * 2000):
        assert exported.judged(key=key) == (2, verify.NO_KEY + "\n")
    exported.anchor = other
    assert "不是链头" in exported.judged()[1]


def test_the_public_key_may_be_a_file(exported, tmp_path):
    (tmp_path / "key.txt").write_text(public_key_b64() + "\n")
    assert exported.judged(key=str(tmp_path / "key.txt"))[0] == 0


def test_the_script_runs_alone(exported, tmp_path):
    copied = tmp_path / "elsewhere" / "verify.py"
    copied.parent.mkdir()
    copied.write_bytes(Path(verify.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", str(copied), str(exported.path), "--public-key", public_key_b64()]
    done = subprocess.run([*command, "--anchor", str(exported.anchor)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


# RFC 8032, 7.1: secret, public, message, signature of tests 1–3.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_follow_rfc_8032(public, message, signature):
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify.signed_by(key, text, signed)
    assert not verify.signed_by(key, text + b"x", signed)
    assert not verify.signed_by(key, text, signed[:63])
    past_order = (int.from_bytes(signed[32:], "little") + verify.ORDER).to_bytes(32, "little")
    assert not verify.signed_by(key, text, signed[:32] + past_order)
    assert not verify.signed_by(b"\xff" * 32, text, signed)


def test_signatures_agree_with_the_library_on_many_keys():
    for number in range(8):
        private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(bytes([number])).digest())
        text = bytes(number)
        assert verify.signed_by(private.public_key().public_bytes_raw(), text, private.sign(text))


def test_points_off_the_curve_and_a_signed_zero_are_refused():
    assert verify._point((2).to_bytes(32, "little")) is None
    assert verify._point(((1 << 255) | 1).to_bytes(32, "little")) is None


def test_sm3_follows_gb_t_32905():
    assert verify.sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert verify.sm3(b"abcd" * 16) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert all(verify.sm3(b"x" * n) == digest(b"x" * n, "sm3") for n in (0, 55, 56, 63, 64, 119, 120))


def test_sm3_is_there_where_the_library_lacks_it(monkeypatch):
    monkeypatch.setattr(hashlib, "algorithms_available", set())
    assert verify.digest(b"abc", "sm3") == verify.sm3(b"abc")


def test_a_forger_s_many_unsigned_chains_cost_one_reading_each_way(exported):
    entry = exported.lines[THIRD]
    exported.lines[THIRD:THIRD] = [{**entry, "chain": f"x{number}"} for number in range(3000)]
    exported.save()
    before = time.process_time()
    code, said = exported.judged()
    assert (code, said.count("第 1 号：删除")) == (1, 3000)
    assert time.process_time() - before < 10


def test_a_signed_head_repeated_is_checked_once(exported):
    exported.lines += [exported.lines[-1]] * 5000
    exported.save()
    before = time.process_time()
    assert exported.judged()[0] == 0
    assert time.process_time() - before < 10


def test_a_chain_cannot_write_lines_of_the_report(exported):
    exported.lines.insert(THIRD, {**exported.lines[THIRD], "chain": "x\nplatform 共 9 条：完好"})
    exported.save()
    code, said = exported.judged()
    assert code == 1
    assert "共 9 条" not in said
