"""A form whose table came to harm: what is read without a doubt is right, whatever happened to it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.intake.damage import (
    DAMAGE,
    LABELS,
    NO_PLACE,
    drop_cell,
    drop_row,
    exchange,
    merge_down,
    nested,
    no_label,
    shift_words_down,
    shift_words_up,
    swap,
    twice,
)
from tests.intake.forms import TRUE, altered, form, read
from zhongmu.intake.annex.reading import NotTheForm
from zhongmu.intake.annex.rules import FIELDS

WRITTEN = {
    "employer_and_post": "示范小学 教师",
    "school_and_major": "示范大学 会计学",
    "unit_opinion": "同意推荐",
    "remark": "会说两种方言",
}
BLANK = dict.fromkeys(("email", "employer_and_post", "education", "school_and_major"), "")
NOTHING_BELOW = {"是否在职", "毕业院校及专业", "备注"}
ONE = [
    (harm, at) for harm, at in product(DAMAGE, LABELS) if harm is not merge_down or at not in NOTHING_BELOW
]
# Below these stands nothing whose words are known: a table with such a column moved looks like any other.
UNKNOWN_BELOW = {"是否在职", "毕业院校及专业", "推荐、特邀单位意见", "备注", "应聘人员诚信声明"}
KNOWN_BELOW = [label for label in LABELS if label not in UNKNOWN_BELOW]


def wrong(reading, true):
    return {n: v for n, v in reading.values.items() if v != true.get(n) and n not in reading.doubts}


@pytest.mark.parametrize(("damage", "label"), ONE)
def test_a_damaged_table_gives_doubts_and_never_a_wrong_value(damage, label):
    reading = read(altered(lambda table: damage(table, label)))
    assert wrong(reading, TRUE) == {}
    assert set(FIELDS[label]) & set(reading.doubts)


# The sender wrote 大学本科 and an address; in the examples another label's words stand there at last, or nothing.
@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(DAMAGE), st.sampled_from(LABELS)), max_size=5))
@example([(drop_cell, "学历"), (swap, "学历")])
@example([(twice, "学历"), (drop_cell, "学历"), (drop_cell, "学历"), (no_label, "学历")])
@example([(twice, "学历"), (no_label, "学历"), (drop_cell, "学历"), (drop_cell, "学历")])
@example([(exchange, "工作单位及职务"), (no_label, "工作单位及职务")])
@example([(nested, "工作单位及职务"), (merge_down, "电子邮箱")])
@example([(exchange, "毕业院校及专业"), (drop_row, "毕业院校及专业")])
def test_several_damages_at_once_never_give_a_wrong_value(hits):
    def change(table):
        for damage, label in hits:
            try:
                damage(table, label)
            except NO_PLACE:  # an earlier damage took the place away
                continue

    try:
        reading = read(altered(change))
    except NotTheForm:
        return
    assert wrong(reading, TRUE) == {}


@pytest.mark.parametrize("filled", [WRITTEN, BLANK], ids=["written", "blank"])
@pytest.mark.parametrize(("shift", "label"), list(product([shift_words_up, shift_words_down], KNOWN_BELOW)))
def test_words_that_moved_along_a_column_are_doubted_though_every_row_keeps_its_cells(shift, label, filled):
    content = form(**filled)
    assert wrong(read(altered(lambda table: shift(table, label), content)), read(content).values) == {}


def test_where_a_label_is_missing_and_another_displaced_no_free_words_are_believed():
    def change(table):
        exchange(table, "备注")
        drop_row(table, "姓名")
        exchange(table, "推荐、特邀单位意见")

    content = form(**WRITTEN)
    assert wrong(read(altered(change, content)), read(content).values) == {}


def test_where_a_label_is_missing_nothing_empty_is_believed():
    reading = read(altered(lambda table: drop_row(table, "家庭住址"), form(**BLANK)))
    empty = {name for name, text in reading.values.items() if not text}
    assert {"email", "employer", "education", "remark"} <= empty <= set(reading.doubts)


def test_labels_in_another_order_are_doubted_both_and_the_others_are_not():
    reading = read(altered(lambda table: exchange(table, "工作单位及职务")))
    assert {"employer", "address"} <= set(reading.doubts)
    assert not {"name", "phone", "email", "education", "reason"} & set(reading.doubts)
