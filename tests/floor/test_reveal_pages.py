"""What is seen in full: asked alike of every kind of case whose party is masked."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.desk.reveal_pages import RevealPages
from tests.builders import City, person
from tests.floor.kinds import KINDS, WITH_MATRIX, Kind
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
MASKED = tuple(
    kind
    for kind in {kind.name: kind for kind in (*KINDS, *WITH_MATRIX)}.values()
    if isinstance(admin.site._registry.get(kind.steps.model), RevealPages)
)


def _address(kind: Kind, pk: int) -> str:
    meta = kind.steps.model._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{pk}/"


def _pages(kind: Kind) -> RevealPages:
    found = admin.site._registry[kind.steps.model]
    assert isinstance(found, RevealPages)
    return found


def test_every_kind_with_something_masked_is_here() -> None:
    """Who is masked is read from what the back office registers, so that none is forgotten."""
    registered = {
        model for model, page in admin.site._registry.items() if isinstance(page, RevealPages)
    }
    assert {kind.steps.model for kind in MASKED} == registered
    assert len(registered) > 5


@pytest.mark.parametrize("kind", MASKED, ids=str)
def test_a_purpose_is_chosen_and_stands_in_the_trail(city: City, kind: Kind) -> None:
    case, pages = kind.filed(city), _pages(kind)
    address, reveals = _address(kind, case.pk), pages.in_full.reveals
    by = next(
        user for user in city.people.values()
        if reveals.may(user, case) and kind.steps.rules.may_read(user, case)
    )  # fmt: skip
    client = signed_in(by)
    form = re.search(
        r'<form method="post" class="st-reveal".*?</form>',
        client.get(f"{address}change/").content.decode(),
        re.DOTALL,
    )
    assert form
    offered = re.findall(r'<option value="(\w*)">', form.group())
    assert offered == ["", *reveals.purposes.values]  # none is chosen beforehand
    trail = AuditEntry.objects.filter(action=f"{reveals.prefix}.reveal")
    for nothing in ("", "curious"):
        refused = client.post(f"{address}reveal/", {"purpose": nothing})
        assert refused.status_code == 409
        assert "请选择查看的用途" in refused.content.decode()
    assert client.get(f"{address}reveal/").status_code == 405
    assert not trail.exists()
    shown = client.post(f"{address}reveal/", {"purpose": offered[1]})
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert [entry.details["purpose"] for entry in trail] == [offered[1]]


@pytest.mark.parametrize("kind", MASKED, ids=str)
def test_who_only_supervises_is_told_why_not(city: City, kind: Kind) -> None:
    case, pages = kind.filed(city), _pages(kind)
    address = _address(kind, case.pk)
    above = person("p-only-above", organs=[city.root], roles=[Role.SUPERVISOR])
    client, verdict = signed_in(above), pages.in_full.reveals.may(above, case)
    assert not verdict
    page = client.get(f"{address}change/")
    if page.status_code == 404:  # nobody above reads cases of this kind
        return
    assert verdict.reason in page.content.decode()
    assert "st-reveal" not in page.content.decode()
    assert client.post(f"{address}reveal/", {"purpose": "contact"}).status_code == 403
    assert not AuditEntry.objects.filter(action=f"{pages.in_full.reveals.prefix}.reveal").exists()
