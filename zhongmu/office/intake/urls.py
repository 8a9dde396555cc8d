from __future__ import annotations

from django.urls import path

from zhongmu.office.intake import arrivals, lists, views

urlpatterns = [
    path("", views.intake, name="intake"),
    path("receipt/", views.receipt, name="intake_receipt"),
    path("paper/<slug:name>/", views.paper, name="intake_paper"),
    path("mail/", arrivals.arrivals, name="arrivals"),
    path("mail/new/", arrivals.upload, name="arrival_upload"),
    path("mail/<int:pk>/", arrivals.arrival, name="arrival"),
    path("mail/<int:pk>/do/<slug:name>/", arrivals.arrival_act, name="arrival_act"),
    path("mail/<int:pk>/files/<int:number>/", arrivals.arrival_file, name="arrival_file"),
    path("mail/<int:pk>/original/", arrivals.arrival_original, name="arrival_original"),
    path("sheets/", lists.sheets, name="sheets"),
    path("sheets/new/", lists.sheet_new, name="sheet_new"),
    path("sheets/template.xlsx", lists.sheet_template, name="sheet_template"),
    path("sheets/<int:pk>/", lists.sheet, name="sheet"),
    path("sheets/<int:pk>/import/", lists.sheet_import, name="sheet_import"),
    path("sheets/<int:pk>/drop/", lists.sheet_drop, name="sheet_drop"),
    path("sheets/<int:pk>/file/", lists.sheet_file, name="sheet_file"),
    path("sheets/rows/<int:pk>/", lists.sheet_row, name="sheet_row"),
    path("sheets/rows/<int:pk>/drop/", lists.sheet_row_drop, name="sheet_row_drop"),
    path("sheets/rows/<int:pk>/restore/", lists.sheet_row_restore, name="sheet_row_restore"),
    path("<slug:kind>/", views.register, name="intake_report"),
]
