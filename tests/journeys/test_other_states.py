"""States of a page that its reader's machine brings about: large type, forced colours, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.axe import inject, overflow, violations
from tests.journeys.conftest import Open
from tests.journeys.places import Places

pytestmark = pytest.mark.browser

# What a person asks a browser for who cannot read type of the usual 16 px.
TWICE = {"standard": 32, "fixed": 26}
# Words that stand in a column one or two characters wide: three lines or more of what fits on one.
_SQUEEZED = """() => [...document.querySelectorAll('a, button, summary, dt, th, h2, h3')]
    .filter((e) => e.checkVisibility() && !e.closest('.out-of-sight'))
    .filter((e) => e.textContent.trim().length > 2)
    .map((e) => [e, e.getBoundingClientRect(), parseFloat(getComputedStyle(e).fontSize)])
    .filter(([e, box, size]) => box.width < size * 3 && box.height > size * 3)
    .map(([e]) => e.outerHTML.slice(0, 120))"""
# What stands beside the text on a wide screen, and must go below it or away.
_BESIDE = """() => [...document.querySelectorAll('.rail, .facets, .doc3 > .out, .menu.only-wide')]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width < innerWidth / 2)
    .map((e) => e.className)"""
_CURRENT = """() => {
    const entries = [...document.querySelectorAll('.entries .first-line a')];
    const edge = (e) => getComputedStyle(e).borderBottomColor;
    const paper = getComputedStyle(document.body).backgroundColor;
    return entries.filter((e) => edge(e) !== paper).map((e) => e.getAttribute('aria-current'));
}"""
# What only somebody before a screen can use.
_FURNITURE = """() => [...document.querySelectorAll(
        '.util, .seek, .entries, .crumbs, .rail, .facets, .pager, .hotline, main button, .skip')]
    .filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 80))"""


def some(places: Places) -> dict[str, str]:
    """One page of each layout."""
    compared = f"/documents/{places.rule.pk}/compare/{places.revised.pk}/"
    return {
        "home": "/",
        "library": "/library/?validity=all",
        "found": "/library/?q=停车",
        "document": places.revised.get_absolute_url(),
        "superseded": places.rule.get_absolute_url(),
        "comparison": compared,
        "platform": "/openness/",
        "contents": "/openness/contents/",
        "requests": "/requests/",
        "organs": "/requests/apply/",
        "register": "/requests/register/",
        "settings": "/preferences/",
    }


@pytest.fixture
def enlarged(open_page: Open) -> Page:
    page = open_page("/preferences/")
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": TWICE})
    return page


def test_twice_the_type_stacks_columns_and_squeezes_nothing(
    enlarged: Page, places: Places, live_server: Any
) -> None:
    faults = {}
    for name, address in some(places).items():
        enlarged.goto(f"{live_server.url}{address}")
        assert enlarged.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 33
        for width in (1280, 375):
            enlarged.set_viewport_size({"width": width, "height": 900})
            found = [*enlarged.evaluate(_SQUEEZED), *enlarged.evaluate(_BESIDE)]
            if over := overflow(enlarged):
                found.append(f"{over}px too wide")
            if found:
                faults[f"{name} {width}"] = found
    assert faults == {}


def test_in_forced_colours_one_entry_is_current_and_nothing_is_lost(
    open_page: Open, places: Places, live_server: Any
) -> None:
    page = open_page("/preferences/")
    page.emulate_media(forced_colors="active")
    faults = {}
    for name, address in some(places).items():
        page.goto(f"{live_server.url}{address}")
        marked = page.evaluate(_CURRENT)
        if marked not in (["page"], []):
            faults[f"{name}: entries"] = marked
        inject(page)
        if found := violations(page):
            faults[name] = found
    assert faults == {}


def test_paper_has_the_text_and_none_of_the_furniture(
    open_page: Open, places: Places, live_server: Any
) -> None:
    page = open_page("/preferences/", width=794)
    page.emulate_media(media="print")
    faults = {}
    for name, address in some(places).items():
        page.goto(f"{live_server.url}{address}")
        found = page.evaluate(_FURNITURE)
        if name in ("document", "superseded", "comparison") and found:
            faults[name] = found
        if over := overflow(page):
            faults[f"{name}: width"] = over
    assert faults == {}
    margins = page.evaluate(
        """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
            .filter((rule) => rule instanceof CSSPageRule).map((rule) => rule.style.margin)"""
    )
    assert margins == ["20mm 20mm 18mm"]


def test_nothing_touches_what_stands_above_it(open_page: Open, places: Places) -> None:
    """Where a form, a row of buttons or a search ends, the next thing keeps its distance."""
    pairs = (
        ("/accounts/password/reset/", ".form .actions", ".form + p"),
        ("/library/", ".bar", ".applied"),
        ("/requests/", ".big-doors", ".big-doors + *"),
    )
    for address, above, below in pairs:
        page = open_page(address, width=375)
        upper, lower = (
            page.locator(above).first.bounding_box(),
            page.locator(below).first.bounding_box(),
        )
        assert upper, above
        assert lower, below
        assert lower["y"] - upper["y"] - upper["height"] >= 12, address
    tablet = open_page("/library/", width=768)
    margin = "parseFloat(getComputedStyle(document.querySelector('.wrap')).paddingLeft)"
    assert tablet.evaluate(margin) == 32
