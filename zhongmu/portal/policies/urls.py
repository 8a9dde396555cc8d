from __future__ import annotations

from django.urls import path

from zhongmu.portal.policies import views

urlpatterns = [
    path("", views.measures, name="measures"),
    path("compare/", views.compare, name="compare"),
    path("<slug:pack_id>/", views.measure, name="measure"),
]
