from __future__ import annotations

from django.urls import path

from zhongmu.office.ledger import views

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("verify/", views.verify, name="ledger_verify"),
    path("export/", views.export, name="ledger_export"),
    path("heads/", views.heads, name="ledger_heads"),
]
