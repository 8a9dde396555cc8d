from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhongmu.bureaus.models import Bureau, Membership, PackBinding
from zhongmu.bureaus.tree import TREES
from zhongmu.ledger.models import LedgerEntry
from zhongmu.people.models import Account
from zhongmu.policies.documentation import DOCS

pytestmark = pytest.mark.django_db


def test_a_tree_is_loaded(run):
    code, out, _err = run("bureaus", "load", TREES / "chongqing.toml")
    assert code == 0
    assert out == f"已导入 {Bureau.objects.count()} 个机构。\n"


def test_the_sample_in_the_operators_guide_is_a_tree(run, tmp_path):
    guide = (DOCS / "operators.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    tree = tmp_path / "sample.toml"
    tree.write_text(sample, encoding="utf-8")
    assert run("bureaus", "load", tree)[0] == 0
    merged = Bureau.objects.get(code="990002")
    assert (merged.successor.code, merged.successor.parent.code) == ("990001", "990000")
    assert PackBinding.objects.get().bureau.code == "990000"


HEAD = 'starts_on = 2026-01-01\n[[tree.bureaus]]\ncode = "1"\nname = "一局"\nlevel = "city"\n'


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"\xff\xfe",
        "这不是机构树".encode(),
        b"starts_on = 2026-01-01",
        b'starts_on = 2026-01-01\n[tree]\nbureaus = ["one"]',
        HEAD.replace('"city"', '"moon"').encode(),
        (HEAD + 'successor = "9"').encode(),
        (HEAD + 'ends_on = "soon"').encode(),
        (HEAD + 'former_names = [{name = "旧名"}]').encode(),
        (HEAD + "[[bindings]]\nstarts_on = 2026-01-01").encode(),
        (HEAD + '[[bindings]]\nstarts_on = 2026-01-01\nbureau = "1"\npack = "nowhere"').encode(),
    ],
)
def test_a_tree_that_cannot_be_used_changes_nothing(content, refused, tmp_path):
    tree = tmp_path / "tree.toml"
    if content is not None:
        tree.write_bytes(content)
    refused("bureaus", "load", tree)
    assert not Bureau.objects.exists()
    assert not LedgerEntry.objects.exists()


def _printed(out: str) -> dict[str, str]:
    return dict(re.findall(r"登录名 (\S+)　口令 (\S+)", out))


def test_init_makes_three_kinds_of_administrators_and_a_second_for_the_system(run):
    code, out, _err = run("init", "--bureau", "500103")
    assert code == 0
    names = ["system-500103", "system-500103-2", "security-500103", "audit-500103"]
    assert list(_printed(out)) == names
    held = Membership.objects.current(timezone.localdate()).values_list("account__username", "role")
    assert dict(held) == dict(zip(names, ["system", "system", "security", "audit"], strict=True))
    assert set(Membership.objects.values_list("bureau__code", flat=True)) == {"500103"}


def test_init_again_changes_nothing_and_prints_no_password(run):
    run("init", "--bureau", "500103")
    before = LedgerEntry.objects.count(), list(Account.objects.values_list("username", "password"))
    code, out, _err = run("init", "--bureau", "500103")
    assert (code, _printed(out)) == (0, {})
    assert "没有改动" in out
    assert before == (LedgerEntry.objects.count(), list(Account.objects.values_list("username", "password")))


def test_an_administrator_logs_in_with_the_printed_password(run):
    _code, out, _err = run("init", "--bureau", "500103")
    form = {"login": "audit-500103", "password": _printed(out)["audit-500103"]}
    client = Client()
    assert client.post(reverse("account_login"), form).status_code == 302
    assert client.get(reverse("office:today")).url == reverse("mfa_activate_totp")


def test_init_with_a_tree_of_ones_own(run, tmp_path):
    tree = tmp_path / "tree.toml"
    tree.write_text(HEAD, encoding="utf-8")
    assert run("init", "--tree", tree, "--bureau", "1")[0] == 0
    assert Bureau.objects.get().name == "一局"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--bureau", "999999"], "内置的机构树里没有 999999"),
        (["--tree", TREES / "chongqing.toml", "--bureau", "999999"], "没有代码为 999999 的机构"),
        (["--tree", "no-such-tree.toml", "--bureau", "500103"], "没有 no-such-tree.toml 这个文件"),
    ],
)
def test_init_of_an_unknown_bureau_changes_nothing(words, sentence, refused):
    assert sentence in refused("init", *words)
    assert not Bureau.objects.exists()
    assert not Account.objects.exists()
