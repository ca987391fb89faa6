"""A public site without the elements of its footer does not pass `check --deploy`."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import OperationalError
from django.db.models import QuerySet

from portal.organs.models import SiteProfile
from portal.site.checks import FOOTER_FIELDS, site_profile_is_complete
from tests.builders import City

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SITE_PROFILE_REQUIRED = True


def ids() -> list[str | None]:
    return [found.id for found in site_profile_is_complete(None)]


def test_a_complete_profile_passes(city: City) -> None:
    assert ids() == []


@pytest.mark.parametrize("name", FOOTER_FIELDS)
def test_an_empty_element_is_an_error(city: City, name: str) -> None:
    SiteProfile.objects.update(**{name: " "})
    found = site_profile_is_complete(None)
    assert [error.id for error in found] == ["site.E003"]
    labels = {field.name: str(field.verbose_name) for field in SiteProfile._meta.fields}
    assert labels[name] in found[0].msg


def test_a_malformed_element_is_an_error(city: City) -> None:
    SiteProfile.objects.update(police_number="123", id_code="abc")
    assert ids() == ["site.E004", "site.E004"]


def test_no_profile_is_an_error(db: None) -> None:
    assert ids() == ["site.E002"]


def test_an_unreachable_database_is_a_clear_error(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(self: QuerySet[Any]) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(QuerySet, "first", unreachable)
    found = site_profile_is_complete(None)
    assert [error.id for error in found] == ["site.E001"]
    assert "数据库连不上" in found[0].msg


def test_nothing_is_asked_of_other_environments(db: None, settings: Any) -> None:
    settings.SITE_PROFILE_REQUIRED = False
    assert ids() == []


def test_it_runs_with_deploy_only(db: None) -> None:
    assert "site.E002" not in [found.id for found in run_checks()]
    deploy = run_checks(include_deployment_checks=True)
    assert "site.E002" in [found.id for found in deploy]
