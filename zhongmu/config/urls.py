from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.db.transaction import atomic
from django.urls import include, path

from zhongmu.config import views
from zhongmu.web.access import allow_anyone, signed_in

_door = allow_anyone(because="The way in; answers the same for every wrong name or password.")
_way_out = allow_anyone(
    because="Ends the visitor's own session, idle or not; without one there is nothing to end."
)

urlpatterns = [
    path("my/", include("zhongmu.field.urls")),
    path("office/", include("zhongmu.office.urls")),
    path("home/", views.home, name="home"),
    path("preferences/", views.preferences, name="preferences"),
    path("health/", views.health, name="health"),
    # Of allauth only these: login, logout, password and TOTP. What one of them changes and the ledger's line
    # about it (`people.changes`) stand or fall together.
    path("login/", _door(account.login), name="account_login"),
    path("logout/", _way_out(account.logout), name="account_logout"),
    path("account/password/", signed_in(atomic(account.password_change)), name="account_change_password"),
    # A persona of the demo has no password yet; everyone else sets one by the slip or gets one from a colleague.
    path("account/password/set/", signed_in(atomic(account.password_set)), name="account_set_password"),
    path("account/confirm/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/second-factor/", signed_in(mfa.index), name="mfa_index"),
    path("login/second-factor/", _door(mfa.authenticate), name="mfa_authenticate"),
    path("account/second-factor/confirm/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-factor/activate/", signed_in(atomic(totp.activate_totp)), name="mfa_activate_totp"),
    path(
        "account/second-factor/deactivate/",
        signed_in(atomic(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path("account/recovery-codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        signed_in(atomic(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/download/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("", include("zhongmu.portal.urls")),  # last: no other page has to be tried against all of these
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("zhongmu.demo.urls")))

handler400 = "zhongmu.config.views.bad_request"
handler403 = "zhongmu.config.views.forbidden"
handler404 = "zhongmu.config.views.not_found"
handler500 = "zhongmu.config.views.server_error"
