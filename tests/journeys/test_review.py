"""Whoever judges a document reads its text with the decision in sight; nothing lies on anything."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk

pytestmark = pytest.mark.browser

# Pairs of what is typed in or pressed that lie on each other.
_OVERLAPS = """() => {
  const all = [...document.querySelectorAll("#decision :is(input, textarea, select, button)")];
  const shown = all.filter((e) => e.type !== "hidden" && e.offsetParent);
  const boxes = shown.map((e) => [e.name || e.textContent, e.getBoundingClientRect()]);
  return boxes.flatMap(([name, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map(([other]) => `${name} / ${other}`));
}"""


def test_the_decision_is_in_sight_and_nothing_overlaps(
    desk: Desk, committed_city: City, live_server: Any
) -> None:
    lines = "\n".join(f"第{number}段，产权人负责日常养护。" for number in range(1, 60))
    document = draft(committed_city, body=lines)
    bring_to(document, "signing", cast=committed_city.cast, at=FILED_AT)
    page = desk(Role.SIGNER)
    page.goto(f"{live_server.url}/admin/disclosure/document/{document.pk}/change/")
    for width in (1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(_OVERLAPS) == [], width
        page.get_by_text("第59段").scroll_into_view_if_needed()
        assert in_sight(page, "签发"), width
        left, right = page.locator(".st-text"), page.locator("#decision")
        assert edge(left, "right") < edge(right, "left"), width
    page.set_viewport_size({"width": 375, "height": 900})
    page.evaluate("window.scrollTo(0, 0)")
    assert page.evaluate(_OVERLAPS) == []
    assert edge(page.locator(".st-text"), "bottom") < edge(page.locator("#decision"), "top")
    page.get_by_role("link", name="看完正文，去办理").click()
    assert in_sight(page, "签发")
    assert not faults(page, back_office=True)


def edge(place: Any, side: str) -> float:
    found: float = place.first.evaluate(f"(e) => e.getBoundingClientRect().{side}")
    return found


def in_sight(page: Page, name: str) -> bool:
    """Whether the button of the decision is on the screen as it is scrolled now."""
    button = page.locator("#decision").get_by_role("button", name=name, exact=True)
    height: int = page.evaluate("innerHeight")
    return edge(button, "top") >= 0 and edge(button, "bottom") <= height
