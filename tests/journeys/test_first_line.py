"""Where the text of a document begins, and what stands around it, measured in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Open
from tests.journeys.places import Places

pytestmark = pytest.mark.browser

ELDER = "on.default.standard"
PHONE = {"width": 375, "height": 760}
_TOP = """() => document.querySelector('.reading > :is(p, h2, h3)').getBoundingClientRect().top"""
_BOXES = """() => Object.fromEntries(['.out', '.reading', '.rail'].map((name) => {
    const box = document.querySelector(name).getBoundingClientRect();
    return [name, [box.left, box.right, box.top]];
}))"""
_CHARACTERS = """() => {
    const text = document.querySelector('.reading');
    return text.clientWidth / parseFloat(getComputedStyle(text).fontSize);
}"""


def addresses(places: Places) -> list[str]:
    """The text in force, a superseded, a repealed and a translated one."""
    rows = (places.revised, places.rule, places.old)
    return [row.get_absolute_url() for row in rows]


def on_a_phone(open_page: Open, address: str, reading: str = "") -> Page:
    page = open_page("/", width=PHONE["width"], reading=reading)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(page.url.rstrip("/") + address)
    return page


@pytest.mark.parametrize(("reading", "most"), [("", 560), (ELDER, 760)])
def test_the_text_begins_on_the_first_screen_of_a_phone(
    open_page: Open, places: Places, reading: str, most: int
) -> None:
    found = {
        address: on_a_phone(open_page, address, reading).evaluate(_TOP)
        for address in addresses(places)
    }
    assert {address: top for address, top in found.items() if top > most} == {}


def test_three_targets_stand_in_one_row_of_a_phone(open_page: Open, places: Places) -> None:
    page = on_a_phone(open_page, places.revised.get_absolute_url())
    boxes = [
        item.bounding_box()
        for item in page.locator(".handy-narrow > li").all()
        if item.is_visible()
    ]
    assert len(boxes) == 3
    assert len({round(box["y"]) for box in boxes if box}) == 1
    assert all(box and box["height"] >= 44 for box in boxes)


def test_the_outline_is_one_press_away_on_a_phone(open_page: Open, places: Places) -> None:
    page = on_a_phone(open_page, places.revised.get_absolute_url())
    pill = page.locator(".toc-pill > summary")
    assert pill.bounding_box()["y"] < PHONE["height"]  # type: ignore[index]
    pill.click()
    entry = page.locator(".toc-pill a").first
    anchor = entry.get_attribute("href")
    entry.click()
    assert anchor
    assert page.url.endswith(anchor)


def test_a_wide_page_has_outline_text_and_rail_side_by_side(
    open_page: Open, places: Places
) -> None:
    page = open_page(places.revised.get_absolute_url(), width=1280)
    boxes: dict[str, Any] = page.evaluate(_BOXES)
    outline, text, rail = boxes[".out"], boxes[".reading"], boxes[".rail"]
    assert outline[1] <= text[0]
    assert text[1] <= rail[0]
    assert max(box[2] for box in boxes.values()) < 900
    assert 37 <= page.evaluate(_CHARACTERS) <= 38.5


def test_a_superseded_text_is_told_once_with_two_ways_out(open_page: Open, places: Places) -> None:
    page = on_a_phone(open_page, places.rule.get_absolute_url())
    band = page.locator(".band")
    assert band.count() == 1
    buttons = band.locator("a.btn")
    assert buttons.all_inner_texts() == ["看现行文本", "看改了哪里"]
    assert len({round(each.bounding_box()["y"]) for each in buttons.all()}) == 1  # type: ignore[index]
    buttons.first.click()
    assert page.url.endswith(places.revised.get_absolute_url())
