"""A receipt travels sealed, in a cookie only its own pages get: its secret stands in no row, log or address."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from zhongmu.seals.fields import open_seal, seal
from zhongmu.web.requests import PageRequest

PLACE, LASTS = "portal.receipt", 2 * 3600  # seconds a receipt can be printed again


def hand_over(words: dict[str, Any], *, cookie: str, path: str) -> HttpResponse:
    """Send the visitor to the receipt's page with what it shows."""
    response = redirect(path)
    sealed = signing.b64_encode(seal(json.dumps(words).encode(), f"{PLACE}.{cookie}")).decode()
    response.set_cookie(
        cookie, sealed, max_age=LASTS, path=path, httponly=True, samesite="Lax", secure=settings.SECURE
    )
    return response


def handed(request: PageRequest, cookie: str) -> dict[str, Any]:
    """What the sealed cookie opens; 404 without it."""
    try:
        sealed = signing.b64_decode(request.COOKIES.get(cookie, "").encode())
        words: dict[str, Any] = json.loads(open_seal(sealed, f"{PLACE}.{cookie}"))
    except (ValueError, IndexError, RuntimeError) as error:
        raise Http404 from error
    return words
