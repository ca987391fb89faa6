"""A policy and its interpretation beside readers, and when the work is cut off in the middle.

Acceptance test 2.
"""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client

from disclosure import companions
from disclosure.services import review as documents
from disclosure.workflow import Status as DocumentStatus
from policies.interpretations.workflow import Status
from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from tests.builders import small_city
from tests.conftest import NOON
from tests.policies.interpretations.cases import MINUTE, brought, policy, rule

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_noon"),
]


class Killed(BaseException):
    """What ends a worker between two writes."""


def test_nobody_ever_sees_one_without_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    city = small_city()
    rule(city)
    document = bring_to(policy(city), DocumentStatus.SIGNING, cast=city.cast, at=NOON)
    case = brought(city, Status.READY, [document])
    signer, ended = city.people[Role.SIGNER], threading.Event()
    addresses = (f"/documents/{document.pk}/", f"/policies/{case.series_id}/")
    seen: set[tuple[int, ...]] = set()

    def read() -> None:
        client = Client()
        try:
            while not ended.is_set():
                # One statement's snapshot is not two pages': the later asked is the newer.
                seen.add(tuple(client.get(address).status_code for address in addresses))
                time.sleep(0.05)
        finally:
            connection.close()

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(companions, "_FOLLOWERS", {**companions._FOLLOWERS, "killed": killed})
        with pytest.raises(Killed), transaction.atomic():
            documents.sign(document=document, by=signer, at=NOON)
    document.refresh_from_db()
    case.refresh_from_db()
    assert (document.status, case.status) == (DocumentStatus.SIGNING, Status.READY)
    reader = threading.Thread(target=read)
    reader.start()
    try:
        documents.sign(document=document, by=signer, at=NOON + MINUTE)
        wait_until((200, 200), seen)
    finally:
        ended.set()
        reader.join()
    # Both pages are asked one after the other, the policy's first: it may be missed, never bare.
    assert seen <= {(404, 404), (404, 200), (200, 200)}
    document.refresh_from_db()
    case.refresh_from_db()
    assert document.published_at == case.published_at == NOON + MINUTE


def wait_until(wanted: tuple[int, ...], seen: set[tuple[int, ...]]) -> None:
    """Give the reader the time to come round once more."""
    for _ in range(200):
        if wanted in seen:
            return
        time.sleep(0.05)
