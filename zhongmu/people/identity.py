"""The resident identity number, GB 11643 (`CQ-F6`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhongmu.people.cjk import without_blanks
from zhongmu.people.values import BadValue

LENGTH = 18
_OLD_LENGTH = 15
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
}
HMT = {"81": "香港", "82": "澳门", "83": "台湾"}  # of a residence permit
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number whose form, date and check digit hold; `warnings` are sentences that never refuse."""

    number: str
    birth_on: date
    warnings: tuple[str, ...] = ()

    @property
    def sex(self) -> str:
        """GB/T 2261.1: "1" male, "2" female."""
        return "1" if int(self.number[16]) % 2 else "2"

    @property
    def region_code(self) -> str:
        return self.number[:6]

    @property
    def hmt(self) -> bool:
        """A residence permit of Hong Kong (81), Macao (82) or Taiwan (83)."""
        return self.number[:2] in HMT

    @property
    def masked(self) -> str:
        return mask_resident_id(self.number)

    def age(self, on: date) -> int:
        """Full years; someone born on 29 February turns a year older on 1 March of a common year."""
        before = (on.month, on.day) < (self.birth_on.month, self.birth_on.day)
        return on.year - self.birth_on.year - before


def check_resident_id(text: str, *, on: date | None = None) -> ResidentId:
    """Read a number however it was typed; `on` is today, without it a birth in the future passes.

    Raises BadValue naming the part that is wrong (`CQ-F6`).
    """
    number = without_blanks(text).upper()
    _check_shape(number)
    birth_on = _birth_on(number, on)
    if check_digit(number) != number[17]:
        raise BadValue(
            _("身份证号的校验位（第18位）与前17位对不上，多半是有一位抄错了。请对照证件逐位核对后重填。")
        )
    return ResidentId(number, birth_on, _warnings(number, birth_on, on))


def check_digit(number: str) -> str:
    """The 18th character that the first 17 digits call for."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]


def mask_resident_id(number: str) -> str:
    """500103********0013, the only form lists show; anything of another length is hidden whole."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == LENGTH else "*" * len(number)


def _check_shape(number: str) -> None:
    if not number:
        raise BadValue(_("没有填写身份证号。请照证件填写18位公民身份号码。"))
    if len(number) == _OLD_LENGTH and number.isdecimal():
        raise BadValue(_("这是15位的旧身份证号，已停止使用。请照现在的证件填写18位号码。"))
    if len(number) != LENGTH:
        raise BadValue(
            _("身份证号应为18位（GB 11643），现在是%(count)s位。请对照证件核对有没有漏填或多填。")
            % {"count": len(number)}
        )
    if _SHAPE.fullmatch(number):
        return
    wrong = next(
        place
        for place, char in enumerate(number, 1)
        if not (char in "0123456789" or (place == LENGTH and char == "X"))
    )
    raise BadValue(
        _("身份证号第%(place)s位不是数字。前17位只能是数字，第18位是数字或字母X，请改正后重填。")
        % {"place": wrong}
    )


def _birth_on(number: str, on: date | None) -> date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        birth_on = date(year, month, day)
    except ValueError:
        raise BadValue(
            _("身份证号第7至14位是出生日期，日历上没有%(year)s年%(month)s月%(day)s日这一天。请核对这几位。")
            % {"year": year, "month": month, "day": day}
        ) from None
    if on is not None and birth_on > on:
        raise BadValue(
            _("身份证号第7至14位的出生日期是%(year)s年%(month)s月%(day)s日，还没有到。请核对这几位。")
            % {"year": year, "month": month, "day": day}
        )
    return birth_on


def _warnings(number: str, birth_on: date, on: date | None) -> tuple[str, ...]:
    found = []
    if number[:2] not in PROVINCES | HMT:
        found.append(
            _("身份证号前两位“%(code)s”不是现行的省级区划代码，号码已收下，请对照证件核对。")
            % {"code": number[:2]}
        )
    if on is not None and on.year - birth_on.year > _OLDEST:
        found.append(_("按身份证号推算已超过120岁，号码已收下，请核对第7至10位的年份。"))
    return tuple(found)
