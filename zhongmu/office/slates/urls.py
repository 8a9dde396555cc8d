from __future__ import annotations

from django.urls import path

from zhongmu.office.slates import explaining, running, setting

urlpatterns = [
    path("<int:pk>/slate/", setting.slate, name="slate"),
    path("<int:pk>/slate/design/", setting.slate_design, name="slate_design"),
    path("<int:pk>/slate/start/", setting.slate_start, name="slate_start"),
    path("<int:pk>/slate/try/", explaining.slate_try, name="slate_try"),
    path("slates/<int:pk>/", running.slate_run, name="slate_run"),
    path("slates/<int:pk>/stop/", running.slate_stop, name="slate_stop"),
    path("slates/<int:pk>/adopt/", running.slate_adopt, name="slate_adopt"),
    path("slates/<int:pk>/aside/", running.slate_aside, name="slate_aside"),
    path("slates/<int:pk>/files.zip", running.slate_files, name="slate_files"),
    path("slates/<int:pk>/why/<int:application>/", explaining.slate_why, name="slate_why"),
]
