from __future__ import annotations

from django.urls import path

from zhongmu.office.policies import views

urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("all/", views.confirm_all, name="confirm_all"),
    path("<str:key>/", views.decide, name="decide"),
]
