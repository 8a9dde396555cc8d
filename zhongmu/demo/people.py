"""The demo's citizens: names nobody bears, numbers nobody dials, faces that are silhouettes."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from zhongmu.files.models import StoredFile
from zhongmu.files.store import save_photo
from zhongmu.people.identity import ResidentId, check_digit, check_resident_id
from zhongmu.people.models import Person
from zhongmu.seals.index import blind_index

YUZHONG, JIANGBEI, DAOLI = "500103", "500105", "230102"
_PAPER, _COATS = "#e9eef4", ("#5b7083", "#7d6a5b", "#5f7a66", "#6f6488", "#7a5f66")


@dataclass(frozen=True)
class Citizen:
    """One invented person. `number` tells people apart; phone and identity number are made from it."""

    number: int
    name: str
    sex: str
    birth_on: date
    region: str = YUZHONG
    category: str = "insured"
    ethnic: str = "01"
    political: str = "13"
    education: str = "21"
    employer: str = "示范社区居民委员会"

    @property
    def resident(self) -> ResidentId:
        """A number with a valid check digit; its order code is one of the highest, which offices rarely give out."""
        order = 900 + self.number * 2 % 98 + (self.sex == "1")
        digits = f"{self.region}{self.birth_on:%Y%m%d}{order:03}"
        return check_resident_id(digits + check_digit(digits))

    @property
    def phone(self) -> str:
        return f"1390000{self.number:04}"

    @property
    def address(self) -> str:
        place = {YUZHONG: "渝中区", JIANGBEI: "江北区", DAOLI: "道里区"}[self.region]
        return f"{place}示范路{self.number}号"

    @property
    def person(self) -> Person:
        """Their file, once an application of theirs came in."""
        return Person.objects.get(resident_id_index=blind_index("resident_id", self.resident.number))


def silhouette(number: int) -> bytes:
    """A head and shoulders without a face, 413 × 579, as JPEG."""
    picture = Image.new("RGB", (413, 579), _PAPER)
    draw = ImageDraw.Draw(picture)
    coat = _COATS[number % len(_COATS)]
    draw.ellipse((26, 360, 387, 900), fill=coat)
    draw.rectangle((172, 300, 241, 400), fill="#c9d3dd")
    draw.ellipse((119, 110, 294, 340), fill="#c9d3dd")
    draw.pieslice((108, 92, 305, 320), 180 - number % 3 * 6, 360 + number % 3 * 6, fill="#46525e")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def stroke(number: int) -> bytes:
    """What a signature pad gives: a few strokes on nothing, as PNG."""
    picture = Image.new("RGBA", (480, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    points = [(30 + step * 60, 80 + (-1) ** step * (20 + (number * step) % 37)) for step in range(8)]
    draw.line(points, fill="#1c2733", width=5, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def sealed_opinion() -> bytes:
    """A unit's opinion as scanned: lines without words, a red ring where the seal is."""
    picture = Image.new("RGB", (620, 400), "#fdfdf8")
    draw = ImageDraw.Draw(picture)
    for row in range(6):
        draw.line([(60, 60 + row * 40), (300 + row * 97 % 240, 60 + row * 40)], fill="#8a939c", width=5)
    draw.ellipse((400, 190, 570, 360), outline="#c23b32", width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def receipt_picture() -> bytes:
    """Evidence for a report: a till receipt with lines and no words."""
    picture = Image.new("RGB", (360, 520), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(14):
        draw.line([(40, 60 + row * 28), (180 + row * 37 % 130, 60 + row * 28)], fill="#8a939c", width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def photo_of(citizen: Citizen, *, bureau_code: str, at: datetime) -> StoredFile:
    """The photo through the same checks as any upload."""
    upload = ContentFile(silhouette(citizen.number), name="photo.jpg")
    return save_photo(upload, bureau_code=bureau_code, at=at)


def _born(year: int) -> date:
    return date(year, 1 + year % 12, 1 + year % 27)


def _rows(first: int, region: str, *rows: tuple[str, str, int, str]) -> tuple[Citizen, ...]:
    return tuple(
        Citizen(first + place, name, sex, _born(year), region, category)
        for place, (name, sex, year, category) in enumerate(rows)
    )


# The first group of 渝中, appointed almost two years ago, their renewals at every step; the last was not chosen and
# served the term before.
VETERANS = _rows(
    1,
    YUZHONG,
    ("赵样板", "1", 1958, "npc"),
    ("钱示范", "2", 1963, "insured"),
    ("吴续示例", "1", 1970, "expert"),
    ("柳续样例", "2", 1966, "insured"),
    ("贾续范例", "2", 1978, "media"),
    ("童续拟例", "1", 1961, "insured"),
    ("孙旧例", "1", 1955, "cppcc"),
)
# The second, appointed a year ago: one revoked, one suspended, the last not chosen and invited later.
SECOND = _rows(
    11,
    YUZHONG,
    ("李示例", "2", 1968, "insured"),
    ("王样例", "1", 1971, "media"),
    ("阿依古丽·示例", "2", 1985, "expert"),
    ("郑演示", "1", 1979, "institution"),
    ("冯假定", "2", 1990, "insured"),
    ("褚虚构", "1", 1982, "other"),
    ("卫候补例", "2", 1974, "insured"),
)
# Settled and on the notice of names right now.
ON_NOTICE = _rows(
    21,
    YUZHONG,
    ("韩公示例", "1", 1966, "npc"),
    ("杨样本", "2", 1988, "insured"),
    ("秦举例", "1", 1977, "expert"),
    ("许范例", "2", 1993, "insured"),
)
# Applying now.
APPLYING = _rows(
    31,
    YUZHONG,
    ("何试用", "1", 1960, "insured"),
    ("吕示例", "2", 1981, "media"),
    ("䶮示范", "1", 1987, "insured"),
    ("欧阳样例", "2", 1969, "expert"),
    ("曹拟名", "1", 1995, "insured"),
    ("孔虚例", "2", 1973, "institution"),
    ("严演例", "1", 1950, "other"),
    ("华示例", "2", 1999, "insured"),
    ("迪丽热依·样例", "2", 1992, "insured"),
    ("金纸面例", "1", 1948, "insured"),
    ("魏撤回例", "2", 1984, "insured"),
)
# Being scored right now by three reviewers.
SCORED = _rows(
    71,
    YUZHONG,
    ("云评示例", "2", 1966, "insured"),
    ("苏样评", "1", 1979, "expert"),
    ("潘示评", "2", 1984, "insured"),
    ("葛例评", "1", 1991, "media"),
    ("奚拟评", "2", 1972, "insured"),
)
# Scored to the end, a slate calculated; all but one of a workplace of their own.
MERITED = tuple(
    replace(citizen, employer=employer)
    for citizen, employer in zip(
        _rows(
            81,
            YUZHONG,
            ("范优示例", "2", 1970, "insured"),
            ("彭优样例", "1", 1963, "npc"),
            ("鲁优示范", "1", 1981, "expert"),
            ("韦优例", "2", 1989, "insured"),
            ("昌优样", "1", 1975, "insured"),
            ("马优示例", "2", 1967, "media"),
            ("苗优范例", "1", 1994, "insured"),
            ("凤优拟例", "2", 1985, "expert"),
        ),
        (
            "示范街道退休人员党支部",
            "示例建筑有限公司",
            "虚构科技学院",
            "样例小学",
            "示范社区居民委员会",
            "样例报社",
            "虚构科技学院",
            "示范律师事务所",
        ),
        strict=True,
    )
)
# Recommended by a unit: agreed, sent back, declined by letter, and waiting for the answer.
NAMED = _rows(
    101,
    YUZHONG,
    ("贺荐示例", "2", 1972, "npc"),
    ("邬荐样例", "1", 1965, "insured"),
    ("冉荐演例", "1", 1958, "cppcc"),
    ("戴荐示例", "2", 1976, "insured"),
)
# Invited: asked, and drafted only.
INVITED = _rows(111, YUZHONG, ("宗邀示例", "1", 1964, "expert"), ("桂邀样例", "2", 1980, "media"))
# In the pool: drawn and asked, came by post, waiting.
OFFERED = _rows(
    121,
    YUZHONG,
    ("乔自荐例", "1", 1969, "insured"),
    ("阮自荐例", "2", 1961, "insured"),
    ("瞿自荐例", "2", 1987, "expert"),
)
NEIGHBOURS = _rows(
    51,
    JIANGBEI,
    ("陶邻例", "1", 1970, "insured"),
    ("姜示邻", "2", 1986, "npc"),
    ("戚样邻", "1", 1978, "expert"),
)
# 江北, a batch filed long ago: the last two did not pass the check at first.
FORMER_NEIGHBOURS = _rows(
    201,
    JIANGBEI,
    ("潘邻示例", "2", 1968, "insured"),
    ("葛邻样例", "1", 1959, "npc"),
    ("范邻例", "2", 1980, "insured"),
    ("彭邻拟例", "1", 1974, "media"),
    ("岑邻例", "1", 1986, "insured"),
    ("雷邻示例", "2", 1977, "insured"),
)
# Called into it: recommended and taken back; invited: accepted, declined, taken back.
CALLED_NEXT_DOOR = _rows(
    211,
    JIANGBEI,
    ("倪邻荐例", "1", 1965, "cppcc"),
    ("汤邻邀例", "2", 1962, "expert"),
    ("滕邻邀例", "1", 1971, "expert"),
    ("殷邻邀例", "2", 1983, "media"),
)
# From the pool of 江北: appointed, withdrawn, joined.
OFFERED_NEXT_DOOR = _rows(
    221,
    JIANGBEI,
    ("罗邻自荐例", "1", 1960, "insured"),
    ("毕邻自荐例", "2", 1979, "insured"),
    ("郝邻自荐例", "1", 1967, "insured"),
)
# By e-mail to 江北: registered, sent back, and waiting.
MAILED = _rows(
    231,
    JIANGBEI,
    ("邬邻邮例", "2", 1984, "insured"),
    ("安邻邮例", "1", 1990, "insured"),
    ("常邻邮例", "2", 1976, "insured"),
)
# On a list from a street of 江北: registered, dropped, still without photo; the last on a list never imported.
LISTED = _rows(
    241,
    JIANGBEI,
    ("乐邻表例", "1", 1963, "insured"),
    ("于邻表例", "2", 1972, "insured"),
    ("时邻表例", "1", 1988, "insured"),
    ("傅邻表例", "2", 1956, "insured"),
)
# Scored in 江北: compared right now, and in a batch that was stopped.
COMPARED = _rows(251, JIANGBEI, ("皮邻评例", "2", 1969, "insured"), ("卞邻评例", "1", 1982, "expert"))
STOPPED = _rows(261, JIANGBEI, ("齐邻止例", "1", 1973, "insured"), ("康邻止例", "2", 1991, "media"))
NEXT_DOOR = (
    *FORMER_NEIGHBOURS,
    *CALLED_NEXT_DOOR,
    *OFFERED_NEXT_DOOR,
    *MAILED,
    *LISTED,
    *COMPARED,
    *STOPPED,
)
HARBIN = _rows(
    61,
    DAOLI,
    ("谢演练", "2", 1967, "insured"),
    ("邹示例", "1", 1975, "insured"),
    ("喻样例", "2", 1989, "insured"),
    ("柏拟例", "1", 1964, "npc"),
    ("水示范", "2", 1983, "expert"),
    ("窦候补例", "1", 1972, "cppcc"),
)
CALLED = (*NAMED, *INVITED, *OFFERED)
EVERYONE = (
    *VETERANS,
    *SECOND,
    *ON_NOTICE,
    *APPLYING,
    *SCORED,
    *MERITED,
    *CALLED,
    *NEIGHBOURS,
    *NEXT_DOOR,
    *HARBIN,
)
