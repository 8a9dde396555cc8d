"""The only writers of recruitment, by the step they belong to."""

from __future__ import annotations

from zhongmu.recruitment.actions.applying import (
    Receipt,
    correct_application,
    register_application,
    withdraw_application,
    withdraw_name_consent,
)
from zhongmu.recruitment.actions.appointing import appoint_chosen, issue_certificates
from zhongmu.recruitment.actions.checking import (
    confirm_refusal,
    overrule_refusal,
    pass_check,
    propose_refusal,
    record_findings,
    send_back,
)
from zhongmu.recruitment.actions.choosing import (
    begin_choosing,
    reopen_choosing,
    settle,
    write_minutes,
    write_opinion,
)
from zhongmu.recruitment.actions.names import (
    approve_nameless,
    dismiss_objection,
    publish_names,
    register_objection,
    uphold_objection,
)
from zhongmu.recruitment.actions.planning import (
    Plan,
    abort,
    approve_plan,
    close_batch,
    edit_plan,
    extend,
    plan_batch,
    publish_notice,
    return_plan,
    write_notice,
)

__all__ = [
    "Plan",
    "Receipt",
    "abort",
    "appoint_chosen",
    "approve_nameless",
    "approve_plan",
    "begin_choosing",
    "close_batch",
    "confirm_refusal",
    "correct_application",
    "dismiss_objection",
    "edit_plan",
    "extend",
    "issue_certificates",
    "overrule_refusal",
    "pass_check",
    "plan_batch",
    "propose_refusal",
    "publish_names",
    "publish_notice",
    "record_findings",
    "register_application",
    "register_objection",
    "reopen_choosing",
    "return_plan",
    "send_back",
    "settle",
    "uphold_objection",
    "withdraw_application",
    "withdraw_name_consent",
    "write_minutes",
    "write_notice",
    "write_opinion",
]
