from __future__ import annotations

from django.urls import path

from zhongmu.portal.recruitment import applying, names, notices, progress

urlpatterns = [
    path("b/<slug:code>/notices/", notices.notices, name="notices"),
    path("b/<slug:code>/notices/<int:pk>/", notices.notice, name="notice"),
    path("b/<slug:code>/notices/<int:pk>/print.<str:form>", notices.notice_print, name="notice_print"),
    path("b/<slug:code>/notices/<int:pk>/apply/", applying.apply, name="apply"),
    path("b/<slug:code>/applied/", applying.apply_done, name="apply_done"),
    path("b/<slug:code>/applied/receipt.pdf", applying.receipt_print, name="apply_receipt"),
    path("b/<slug:code>/application-form.<str:form>", applying.blank_form, name="blank_form"),
    path("b/<slug:code>/names/<int:pk>/", names.name_notice, name="name_notice"),
    path("b/<slug:code>/names/<int:pk>/print.<str:form>", names.name_notice_print, name="name_notice_print"),
    path("b/<slug:code>/names/<int:pk>/objection/", names.objection, name="objection"),
    path("progress/", progress.progress, name="progress"),
    path("progress/correct/", progress.correct, name="correct"),
    path("progress/withdraw/", progress.withdraw, name="withdraw"),
    path("progress/withhold-name/", progress.withhold_name, name="withhold_name"),
    path("progress/form.<str:form>", progress.my_form, name="my_form"),
    path("progress/leave/", progress.leave, name="progress_leave"),
]
