"""The only writers of recruitment, by the step they belong to."""

from __future__ import annotations

from zhongmu.recruitment.actions.appealing import dismiss_appeal, lodge_appeal, uphold_appeal
from zhongmu.recruitment.actions.applying import Receipt, receipt_again, register_application
from zhongmu.recruitment.actions.appointing import appoint_chosen, issue_certificates
from zhongmu.recruitment.actions.checking import (
    Concluded,
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
from zhongmu.recruitment.actions.closing import close_batch
from zhongmu.recruitment.actions.correcting import (
    correct_application,
    withdraw_application,
    withdraw_name_consent,
)
from zhongmu.recruitment.actions.headcounts import (
    propose_headcount,
    return_figures,
    send_up,
    send_up_again,
)
from zhongmu.recruitment.actions.names import (
    approve_nameless,
    extend_names,
    publish_names,
    replace_names,
    take_down_names,
)
from zhongmu.recruitment.actions.objecting import dismiss_objection, register_objection, uphold_objection
from zhongmu.recruitment.actions.planning import (
    Figures,
    Plan,
    abort,
    approve_plan,
    edit_plan,
    extend,
    plan_batch,
    publish_notice,
    return_plan,
    write_notice,
)
from zhongmu.recruitment.actions.posting import record_posting, strike_posting
from zhongmu.recruitment.actions.told import tick_off_all

__all__ = [
    "Concluded",
    "Figures",
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
    "dismiss_appeal",
    "dismiss_objection",
    "edit_plan",
    "extend",
    "extend_names",
    "issue_certificates",
    "lodge_appeal",
    "overrule_refusal",
    "pass_check",
    "plan_batch",
    "propose_headcount",
    "propose_refusal",
    "publish_names",
    "publish_notice",
    "receipt_again",
    "record_findings",
    "record_posting",
    "register_application",
    "register_objection",
    "reopen_choosing",
    "replace_names",
    "return_figures",
    "return_plan",
    "send_back",
    "send_up",
    "send_up_again",
    "settle",
    "strike_posting",
    "take_down_names",
    "tick_off_all",
    "uphold_appeal",
    "uphold_objection",
    "withdraw_application",
    "withdraw_name_consent",
    "write_minutes",
    "write_notice",
    "write_opinion",
]
