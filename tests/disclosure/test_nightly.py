"""T14 through the database: validity follows the days, the acts, and reaches the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from disclosure.choices import RelationKind, Validity
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.relations import relate
from disclosure.services.validity import recompute_due
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.search.models import SearchEntry
from portal.search.querysets import facet_term
from portal.site.demo.builders import bring_to
from tests.builders import City, published

PERIOD: dict[str, Any] = {"effective_on": dt.date(2026, 12, 1), "expires_on": dt.date(2026, 12, 31)}
FEBRUARY_1 = dt.date(2027, 2, 1)
Make = Callable[..., Document]


def _night(day: dt.date) -> int:
    return recompute_due(at=_at(day))


def _at(day: dt.date, hour: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 5)))


def _state(document: Document) -> str:
    document.refresh_from_db()
    return document.validity


def _facet(document: Document) -> list[str]:
    """The validity by which the search finds the document."""
    terms = SearchEntry.objects.get(kind="document", object_id=document.pk).facet_terms
    return [value for value in Validity.values if facet_term("validity", value) in terms]


def _entries() -> int:
    return AuditEntry.objects.filter(action="disclosure.validity").count()


def _repealer(city: City, make_draft: Make, target: Document, on: dt.date) -> Document:
    """A draft that repeals the target from a day on."""
    source = make_draft(title="关于废止部分文件的决定", doc_number="试府办〔2026〕9号")
    relate(
        source=source,
        target=target,
        kind=RelationKind.REPEALS,
        by=city.people[Role.CLERK],
        at=_at(dt.date(2026, 11, 20)),
        effective_on=on,
    )
    return source


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2026, 11, 30), Validity.NOT_YET),
        (dt.date(2026, 12, 1), Validity.IN_FORCE),
        (dt.date(2026, 12, 31), Validity.IN_FORCE),
        (dt.date(2027, 1, 1), Validity.EXPIRED),
    ],
)
def test_a_period_begins_and_ends_on_its_days(city: City, day: dt.date, state: Validity) -> None:
    document = published(city, **PERIOD)
    assert _state(document) == Validity.NOT_YET
    _night(day)
    assert _state(document) == state
    assert document.validity_checked_on == day
    assert _facet(document) == [state]


def test_missed_nights_are_made_up_by_the_next(city: City) -> None:
    """Neither the beginning nor a single night of the period was seen."""
    document = published(city, **PERIOD)
    assert _night(FEBRUARY_1) == 1
    assert _state(document) == Validity.EXPIRED
    assert "2026年12月31日" in document.validity_reason
    assert _entries() == 1


def test_a_repeated_night_does_nothing(city: City) -> None:
    document = published(city, **PERIOD)
    assert _night(FEBRUARY_1) == 1
    assert recompute_due(at=_at(FEBRUARY_1, 9)) == 0
    assert _entries() == 1
    entry = SearchEntry.objects.get(object_id=document.pk)
    assert entry.changed_at == _at(FEBRUARY_1)


def test_a_night_without_a_change_only_notes_that_it_looked(city: City) -> None:
    document = published(city)
    assert _night(FEBRUARY_1) == 0
    document.refresh_from_db()
    assert document.validity_checked_on == FEBRUARY_1
    assert _entries() == 0


def test_batches_reach_every_document(city: City) -> None:
    for number in range(5):
        published(city, doc_number=f"试府办〔2026〕{number + 11}号", **PERIOD)
    assert recompute_due(at=_at(FEBRUARY_1), batch=2) == 5
    assert set(Document.objects.values_list("validity", flat=True)) == {Validity.EXPIRED}


def test_the_time_of_day_is_the_citys_own(city: City) -> None:
    """Five past midnight in Shanghai is still the day before in UTC."""
    document = published(city, **PERIOD)
    recompute_due(at=dt.datetime(2026, 12, 31, 16, 5, tzinfo=dt.UTC))
    assert _state(document) == Validity.EXPIRED


def test_a_relation_counts_only_while_its_document_is_public(city: City, make_draft: Make) -> None:
    target = published(city)
    source = _repealer(city, make_draft, target, dt.date(2026, 11, 20))
    assert _state(target) == Validity.IN_FORCE  # a draft ends nothing

    bring_to(source, "published", cast=city.cast, at=_at(dt.date(2026, 11, 23), 9))
    assert _state(target) == Validity.REPEALED
    assert "《关于废止部分文件的决定》" in target.validity_reason
    assert _facet(target) == [Validity.REPEALED]

    review.withdraw(
        document=source,
        reason="决定有误",
        by=city.people[Role.SIGNER],
        at=_at(dt.date(2026, 11, 24), 9),
    )
    assert _state(target) == Validity.IN_FORCE
    assert target.validity_reason == ""
    assert _facet(target) == [Validity.IN_FORCE]


def test_a_repeal_to_come_waits_for_its_day(city: City, make_draft: Make) -> None:
    target = published(city)
    source = _repealer(city, make_draft, target, dt.date(2027, 1, 1))
    bring_to(source, "published", cast=city.cast, at=_at(dt.date(2026, 11, 23), 9))
    assert _state(target) == Validity.IN_FORCE
    _night(dt.date(2026, 12, 31))
    assert _state(target) == Validity.IN_FORCE
    _night(dt.date(2027, 1, 1))
    assert _state(target) == Validity.REPEALED
    assert _facet(target) == [Validity.REPEALED]


def test_withdrawn_documents_rest_and_are_looked_at_when_published_again(city: City) -> None:
    document = published(city, **PERIOD)
    review.withdraw(
        document=document,
        reason="有误",
        by=city.people[Role.SIGNER],
        at=_at(dt.date(2026, 11, 24), 9),
    )
    assert _night(FEBRUARY_1) == 0
    assert _state(document) == Validity.NOT_YET
    at = _at(FEBRUARY_1, 10)
    review.reopen(document=document, by=city.people[Role.CLERK], at=at)
    review.submit(document=document, by=city.people[Role.CLERK], at=at)
    review.confirm_openness(
        document=document, openness="open", by=city.people[Role.OPENNESS_REVIEWER], at=at
    )
    review.pass_secrecy(
        document=document, opinion="不涉密", by=city.people[Role.SECRECY_REVIEWER], at=at
    )
    review.sign(document=document, by=city.people[Role.SIGNER], at=at)
    assert _state(document) == Validity.EXPIRED


def test_a_normative_document_without_a_period_is_never_declared_lapsed(city: City) -> None:
    document = published(city, doc_number="试府办规〔2026〕1号")
    _night(dt.date(2040, 1, 1))
    assert _state(document) == Validity.TO_VERIFY
    assert _facet(document) == [Validity.TO_VERIFY]
