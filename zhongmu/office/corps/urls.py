from __future__ import annotations

from django.urls import path

from zhongmu.office.corps import certificates, renewals, views

urlpatterns = [
    path("", views.register, name="register"),
    path("<int:pk>/", views.appointment, name="appointment"),
    path("<int:pk>/reveal/", views.reveal, name="appointment_reveal"),
    path("<int:pk>/review/", views.review, name="appointment_review"),
    path("<int:pk>/decide/", views.decide, name="appointment_decide"),
    path("<int:pk>/pledge/", views.pledge, name="appointment_pledge"),
    path("<int:pk>/pledge/scan/", views.pledge_scan, name="appointment_pledge_scan"),
    path("renewals/", renewals.renewal_list, name="renewal_list"),
    path("renewals/renew/", renewals.renew_many, name="renew_many"),
    path("<int:pk>/renewal/", renewals.renewal, name="renewal"),
    path("<int:pk>/renewal/ask/", renewals.ask, name="renewal_ask"),
    path("<int:pk>/renewal/answer/", renewals.answer, name="renewal_answer"),
    path("<int:pk>/renewal/propose/", renewals.propose, name="renewal_propose"),
    path("<int:pk>/renewal/decide/", renewals.decide, name="renewal_decide"),
    path("<int:pk>/renewal/reopen/", renewals.reopen, name="renewal_reopen"),
    path("<int:pk>/renewal/scan/", renewals.scan, name="renewal_scan"),
    path("<int:pk>/renewal/form.pdf", renewals.sheet, name="renewal_form"),
    path("<int:pk>/<slug:name>/", views.move, name="appointment_move"),
    path("<int:pk>/certificate/issue/", certificates.issue, name="certificate_issue"),
    path("<int:pk>/certificate/void/", certificates.void, name="certificate_void"),
    path("<int:pk>/certificate/print/", certificates.print_one, name="certificate_print"),
    path("<int:pk>/slip/print/", certificates.slip, name="slip"),
    path("certificates/", certificates.batch, name="certificates"),
    path("prints/<int:pk>/", certificates.print_job, name="print_job"),
    path("prints/<int:pk>/sheets.pdf", certificates.print_job_sheets, name="print_job_sheets"),
]
