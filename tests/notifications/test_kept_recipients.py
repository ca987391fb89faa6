"""Recipients whose address is kept sealed elsewhere: looked up at each attempt, stored nowhere."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.notifications import registry, services
from portal.notifications.choices import Channel, State
from portal.notifications.models import OutboxMessage
from portal.notifications.services import KeptRecipient, Recipient
from tests.notifications.conftest import AT, only, tell

pytestmark = pytest.mark.django_db
KEPT = KeptRecipient("test.place", 7, (Channel.MAIL,))


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> dict[int, Recipient]:
    """One place with one address, which a test may move or take away."""
    found = {7: Recipient(email="seven@people.example", phone="13800001234")}
    monkeypatch.setattr(registry, "_places", {})
    registry.register_recipient("test.place", found.get)
    return found


def test_one_row_without_the_address_and_one_letter(places: dict[int, Recipient]) -> None:
    for _ in range(2):
        tell(KEPT)
    message = only()
    assert (message.recipient_ref, message.address, message.user) == ("test.place:7", "", None)
    places[7] = Recipient(email="moved@people.example")
    for _ in range(2):
        services.deliver_due(at=AT)
    assert [letter.to for letter in mail.outbox] == [["moved@people.example"]]
    assert only().state == State.SENT
    row = OutboxMessage.objects.values_list().get()
    assert not [value for value in row if "people.example" in str(value)]


def test_by_the_channels_of_its_kind_alone(
    places: dict[int, Recipient], caplog: pytest.LogCaptureFixture
) -> None:
    both = KeptRecipient("test.place", 7, (Channel.MAIL, Channel.SMS))
    tell(both, kind="forgotten")
    assert not OutboxMessage.objects.exists()
    tell(both)
    services.deliver_due(at=AT)
    assert only(channel="mail").state == State.SENT
    # Without a gateway: the number was found, and no row and no line of the log holds it.
    assert only(channel="sms").last_error == "未配置短信网关"
    assert "13800001234" not in caplog.text


@pytest.mark.parametrize(
    ("recipient", "told"),
    [
        (KeptRecipient("test.place", 8, (Channel.MAIL,)), "收件地址已不再保存"),
        (KeptRecipient("test.nowhere", 7, (Channel.MAIL,)), "收件地址已不再保存"),
    ],
)
def test_what_is_gone_cannot_be_reached(recipient: KeptRecipient, told: str) -> None:
    tell(recipient)
    services.deliver_due(at=AT)
    assert (only().state, only().last_error, mail.outbox) == (State.DEAD, told, [])


def test_a_place_without_mail_says_so(places: dict[int, Recipient]) -> None:
    places[7] = Recipient(phone="13800001234")
    tell(KEPT)
    services.deliver_due(at=AT)
    assert only().last_error == "收件人没有电子邮箱"


def test_a_code_means_one_place(places: dict[int, Recipient]) -> None:
    for code in ("test.place", "a:b"):
        with pytest.raises(ValueError, match="不能这样登记"):
            registry.register_recipient(code, places.pop)


def test_a_row_has_one_recipient(reader: User) -> None:
    tell(KEPT)
    message = only()
    for change in ({"address": "a@people.example"}, {"user": reader}, {"recipient_ref": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxMessage.objects.filter(pk=message.pk).update(**change)


def test_forgetting_takes_every_notice_of_a_key(reader: User) -> None:
    tell(reader, KEPT, key="case:7:1")
    tell(reader, key="case:70:1")
    services.deliver_due(at=AT)
    services.forget(key_prefix="case:7:")
    assert {row.dedup_key for row in OutboxMessage.objects.all()} == {"case:70:1"}
    assert [row.dedup_key for row in reader.inbox.all()] == ["case:70:1"]
