"""Systems that send work in: set up by operators, remembered for a while, switched off at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection

from policies.partners.models import Partner, ReceivedCall
from policies.partners.services import (
    Answer,
    Call,
    answer_once,
    forget_calls,
    rotate_secret,
    save_partner,
    sender_of,
)
from policies.partners.tasks import forget_old_calls
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.channels.signatures import (
    STANDARD_SIGNATURE,
    STANDARD_TIMESTAMP,
    Signed,
)
from tests.builders import City
from tests.policies.partners.calling import AT, operator, partner, signed

pytestmark = pytest.mark.django_db


def call(secret: str, *, code: str = "platform", at: dt.datetime = AT, number: str = "1") -> Call:
    body, headers = signed(secret, {"a": 1}, call=number, at=at)
    moment, signatures = int(headers[STANDARD_TIMESTAMP]), headers[STANDARD_SIGNATURE]
    return Call(code, "/messages/", Signed(number, moment, signatures), body)


def test_the_secret_lies_sealed(city: City) -> None:
    _, secret = partner(city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM policies_partner p")
        assert secret.removeprefix("whsec_")[:20] not in str(cursor.fetchone())


def test_whose_request_it_is(city: City) -> None:
    row, secret = partner(city)
    assert sender_of(call(secret), at=AT) == row
    old = call(secret, at=AT - dt.timedelta(minutes=6))
    early = call(secret, at=AT + dt.timedelta(minutes=6))
    assert [sender_of(each, at=AT) for each in (old, early)] == [None, None]
    assert sender_of(call(secret, code="another"), at=AT) is None
    assert sender_of(call("whsec_" + "A" * 44), at=AT) is None
    fresh = rotate_secret(partner=row, by=operator(city), at=AT)
    assert (sender_of(call(secret), at=AT), sender_of(call(fresh), at=AT)) == (None, row)
    Partner.objects.update(is_active=False)
    assert sender_of(call(fresh), at=AT) is None
    with pytest.raises(ActRefused, match="启用以后才能签发密钥"):
        rotate_secret(partner=row, by=operator(city), at=AT)


def test_one_of_several_signatures_is_enough(city: City) -> None:
    row, secret = partner(city)
    one = call(secret)
    both = Signed("1", one.signed.timestamp, f"v1,bm9uZQ== {one.signed.signatures}")
    assert sender_of(Call("platform", "/messages/", both, one.body), at=AT) == row


def test_done_once_and_remembered_for_a_while(city: City) -> None:
    row, secret = partner(city)
    done: list[int] = []

    def do() -> Answer:
        done.append(1)
        return Answer(201, {"number": len(done)})

    first = call(secret)
    assert [answer_once(first, row, do, at=AT).body for _ in range(3)] == [{"number": 1}] * 3
    with pytest.raises(ActRefused, match="已经用于别的内容"):
        answer_once(Call("platform", "/messages/", first.signed, b"{}"), row, do, at=AT)
    kept = dt.timedelta(days=settings.PARTNER_CALL_DAYS)
    assert (forget_calls(at=AT + kept), forget_calls(at=AT + kept * 2)) == (0, 1)
    assert forget_old_calls() == 0


def test_what_fails_is_not_remembered(city: City) -> None:
    row, secret = partner(city)

    def fail() -> Answer:
        raise ActRefused("没有收下")

    with pytest.raises(ActRefused, match="没有收下"):
        answer_once(call(secret), row, fail, at=AT)
    assert not ReceivedCall.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.MESSAGE_DESK, Role.SUPERVISOR])
def test_only_operators_of_the_site_set_one_up(city: City, role: Role) -> None:
    row, _ = partner(city)
    for by in (city.people[role], city.outsider):
        with pytest.raises(NotPermitted):
            save_partner(row, by=by, at=AT)
        with pytest.raises(NotPermitted):
            rotate_secret(partner=row, by=by, at=AT)
