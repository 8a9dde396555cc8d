"""The one-time slip by which a supervisor, or a recommending unit, opens an account."""

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
    """`code` is printed as given; `url` goes into the QR code, so it must not carry the code.

    `of_unit`: the holder is a unit, not a person.
    """

    holder: str
    bureau: str
    code: str
    url: str
    printed_at: datetime
    valid_until: datetime
    rehearsal: bool = False
    of_unit: bool = False


def activation_slip_pdf(facts: ActivationSlipFacts) -> bytes:
    return activation_slips_pdf([facts])


def activation_slips_pdf(batch: Sequence[ActivationSlipFacts]) -> bytes:
    """A5 landscape, a page each. Raises ValueError when empty or when rehearsal and effect are mixed."""
    if len({facts.rehearsal for facts in batch}) != 1:
        raise ValueError(_("请至少选择一人，且演练与正式的激活单分开打印。"))
    sheets: list[JSON] = [_sheet(facts, index) for index, facts in enumerate(batch)]
    facts: dict[str, JSON] = {
        "rehearsal": batch[0].rehearsal,
        "sheets": sheets,
        **(_words_of_unit() if batch[0].of_unit else _words_of_person()),
    }
    pictures = {f"qr{index}": qr_svg(slip.url) for index, slip in enumerate(batch)}
    on = max(slip.printed_at for slip in batch).astimezone(BEIJING).date()
    return compile_pdf(Draft(template="activation_slip", facts=facts, pictures=pictures, on=on))


def _words_of_person() -> dict[str, JSON]:
    return {
        "title": _("社会监督员账号激活单"),
        "address": _("同志"),
        "steps": [
            _("用手机扫描右侧二维码，或在浏览器中输入上面的网址。"),
            _("输入姓名和激活码，设置您自己的密码。请不要让他人代设。"),
            _("激活后，本单即失效。遗失或过期，请携带身份证到医疗保障局当面重新打印。"),
        ],
        "warning": _("本单应当面核对身份后交给本人。工作人员不会以任何理由向您索要激活码或密码。"),
    }


def _words_of_unit() -> dict[str, JSON]:
    return {
        "title": _("推荐单位账号激活单"),
        "address": "",
        "steps": [
            _("用手机扫描右侧二维码，或在浏览器中输入上面的网址。"),
            _("输入单位名称和激活码，设置登录名和密码，由单位指定的经办人保管。"),
            _("激活后，本单即失效。遗失、过期或更换经办人，请联系医疗保障局重新打印。"),
        ],
        "warning": _("本单交给单位指定的经办人。工作人员不会以任何理由向您索要激活码或密码。"),
    }


def _sheet(facts: ActivationSlipFacts, index: int) -> dict[str, JSON]:
    return {
        "holder": facts.holder,
        "bureau": facts.bureau,
        "code": facts.code,
        "url": facts.url,
        "valid_until": long_moment(facts.valid_until),
        "qr": f"qr{index}",
    }
