from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zhongmu.people.models import Account


def why_not_log_in(account: Account | None, at: datetime) -> str | None:
    """Why this account may not try a password now; an unknown account is answered like a wrong password."""
    if account is not None and account.is_locked(at):
        return _("密码连续输错，账号已临时锁定。请十五分钟后再试，或请本单位另一名系统管理员重置。")
    return None
