"""Each test counts from nothing."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def number() -> str:
    """A number that no other test has counted, in this process either."""
    return f"XH-2026-{uuid.uuid4().hex}"
