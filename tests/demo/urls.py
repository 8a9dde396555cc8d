from __future__ import annotations

from django.urls import include, path

from zhongmu.config.urls import handler400, handler403, handler404, handler500
from zhongmu.config.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [*real, path("demo/", include("zhongmu.demo.urls"))]
