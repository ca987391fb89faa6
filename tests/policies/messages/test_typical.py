"""典型案例: chosen among what is public, with why; it goes with the page."""

from __future__ import annotations

import pytest
from django.test import Client

from policies.messages.models import PublishedMessage
from policies.messages.services.typical import LONGEST_NOTE, choose
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.policies.messages.cases import CAME_AT, answered, walk

pytestmark = pytest.mark.django_db
NOTE = "不在名单上的单位怎样办"


def test_chosen_it_is_listed_apart_and_says_why(city: City, client: Client) -> None:
    walk(answered(city, text="别的事怎样办？"), city, "publish")
    message = walk(answered(city), city, "publish", "choose_typical")
    row = message.published
    page = client.get("/messages/?typical=1").content.decode()
    assert NOTE in page
    assert row.get_absolute_url() in page
    assert "别的事" not in page
    assert NOTE in client.get(row.get_absolute_url()).content.decode()
    walk(message, city, "drop_typical")
    assert "公开的留言" not in client.get("/messages/?typical=1").content.decode()
    assert NOTE not in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("action", ["take_down", "withdraw_consent"])
def test_it_goes_with_the_page(city: City, action: str) -> None:
    message = walk(answered(city), city, "publish", "choose_typical", action)
    row = PublishedMessage.objects.get(message=message)
    assert (row.typical_note, row.typical_on) == ("", None)


def test_only_what_is_public(city: City) -> None:
    by, message = city.people[Role.ANSWER_REVIEWER], answered(city)
    with pytest.raises(ActRefused, match="没有公开"):
        choose(message=message, note=NOTE, by=by, at=CAME_AT)
    walk(message, city, "publish")
    for note, error in (("", "请填写典型在哪里"), ("长" * (LONGEST_NOTE + 1), "请删减")):
        with pytest.raises(ActRefused, match=error):
            choose(message=message, note=note, by=by, at=CAME_AT)
    with pytest.raises(Blocked, match="手机"):
        choose(message=message, note="问一三八零零一三八零零零", by=by, at=CAME_AT)
    for other in (city.people[Role.MESSAGE_DESK], city.outsider):
        with pytest.raises(NotPermitted):
            choose(message=message, note=NOTE, by=other, at=CAME_AT)
