"""Registers the personas, and the record of what the tests prove, for every test."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from hypothesis import settings

# How long one example takes says how busy the machine is, not whether the property holds.
settings.register_profile("zhongmu", deadline=None)
settings.load_profile("zhongmu")

pytest_plugins = ["tests.personas", "tests.clause_record", "tests.racing"]


@pytest.fixture(autouse=True)
def _cold_cache() -> None:
    """Counters of attempts and policies once read: no test inherits another's (rolled-back ids come again)."""
    from zhongmu.bureaus.policy import forget  # the apps are ready only now

    cache.clear()
    forget()
