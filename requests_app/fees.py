"""信息处理费 as pure ladders (国办函〔2020〕109号 第四、五条); charging is never automatic."""

from __future__ import annotations

# By application, per applicant and month: the part above each number, at this price apiece.
FREE_ITEMS = 10
FLAT_ITEMS = 30
ITEM_PRICE = 100
ITEMS_A_STEP = 10
# By page, for one application.
PAGE_BANDS = ((30, 100, 10), (100, 200, 20), (200, None, 40))


def fee_for_items(count: int) -> int:
    """元 for so many applications of one applicant in one natural month."""
    return sum(_price(number) for number in range(FREE_ITEMS + 1, count + 1))


def fee_for_pages(pages: int) -> int:
    """元 for so many pages of one application."""
    return sum(
        price * max(0, (pages if last is None else min(pages, last)) - first)
        for first, last, price in PAGE_BANDS
    )


def _price(number: int) -> int:
    if number <= FLAT_ITEMS:
        return ITEM_PRICE
    steps = -(-(number - FLAT_ITEMS) // ITEMS_A_STEP)
    return ITEM_PRICE * (steps + 1)
