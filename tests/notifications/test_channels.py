"""What leaves the machine: signed requests, the gateway, mail over a real connection."""

import json
import socket

import pytest
from pytest_django import Settings

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.common.reach import is_public
from portal.notifications import services
from portal.notifications.channels.base import Undeliverable
from portal.notifications.channels.outbound import post, split_checked
from portal.notifications.channels.signatures import TOLERANCE_SECONDS, sign
from portal.notifications.choices import State
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.services import Recipient
from tests.notifications.conftest import AT, Receiver, only, tell
from tests.notifications.outside import Letters, letters

__all__ = ["letters"]  # a fixture

pytestmark = pytest.mark.django_db
NOW = int(AT.timestamp())
SECRET = "s3cret"


def _genuine(headers: dict[str, str], body: bytes, *, secret: str = SECRET, now: int) -> bool:
    """What a receiver makes of a request: signed with the secret, and lately."""
    stamp, delivery = int(headers["X-Portal-Timestamp"]), headers["X-Portal-Delivery"]
    expected = sign(secret, timestamp=stamp, delivery=delivery, body=body)
    return headers["X-Portal-Signature"] == expected and abs(now - stamp) <= TOLERANCE_SECONDS


def test_a_failing_endpoint_is_tried_again_with_the_same_delivery(
    receiver: Receiver, endpoint: WebhookEndpoint
) -> None:
    receiver.statuses = [500, 302, 200]
    tell(kind="test.public")
    tell(kind="test.mail")
    message = only()
    assert services.deliver(message_id=message.pk, at=AT) == State.PENDING
    assert only().last_error == "对方回应 500"
    second = only().next_attempt_at
    assert services.deliver(message_id=message.pk, at=second) == State.PENDING
    assert only().last_error == "对方回应 302"
    third = only().next_attempt_at
    assert services.deliver(message_id=message.pk, at=third) == State.SENT
    assert len({headers["X-Portal-Delivery"] for headers, _ in receiver.requests}) == 1
    assert len({headers["X-Portal-Timestamp"] for headers, _ in receiver.requests}) == 3
    content = json.loads(receiver.requests[0][1])
    assert content["kind"] == "test.public"
    assert content["url"] == "http://127.0.0.1:8000/inbox/"


def test_the_signature_covers_body_delivery_and_time(
    receiver: Receiver, endpoint: WebhookEndpoint
) -> None:
    tell(kind="test.public")
    services.deliver_due(at=AT)
    headers, body = receiver.requests[0]
    assert _genuine(headers, body, now=NOW)
    assert not _genuine(headers, body + b" ", now=NOW)
    assert not _genuine(headers, body, secret="other", now=NOW)
    assert not _genuine(headers | {"X-Portal-Delivery": "other"}, body, now=NOW)
    assert not _genuine(headers | {"X-Portal-Timestamp": str(NOW + 1)}, body, now=NOW)
    assert not _genuine(headers, body, now=NOW + 301)


def test_an_endpoint_that_is_gone_or_switched_off_is_left_alone(
    receiver: Receiver, endpoint: WebhookEndpoint
) -> None:
    receiver.statuses = [410]
    tell(kind="test.public")
    tell(kind="test.public", key="k2")
    services.deliver_due(at=AT)
    assert only(dedup_key="k1").state == State.DEAD
    assert only(dedup_key="k2").last_error == "推送接口已停用"
    tell(kind="test.public", key="k3")
    assert OutboxMessage.objects.count() == 2
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1"),
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_no_notation_of_an_address_hides_where_it_leads() -> None:
    hidden = [
        "::127.0.0.1", "::10.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "64:ff9b:1::223.5.5.5", "2002:a00:1::",
        "2002:7f00:1::1", "2001:0:a00:1::", "fec0::1", "fd00::1", "fe80::1%eth0", "ff02::1", "::",
        "192.0.0.8", "192.0.0.170", "192.88.99.1", "100.64.0.1", "198.18.0.1", "240.0.0.1",
        "255.255.255.255", "0.1.2.3", "224.0.0.1", "0177.0.0.1", "2130706433", "0x7f.1", "",
        "localhost", "4000::1", "2001:db8::1", "5f00::1",
    ]  # fmt: skip
    assert [address for address in hidden if is_public(address)] == []


def test_public_addresses_are() -> None:
    public = ("223.5.5.5", "2400:3200::1", "64:ff9b::223.5.5.5", "2002:df05:505::1")
    assert [address for address in public if not is_public(address)] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user@example.org/",
        "https:///x",
        "https://example.org:99999/",
        "x",
    ],
)
def test_addresses_that_are_never_called(url: str) -> None:
    with pytest.raises(Undeliverable):
        split_checked(url)


def test_a_name_that_leads_into_our_network_is_refused(settings: Settings) -> None:
    settings.OUTBOUND_PRIVATE_HOSTS = []
    with pytest.raises(Undeliverable, match="内网"):
        post("https://localhost/", b"", {}, timeout=2)
    with pytest.raises(Undeliverable, match="内网"):
        post("https://[::ffff:7f00:1]/", b"", {}, timeout=2)


def test_a_dead_server_counts_as_a_failed_attempt(
    endpoint: WebhookEndpoint, settings: Settings
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    endpoint.save()
    tell(kind="test.public")
    services.deliver_due(at=AT)
    assert (only().state, only().last_error) == (
        State.PENDING,
        "连接失败（ConnectionRefusedError）",
    )


def test_short_messages_go_to_the_gateway(receiver: Receiver, settings: Settings) -> None:
    settings.OUTBOUND_PRIVATE_HOSTS = []
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = receiver.url, "t0ken"
    receiver.statuses = [503]
    tell(Recipient(phone="13800001234"))
    services.deliver_due(at=AT)
    assert only().last_error == "短信网关回应 503"
    assert services.deliver(message_id=only().pk, at=only().next_attempt_at) == State.SENT
    headers, body = receiver.requests[1]
    assert headers["Authorization"] == "Bearer t0ken"
    assert json.loads(body)["phone"] == "13800001234"


def test_mail_over_a_real_connection(reader: User, letters: Letters) -> None:
    tell(reader)
    services.deliver_due(at=AT)
    message = only(channel="mail")
    assert message.state == State.SENT
    assert f"<{message.delivery_id}@localhost>" in letters.received[0]
    assert "To: reader@people.example" in letters.received[0]


def test_endpoints_are_set_up_by_the_operator(reader: User, operator: User) -> None:
    endpoint = WebhookEndpoint(name="省平台", url="https://hook.example.org/in")
    with pytest.raises(NotPermitted):
        services.save_endpoint(endpoint, by=reader, at=AT)
    services.save_endpoint(endpoint, by=operator, at=AT)
    assert len(endpoint.secret) >= 40
    entry = AuditEntry.objects.get()
    assert entry.summary == "新增推送接口 省平台"
    assert endpoint.secret not in str(entry.details)
    endpoint.url = "http://hook.example.org/in"
    with pytest.raises(ActRefused, match="https"):
        services.save_endpoint(endpoint, by=operator, at=AT)
