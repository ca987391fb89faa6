"""The channel of suggestions stands among what one can take part in, with what became of them."""

from __future__ import annotations

import pytest

from decisions.participation.offers import offers
from portal.site.open_offers import suggestions
from tests.builders import City
from tests.policies.messages.cases import CAME_AT, DAY, channel

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("city")
def test_the_open_channel_is_offered_without_an_end() -> None:
    (one,) = suggestions(CAME_AT)
    assert (one.title, one.kind, one.closes_at) == ("人民建议征集", "suggestions", None)
    assert one.url.endswith("?channel=suggestions")
    assert one.state(CAME_AT) == "open"
    assert "suggestions" in {each.kind for each in offers(CAME_AT + DAY)}


def test_a_channel_that_is_shut_is_not(city: City) -> None:
    channel("suggestions", city.office, is_open=False)
    assert list(suggestions(CAME_AT)) == []
