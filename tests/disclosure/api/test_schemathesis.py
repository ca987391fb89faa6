"""The interface against its own description: whatever that allows, and much that it does not.

Cases are the same at every run. API_EXAMPLES asks more of each operation than `make test` does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.builders import City
from tests.disclosure.api.varied import Site, varied_site

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "40"))
_same_every_time = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_ACCEPTANCE: list[Any] = CHECKS.get_by_names(["positive_data_acceptance"])
OPERATIONS = ("documents", "document", "edition", "changes", "organs", "themes", "tags")


@pytest.fixture
def site(city: City) -> Site:
    return varied_site(city)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's own transaction open between requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(site: Site, one_connection: None) -> OpenApiSchema:
    """The description as the interface gives it out, of this very process."""
    return schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())


def test_every_operation_is_asked(described: OpenApiSchema) -> None:
    told = [found.ok().definition.raw["operationId"] for found in described.get_all_operations()]
    assert sorted(told) == sorted(OPERATIONS)


_SENSIBLE = [(name, GenerationMode.POSITIVE) for name in OPERATIONS]
_SENSELESS = [(name, GenerationMode.NEGATIVE) for name in ("documents", "document", "changes")]


@pytest.mark.parametrize(("name", "mode"), [*_SENSIBLE, *_SENSELESS])
def test_answers_are_as_described(
    described: OpenApiSchema, name: str, mode: GenerationMode
) -> None:
    operation = described.find_operation_by_id(name)

    @given(case=operation.as_strategy(generation_mode=mode))
    @_same_every_time
    def ask(case: Case[Any]) -> None:
        # No description can say which cursors were given out: that others are refused is right.
        typed = {"cursor", "since"} & set(case.query or ())
        case.call_and_validate(excluded_checks=_ACCEPTANCE if typed else [])

    ask()


def test_documents_that_are_there_are_as_described(described: OpenApiSchema, site: Site) -> None:
    operation = described.find_operation_by_id("document")
    for document in (*site.public.values(), *site.hidden.values()):
        response = operation.Case(path_parameters={"id": document.pk}).call_and_validate()
        assert response.status_code == (200 if document in site.public.values() else 404)
