"""Registers the personas for every test."""

from __future__ import annotations

pytest_plugins = ["tests.personas"]
