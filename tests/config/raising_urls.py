"""The product's pages, and beside them views that go wrong."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from zhongmu.config import urls
from zhongmu.web.access import allow_anyone

ERRORS = {
    "400": BadRequest("看不懂"),
    "403": PermissionDenied("这一步须由负责人办理。"),
    "403-bare": PermissionDenied(),
    "404": Http404(),
    "500": RuntimeError("李秀英"),
}


@allow_anyone(because="A test's own page.")
def go_wrong(request: HttpRequest, how: str) -> HttpResponse:
    raise ERRORS[how]


handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
urlpatterns = [*urls.urlpatterns, path("wrong/<str:how>/", go_wrong)]
