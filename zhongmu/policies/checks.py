"""Start-up check: a server with a bad pack does not start."""

from __future__ import annotations

import sys
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


def refuse_wrong_packs() -> None:
    """Say what is wrong and leave with exit code 1; called before the server answers its first request."""
    try:
        library()
    except PackError as error:
        sys.stderr.write(f"不能启动：制度文件有误。\n{error}\n")
        raise SystemExit(1) from None
