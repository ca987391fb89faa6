"""Each test counts from nothing; and a cache that does not answer."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def broken_cache(settings: Settings) -> None:
    """Nobody listens on port 1."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }


@pytest.fixture
def number() -> str:
    """A number that no other test has counted, in this process either."""
    return f"XH-2026-{uuid.uuid4().hex}"
