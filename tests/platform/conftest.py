"""Shared by the tests of the platform."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False
