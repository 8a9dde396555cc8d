"""Every page states who may see it; a page that does not is an error at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _

from zhongmu.bureaus.queries import memberships_of
from zhongmu.ledger.actors import Actor
from zhongmu.recruitment.called import unit_of
from zhongmu.web.requests import PageRequest

View = Callable[..., HttpResponseBase]  # a page, or a file on its way out


def _idle_too_long(request: PageRequest) -> bool:
    """Log out a session left alone for longer than IDLE_MINUTES; otherwise note, once a minute, that it is used.

    A supervisor's is noted to ten minutes only: beside the second of a report it must not say whose it was.
    """
    now, seen = int(request.now.timestamp()), request.session.get("seen_at")
    if seen is not None and now - seen > settings.IDLE_MINUTES * 60:
        logout(request)
        messages.warning(request, _("长时间没有操作，已为您退出。请重新登录，刚才已提交的内容都在。"))
        return True
    grain = 60 if request.user.person_id is None else 600
    if seen is None or now - seen >= grain:
        request.session["seen_at"] = now - now % grain
    return False


def _has_second_factor(request: PageRequest) -> bool:
    """Staff need TOTP. The answer is kept in the session; entering as a persona counts only in the demo."""
    if request.session.get("second_factor"):
        return True
    if settings.DEMO and request.session.get("persona"):
        return True
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        request.session["second_factor"] = True
        return True
    return False


def enter(request: PageRequest) -> HttpResponse | None:
    """Set `request.memberships`, `.bureau`, `.role` names and `.actor` for staff; or return where to go first."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if _idle_too_long(request):
        return redirect_to_login(request.get_full_path())
    rows = memberships_of(request.user, request.today)
    if not rows:
        raise PermissionDenied(_("您的账号不属于任何医疗保障机构。需要办理业务请联系本单位系统管理员。"))
    if not _has_second_factor(request):
        messages.info(request, _("工作人员登录须绑定动态口令。请先绑定，再继续办理。"))
        return redirect("mfa_activate_totp")
    wanted = request.session.get("bureau")
    chosen = [m for m in rows if m.bureau_id == wanted] or [
        m for m in rows if m.bureau_id == rows[0].bureau_id
    ]
    request.bureau = chosen[0].bureau
    request.memberships = chosen
    request.other_bureaus = [m.bureau for m in rows if m.bureau_id != request.bureau.pk]
    request.policy = request.bureau.policy(request.today)
    return None


def _act_as(request: PageRequest, roles: frozenset[str]) -> None:
    """Pick the membership that allows this page; refuse when none does."""
    allowed = [m for m in request.memberships if not roles or m.role in roles]
    if not allowed:
        raise PermissionDenied(_("这一页不在您的职责范围内。需要时请本局负责人或系统管理员调整您的角色。"))
    request.membership = allowed[0]
    request.actor = Actor(role=allowed[0].role, account=request.user.pk)


def allow(*roles: str) -> Callable[[View], View]:
    """A page for staff of one bureau with one of these roles. A stranger is sent to log in, a colleague gets 403."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if first := enter(request):
                return first
            _act_as(request, frozenset(roles))
            return view(request, *args, **kwargs)

        wrapper.access = f"staff: {', '.join(roles)}"  # type: ignore[attr-defined]
        return wrapper

    return decorator


def supervisor_only(view: View) -> View:
    """A page for a person with an activated supervisor account; what an ended term closes is the view's question."""

    @wraps(view)
    def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or _idle_too_long(request):
            return redirect_to_login(request.get_full_path())
        if request.user.person is None:
            raise PermissionDenied(_("这一页供社会监督员本人使用。工作人员请从“今天”进入。"))
        request.person = request.user.person
        request.actor = Actor(role="supervisor")
        return view(request, *args, **kwargs)

    wrapper.access = "supervisor"  # type: ignore[attr-defined]
    return wrapper


def unit_only(view: View) -> View:
    """A page for the login of a recommending unit: its own nominations, and nothing else of the bureau."""

    @wraps(view)
    def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or _idle_too_long(request):
            return redirect_to_login(request.get_full_path())
        unit = unit_of(request.user) if request.user.of_unit else None
        if unit is None:
            raise PermissionDenied(_("这一页供推荐单位使用。需要开通账号的，请联系医疗保障局。"))
        request.unit, request.bureau = unit, unit.bureau
        request.policy = unit.bureau.policy(request.today)
        request.actor = Actor("unit", account=request.user.pk)
        return view(request, *args, **kwargs)

    wrapper.access = "unit"  # type: ignore[attr-defined]
    return wrapper


def signed_in(view: View) -> View:
    """Any account, for pages about the account itself."""

    @wraps(view)
    def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or _idle_too_long(request):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    wrapper.access = "signed in"  # type: ignore[attr-defined]
    return wrapper


def allow_anyone(*, because: str) -> Callable[[View], View]:
    """A public page; `because` says why it gives nothing away."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        wrapper.access = f"anyone: {because}"  # type: ignore[attr-defined]
        return wrapper

    return decorator


def only_in_demo(view: View) -> View:
    """A page of the demo door: outside the demo it does not exist."""

    @wraps(view)
    def wrapper(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    wrapper.access = "demo only"  # type: ignore[attr-defined]
    return wrapper


def views_of(resolver: URLResolver | None = None) -> Iterator[tuple[URLPattern, View]]:
    """Every route and its view, nested includes opened."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry, entry.callback
        else:
            yield from views_of(entry)


@register()
def every_view_states_its_access(**_kwargs: object) -> list[CheckMessage]:
    return [
        Error(
            f"{pattern.pattern}: decorate the view with @allow, @supervisor_only, @unit_only, @signed_in or @allow_anyone.",
            obj=f"{view.__module__}.{getattr(view, '__name__', view)}",
            id="web.E001",
        )
        for pattern, view in views_of()
        if not hasattr(view, "access")
    ]
