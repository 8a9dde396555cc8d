from __future__ import annotations

from django.urls import path

from zhongmu.field.reports import views

urlpatterns = [
    path("", views.report_list, name="report_list"),
    path("new/", views.report_start, name="report_start"),
    path("new/<slug:kind>/", views.report_new, name="report_new"),
    path("receipt/", views.receipt, name="receipt"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/say/", views.say, name="report_say"),
]
