from __future__ import annotations

from django.urls import path

from zhongmu.office.intake import views

urlpatterns = [
    path("", views.intake, name="intake"),
    path("receipt/", views.receipt, name="intake_receipt"),
    path("paper/<slug:name>/", views.paper, name="intake_paper"),
    path("<slug:kind>/", views.register, name="intake_report"),
]
