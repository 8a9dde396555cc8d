"""Plainly fictional people and pictures for the forms of the journeys."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests.journeys.steps import attach, choose, fill, sign, tick
from zhongmu.demo.people import Citizen, silhouette

PERSONS = {
    "phone": Citizen(941, "章走查", "2", date(1976, 5, 9)),
    "desk": Citizen(942, "宋走查", "1", date(1969, 8, 17)),
}
ON_PAPER = {
    "phone": Citizen(943, "苗纸来", "2", date(1961, 3, 2)),
    "desk": Citizen(944, "费纸来", "1", date(1957, 12, 24)),
}
REFUSED = {
    "phone": Citizen(953, "屈申诉例", "1", date(1972, 7, 6)),
    "desk": Citizen(954, "项申诉例", "2", date(1983, 10, 3)),
}


def portrait(citizen: Citizen) -> bytes:
    return silhouette(citizen.number)


def scan() -> bytes:
    """A page with lines on it, as a phone photographs it."""
    picture = Image.new("RGB", (1240, 1754), "#fdfdf8")
    draw = ImageDraw.Draw(picture)
    for row in range(40):
        draw.line([(120, 160 + row * 38), (620 + row * 67 % 480, 160 + row * 38)], fill="#6b747d", width=5)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def fill_in_annex_2(page: Page, citizen: Citizen, *, reason: str = "") -> None:
    """Everything the form of 渝中 asks of an insured person at work, signed on screen; not yet sent.

    Without `reason` somebody was named by others, who wrote the name and the reason.
    """
    own = {"name": citizen.name, "reason": reason} if reason else {}
    person = {**own, "resident_id": citizen.resident.number, "political": "13", "ethnic": "01"}
    reached = {"phone": citizen.phone, "email": "walk@example.com", "address": citizen.address}
    work = {"employer": "示范社区居委会", "post": "委员", "education": "21"}
    taught = {"school": "示范大学", "major": "公共管理"}
    fill(page, {**person, **reached, **work, **taught, "remark": "可以在工作日参加。"})
    choose(page, "sex", citizen.sex)
    choose(page, "category", "insured")
    choose(page, "other_categories", "other")
    choose(page, "employed", "1")
    choose(page, "health", "10")
    attach(page, "photo", portrait(citizen))
    agree_and_sign(page)


def agree_and_sign(page: Page) -> None:
    tick(page, "health_consent", "declared", "privacy_consent", "name_consent")
    sign(page)
