from __future__ import annotations

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("", include("zhongmu.portal.front.urls")),
    path("measures/", include("zhongmu.portal.policies.urls")),
    path("", include("zhongmu.portal.recruitment.urls")),
    path("", include("zhongmu.portal.corps.urls")),
    path("", include("zhongmu.portal.reports.urls")),
]
