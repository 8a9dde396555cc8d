"""The names the frame of every page links to, without the pages themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


NAMES = [
    "home",
    "preferences",
    "account_login",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
]
portal = [path("", page, name="front"), path("measures/<str:pack_id>/", page, name="measure")]
urlpatterns = [
    path("", include((portal, "portal"), namespace="portal")),
    *(path(f"{name}/", page, name=name) for name in NAMES),
]
