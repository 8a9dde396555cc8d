from __future__ import annotations

from django.urls import path

from zhongmu.office.oversight import views

urlpatterns = [
    path("", views.oversight, name="oversight"),
    path("<slug:code>/structure/", views.structure_below, name="structure_below"),
]
