"""What every request carries: the time, the bureau (set by the view's access), the headers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


def security_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.headers.setdefault(
            "X-Frame-Options", "DENY"
        )  # for browsers that do not read frame-ancestors
        if settings.SECURE:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.HSTS_SECONDS}"
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def no_nul_in_the_address(get_response: GetResponse) -> GetResponse:
    """No address of ours holds the character NUL, and PostgreSQL takes none: answered 400 before any view."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any(
            "\0" in text for pair in request.GET.lists() for text in (pair[0], *pair[1])
        ):
            raise BadRequest
        return get_response(request)

    return middleware


def clock_and_bureau(get_response: GetResponse) -> GetResponse:
    """The one place a request reads the clock; everything below is handed `request.now` and `request.today`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.today = timezone.localtime(request.now).date()  # type: ignore[attr-defined]
        request.bureau = request.membership = request.person = None  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
