"""A press of a button that is refused: the reason, what was typed, and the way back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from disclosure.services.relations import relate
from portal.accounts.choices import Role
from tests.builders import City, published
from tests.journeys.axe import faults
from tests.journeys.conftest import Desk

pytestmark = pytest.mark.browser


def test_a_relation_is_not_undone_without_its_reason(desk: Desk, committed_city: City) -> None:
    old = published(committed_city, title="旧通知", doc_number="试府办〔2026〕1号")
    new = published(committed_city, title="新通知", doc_number="试府办〔2026〕2号")
    by, now = committed_city.people[Role.SIGNER], timezone.now()
    relate(source=new, target=old, kind="basis", by=by, at=now)
    page = desk(Role.SIGNER)
    record = page.url.removesuffix("/admin/") + f"/admin/disclosure/document/{new.pk}/change/"
    page.goto(record)
    page.get_by_label("解除理由").fill("  ")
    page.get_by_role("button", name="解除", exact=True).click()
    alert = page.locator(".st-blockers")
    assert "写明解除关系的理由" in alert.inner_text()
    assert faults(page, back_office=True) == []
    page.get_by_label("解除的理由").fill("登记有误")
    page.get_by_role("button", name="改正后再办").click()
    page.wait_for_url(record)
    assert not new.relations_out.exists()
