from __future__ import annotations

from django.urls import path

from zhongmu.portal.reports import views

urlpatterns = [path("told/", views.told, name="told")]
