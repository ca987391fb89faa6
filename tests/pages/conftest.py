"""Copies of pages switched on, and none left from another test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from portal.pages.copies import copies


@pytest.fixture(autouse=True)
def kept_pages(settings: Settings) -> Iterator[None]:
    settings.PAGE_COPIES = True
    settings.AXES_ENABLED = False
    copies.clear()
    cache.clear()
    yield
    copies.clear()
