from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLE_LABELS: dict[str, str | Promise] = {
    "liaison": _("联络员"),
    "clerk": _("经办"),
    "reviewer": _("审核"),
    "leader": _("负责人"),
    "system": _("系统管理员"),
    "security": _("安全管理员"),
    "audit": _("审计管理员"),
    "expert": _("评审专家"),
    "reporter": _("反映人"),
    "applicant": _("报名人"),
    "unit": _("推荐单位"),
    "supervisor": _("监督员"),
    "public": _("公众"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, by plain id. A protected reporter is a role, and at most the random pseudonym of the report."""

    role: str
    account: int | None = None
    pseudonym: str = ""

    def __post_init__(self) -> None:
        if self.role == "reporter" and self.account is not None:
            raise ValueError("a reporter's account never leaves the sealed table")

    @classmethod
    def system(cls) -> Actor:
        """The server itself: the daily tick, a task. Told from the system administrator by having no account."""
        return cls("system")


def role_label(role: str) -> str:
    return str(ROLE_LABELS.get(role, role))
