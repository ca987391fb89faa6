"""Officers sign in without a password."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """The lockout asks for the password."""
    settings.AXES_ENABLED = False
