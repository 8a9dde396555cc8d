from __future__ import annotations

from django.urls import path

from zhongmu.office.recruitment import applications, batches, choosing, names, paper

urlpatterns = [
    path("", batches.batch_list, name="batch_list"),
    path("new/", batches.batch_new, name="batch_new"),
    path("<int:pk>/", batches.batch, name="batch"),
    path("<int:pk>/plan/", batches.batch_edit, name="batch_edit"),
    path("<int:pk>/notice/", batches.notice_edit, name="notice_edit"),
    path("<int:pk>/notice/print.<str:form>", batches.notice_print, name="notice_print"),
    path("<int:pk>/do/<str:name>/", batches.batch_act, name="batch_act"),
    path("<int:pk>/certificates/", batches.batch_certificates, name="batch_certificates"),
    path("<int:pk>/applications/", applications.applications, name="applications"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/check/", applications.check, name="check"),
    path("applications/<int:pk>/do/<str:name>/", applications.application_act, name="application_act"),
    path("applications/<int:pk>/photo/", applications.photo, name="application_photo"),
    path("applications/<int:pk>/scan/<str:which>/", applications.scan, name="application_scan"),
    path("applications/<int:pk>/form.<str:form>", applications.application_print, name="application_print"),
    path("<int:pk>/choose/", choosing.choose, name="choose"),
    path("<int:pk>/minutes/", choosing.minutes, name="minutes"),
    path("applications/<int:pk>/opinion/", choosing.opinion, name="opinion"),
    path("<int:pk>/names/", names.name_notice, name="name_notice"),
    path("names/<int:pk>/print.<str:form>", names.name_notice_print, name="name_notice_print"),
    path("applications/<int:pk>/nameless/", names.nameless, name="nameless"),
    path("objections/", names.objections, name="objections"),
    path("names/<int:pk>/objection/", names.objection_new, name="objection_new"),
    path("objections/<int:pk>/", names.objection, name="objection"),
    path("objections/<int:pk>/do/<str:name>/", names.objection_act, name="objection_act"),
    path("paper/", paper.intake_application, name="intake_application"),
    path("paper/<int:pk>/correct/", paper.correct_for, name="correct_for"),
]
