"""A batch of 1,000 certificates against the bare typst compile of the same document."""

from __future__ import annotations

import sys
import time
from datetime import date

import typst

from bench.world import prepare, say

COUNT = 1000


def main() -> int:
    prepare()
    from zhongmu.letters.documents.certificate import CertificateFacts, certificates_draft, certificates_pdf
    from zhongmu.letters.documents.fonts import shelf
    from zhongmu.letters.documents.typst_engine import TEMPLATES, sys_inputs

    batch = [
        CertificateFacts(
            printed_name="聘任证书",
            holder=f"示例{n}",
            bureau="渝中区医疗保障局",
            number=f"渝中医保监〔2026〕{n:04d}号",
            starts_on=date(2026, 11, 2),
            ends_on=date(2028, 11, 1),
            issued_on=date(2026, 11, 2),
            check_url=f"https://example.invalid/c/{n:040x}/",
            disclaimer="非执法人员，无检查、处罚、查阅病历权",
        )
        for n in range(COUNT)
    ]
    draft = certificates_draft(batch)

    def bare() -> None:
        typst.compile(
            draft.main,
            root=TEMPLATES,
            font_paths=shelf().fonts,
            ignore_system_fonts=True,
            sys_inputs=sys_inputs(draft, shelf()),
            pdf_standards="a-2b",
            timestamp=draft.timestamp,
        )

    ours, floor = [], []
    for _round in range(3):
        for call, figures in ((lambda: certificates_pdf(batch), ours), (bare, floor)):
            before = time.process_time()
            call()
            figures.append(time.process_time() - before)
    a, b = sorted(ours)[1], sorted(floor)[1]
    good = say("1,000 certificates / bare typst", a / b, 2.0, f"CPU {a:.2f} s against {b:.2f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
