"""What reaches the bureau by e-mail; the round of recruitment is the noun's."""

from __future__ import annotations

from tests.recruitment.conftest import _files, apply, filled, noticed, passed, photo, planned

__all__ = ["_files", "apply", "filled", "noticed", "passed", "photo", "planned"]
