from __future__ import annotations

from django.urls import path

from zhongmu.field.corps import views

urlpatterns = [
    path("", views.home, name="home"),
    path("certificate/<int:pk>/", views.certificate, name="certificate"),
    path("pledge/<int:pk>/", views.pledge, name="pledge"),
    path("renewal/<int:pk>/", views.renewal, name="renewal"),
    path("consents/", views.consents, name="consents"),
]
