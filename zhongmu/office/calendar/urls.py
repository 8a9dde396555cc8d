from __future__ import annotations

from django.urls import path

from zhongmu.office.calendar import views

urlpatterns = [path("", views.calendar, name="calendar")]
