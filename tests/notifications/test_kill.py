"""A worker that is really killed while it sends, and two workers at one message."""

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from portal.notifications import services
from portal.notifications.choices import State
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from tests.notifications.conftest import Receiver, only, tell

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
]
# Not yet due when the commit pokes, so that only the workers of these tests take it.
AT = dt.datetime(2050, 1, 4, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = """
import datetime, django
django.setup()
from portal.notifications.services import deliver
deliver(message_id={number}, at=datetime.datetime.fromisoformat("{at}"))
"""


def _database_url() -> str:
    of = connection.settings_dict
    person = of["USER"] + (f":{quote(of['PASSWORD'], safe='')}" if of["PASSWORD"] else "")
    port = f":{of['PORT']}" if of["PORT"] else ""
    return f"postgres://{person}@{quote(of['HOST'], safe='')}{port}/{of['NAME']}"


def test_a_killed_worker_costs_one_wait(receiver: Receiver, endpoint: WebhookEndpoint) -> None:
    receiver.hold = threading.Event()
    tell(kind="test.public", at=AT)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER.format(number=only().pk, at=AT.isoformat())],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": _database_url(),
            "OUTBOUND_PRIVATE_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "portal.settings.testing",
        },
    )
    try:
        deadline = time.monotonic() + 30
        while not receiver.requests and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        worker.kill()
        worker.wait()
        receiver.hold.set()
    assert len(receiver.requests) == 1
    killed = only()
    assert (killed.state, killed.attempts) == (State.PENDING, 1)
    assert services.deliver(message_id=killed.pk, at=AT) is None
    assert services.deliver(message_id=killed.pk, at=killed.next_attempt_at) == State.SENT
    first, second = (headers["X-Portal-Delivery"] for headers, _ in receiver.requests)
    assert first == second


def test_a_message_in_another_workers_hands_is_left_to_it(
    receiver: Receiver, endpoint: WebhookEndpoint
) -> None:
    tell(kind="test.public", at=AT)
    number, answers = only().pk, []

    def second_worker() -> None:
        try:
            answers.append(services.deliver(message_id=number, at=AT))
        finally:
            connection.close()

    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get(pk=number)
        thread = threading.Thread(target=second_worker)
        thread.start()
        thread.join(timeout=10)
        assert answers == [None]
    assert receiver.requests == []
    assert services.deliver(message_id=number, at=AT) == State.SENT
