from __future__ import annotations

from django.urls import path

from zhongmu.office.members import views

urlpatterns = [
    path("", views.members, name="members"),
    path("new/", views.add, name="member_add"),
    path("<int:pk>/end/", views.end, name="member_end"),
    path("<int:pk>/reset/", views.reset, name="member_reset"),
    path("switch/", views.switch, name="switch_bureau"),
]
