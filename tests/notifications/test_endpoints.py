"""Endpoints of other systems: Standard Webhooks signed, tried at its offsets, switched off."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.notifications import services
from portal.notifications.channels.signatures import standard_headers
from portal.notifications.choices import State
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.notifications.models.webhook import new_secret
from portal.notifications.registry import NoticeKind, register
from portal.notifications.services.endpoint_notices import tell_operators
from portal.notifications.services.endpoints import SWITCHED_OFF, save_endpoint, switched_off
from tests.notifications.conftest import AT, Receiver, only, tell

pytestmark = pytest.mark.django_db
_SECONDS = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
# When each try falls, counted from the first.
OFFSETS = [dt.timedelta(seconds=sum(_SECONDS[: place + 1])) for place in range(10)]


def tried(receiver: Receiver) -> dt.timedelta:
    """Try the message at its next moment; how long after the first try that was."""
    moment = only().next_attempt_at
    services.deliver(message_id=only().pk, at=moment)
    return moment - AT


class TestSignature:
    """Checked by hand against the specification's own words, not by our own function."""

    @pytest.mark.parametrize("key", [b"k" * 24, b"\x00\xff" * 16])
    def test_it_is_over_id_time_and_body_with_the_decoded_key(self, key: bytes) -> None:
        secret = "whsec_" + base64.b64encode(key).decode()
        headers = standard_headers(secret, timestamp=1_700_000_000, delivery="m1", body=b'{"a":1}')
        mac = hmac.new(key, b'm1.1700000000.{"a":1}', hashlib.sha256).digest()
        assert headers == {
            "webhook-id": "m1",
            "webhook-timestamp": "1700000000",
            "webhook-signature": "v1," + base64.b64encode(mac).decode(),
        }

    @pytest.mark.parametrize("secret", ["from-before", "whsec_not base64!"])
    def test_a_secret_from_before_is_its_own_letters(self, secret: str) -> None:
        headers = standard_headers(secret, timestamp=1, delivery="m", body=b"")
        mac = hmac.new(secret.encode(), b"m.1.", hashlib.sha256).digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()

    def test_a_new_secret_spells_256_bits(self) -> None:
        secret = new_secret()
        assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
        assert new_secret() != secret

    def test_every_push_bears_it(self, receiver: Receiver, endpoint: WebhookEndpoint) -> None:
        tell(kind="test.public")
        services.deliver_due(at=AT)
        headers, body = receiver.requests[0]
        given = {name.lower(): value for name, value in headers.items()}
        expected = standard_headers(
            endpoint.secret, timestamp=int(AT.timestamp()), delivery=given["webhook-id"], body=body
        )
        assert {name: given[name] for name in expected} == expected
        assert given["webhook-id"] == str(only().delivery_id)


class TestTries:
    def test_ten_failures_at_the_ten_offsets_then_off(
        self, receiver: Receiver, endpoint: WebhookEndpoint
    ) -> None:
        receiver.statuses = [500] * 10
        tell(kind="test.public")
        assert [tried(receiver) for _ in range(10)] == OFFSETS
        assert (only().state, len(receiver.requests)) == (State.DEAD, 10)
        endpoint.refresh_from_db()
        assert (endpoint.is_active, endpoint.off_at) == (False, AT + OFFSETS[-1])
        assert endpoint.off_because == "连续10次没有送达：对方回应 500"
        tell(kind="test.public", key="k2")
        assert OutboxMessage.objects.count() == 1

    def test_gone_is_off_at_once(self, receiver: Receiver, endpoint: WebhookEndpoint) -> None:
        receiver.statuses = [410]
        tell(kind="test.public")
        tried(receiver)
        endpoint.refresh_from_db()
        assert (only().state, endpoint.is_active) == (State.DEAD, False)
        assert AuditEntry.objects.latest("pk").action == "notifications.switch_off_endpoint"

    @pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 503])
    def test_everything_else_is_a_failure_that_is_tried_again(
        self, receiver: Receiver, endpoint: WebhookEndpoint, status: int
    ) -> None:
        receiver.statuses = [status]
        tell(kind="test.public")
        tried(receiver)
        endpoint.refresh_from_db()
        assert (only().state, endpoint.is_active) == (State.PENDING, True)
        assert only().last_error == f"对方回应 {status}"

    @pytest.mark.parametrize(
        ("said", "wait"),
        [
            ("120", dt.timedelta(seconds=120)),
            ("1", dt.timedelta(seconds=5)),
            ("Fri, 20 Nov 2026 04:10:00 GMT", dt.timedelta(minutes=10)),
            ("Fri, 20 Nov 2026 03:00:00 GMT", dt.timedelta(seconds=5)),
            ("999999999", dt.timedelta(days=1)),
            ("bald", dt.timedelta(seconds=5)),
        ],
    )
    def test_the_receiver_may_ask_for_a_pause(
        self, receiver: Receiver, endpoint: WebhookEndpoint, said: str, wait: dt.timedelta
    ) -> None:
        receiver.statuses, receiver.retry_after = [503], said
        tell(kind="test.public")
        tried(receiver)
        assert only().next_attempt_at - AT == wait

    def test_an_attempt_that_runs_keeps_others_away_for_longer_than_it_may_take(
        self, receiver: Receiver, endpoint: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first wait is shorter than the time limit: another worker must not come between."""
        tell(kind="test.public")
        seen: list[object] = []

        def send(_self: object, _message: object, *, at: dt.datetime) -> None:
            again = services.deliver(message_id=only().pk, at=at + dt.timedelta(seconds=30))
            seen.append(again)

        monkeypatch.setattr("portal.notifications.channels.webhook.WebhookChannel.send", send)
        assert services.deliver(message_id=only().pk, at=AT) == State.SENT
        assert seen == [None]


class TestTask:
    """What is off is a task of the operators until one of them sets it right."""

    @pytest.fixture
    def off(self, receiver: Receiver, endpoint: WebhookEndpoint) -> WebhookEndpoint:
        register(NoticeKind(SWITCHED_OFF, "推送接口自动停用"))
        receiver.statuses = [410]
        tell(kind="test.public")
        tried(receiver)
        endpoint.refresh_from_db()
        return endpoint

    def test_operators_are_told_once(self, off: WebhookEndpoint, operator: User) -> None:
        for _ in range(2):
            assert tell_operators(at=AT) == 1
        message = OutboxMessage.objects.get(kind=SWITCHED_OFF)
        assert (message.user, message.subject) == (
            operator,
            f"推送接口已自动停用：{off.name}",
        )

    def test_it_stands_on_their_first_page_until_it_is_saved(
        self, off: WebhookEndpoint, operator: User, reader: User
    ) -> None:
        assert switched_off(operator, AT.date()) == [off]
        assert switched_off(reader, AT.date()) is None
        off.is_active = True
        save_endpoint(off, by=operator, at=AT)
        assert switched_off(operator, AT.date()) is None
        assert (off.off_at, off.off_because) == (None, "")
