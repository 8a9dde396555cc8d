from __future__ import annotations

from django.urls import path

from zhongmu.portal.corps import views

urlpatterns = [
    path("c/", views.certificate_lookup, name="certificate_lookup"),
    path("c/<str:token>/", views.certificate, name="certificate"),
    path("c/<str:token>/photo.jpg", views.certificate_photo, name="certificate_photo"),
    path("activate/", views.activate, name="activate"),
    path("institutions/", views.institutions, name="institutions"),
    path("b/<slug:code>/institutions/", views.bureau_institutions, name="bureau_institutions"),
    path("b/<slug:code>/institutions/form.pdf", views.institution_form, name="institution_form"),
    path("b/<slug:code>/roster/", views.roster, name="roster"),
]
