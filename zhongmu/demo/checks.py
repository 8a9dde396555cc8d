"""A server opens the demo door only onto a demo world, and serves a demo world only through that door."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from zhongmu.bureaus.models import Bureau
from zhongmu.demo.models import DemoWorld


def _has_rows(table: type[Bureau | DemoWorld]) -> bool:
    """False too while the table does not exist: a database not yet migrated is no world at all."""
    known = connection.introspection.table_names()
    return table._meta.db_table in known and table.objects.exists()  # noqa: SLF001  Django's documented name


def wrong_door(*, building: bool = False) -> str:
    """The sentence with which a server refuses to start, or nothing. Only who is `building` a world may come to an
    empty database with the door open: `zhongmu init` could fill it behind a server that already answers.
    """
    invented = _has_rows(DemoWorld)
    if settings.DEMO and not invented and not building and not _has_rows(Bureau):
        return _(
            "不能启动：演示入口（ZHONGMU_DEMO=1）谁都可以进，而这个数据库还是空的，不是演示世界。"
            "请去掉 ZHONGMU_DEMO 后用 zhongmu serve 启动；要看演示请用 zhongmu demo，它用自己的数据库。"
        )
    if settings.DEMO and not invented and _has_rows(Bureau):
        return _(
            "不能启动：演示入口（ZHONGMU_DEMO=1）谁都可以进，而这个数据库不是演示世界，里面是真实业务。"
            "请去掉 ZHONGMU_DEMO 后用 zhongmu serve 启动；要看演示请用 zhongmu demo，它用自己的数据库。"
        )
    if invented and not settings.DEMO:
        return _(
            "不能启动：这个数据库是演示世界，人物和号码都是虚构的，不能当作真实业务对外服务。"
            "要看演示请用 zhongmu demo；办理真实业务请换一个数据库，并用 zhongmu init 建立第一个机构。"
        )
    return ""


def refuse_wrong_door(*, building: bool = False) -> None:
    """Say why and leave with exit code 1; called before the server answers its first request."""
    if sentence := wrong_door(building=building):
        sys.stderr.write(sentence + "\n")
        raise SystemExit(1)
