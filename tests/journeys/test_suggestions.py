"""Suggestions below a search box: by keys alone, for a screen reader, and by pressing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.search.follower import following
from tests.builders import City, published
from tests.journeys.axe import WIDTHS, inject, overflow, violations
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


def test_a_box_completes_what_is_typed(
    open_page: Open, committed_city: City, settings: Any
) -> None:
    city = committed_city
    document = published(city, title="关于做好屋顶绿化养护工作的通知")
    other = published(city, title="屋顶花园建设导则", doc_number="试府办〔2026〕8号")
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
    page = open_page("/")
    box = page.locator("#hero-seek")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("屋顶")
    lines = page.locator("#hero-seek-offers [role=option]")
    expect(lines).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form.seek [role=status]")).to_contain_text("有2条提示")
    inject(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overflow(page) == 0
    # Down to the first, up to the last; the text stays the reader's own.
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "hero-seek-offers-0")
    expect(lines.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(lines.last).to_have_attribute("aria-selected", "true")
    expect(lines.first).to_have_attribute("aria-selected", "false")
    expect(box).to_have_value("屋顶")
    # Escape closes and leaves the text; Down opens what was there.
    page.keyboard.press("Escape")
    expect(lines.first).to_be_hidden()
    expect(box).to_have_value("屋顶")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(lines.first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{other.get_absolute_url()}")
    # On the next page: without a choice Enter searches, and a line can be pressed.
    box = page.locator("#seek")
    box.fill("绿化养护")
    expect(page.locator("#seek-offers [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/library/?q=*")
    box = page.locator("#seek")
    box.fill("绿化养")
    page.locator("#seek-offers [role=option]").click()
    page.wait_for_url(f"**{document.get_absolute_url()}")
