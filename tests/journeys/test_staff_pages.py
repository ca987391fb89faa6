"""The back office in a browser: axe on its main pages, reflow, the real documents, outsiders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from disclosure.models import AddresseeGroup, Document, ErrorReport, ImportItem
from portal.accounts.choices import Role
from portal.asking.models import AskedQuery
from tests.builders import City
from tests.journeys.axe import COLOUR_RULES, EVERY_RULE, WIDTHS, inject, overflow, violations
from tests.journeys.conftest import Desk
from tests.journeys.places import Places
from tests.requests_app.rectification.cases import taken_in

pytestmark = pytest.mark.browser
REFUSALS = {302, 403, 404}
DOCUMENTS = "/admin/disclosure/document/"
RECORDS = "/admin/requests_app/rectification/"
QUEUES = ("", "all", "returned", "late", "scheduled", "expiring", "rereview")


def reviewer_pages(places: Places) -> dict[str, str]:
    """The pages of somebody who decides."""
    waiting = f"{DOCUMENTS}{places.waiting.pk}"
    return {
        "today of a reviewer": "/admin/",
        "review": f"{waiting}/change/",
        "act": f"{waiting}/act/send_back/",
        "preview": f"{waiting}/preview/",
        **words_pages(),
    }


def words_pages() -> dict[str, str]:
    """The pages of who keeps the words of the search."""
    since = timezone.localdate()
    told = {"text": "屋顶花园", "times": 7, "in_vain": 6, "askers": 6}
    AskedQuery.objects.get_or_create(since=since, key="1", defaults=told)
    base = "/admin/asking"
    return {
        "asked": f"{base}/askedquery/?all=1",
        "try words": f"{base}/askedquery/look/?q=屋顶&words=屋顶、楼顶",
        "synonyms": f"{base}/synonymline/",
        "a synonym": f"{base}/synonymline/add/?words=屋顶花园",
        "a best result": f"{base}/bestbet/add/?questions=屋顶花园",
    }


def clerk_pages(places: Places) -> dict[str, str]:
    """The pages on which a clerk writes and looks after what was published."""
    base = "/admin/disclosure"
    queues = {f"queue {name}": f"{DOCUMENTS}?queue={name}" for name in QUEUES}
    group, report = AddresseeGroup.objects.get(), ErrorReport.objects.get()
    return queues | {
        "today of a clerk": "/admin/",
        "new document": f"{DOCUMENTS}add/",
        "draft": f"{DOCUMENTS}{places.unfinished.pk}/change/",
        "relations": f"{DOCUMENTS}{places.revised.pk}/change/",
        "addressees": f"{DOCUMENTS}{places.addressed.pk}/change/",
        "relate": f"{DOCUMENTS}{places.unfinished.pk}/relate/",
        "import": f"{base}/importbatch/add/",
        "imports": f"{base}/importbatch/",
        "exchange": f"{base}/importbatch/table/",
        "columns": f"{base}/column/",
        "column": f"{base}/column/{places.column.pk}/change/",
        "column report": f"{base}/column/report/",
        "dead links": f"{base}/column/links/",
        "groups": f"{base}/addresseegroup/",
        "group": f"{base}/addresseegroup/{group.pk}/change/",
        "corrections": f"{base}/errorreport/",
        "correction": f"{base}/errorreport/{report.pk}/change/",
        "services": "/admin/policies/serviceitem/",
        "service": f"/admin/policies/serviceitem/{places.service.pk}/change/",
        "services by table": "/admin/policies/serviceitem/table/",
        "linking of a year": "/admin/policies/itemofpolicy/?year=2026",
        "linking": f"/admin/policies/itemofpolicy/document/{places.revised.pk}/",
    }


def signer_pages(places: Places) -> dict[str, str]:
    """The page on which relations of a published document are kept."""
    return {"today of a signer": "/admin/", "kept": f"{DOCUMENTS}{places.revised.pk}/change/"}


def record_pages(city: City) -> dict[str, str]:
    """The pages of a request to correct a record, one of them taken in by the clerk."""
    case = f"{RECORDS}{taken_in(city).pk}"
    return {
        "records": f"{RECORDS}?queue=all",
        "register a record": f"{RECORDS}add/",
        "record": f"{case}/change/",
        "receipt of a record": f"{case}/receipt/",
        "act on a record": f"{case}/act/add_papers/",
        "sent on": "/admin/requests_app/rectificationforwarding/",
        "keeping": "/admin/requests_app/informationrequest/keeping/",
    }


def concern_pages(places: Places) -> dict[str, str]:
    """The pages of public concern: one that is followed up, one that begins, the figures."""
    base, case = "/admin/policies/concern", f"/admin/policies/concern/{places.concern.pk}"
    return {
        "concerns": f"{base}/?queue=all",
        "record a concern": f"{base}/begin/",
        "concern": f"{case}/change/",
        "another grade": f"{case}/act/regrade/",
        "figures of concerns": f"{base}/figures/?month=2026-09&organ={places.concern.organ.code}",
        "hot questions": "/admin/policies/hotlist/",
        "hot questions of a month": f"/admin/policies/hotlist/{places.month.pk}/change/",
    }


def wear(page: Page, theme: str) -> None:
    """What the theme's own switch does, without its fade."""
    page.evaluate(
        """(dark) => {
            document.documentElement.classList.toggle('dark', dark);
            document.getAnimations().forEach((one) => one.finish());
        }""",
        theme == "dark",
    )


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.OPENNESS_REVIEWER, reviewer_pages),
        (Role.CLERK, clerk_pages),
        (Role.SIGNER, signer_pages),
    ],
)
def test_every_main_page(
    desk: Desk, places: Places, live_server: Any, role: Role, pages: Any
) -> None:
    faults = _faults(desk(role), live_server.url, pages(places))
    assert not faults, "\n".join(faults)


