"""Every route says who may come in; start-up fails otherwise, and so does this."""

from __future__ import annotations

from django.urls import path

from zhongmu.web import access


def test_every_page_states_its_access():
    assert access.every_view_states_its_access() == []


def test_a_page_that_does_not_is_found(monkeypatch):
    def forgotten(request):
        raise AssertionError(request)

    pattern = path("forgotten/", forgotten)
    monkeypatch.setattr(access, "views_of", lambda: iter([(pattern, forgotten)]))
    [error] = access.every_view_states_its_access()
    assert error.id == "web.E001"
    assert "forgotten" in str(error.obj)
