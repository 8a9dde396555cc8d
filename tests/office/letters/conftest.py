from __future__ import annotations

from tests.reports.conftest import _files_apart, appointed, brought_to, filed, opened, supervisor

__all__ = ["_files_apart", "appointed", "brought_to", "filed", "opened", "supervisor"]
