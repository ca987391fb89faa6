"""The figures of a year from rows: English, exceptions, forms, documents filed as explanations."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from disclosure.choices import Kind, RelationKind
from disclosure.models import Document
from disclosure.services.relations import relate
from policies.interpretations.models import StepException
from policies.interpretations.presenters.figures import OrganRow, figures_of
from policies.interpretations.selectors.year import judged_policies, ratings_by_organ
from policies.interpretations.workflow import Status
from portal.accounts.choices import Role
from portal.taxonomy.models import PolicyTag
from portal.workdays.services import load_calendar
from tests.builders import City, published
from tests.conftest import NOON
from tests.policies.interpretations.cases import LAW, brought, public_policy, rule

pytestmark = pytest.mark.django_db


def row_of(city: City) -> OrganRow:
    """The office's row of 2026, on the day of the tests."""
    organs = {city.office.pk}
    (row,) = figures_of(
        [city.office], judged_policies(organs, 2026), ratings_by_organ(organs, 2026),
        on=NOON.date(), several_line=60,
    )  # fmt: skip
    return row


def listed(row: OrganRow, name: str) -> list[tuple[Document, str]]:
    return [(each.document, source) for each, source in row.behind(name)]


def test_a_document_on_foreign_investment_wants_its_english(city: City) -> None:
    """Acceptance test 7."""
    tag = PolicyTag.objects.create(name="外商投资")
    document = published(city, labels={"tags": [tag]}, doc_number="试府办〔2026〕11号")
    rule(city, normative=False, tag=tag, needs_material=False, needs_english=True)
    row = row_of(city)
    assert listed(row, "no_english") == [(document, LAW)]
    assert (row.year.covered.whole, row.missing) == (
        0, [("no_english", "没有英文文本或者摘要的", 1)],
    )  # fmt: skip
    brought(city, Status.PUBLISHED, [document], language="en")
    assert listed(row_of(city), "no_english") == []


def test_an_exception_is_listed_and_counts_for_nothing(city: City) -> None:
    document = public_policy(city)
    rule(city)
    StepException.objects.create(document=document, organ=city.office, source=LAW, reason="急。",
                                 by=city.people[Role.SIGNER], at=NOON)  # fmt: skip
    row = row_of(city)
    assert row.year.covered.whole == 0
    assert listed(row, "exceptions") == [(document, LAW)]


def test_one_filed_as_a_document_covers_in_one_form(city: City) -> None:
    """docs/decisions/0028."""
    document = public_policy(city)
    news = published(city, title="一图读懂夜间停车", doc_number="", doc_type="",
                     kind=Kind.ANNOUNCEMENT)  # fmt: skip
    relate(source=news, target=document, kind=RelationKind.EXPLAINS, effective_on=None,
           by=city.people[Role.SIGNER], at=NOON)  # fmt: skip
    rule(city)
    row = row_of(city)
    assert (row.year.covered.percent, row.year.filed.whole) == (100, 0)
    assert listed(row, "one_form") == [(document, LAW)]


def test_as_many_queries_for_one_policy_as_for_three(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    brought(city, Status.PUBLISHED, [public_policy(city)])
    row = rule(city)
    load_calendar()
    with django_assert_num_queries(12):
        judged_policies({city.office.pk}, 2026)
    row.is_active = False
    row.save()
    for number in (5, 6):
        brought(city, Status.PUBLISHED, [public_policy(city, number=f"试府办规〔2026〕{number}号")])
    row.is_active = True
    row.save()
    with django_assert_num_queries(12):
        assert len(judged_policies({city.office.pk}, 2026)[city.office.pk]) == 3


def test_where_no_rule_asks_nothing_is_counted(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    public_policy(city)
    with django_assert_num_queries(1):
        assert judged_policies({city.office.pk}, 2026) == {}