def test_the_pages_of_corrections(desk: Desk, committed_city: City, live_server: Any) -> None:
    """Made of the same pieces as the others, so one theme is looked at."""
    page = desk(Role.REQUEST_INTAKE)
    faults = _faults(page, live_server.url, record_pages(committed_city), themes=("light",))
    assert not faults, "\n".join(faults)


def test_the_pages_of_concerns(desk: Desk, places: Places, live_server: Any) -> None:
    page = desk(Role.MESSAGE_RESPONDER)
    faults = _faults(page, live_server.url, concern_pages(places), themes=("light",))
    assert not faults, "\n".join(faults)


def _faults(
    page: Page, site: str, pages: dict[str, str], *, themes: tuple[str, ...] = ("light", "dark")
) -> list[str]:
    """What axe finds on pages at each width in each theme, and what is too wide."""
    found = []
    for name, address in pages.items():
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        assert answer.status == 200, address
        inject(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for theme in themes:
                wear(page, theme)
                rules = EVERY_RULE if theme == "light" else COLOUR_RULES
                faults = violations(page, rules, back_office=True)
                found += [f"{name} {theme} {width}: {fault}" for fault in faults]
            if over := overflow(page):
                found.append(f"{name} {width}: {over}px too wide")
    return found


def test_the_switch_of_the_theme_sets_what_was_tested(
    desk: Desk, places: Places, live_server: Any
) -> None:
    page = desk(Role.CLERK)
    page.evaluate("localStorage.setItem('adminTheme', JSON.stringify('dark'))")
    page.goto(f"{live_server.url}/admin/")
    page.wait_for_function("document.documentElement.classList.contains('dark')")
    colours = "getComputedStyle(document.querySelector('.st-card')).backgroundColor"
    dark = page.evaluate(colours)
    wear(page, "light")
    assert page.evaluate(colours) != dark


def test_an_outsider_finds_no_door(desk: Desk, places: Places, live_server: Any) -> None:
    """The outsider holds every role, for another district."""
    page = desk("outsider")
    in_review, attached = places.waiting, places.revised
    assert page.locator(".st-rows", has_text=in_review.title).count() == 0
    page.goto(f"{live_server.url}/admin/disclosure/document/?queue=all")
    assert in_review.title not in page.content()
    pages = reviewer_pages(places)
    base = f"/admin/disclosure/document/{in_review.pk}"
    for address in (
        pages["review"],
        pages["act"],
        pages["preview"],
        f"{base}/act/confirm_openness/",
        f"{DOCUMENTS}{attached.pk}/attachments/{attached.attachments.get().pk}/edit/",
        f"{DOCUMENTS}{attached.pk}/attachments/{attached.attachments.get().pk}/",
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
