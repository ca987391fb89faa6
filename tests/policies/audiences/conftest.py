"""Nobody is locked out of the back office, and each test counts from nothing."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def fresh(settings: Settings) -> None:
    settings.AXES_ENABLED = False
    cache.clear()
