from __future__ import annotations

from django.urls import path

from zhongmu.office.institutions import views

urlpatterns = [
    path("", views.institutions, name="institutions"),
    path("<int:pk>/end/", views.end, name="institution_end"),
]
