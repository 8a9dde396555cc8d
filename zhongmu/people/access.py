from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from zhongmu.people.models import Account


def why_not_log_in(account: Account | None, at: datetime, *, tried: int = 0) -> str | None:
    """Why this name may not try a password or a code now. A name nobody has locks after as many tries (`tried`) as one
    somebody has, so the lock does not tell which names exist.
    """
    locked = account.is_locked(at) if account else tried >= settings.LOCKOUT_AFTER
    if locked:
        return _("密码或验证码连续输错，账号已临时锁定。请十五分钟后再试，或请本单位另一名系统管理员重置。")
    return None
