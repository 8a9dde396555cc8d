from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongmu.seals.keys import Keyring, fresh
from zhongmu.seals.recovery import WrongLine, restore_from_sheet, sheet_lines, sheet_text

KEY = st.binary(min_size=32, max_size=32)


@given(st.lists(KEY, min_size=1, max_size=4), KEY, KEY, KEY)
def test_a_sheet_brings_any_keyring_back(roots, index, ledger, signing):
    ring = Keyring(len(roots), dict(enumerate(roots, 1)), index, ledger, signing)
    assert restore_from_sheet(sheet_text(ring)) == ring


def test_a_sheet_is_six_groups_of_five_a_line():
    lines = sheet_lines(fresh().rotated())
    assert [line.name for line in lines[:5]] == ["CURRENT", "K-1/1", "K-1/2", "K-2/1", "K-2/2"]
    assert len(lines) == 11
    assert all([len(group) for group in line.groups] == [5] * 6 for line in lines)


def test_a_sheet_may_be_typed_in_small_letters_with_lookalikes_and_other_spaces():
    ring = fresh()
    typed = sheet_text(ring).lower().replace("  ", "   ")
    lines = [
        line[:17] + line[17:].replace("o", "0").replace("i", "1").replace("b", "8")
        for line in typed.splitlines()
    ]
    assert restore_from_sheet("\r\n".join(lines)) == ring


@given(st.integers(0, 8), st.integers(0, 29), st.sampled_from("ACDEFGHJ2345"))
def test_one_wrong_letter_names_its_line(line, place, letter):
    ring = fresh()
    lines = sheet_lines(ring)
    typed = "".join(lines[line].groups)
    wrong = typed[:place] + (letter if typed[place] != letter else "K") + typed[place + 1 :]
    groups = " ".join(wrong[i : i + 5] for i in range(0, 30, 5))
    text = sheet_text(ring).replace(" ".join(lines[line].groups), groups)
    with pytest.raises(WrongLine, match=f"第 {line + 1} 行") as refused:
        restore_from_sheet(text)
    assert refused.value.number == line + 1


@pytest.mark.parametrize("group", ["ABCD", "ABCDEF", "AB?DE"])
def test_a_group_that_cannot_be_one_is_named(group):
    ring = fresh()
    third = sheet_lines(ring)[3].groups[2]
    with pytest.raises(WrongLine, match=r"第 4 行第 3 组"):
        restore_from_sheet(sheet_text(ring).replace(third, group))


def test_a_line_left_out_is_named():
    lines = sheet_text(fresh()).splitlines()
    del lines[5]
    with pytest.raises(WrongLine, match="缺少第 4 行"):
        restore_from_sheet("\n".join(lines))


def test_a_line_with_a_group_left_out_is_named():
    ring = fresh()
    last = sheet_lines(ring)[2].groups[-1]
    with pytest.raises(WrongLine, match="第 3 行与校验码不符"):
        restore_from_sheet(sheet_text(ring).replace(f" {last}", ""))


@pytest.mark.parametrize(
    ("kept", "said"), [(0, "没有当前版本"), (2, "缺少 K-1"), (3, "缺少 INDEX"), (8, "缺少 SIGN")]
)
def test_a_sheet_cut_short_is_refused(kept, said):
    text = "\n".join(map(str, sheet_lines(fresh())[:kept]))
    with pytest.raises(WrongLine, match=said):
        restore_from_sheet(text)


@pytest.mark.parametrize("number", ["9" * 5000, "1 K-" + "9" * 5000 + "/1"])
def test_a_number_of_five_thousand_digits_is_a_missing_line(number):
    with pytest.raises(WrongLine):
        restore_from_sheet(f"{number} {'ABCDE ' * 6}")
