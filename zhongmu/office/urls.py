from __future__ import annotations

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("", include("zhongmu.office.home.urls")),
    path("recruitment/", include("zhongmu.office.recruitment.urls")),
    path("corps/", include("zhongmu.office.corps.urls")),
    path("reports/", include("zhongmu.office.reports.urls")),
    path("intake/", include("zhongmu.office.intake.urls")),
    path("letters/", include("zhongmu.office.letters.urls")),
    path("policies/", include("zhongmu.office.policies.urls")),
    path("ledger/", include("zhongmu.office.ledger.urls")),
    path("members/", include("zhongmu.office.members.urls")),
    path("calendar/", include("zhongmu.office.calendar.urls")),
    path("oversight/", include("zhongmu.office.oversight.urls")),
]
