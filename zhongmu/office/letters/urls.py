from __future__ import annotations

from django.urls import path

from zhongmu.office.letters import views

urlpatterns = [
    path("", views.letters, name="letters"),
    path("<int:pk>/tell/", views.tell, name="letter_tell"),
    path("<int:pk>/print.pdf", views.letter_print, name="letter_print"),
]
