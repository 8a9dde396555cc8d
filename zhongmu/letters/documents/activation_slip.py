"""The one-time slip handed over with the certificate, by which a supervisor opens an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhongmu.letters.documents.pictures import qr_svg
from zhongmu.letters.documents.typst_engine import JSON, Draft, compile_pdf
from zhongmu.letters.documents.wording import BEIJING, long_moment


@dataclass(frozen=True, kw_only=True)
class ActivationSlipFacts:
    """`code` is printed as given; `url` goes into the QR code, so it must not carry the code."""

    holder: str
    bureau: str
    code: str
    url: str
    printed_at: datetime
    valid_until: datetime
    rehearsal: bool = False


def activation_slip_pdf(facts: ActivationSlipFacts) -> bytes:
    return activation_slips_pdf([facts])


def activation_slips_pdf(batch: Sequence[ActivationSlipFacts]) -> bytes:
    """A5 landscape, a page each. Raises ValueError when empty or when rehearsal and effect are mixed."""
    if len({facts.rehearsal for facts in batch}) != 1:
        raise ValueError(_("请至少选择一人，且演练与正式的激活单分开打印。"))
    sheets: list[JSON] = [_sheet(facts, index) for index, facts in enumerate(batch)]
    facts: dict[str, JSON] = {
        "title": _("社会监督员账号激活单"),
        "rehearsal": batch[0].rehearsal,
        "sheets": sheets,
        "steps": [
            _("用手机扫描右侧二维码，或在浏览器中输入上面的网址。"),
            _("输入姓名和激活码，设置您自己的密码。请不要让他人代设。"),
            _("激活后，本单即失效。遗失或过期，请携带身份证到医疗保障局当面重新打印。"),
        ],
        "warning": _("本单应当面核对身份后交给本人。工作人员不会以任何理由向您索要激活码或密码。"),
    }
    pictures = {f"qr{index}": qr_svg(slip.url) for index, slip in enumerate(batch)}
    on = max(slip.printed_at for slip in batch).astimezone(BEIJING).date()
    return compile_pdf(Draft(template="activation_slip", facts=facts, pictures=pictures, on=on))


def _sheet(facts: ActivationSlipFacts, index: int) -> dict[str, JSON]:
    return {
        "holder": facts.holder,
        "bureau": facts.bureau,
        "code": facts.code,
        "url": facts.url,
        "valid_until": long_moment(facts.valid_until),
        "qr": f"qr{index}",
    }
