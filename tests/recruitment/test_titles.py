from __future__ import annotations

import pytest

from zhongmu.recruitment.titles import title_of

NOTICE, NAMES = "选聘公告", "拟聘名单公示"


@pytest.mark.parametrize(
    ("batch", "words", "said"),
    [
        ("2026年度医保基金社会监督员公开选聘", NOTICE, "2026年度医保基金社会监督员公开选聘公告"),
        ("2026年第一批", NOTICE, "2026年第一批医疗保障基金社会监督员选聘公告"),
        ("2026年公开选聘", NOTICE, "2026年医疗保障基金社会监督员公开选聘公告"),
        ("2026年度社会监督员选聘公告", NOTICE, "2026年度社会监督员选聘公告"),
        ("2026年度社会监督员选聘公告", NAMES, "2026年度社会监督员选聘拟聘名单公示"),
        ("2026年度社会监督员拟聘", NAMES, "2026年度社会监督员拟聘名单公示"),
        ("第二批", "医疗保障基金社会监督员聘任名单公示", "第二批医疗保障基金社会监督员聘任名单公示"),
    ],
)
def test_no_word_is_said_twice(batch, words, said):
    assert title_of(batch, words) == said
