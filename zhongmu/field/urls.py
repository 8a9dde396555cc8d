from __future__ import annotations

from django.urls import include, path

app_name = "field"
urlpatterns = [
    path("", include("zhongmu.field.corps.urls")),
    path("reports/", include("zhongmu.field.reports.urls")),
]
