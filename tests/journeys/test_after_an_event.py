"""Somebody who came suggests what could be better, on a telephone, and reads what became of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import timezone

from decisions.events.models import Event
from decisions.events.services import events, suggestion_answers
from portal.accounts.choices import Role
from portal.tracking.codes import code_from
from tests.builders import City
from tests.decisions.events import cases
from tests.files.samples import image_bytes
from tests.journeys.axe import WIDTHS, inject, overflow, violations
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


def _looks_well(page: Any) -> None:
    """Nothing for axe to say and nothing beside the page, at every width."""
    inject(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overflow(page) == 0


def test_from_the_suggestion_to_what_became_of_it(
    open_page: Open, committed_city: City, settings: Any
) -> None:
    settings.READ_PICTURES = False
    city, now = committed_city, timezone.now()
    (signup,) = cases.came(city, at=now)
    event, by = Event.objects.get(pk=signup.session.event_id), city.people
    events.add_material(
        event=event, kind="picture", title="取水口，江面上有三只浮标",
        upload=(io.BytesIO(image_bytes(size=(640, 400))), "图.png"),
        by=by[Role.PARTICIPATION], at=now,
    )  # fmt: skip
    events.clear_material(
        event=event, material=event.materials.get(), reason="看过", at=now,
        by=by[Role.DECISION_REVIEWER],
    )  # fmt: skip
    page = open_page("/events/track/", width=375)
    page.get_by_label("编号").fill(signup.number)
    page.get_by_label("查询码").fill(code_from(signup.submission_key))
    page.locator("form button.main").click()
    page.get_by_label("您的建议").fill("讲解可以再慢一点，后排听不清。")
    page.get_by_label("同意公开这条建议").check()
    page.get_by_role("button", name="提交建议").click()
    page.get_by_text("建议收到了").wait_for()
    _looks_well(page)
    made = event.suggestions.select_related("signup").get()
    suggestion_answers.show(
        suggestion=made,
        text=suggestion_answers.proposed_text(made),
        by=by[Role.PARTICIPATION],
        at=now,
    )
    suggestion_answers.answer(
        event=event, numbers=["1"], by=by[Role.PARTICIPATION], at=now, **cases.ANSWER
    )
    events.finish(event=event, report="来了一人。", by=by[Role.PARTICIPATION], at=now)
    later = now + 20 * cases.DAY
    suggestion_answers.publish(event=event, by=by[Role.DECISION_REVIEWER], at=later)
    page.reload()
    page.get_by_text("下一场起请讲解员放慢").wait_for()
    page.goto(page.url.partition("/events/")[0] + event.get_absolute_url())
    page.get_by_text("后排听不清").wait_for()
    _looks_well(page)
    page.goto(page.url.partition("/events/")[0] + "/subscriptions/new/participate/?kind=events")
    page.get_by_text("种类：开放活动").wait_for()
    page.goto(page.url.partition("/subscriptions/")[0] + "/participate/")
    page.get_by_role("link", name="有新的就告诉我").wait_for()
    _looks_well(page)
