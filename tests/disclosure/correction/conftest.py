"""Nobody is locked out of the back office."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def unlocked(settings: Settings) -> None:
    settings.AXES_ENABLED = False
