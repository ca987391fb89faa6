"""The back office in a browser: axe, keyboard, reflow, the real documents, and outsiders."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from disclosure.models import Document, ImportItem
from disclosure.services.documents import attach
from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, published
from tests.journeys.conftest import Desk

pytestmark = pytest.mark.browser
REFUSALS = {302, 403, 404}
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
# The theme's scroll areas all bear the same name.
CONTEXT = {"exclude": [[".simplebar-content-wrapper[role=region]"]]}


@pytest.fixture
def in_review(committed_city: City) -> Document:
    """A document that waits for its openness review; a draft and a published one beside it."""
    draft(committed_city, doc_number="试府办〔2026〕8号", abstract="")
    published(committed_city, doc_number="试府办〔2026〕9号")
    document = draft(committed_city)
    attach(
        document=document,
        stream=io.BytesIO("附表：浇水每周两次".encode()),
        name="附表.txt",
        by=committed_city.people[Role.CLERK],
        at=FILED_AT,
    )
    return bring_to(document, "openness_review", cast=committed_city.cast, at=FILED_AT)


def staff_pages(document: Document) -> dict[str, str]:
    """The pages of an officer's day."""
    base = "/admin/disclosure/document/"
    return {
        "today": "/admin/",
        "queue": f"{base}?queue=all",
        "review": f"{base}{document.pk}/change/",
        "act": f"{base}{document.pk}/act/send_back/",
        "preview": f"{base}{document.pk}/preview/",
    }


def clerk_pages() -> dict[str, str]:
    """The pages on which a clerk writes."""
    unfinished = Document.objects.get(doc_number="试府办〔2026〕8号")
    return {
        "import": "/admin/disclosure/importbatch/add/",
        "draft": f"/admin/disclosure/document/{unfinished.pk}/change/",
        "today of a clerk": "/admin/",
    }


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, with the first places."""
    found = Axe().run(page, context=CONTEXT, options=OPTIONS).response["violations"]
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:4]]) for v in found]


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(desk: Desk, in_review: Document, live_server: Any, width: int) -> None:
    found = []
    for role, pages in (
        (Role.OPENNESS_REVIEWER, staff_pages(in_review)),
        (Role.CLERK, clerk_pages()),
    ):
        page = desk(role)
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            page.goto(f"{live_server.url}{address}")
            page.wait_for_load_state("networkidle")
            found += [f"{name}: {rule} {places}" for rule, places in violations(page)]
    assert not found, "\n".join(found)


def test_nothing_scrolls_sideways_on_a_phone(
    desk: Desk, in_review: Document, live_server: Any
) -> None:
    page = desk(Role.OPENNESS_REVIEWER)
    page.set_viewport_size({"width": 375, "height": 800})
    wide = {}
    for name, address in staff_pages(in_review).items():
        page.goto(f"{live_server.url}{address}")
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[name] = over
    assert wide == {}


def test_the_keyboard_reaches_the_decision_before_the_form(
    desk: Desk, in_review: Document, live_server: Any
) -> None:
    page = desk(Role.OPENNESS_REVIEWER)
    page.goto(f"{live_server.url}{staff_pages(in_review)['review']}")
    page.get_by_role("link", name="公开前预览").focus()
    names = []
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    assert names == [
        "confirm_openness_openness",
        "confirm_openness_ground",
        "confirm_openness_article",
        "认定公开属性",
        "send_back_reason",
        "退回",
    ]


def test_an_outsider_finds_no_door(desk: Desk, in_review: Document, live_server: Any) -> None:
    """The outsider holds every role, for another district."""
    page = desk("outsider")
    assert page.locator(".st-rows", has_text=in_review.title).count() == 0
    page.goto(f"{live_server.url}/admin/disclosure/document/?queue=all")
    assert in_review.title not in page.content()
    pages = staff_pages(in_review)
    base = f"/admin/disclosure/document/{in_review.pk}"
    for address in (
        pages["review"],
        pages["act"],
        pages["preview"],
        f"{base}/act/confirm_openness/",
        f"{base}/attach/",
        f"{base}/attachments/{in_review.attachments.get().pk}/",
        f"{base}/history/",
        f"{base}/delete/",
    ):
        answer = page.request.get(f"{live_server.url}{address}", max_redirects=0)
        assert answer.status in REFUSALS, address
        assert in_review.title not in answer.text(), address
    token = page.context.cookies()
    csrf = next(c["value"] for c in token if c["name"] == "csrftoken")
    for action in ("confirm_openness", "send_back", "withdraw", "sign"):
        answer = page.request.post(
            f"{live_server.url}{base}/act/{action}/",
            form={"csrfmiddlewaretoken": csrf, "reason": "x", "openness": "open"},
            max_redirects=0,
        )
        assert answer.status == 404, action
    in_review.refresh_from_db()
    assert in_review.status == "openness_review"


@pytest.mark.shared
def test_the_real_documents_are_read(
    desk: Desk, committed_city: City, shared: Path, live_server: Any
) -> None:
    files = sorted((shared / "documents").glob("*.txt"))
    assert len(files) == 5
    page = desk(Role.CLERK)
    page.goto(f"{live_server.url}/admin/disclosure/importbatch/add/")
    page.get_by_label("录入机关").select_option(label=str(committed_city.office))
    page.set_input_files("input[type=file]", [str(file) for file in files])
    page.get_by_role("button", name="导入").click()
    page.get_by_text("共 5 份，已录入 5 份。").wait_for()
    assert ImportItem.objects.filter(state="filed").count() == 5
    for document in Document.objects.all():
        page.goto(f"{live_server.url}/admin/disclosure/document/{document.pk}/change/")
        assert page.locator(".st-evidence tbody tr").count() >= 5
        assert page.locator("#id_title").input_value() == document.title
        page.goto(f"{live_server.url}/admin/disclosure/document/{document.pk}/preview/")
        heading = page.locator("h1").inner_text().replace("\n", "")
        assert heading.replace(" ", "") == document.title.replace(" ", "")
