"""WCAG 2.2 AA as far as a machine can tell, on every public page: axe, reflow, 长者版."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.builders import City
from tests.journeys.axe import (
    COLOUR_RULES,
    EVERY_RULE,
    OTHER_RULES,
    WIDTHS,
    inject,
    overflow,
    violations,
)
from tests.journeys.conftest import Desk, Open
from tests.journeys.places import NO_PAGES, READER, SENT_ON, Places, private_pages
from tests.site.test_every_address import PUBLIC

pytestmark = pytest.mark.browser

STANDARD, ELDER = "off.default.standard", "on.default.standard"
TYPE = 18
HEIGHT = 60

_SMALL = """(least) => [...document.querySelectorAll('body *')]
    .filter((e) => e.checkVisibility() && [...e.childNodes].some(
        (n) => n.nodeType === 3 && n.textContent.trim()))
    .filter((e) => !e.closest('.out-of-sight, .sheet'))
    .filter((e) => parseFloat(getComputedStyle(e).fontSize) < least)
    .map((e) => e.outerHTML.slice(0, 120))"""
_LOW = """(least) => [...document.querySelectorAll(
        'button, .btn, summary, select, textarea, input:not([type=radio], [type=checkbox])')]
    .filter((e) => e.checkVisibility() && !e.closest('.out-of-sight'))
    .filter((e) => e.getBoundingClientRect().height < least - 0.5)
    .map((e) => e.outerHTML.slice(0, 120))"""
_MOVING = """() => document.getAnimations().length + document.querySelectorAll(
    'marquee, [autoplay], meta[http-equiv=refresh]').length"""

Look = Callable[[Page, str, int, bool], None]


def visit(page: Page, base: str, pages: Mapping[str, str], look: Look) -> None:
    """Load each page once and look at it in every width.

    Of two ways to look, every page has one in the narrow and one in the wide window, in turn: what
    pages share is seen in both, at half the cost.
    """
    for number, (name, address) in enumerate(pages.items()):
        page.goto(f"{base}{address}")
        inject(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            look(page, name, width, (width == WIDTHS[0]) == (number % 2 == 0))


def wear(page: Page, theme: str) -> None:
    """Put on a theme as the cookie does: test_a_theme_is_one_word_of_the_page."""
    page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)


def in_three_themes(faults: list[str]) -> Look:
    """Every rule; again, in the dark or the yellow theme, those that look at colours. The colours
    of a theme are looked at in one width.
    """

    def look(page: Page, name: str, width: int, first: bool) -> None:
        looks = (
            [("default", EVERY_RULE), ("dark", COLOUR_RULES)]
            if first
            else [("default", OTHER_RULES), ("yellow", COLOUR_RULES)]
        )
        for theme, rules in looks:
            wear(page, theme)
            faults.extend(f"{name} {theme} {width}: {one}" for one in violations(page, rules))
        if over := overflow(page):
            faults.append(f"{name} {width}: {over}px too wide")

    return look


def in_elder(faults: list[str]) -> Look:
    """Size of type and of what is pressed, nothing moves, the way out in sight; axe in one width,
    for the markup is that of the other version, which it saw in both.
    """

    def look(page: Page, name: str, width: int, first: bool) -> None:
        found = [*page.evaluate(_SMALL, TYPE), *page.evaluate(_LOW, HEIGHT)]
        if first:
            found += violations(page)
        if over := overflow(page):
            found.append(f"{over}px too wide")
        if page.evaluate(_MOVING):
            found.append("moves by itself")
        # The sheet stands alone: its bar leads back to the page that has both.
        if "/print/" not in page.url:
            if not page.locator(".util").get_by_text("回标准版").is_visible():
                found.append("no way out")
            if not page.locator(".hotline a[href='tel:12345']").is_visible():
                found.append("no telephone")
        faults.extend(f"{name} {width}: {fault}" for fault in found)

    return look


LOOKS = [
    pytest.param(STANDARD, in_three_themes, id="themes"),
    pytest.param(ELDER, in_elder, id="elder"),
]


@pytest.mark.parametrize(("reading", "looking"), LOOKS)
def test_every_public_page(
    open_page: Open, places: Places, live_server: Any, reading: str, looking: Any
) -> None:
    faults: list[str] = []
    page = open_page("/", reading=reading)
    visit(page, live_server.url, places.pages(), looking(faults))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("reading", "looking"), LOOKS)
def test_every_page_of_a_reader(
    places: Places, desk: Desk, live_server: Any, reading: str, looking: Any
) -> None:
    faults: list[str] = []
    page = desk(READER)
    page.context.add_cookies([{"name": "reading", "value": reading, "url": live_server.url}])
    visit(page, live_server.url, private_pages(places), looking(faults))
    assert not faults, "\n".join(faults)


def test_what_is_left_out_is_no_page(open_page: Open, places: Places, live_server: Any) -> None:
    """A page that is added is visited; one that is left out here must not be one."""
    assert set(NO_PAGES) <= PUBLIC
    assert SENT_ON <= PUBLIC
    page = open_page("/")
    kinds = {
        address: page.request.get(f"{live_server.url}{address}").headers["content-type"]
        for address in (
            "/api/schema/",
            "/api/v1/documents/",
            "/library/feed/",
            "/oai/",
            "/robots.txt",
            "/sitemap.xml",
            "/qr.svg?path=/",
            f"/documents/{places.revised.pk}/download.docx",
        )
    }
    assert [kind for kind in kinds.values() if "text/html" in kind] == []
    answer = page.request.get(f"{live_server.url}/admin/login/", max_redirects=0)
    assert answer.status == 302


def settled(page: Page) -> Page:
    """Once the outline has marked where the reader is."""
    page.locator(".outline [aria-current]").first.wait_for(state="attached")
    return page


def test_a_theme_is_one_word_of_the_page(open_page: Open, places: Places) -> None:
    """What lets one load stand for every theme: nothing but the attribute differs."""
    address = places.revised.get_absolute_url()
    plain = settled(open_page(address, reading=STANDARD))
    for theme in ("dark", "yellow"):
        other = settled(open_page(address, reading=f"off.{theme}.standard"))
        colours = "getComputedStyle(document.body).backgroundColor"
        assert plain.evaluate(colours) != other.evaluate(colours)
        wear(other, "default")
        assert other.evaluate(colours) == plain.evaluate(colours)
        outer = "document.documentElement.outerHTML"
        assert other.evaluate(outer) == plain.evaluate(outer)


def test_the_largest_type_still_fits_at_320(
    open_page: Open, places: Places, live_server: Any
) -> None:
    page = open_page("/", width=320, reading="off.default.larger")
    wide = {}
    for name, address in places.pages().items():
        page.goto(f"{live_server.url}{address}")
        if over := overflow(page):
            wide[name] = over
    assert wide == {}


def test_no_request_leaves_the_site(
    open_page: Open, committed_city: City, places: Places, live_server: Any
) -> None:
    page = open_page("/")
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    for address in ("/", "/library/?q=停车", places.revised.get_absolute_url(), "/preferences/"):
        page.goto(f"{live_server.url}{address}")
    assert [url for url in outside if not url.startswith(live_server.url)] == []
    assert errors == []
