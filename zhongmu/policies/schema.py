"""Every parameter key the system knows, in the order a measure is read. `docs/policies.md` is made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zhongmu.policies.chapters.duties import DUTIES, REPORTS
from zhongmu.policies.chapters.measure import MEASURE, PEOPLE
from zhongmu.policies.chapters.merit import MERIT
from zhongmu.policies.chapters.recruitment import FORM, RECRUITMENT
from zhongmu.policies.chapters.terms import APPOINTMENT, ENDING
from zhongmu.policies.kinds import Key

CHAPTERS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("制度与身份", MEASURE),
    ("资格", PEOPLE),
    ("选聘", RECRUITMENT),
    ("报名表", FORM),
    ("公示、证书、聘期", APPOINTMENT),
    ("停止聘用、纪律、回避", ENDING),
    ("职责、活动、培训", DUTIES),
    ("线索、建议、反馈", REPORTS),
    ("评定、鼓励、奖励", MERIT),
)
SCHEMA: Mapping[str, Key] = MappingProxyType({key.name: key for _, keys in CHAPTERS for key in keys})
REQUIRED: tuple[str, ...] = tuple(key.name for key in SCHEMA.values() if not key.optional)
