"""What is masked is seen for a purpose, on record, by those who work on it."""

from __future__ import annotations

import pytest

from decisions.consultations.services.reveal import reveal
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, hands, opinion

pytestmark = pytest.mark.django_db


def test_for_a_purpose_and_on_record(city: City) -> None:
    made = opinion(city)
    shown = reveal(opinion=made, purpose="contact", by=hands(city)[0], at=CAME_AT)
    assert (shown.name, shown.email) == ("陈先生", "chen@example.test")
    entry = AuditEntry.objects.get(action="opinions.reveal")
    assert entry.details == {"purpose": "contact"}
    assert "陈先生" not in entry.summary


def test_neither_without_a_purpose_nor_by_others(city: City) -> None:
    made = opinion(city)
    with pytest.raises(ActRefused, match="用途"):
        reveal(opinion=made, purpose="curious", by=hands(city)[0], at=CAME_AT)
    with pytest.raises(NotPermitted):
        reveal(opinion=made, purpose="contact", by=city.outsider, at=CAME_AT)
