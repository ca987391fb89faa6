"""赞同: once for a person, in time, only with what is shown."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.consultations.models import Agreement, Opinion
from decisions.consultations.services import public_copies
from decisions.consultations.services.agreements import agree
from portal.accounts.models import User
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, hands, running, written

pytestmark = pytest.mark.django_db
AT = CAME_AT + 2 * DAY


def _shown(city: City) -> Opinion:
    made = written(running(city), may_publish=True)
    return public_copies.show(opinion=made, text="再低一些。", by=hands(city)[0], at=AT)


def test_an_account_and_a_browser_each_once(city: City) -> None:
    made, user = _shown(city), User.objects.create_user("u")
    assert agree(opinion=made, user=user, browser="", at=AT)
    assert not agree(opinion=made, user=user, browser="b" * 64, at=AT)
    assert agree(opinion=made, user=None, browser="b" * 64, at=AT)
    made.refresh_from_db()
    assert made.agreements == Agreement.objects.count() == 2


def test_who_it_was_ties_to_nothing(city: City) -> None:
    one, other = _shown(city), _shown(city)
    for made in (one, other):
        agree(opinion=made, user=None, browser="b" * 64, at=AT)
    first, second = Agreement.objects.values_list("who", flat=True)
    assert first != second
    assert "b" * 64 not in (first, second)


def test_to_the_instant(city: City) -> None:
    made = _shown(city)
    end = made.consultation.closes_at
    assert end is not None
    last = end - dt.timedelta(microseconds=1)
    assert agree(opinion=made, user=None, browser="a" * 64, at=last)
    with pytest.raises(ActRefused, match="24时截止"):
        agree(opinion=made, user=None, browser="c" * 64, at=end)


def test_neither_unshown_nor_by_nobody(city: City) -> None:
    made = _shown(city)
    with pytest.raises(ActRefused, match="请登录"):
        agree(opinion=made, user=None, browser="", at=AT)
    public_copies.withdraw_consent(opinion=made, at=AT)
    with pytest.raises(ActRefused, match="不再公开"):
        agree(opinion=made, user=None, browser="a" * 64, at=AT)
    assert not Agreement.objects.exists()
