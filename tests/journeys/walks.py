"""A page in somebody's hands: what each task costs in clicks and fields."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page


@dataclass
class Walk:
    """Counts what somebody presses and what they fill in."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, target: Locator) -> None:
        """One click or tap; what cannot be seen cannot be pressed."""
        target.click()
        self.clicks += 1

    def fill(self, target: Locator, text: str) -> None:
        """One field typed or chosen."""
        if target.evaluate("(e) => e.tagName") == "SELECT":
            target.select_option(label=text)
        else:
            target.fill(text)
        self.fields += 1

    def files(self, target: Locator, paths: str | list[str]) -> None:
        """Files chosen at once in the browser's own window."""
        target.set_input_files(paths)
        self.clicks += 1

    def found(self, selection: Locator, words: str) -> None:
        """Open a list that is searched while one types, type, and take the first that is found."""
        self.click(selection)
        self.fill(self.page.locator(".select2-search__field").last, words)
        self.click(self.page.locator(".select2-results__option", has_text=words).first)

    def link(self, name: str | re.Pattern[str]) -> None:
        """Press the first link in sight that says this."""
        self.click(self.page.locator("a:visible", has_text=name).first)

    def button(self, name: str) -> None:
        """Press the button of that name."""
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def cost(self, task: str, width: int, *, clicks: int, fields: int) -> None:
        """Hold the cost to its bound, and note it."""
        if path := os.environ.get("WALK_FIGURES"):
            with Path(path).open("a", encoding="utf-8") as notes:
                notes.write(f"{task}\t{width}\t{self.clicks}\t{self.fields}\n")
        assert self.clicks <= clicks
        assert self.fields <= fields
