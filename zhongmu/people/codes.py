"""The standard code tables of the application form (`CQ-F2`, `CQ-F4`, `CQ-F5`, `CQ-F7`, `CQ-F13`)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

SEX = {"1": "男", "2": "女", "0": "未知", "9": "未说明"}  # GB/T 2261.1

POLITICAL = {  # GB/T 4762
    "01": "中共党员",
    "02": "中共预备党员",
    "03": "共青团员",
    "04": "民革党员",
    "05": "民盟盟员",
    "06": "民建会员",
    "07": "民进会员",
    "08": "农工党党员",
    "09": "致公党党员",
    "10": "九三学社社员",
    "11": "台盟盟员",
    "12": "无党派人士",
    "13": "群众",
}

_PEOPLES = (  # GB/T 3304, 01 to 56 in order
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 "
    "景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 "
    "裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNIC = {f"{code:02}": f"{people}族" for code, people in enumerate(_PEOPLES.split(), 1)} | {
    "97": "其他",
    "98": "外国血统中国籍人士",
}

EDUCATION = {  # GB/T 4658, the completed levels; a form offers these
    "11": "博士研究生",
    "14": "硕士研究生",
    "21": "大学本科",
    "31": "大学专科",
    "41": "中等专科",
    "44": "职业高中",
    "47": "技工学校",
    "61": "普通高中",
    "71": "初中",
    "81": "小学",
    "90": "其他",
}

HEALTH = {"10": "健康", "20": "一般", "30": "有慢性病", "60": "残疾", "90": "其他"}  # after GB/T 2261.3

NOT_WORKING = {
    "retired": "退休",
    "unemployed": "无业",
    "other": "其他",
}  # beside Annex 2, which asks yes or no

_ALSO_POLITICAL = {
    "党员": "01",
    "中国共产党党员": "01",
    "预备党员": "02",
    "团员": "03",
    "无党派民主人士": "12",
    "无党派": "12",
}
_ALSO_EDUCATION = {
    "博士": "11",
    "硕士": "14",
    "研究生": "14",
    "本科": "21",
    "大本": "21",
    "大专": "31",
    "专科": "31",
    "中专": "41",
    "职高": "44",
    "技校": "47",
    "高中": "61",
}
_ALSO_HEALTH = {"良好": "10", "健康或良好": "10", "慢性病": "30"}


def find_code(
    table: Mapping[str, str], text: str, *, title: str, also: Mapping[str, str] | None = None
) -> str:
    """Turn a code or a label as people write it (汉, 汉族, 1, 01) into the code of `table`; else BadValue."""
    typed = without_blanks(text)
    labels = {label: code for code, label in table.items()}
    by_word = labels | {label.removesuffix("族"): code for label, code in labels.items()} | dict(also or {})
    if typed in by_word:
        return by_word[typed]
    code = typed.zfill(len(next(iter(table)))) if typed else ""
    if code in table:
        return code
    raise BadValue(_("“%(title)s”里没有这一项。请从列出的选项里选一个。") % {"title": title})


def sex_code(text: str) -> str:
    return find_code(SEX, text, title=_("性别"), also={"男性": "1", "女性": "2"})


def political_code(text: str) -> str:
    return find_code(POLITICAL, text, title=_("政治面貌"), also=_ALSO_POLITICAL)


def ethnic_code(text: str) -> str:
    """汉 and 汉族 are the same (`CQ-F5`)."""
    return find_code(ETHNIC, text, title=_("民族"))


def education_code(text: str) -> str:
    return find_code(EDUCATION, text, title=_("学历"), also=_ALSO_EDUCATION)


def health_code(text: str) -> str:
    return find_code(HEALTH, text, title=_("健康状况"), also=_ALSO_HEALTH)
