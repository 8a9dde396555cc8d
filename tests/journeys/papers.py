"""Plainly fictional people and pictures for the forms of the journeys."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image, ImageDraw

from zhongmu.demo.people import Citizen, silhouette

PERSONS = {
    "phone": Citizen(941, "章走查", "2", date(1976, 5, 9)),
    "desk": Citizen(942, "宋走查", "1", date(1969, 8, 17)),
}
ON_PAPER = {
    "phone": Citizen(943, "苗纸来", "2", date(1961, 3, 2)),
    "desk": Citizen(944, "费纸来", "1", date(1957, 12, 24)),
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
