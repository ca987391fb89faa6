"""WCAG 2.2 AA as far as a machine can tell: axe, keyboard, reflow, 长者版."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from disclosure.models import Document
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser

ELDER = "on.default.standard"
THEMES = ("off.default.standard", ELDER, "off.dark.standard", "off.yellow.standard")
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}


def addresses(document: Document) -> dict[str, str]:
    """The pages of T19 that exist, and those most likely to fail."""
    return {
        "home": "/",
        "list": "/library/?validity=all",
        "search": "/library/?q=绿化",
        "empty": "/library/?year=1999",
        "document": f"/documents/{document.pk}/",
        "sheet": f"/documents/{document.pk}/print/",
        "correction": f"/documents/{document.pk}/correction/",
        "rules": "/library/rules/",
        "contents": "/openness/contents/",
        "guide": "/openness/guide/",
        "preferences": "/preferences/",
        "missing": "/nichts/",
        "sign-in": "/accounts/login/",
    }


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("reading", THEMES)
def test_axe_finds_nothing(
    open_page: Open, long_document: Document, reading: str, width: int
) -> None:
    found = {}
    for name, address in addresses(long_document).items():
        page = open_page(address, width=width, reading=reading)
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        violations = Axe().run(page, options=OPTIONS).response["violations"]
        if violations:
            found[name] = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in violations]
        page.close()
    assert found == {}


@pytest.mark.parametrize("reading", [THEMES[0], ELDER, "off.default.larger"])
def test_nothing_scrolls_sideways_at_320(
    open_page: Open, long_document: Document, reading: str
) -> None:
    wide = {}
    for name, address in addresses(long_document).items():
        page = open_page(address, width=320, reading=reading)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[name] = over
        page.close()
    assert wide == {}


def test_the_first_tab_stop_skips_to_the_text(open_page: Open, long_document: Document) -> None:
    page = open_page(f"/documents/{long_document.pk}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("reading", [THEMES[0], ELDER])
def test_focus_is_always_in_sight(open_page: Open, long_document: Document, reading: str) -> None:
    page = open_page("/library/?validity=all", width=375, reading=reading)
    stops = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (e === document.body) return null;
                const r = e.getBoundingClientRect();
                const top = document.elementFromPoint(
                    r.left + r.width / 2, Math.min(r.top + r.height / 2, innerHeight - 1));
                const seen = top !== null && (e === top || e.contains(top) || top.contains(e));
                return { seen, outline: getComputedStyle(e).outlineStyle, text: e.outerHTML };
            }"""
        )
        if state is None:
            break
        stops += 1
        assert state["seen"], state["text"][:200]
        assert state["outline"] != "none", state["text"][:200]
    assert stops > 15


def test_elder_type_buttons_and_telephone(open_page: Open, long_document: Document) -> None:
    for address in addresses(long_document).values():
        if "print" in address:
            continue
        page = open_page(address, reading=ELDER)
        small = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter((e) => e.checkVisibility() && [...e.childNodes].some(
                    (n) => n.nodeType === 3 && n.textContent.trim()))
                .filter((e) => !e.classList.contains('out-of-sight'))
                .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 18)
                .map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert small == [], address
        low = page.evaluate(
            """() => [...document.querySelectorAll('button, .btn, summary')]
                .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 59.5)
                .map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert low == [], address
        assert page.locator(".hotline a[href='tel:12345']").is_visible()
        assert page.locator(".util").get_by_text("退出长者版").is_visible()
        page.close()


def test_facets_open_on_a_phone_without_script(open_page: Open, long_document: Document) -> None:
    page = open_page("/library/?validity=all", width=375)
    link = page.locator(".drawer a", has_text="2026年")
    assert not link.is_visible()
    page.locator(".facets-drawer > summary").click()
    link.click()
    assert "year=2026" in page.url


def test_no_request_leaves_the_site(
    open_page: Open, long_document: Document, live_server: object
) -> None:
    page = open_page("/")
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: outside.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    for address in addresses(long_document).values():
        if "nichts" not in address:
            page.goto(f"{live_server.url}{address}")  # type: ignore[attr-defined]
    assert [url for url in outside if not url.startswith(live_server.url)] == []  # type: ignore[attr-defined]
    assert errors == []
