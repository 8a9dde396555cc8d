from __future__ import annotations

from django.urls import path

from zhongmu.portal.front import views

urlpatterns = [
    path("", views.front, name="front"),
    path("b/<slug:code>/", views.bureau, name="bureau"),
]
