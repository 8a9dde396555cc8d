"""Facts and readers the document tests share."""

from __future__ import annotations

import io
import re
from datetime import date

from PIL import Image, ImageDraw
from pypdf import PdfReader

from zhongmu.letters.documents.application_form import ApplicationFacts
from zhongmu.letters.documents.certificate import CertificateFacts

BUREAU = "重庆市渝中区医疗保障局"
FORM = "重庆市医疗保障基金社会监督员报名表"
HOSTILE = '#panic("x") *粗* $x^2$ `raw` @ref <a> [b] \\ // 尾'


def jpeg(size=(413, 579), mode="RGB", kind="JPEG"):
    picture = Image.new(mode, size, "white" if mode != "RGBA" else (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((40, 40, 200, 200), fill="navy")
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def certificate(**changes):
    facts = {
        "printed_name": "聘任证书",
        "holder": "张䶮𬭎",
        "bureau": BUREAU,
        "number": "渝中监〔2026〕0001号",
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2028, 2, 29),
        "issued_on": date(2026, 3, 1),
        "check_url": "https://jd.example.cn/c/K7Q2-9FHM",
    }
    return CertificateFacts(**{**facts, **changes})


def application(**changes):
    facts = {
        "title": FORM,
        "name": "阿卜杜拉·买买提",
        "sex": "男",
        "political_status": "群众",
        "ethnic_group": "维吾尔族",
        "id_number": "11010519491231002X",
        "health": "健康或良好",
        "phone": "13800138000",
        "employed": "否",
        "email": "a@example.cn",
        "employer_and_post": "退休前：渝中区第一中学　教师",
        "home_address": "重庆市渝中区民权路28号",
        "education": "大学本科",
        "school_and_major": "西南大学中文系",
        "reason": "熟悉医保政策，热心社会监督。",
        "signed_on": date(2026, 3, 1),
    }
    return ApplicationFacts(**{**facts, **changes})


def pages(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def words(pdf):
    """All text of a PDF without white space: extraction places its own."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages(pdf)))


def squeezed(text):
    return re.sub(r"\s", "", text)
