"""Start-up check: a server with a bad pack does not start."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from zhongmu.policies.library import library
from zhongmu.policies.problems import PackError


@register("policies")
def packs_are_sound(**_: Any) -> list[CheckMessage]:
    try:
        library()
    except PackError as error:
        return [
            Error(f"{p.file}:{p.line}：{p.wrong}。", hint=p.remedy, id="policies.E001")
            for p in error.problems
        ]
    return []
