"""The certificate a supervisor holds, under the name its measure gives it (CQ-5.3, HL-2.2c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhongmu.letters.documents.pictures import photo_jpeg, picture_svg, qr_svg
from zhongmu.letters.documents.typst_engine import JSON, Draft, compile_pdf
from zhongmu.letters.documents.wording import long_date

# CQ-3: neither an enforcement officer nor on a post of the bureau.
DISCLAIMER = gettext_lazy("社会监督员不属于执法人员，无检查、处罚、查阅病历权")
SEAL_LINE = gettext_lazy("（打印后盖章）")


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What one certificate says. `printed_name` is policy: 聘任证书, 聘书 or 监督员证; `ends_on` is the last day it holds.

    `photo` is JPEG or PNG bytes, or None to leave a frame to paste one in.
    """

    printed_name: str
    holder: str
    bureau: str
    number: str
    starts_on: date
    ends_on: date
    issued_on: date
    check_url: str
    photo: bytes | None = None
    disclaimer: str = ""
    seal_line: str = ""
    rehearsal: bool = False


def certificate_pdf(facts: CertificateFacts) -> bytes:
    """One certificate, A4 landscape. Raises MissingGlyph when its holder's name cannot be drawn."""
    return certificates_pdf([facts])


def certificates_pdf(batch: Sequence[CertificateFacts]) -> bytes:
    """One document of a page each. Raises ValueError when empty or when rehearsal and effect are mixed."""
    return compile_pdf(certificates_draft(batch))


def certificates_draft(batch: Sequence[CertificateFacts]) -> Draft:
    """What `certificates_pdf` sets: apart, so that the cost of setting alone can be measured."""
    if not batch:
        raise ValueError(_("没有要打印的证书：请先勾选至少一人。"))
    if len({facts.rehearsal for facts in batch}) > 1:
        raise ValueError(_("演练证书与正式证书不能在同一批打印：请分开选择。"))
    pictures: dict[str, str] = {}
    sheets: list[JSON] = []
    for index, facts in enumerate(batch):
        pictures[f"qr{index}"] = qr_svg(facts.check_url)
        if facts.photo is not None:
            pictures[f"photo{index}"] = picture_svg(photo_jpeg(facts.photo))
        sheets.append(_sheet(facts, index))
    title = f"{batch[0].bureau}{batch[0].printed_name}"
    return Draft(
        template="certificate",
        facts={"title": title, "rehearsal": batch[0].rehearsal, "sheets": sheets},
        pictures=pictures,
        on=max(facts.issued_on for facts in batch),
    )


def _sheet(facts: CertificateFacts, index: int) -> dict[str, JSON]:
    return {
        "printed_name": facts.printed_name,
        "noun": facts.printed_name[-1:],
        "holder": facts.holder,
        "bureau": facts.bureau,
        "number": facts.number,
        "starts_on": long_date(facts.starts_on),
        "ends_on": long_date(facts.ends_on),
        "issued_on": long_date(facts.issued_on),
        "check_url": facts.check_url,
        "disclaimer": facts.disclaimer or str(DISCLAIMER),
        "seal_line": facts.seal_line or str(SEAL_LINE),
        "qr": f"qr{index}",
        "photo": None if facts.photo is None else f"photo{index}",
    }
