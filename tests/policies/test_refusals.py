"""Every way a pack can be wrong is refused with file, line, what and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhongmu.policies.library import SHIPPED
from zhongmu.policies.loader import load
from zhongmu.policies.problems import PackError, Page, Problem

WORKED = Path(__file__).parents[2] / "docs" / "worked-pack.toml"
NATION = SHIPPED / "national-2024-24.toml"
HEADER = '[parameters."term.years"]'

# (what was written, what is written instead, a word of the line blamed, what is wrong, the remedy)
WRONG = {
    "unknown key": (HEADER, '[parameters."term.year"]', "term.year", "不认识的参数「term.year」", "term.years"),
    "unknown key of no family": (HEADER, '[parameters."foo.bar"]', "foo.bar", "不认识的参数", "docs/policies.md"),
    "unknown field": (
        'quote = "每届聘期三年"\n\n[parameters."term.min', 'quot = "每届聘期三年"\n\n[parameters."term.min',
        'quot = "每届', "不认识的键「quot」", "可用的键",
    ),
    "missing source": ('value = 22\nsource = "article"', "value = 22", "age.min", "没有写来源", "请写 source"),
    "unknown source": (
        'value = 22\nsource = "article"', 'value = 22\nsource = "law"', 'source = "law"', "不认识的来源", "suggested"
    ),
    "source without its article": (
        'source = "article"\narticle = "3"\nquote = "年满22周岁"', 'source = "article"\nquote = "年满22周岁"',
        "age.min", "没有写 article", "补写 article",
    ),
    "suggestion with a quotation": (
        'source = "article"\narticle = "3"\nquote = "年满22周岁"', 'source = "suggested"\nquote = "年满22周岁"',
        'quote = "年满22周岁"', "不能写 quote", "请删去 quote",
    ),
    "higher law without a tag": (
        'source = "article"\narticle = "3"\nquote = "年满22周岁"', 'source = "higher_law"\nlaw = "某法"',
        "age.min", "没有写 tag", "补写 tag",
    ),
    "unknown tag": (
        'source = "article"\narticle = "3"\nquote = "年满22周岁"',
        'source = "higher_law"\nlaw = "某法"\ntag = "X"', 'tag = "X"', "tag 不认识", "有出处",
    ),
    "decision without its name": (
        'source = "article"\narticle = "3"\nquote = "年满22周岁"', 'source = "bureau_decision"',
        "age.min", "没有写 decision", "补写 decision",
    ),
    "quotation not found": (
        'quote = "年满22周岁"', 'quote = "年满23周岁"', "年满23周岁", "在条文「3」中找不到", "照录"
    ),
    "dangling article": (
        'article = "3"\nquote = "年满22周岁"', 'article = "33"\nquote = "年满22周岁"',
        'article = "33"', "条文「33」不存在", "[[articles]]",
    ),
    "dangling article of a code": (
        'code = "health", label = "身体健康", article = "3"', 'code = "health", label = "身体健康", article = "9"',
        'code = "health"', "代码「health」所指的条文「9」不存在", "[[articles]]",
    ),
    "quotation of a code not found": (
        'quote = "协助回访"', 'quote = "上门回访"', "上门回访", "在条文「6」中找不到", "照录"
    ),
    "verbatim text not found": (
        'text = "不得泄露秘密"', 'text = "不得泄漏秘密"', "不得泄漏秘密", "在条文「7」中找不到", "照录"
    ),
    "article not obtained": (
        "社会监督员应当是中华人民共和国公民，年满22周岁、不超过65周岁，身体健康，品行良好。", "未取得", 'code = "citizen"', "原文未取得", "higher_law"
    ),
    "value missing": ("value = 22\n", "", "age.min", "没有写值", "补写 value"),
    "wrong type": ("value = 22", 'value = "22"', 'value = "22"', "应是整数", "不带引号"),
    "a truth for a number": ("value = 22", "value = true", "value = true", "应是整数", "不带引号"),
    "out of range": ("value = 22", "value = 5", "value = 5", "超出允许范围", "14 到 100"),
    "not a truth": (
        'value = true\nsource = "article"\narticle = "5"\nquote = "可以续聘"',
        'value = "yes"\nsource = "article"\narticle = "5"\nquote = "可以续聘"',
        'value = "yes"', "应是真假值", "true 或 false",
    ),
    "empty text": ('value = "监督员证"', 'value = ""', 'value = ""', "应是文字", "不留空"),
    "unknown choice": ('value = "forbidden"\nsource = "article"\narticle = "5"', 'value = "maybe"\nsource = "article"\narticle = "5"', '"maybe"', "不认识「maybe」", "optional、required、forbidden"),
    "unknown listed word": (
        '["province", "city", "county"]', '["province", "town"]', '"town"', "不认识「town」", "nation"
    ),
    "empty list": ('["province", "city", "county"]', "[]", "value = []", "应是文字列表", "至少一项"),
    "not a table of codes": (
        'value = [\n  { code = "standing", label = "代表性" },\n  { code = "experience", label = "工作经验" },\n]',
        'value = ["代表性"]', 'value = ["代表性"]', "应是代码表", "label",
    ),
    "code twice": (
        'code = "experience", label = "工作经验"', 'code = "standing", label = "工作经验"',
        'code = "standing"', "代码「standing」重复", "别的代码",
    ),
    "code without a label": ('code = "standing", label = "代表性"', 'code = "standing"', "value", "缺少 code 或 label", "每一行"),
    "unknown column": (
        'label = "单位推荐", unit_opinion', 'label = "单位推荐", colour = "红", unit_opinion',
        'code = "recommend"', "不认识的列「colour」", "needs_notice",
    ),
    "wrong column type": (
        'label = "单位推荐", unit_opinion = "required", consent = true',
        'label = "单位推荐", unit_opinion = "required", consent = 1',
        'code = "recommend"', "列 consent 应是真假", "改写",
    ),
    "unknown column choice": (
        'unit_opinion = "required"', 'unit_opinion = "must"', 'code = "recommend"', "不认识「must」", "required"
    ),
    "who proposes, not known": (
        'by = "unit"', 'by = "club"', 'code = "recommend"', "不认识「club」", "bureau"
    ),
    "wrong unit": ("value = 22\n", 'value = 22\nunit = "years"\n', 'unit = "years"', "单位不能是「years」", "age（周岁）"),
    "unit where none belongs": (
        'value = "监督员证"\n', 'value = "监督员证"\nunit = "years"\n', 'unit = "years"', "单位不能是", "没有单位"
    ),
    "wrong delegation": (
        "value = 22\n", 'value = 22\ndelegated_to = ["village"]\n', "delegated_to", "delegated_to 不对", "county"
    ),
    "unknown top field": ('place = "示例省"', 'place = "示例省"\ncity = "甲"', 'city = "甲"', "不认识的键「city」", "place"),
    "no title": ('title = "示例省医疗保障基金社会监督员管理规定（虚构）"\n', "", "#", "缺少「title」", "title ="),
    "unknown level": ('level = "province"', 'level = "state"', 'level = "state"', "不认识「state」", "county"),
    "unknown status": ('status = "in_force"', 'status = "live"', 'status = "live"', "不认识「live」", "draft"),
    "title not a text": ('issuer = "示例省医疗保障局"', "issuer = 3", "issuer = 3", "「issuer」应是文字", "引号"),
    "aliases not a list": ('aliases = ["示例省监督员规定"]', 'aliases = "甲"', "aliases", "应是文字列表", "甲"),
    "day in quotes": ("issued_on = 2025-12-01", 'issued_on = "2025-12-01"', "issued_on", "应是日期", "不带引号"),
    "effective before issued": (
        "effective_from = 2026-01-01", "effective_from = 2025-01-01", "effective_from", "施行日早于成文日", "核对"
    ),
    "repealed before effective": (
        'status = "in_force"', 'status = "repealed"\nrepealed_on = 2025-12-31', "repealed_on", "废止日早于施行日", "核对"
    ),
    "repealed but in force": (
        "issued_on = ", "repealed_on = 2027-01-01\nissued_on = ", "status =", "状态与废止日不一致", "repealed"
    ),
    "in force without a day": ("effective_from = 2026-01-01\n", "", "status =", "却没有施行日", "effective_from"),
    "draft with a day": ('status = "in_force"', 'status = "draft"', "effective_from", "不能有施行日", "in_force"),
    "article twice": ('key = "2"', 'key = "1"', "", "条文「1」重复", "另取 key"),
    "article without a text": (
        'text = "向社会监督员发监督员证。医疗保障部门确定一名联络员，答复社会监督员的意见，对表现突出的给予鼓励。举报奖励令行规定。"\n',
        "", "", "缺少「text」", "补写 text",
    ),
    "article number in quotes": ("number = 3", 'number = "3"', "", "「number」类型不对", "改写"),
    "unknown article field": ("number = 3", "num = 3", "num = 3", "不认识的键「num」", "number"),
    "erratum of no article": ('article = "8"\nprinted', 'article = "88"\nprinted', "[[errata]]", "条文「88」不存在", "改写"),
    "erratum not printed": ('printed = "令行规定"', 'printed = "另行"', "[[errata]]", "没有勘误所引的「另行」", "照录"),
    "parent unknown": ('parent = "national-2024-24"', 'parent = "nowhere"', "parent", "「nowhere」不存在", "parent"),
    "parameter missing": (
        '[parameters."renew.allowed"]\nvalue = true\nsource = "article"\narticle = "5"\nquote = "可以续聘"\n', "",
        "#", "缺少参数「renew.allowed」（续聘）", "suggested",
    ),
    "ages crossed": ("value = 22", "value = 70", '"age.max"', "「age.min」（70）大于「age.max」（65）", "改写"),
    "gate without a notice": (
        'value = "none"', 'value = "before_certificate"', "publicity.gate", "不要求公示，却写了", "none"
    ),
    "bad TOML": ("value = 22", "value = = 22", "value = = 22", "TOML 写法有误", "改正这一行"),
}  # fmt: skip


def refused(tmp_path: Path, text: str, *others: Path) -> list[Problem]:
    file = tmp_path / "pack.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load([NATION, *others, file])
    return caught.value.problems


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_pack_is_refused_with_its_line_and_a_remedy(tmp_path, name):
    old, new, blamed, wrong, remedy = WRONG[name]
    good = WORKED.read_text(encoding="utf-8")
    assert old in good
    text = good.replace(old, new, 1)
    problem = next(p for p in refused(tmp_path, text) if wrong in p.wrong)
    assert problem.file == str(tmp_path / "pack.toml")
    assert blamed in text.splitlines()[problem.line - 1]
    assert remedy in problem.remedy
    assert str(problem).startswith(f"{problem.file}:{problem.line}：")


def test_a_parameter_written_without_a_source_table_is_refused(tmp_path):
    text = WORKED.read_text(encoding="utf-8").split(HEADER)[0] + '[parameters]\n"term.years" = 3\n'
    problems = refused(tmp_path, text.replace("[parameters.", "[ignored."))
    assert any("没有写来源" in p.wrong for p in problems)


def test_tables_written_as_plain_values_are_refused(tmp_path):
    head = WORKED.read_text(encoding="utf-8").split("[[basis]]")[0]
    problems = refused(tmp_path, head + 'articles = "甲"\nparameters = "乙"\n')
    assert {p.wrong for p in problems} >= {"「articles」应是一组表", "「parameters」应是一组参数"}
    assert all(p.line > 10 for p in problems)


def test_every_problem_is_reported_at_once(tmp_path):
    text = WORKED.read_text(encoding="utf-8")
    text = text.replace("value = 22", "value = 5").replace('quote = "发监督员证"', 'quote = "发聘书"')
    assert len(refused(tmp_path, text)) == 2


def test_the_same_id_twice_names_both_files(tmp_path):
    problems = refused(tmp_path, WORKED.read_text(encoding="utf-8"), WORKED)
    assert [p.line for p in problems] == [3]
    assert str(WORKED) in problems[0].wrong


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    file = tmp_path / "pack.toml"
    file.write_bytes("标题".encode("gbk"))
    with pytest.raises(PackError, match="UTF-8"):
        load([file])
    with pytest.raises(PackError, match="读不出"):
        load([tmp_path / "nowhere.toml"])


def test_articles_written_inline_are_blamed_on_the_first_line(tmp_path):
    head = WORKED.read_text(encoding="utf-8").split("[[basis]]")[0]
    problems = refused(tmp_path, head + 'articles = [{ key = "1", label = "第一条", chapter = "" }]\n')
    assert ("articles 的一行缺少「text」", 1) in {(p.wrong, p.line) for p in problems}


def test_a_line_that_cannot_be_found_falls_back_to_the_nearest():
    page = Page(Path("x.toml"), '[parameters."a"]\nvalue = 1')
    assert page.top("title") == 1
    assert page.parameter("a") == 1
    assert page.field("value", after=1) == 2
    assert page.field("source", after=1) == 1


@pytest.mark.parametrize("pattern", ["{bureau}{year}", "{bureau.name}{seq}", "{seq", "{0}{seq}"])
def test_a_certificate_number_may_hold_only_its_own_placeholders(tmp_path, pattern):
    text = WORKED.read_text(encoding="utf-8")
    own = f'[parameters."cert.number_pattern"]\nvalue = "{pattern}"\nsource = "suggested"\n'
    (problem,) = refused(tmp_path, text + own)
    assert "样式" in problem.wrong
    assert "{bureau}、{year}、{seq}" in problem.remedy
