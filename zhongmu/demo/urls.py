from __future__ import annotations

from django.urls import path

from zhongmu.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.door, name="door"),
    path("enter/<slug:key>/", views.enter, name="enter"),
]
