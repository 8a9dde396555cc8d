from __future__ import annotations

from django.urls import include, path

from zhongmu.office.scoring.urls import desk, reviewers

app_name = "office"
urlpatterns = [
    path("", include("zhongmu.office.home.urls")),
    path("recruitment/scoring/", include(desk)),
    path("recruitment/", include("zhongmu.office.recruitment.urls")),
    path("scoring/", include(reviewers)),
    path("recruitment/", include("zhongmu.office.slates.urls")),
    path("institutions/", include("zhongmu.office.institutions.urls")),
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
