from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .keys import NoKeys, keyring


@register("security")
def keys_are_present(**_: Any) -> list[CheckMessage]:
    try:
        keyring()
    except NoKeys as why:
        return [Error(str(why), hint="zhongmu keys create", id="seals.E001")]
    return []
