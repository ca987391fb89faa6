"""axe over a loaded page: injected once, run in several themes and widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (320, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# All that a swap of colours can break in a page whose markup stays the same. They look at every
# word of a page and take as long as all the others together.
_COLOURS = ("color-contrast", "link-in-text-block")
COLOUR_RULES: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": [*_COLOURS]},
    "resultTypes": ["violations"],
}
OTHER_RULES: dict[str, Any] = {
    **EVERY_RULE,
    "rules": {**EVERY_RULE["rules"], **{rule: {"enabled": False} for rule in _COLOURS}},
}
# Faults of the back office's theme and its libraries: the rule, where it fails, and why it stays.
KNOWN = (
    # select2 puts its button "clear" among the chosen labels of its own list.
    ("list", "select2-selection__rendered"),
)
# The style sheets of a page are fetched for its first run only: no later one can differ in them.
_RUN = """async (options) => {
    const found = await axe.run(document, { ...options, preload: !window.axeHasRun });
    window.axeHasRun = true;
    return found.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))]);
}"""


def inject(page: Page) -> None:
    """Open what can be opened and bring axe into the page."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    page.evaluate(AXE)


def violations(
    page: Page, options: dict[str, Any] = EVERY_RULE, *, back_office: bool = False
) -> Any:
    """What axe finds, with the first places; the theme's known faults only in the back office."""
    found = []
    for rule, places in page.evaluate(_RUN, options):
        known = [sign for name, sign in KNOWN if back_office and name == rule]
        new = [html for html in places if not any(sign in html for sign in known)]
        if new:
            found.append((rule, new[:3]))
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return max(0, page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def faults(page: Page, *, back_office: bool = False) -> list[str]:
    """What axe finds on a loaded page, and what is too wide, in both widths."""
    found = []
    inject(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {fault}" for fault in violations(page, back_office=back_office)]
        if over := overflow(page):
            found.append(f"{width}: {over}px too wide")
    return found
