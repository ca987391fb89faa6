"""Every page declared as shared is what it says: complete in what it reads, the same from a copy,
without a token, and one question when it is kept. On a site with something on every page.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from pytest_django import Settings

from portal.pages.copies import copies
from portal.pages.followed import has_followed
from portal.pages.registry import page_of, pages
from tests.journeys.places import Places

pytestmark = pytest.mark.django_db(transaction=True)
_TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def shared(places: Places) -> dict[str, str]:
    """Every address of a page that is declared, by its name or state."""
    edited = places.revised.pk
    found = places.pages() | {
        "disclosure:editions": reverse("disclosure:editions", args=[edited]),
        "disclosure:edition": reverse("disclosure:edition", args=[edited, 1]),
    }
    return {
        name: address
        for name, address in found.items()
        if name != "missing" and page_of(resolve(address.split("?")[0]).view_name)
    }


def test_every_shared_page(places: Places, settings: Settings) -> None:
    found = shared(places)
    declared = {resolve(address.split("?")[0]).view_name for address in found.values()}
    assert declared == set(pages())
    plain = {name: Client().get(address) for name, address in found.items()}
    settings.PAGE_COPIES = True
    copies.clear()
    cache.clear()
    for name, address in found.items():
        check(name, address, plain[name])


def check(name: str, address: str, plain: Any) -> None:
    """One page, made and kept."""
    page = page_of(resolve(address.split("?", maxsplit=1)[0]).view_name)
    assert page is not None
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        made = client.get(address)
    read = {table for each in asked for table in _TABLE.findall(each["sql"])}
    assert read - {"pages_pagechange"} <= set(page.tables), name
    assert "csrfmiddlewaretoken" not in made.content.decode(), name
    assert not made.cookies, name
    # The sheet of paper is no page of the site, and has three of its own.
    assert made.content.count(b'rel="stylesheet"') <= (3 if name == "disclosure:sheet" else 2), name
    if "ETag" not in made:
        # Gone, never there, typed, or the index has not followed: nobody keeps it.
        is_typed = any(f"{word}=" in address for word in page.apart)
        is_behind = page.searches and not has_followed()
        assert made.status_code in (400, 404, 410) or is_typed or is_behind, name
        return
    if "?" not in address:
        assert made.content == plain.content, name
    assert made["Content-Security-Policy"] == plain["Content-Security-Policy"], name
    with CaptureQueriesContext(connection) as asked:
        kept = client.get(address)
    assert (len(asked), kept.content) == (1, made.content), name
    with CaptureQueriesContext(connection) as asked:
        held = client.get(address, headers={"If-None-Match": made["ETag"]})
    assert (len(asked), held.status_code) == (1, 304), name
