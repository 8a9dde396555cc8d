from __future__ import annotations

from django.urls import path

from zhongmu.office.reports import views

urlpatterns = [
    path("", views.report_list, name="report_list"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/interest/", views.declare, name="report_interest"),
    path("<int:pk>/reveal/", views.reveal_reporter, name="report_reveal"),
    path("<int:pk>/files/<int:number>/", views.report_file, name="report_file"),
    path("<int:pk>/<slug:name>/", views.move, name="report_move"),
]
