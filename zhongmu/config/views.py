"""Pages of no audience: where to go after login, preferences, health, errors."""

from __future__ import annotations

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.backends.utils import csrf_input_lazy
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhongmu.web.access import allow_anyone, signed_in
from zhongmu.web.requests import PageRequest

YEAR = 365 * 24 * 3600


@signed_in
def home(request: PageRequest) -> HttpResponse:
    """Everyone lands on the page of their own audience."""
    if request.user.of_unit:
        return redirect("portal:unit")
    return redirect("field:home" if request.user.person_id else "office:today")


@allow_anyone(because="Sets one's own reading preference; a cookie without a name in it.")
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = redirect(target if safe else "/")
    for name in ("elder", "contrast"):
        if name in request.POST:
            response.set_cookie(name, request.POST[name][:1], max_age=YEAR, samesite="Lax", httponly=True)
    return response


@allow_anyone(because="Health probe: says only whether the database answers.")
def health(_request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    sentence = _("一次提交的内容或文件太多了，没有收下。请返回上一页，分几次提交。") if too_much else ""
    return render(request, "errors/400.html", {"sentence": sentence}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(
        request, "errors/403.html", {"sentence": reason or _("您没有办理这一步的权限。")}, status=403
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", {}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke (the session, the database) must not break this page too."""
    context = {"csrf_input": csrf_input_lazy(request)}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)
