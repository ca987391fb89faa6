"""Fifty at once: no number twice, none left out, one application for each key."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from portal.audit.services import verify
from portal.personal.handed_in import HandedIn
from portal.tracking.intake import Receipt
from requests_app.models import ApplicationDraft, Evidence, InformationRequest
from requests_app.services.drafts import attach_files, save_draft, send_draft
from requests_app.services.intake import submit_application
from tests.builders import City, small_city
from tests.requests_app.cases import PNG, SUBMITTED_AT, application, identity_file

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50
Filed = Receipt[InformationRequest]


def at_once(acts: list[Callable[[], Filed]]) -> list[Filed]:
    """Every act in a thread and with a connection of its own, all let go together."""
    gate = threading.Barrier(len(acts))
    done: list[Filed] = []
    failed: list[BaseException] = []

    def run(act: Callable[[], Filed]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            done.append(act())
        except BaseException as error:  # told below, in the test's own thread
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failed == []
    return done


def submit(city: City, key: uuid.UUID) -> Filed:
    return submit_application(
        application=application(city), evidence=[identity_file()], key=key, at=SUBMITTED_AT
    )


def test_fifty_submissions_give_numbers_without_gaps() -> None:
    city = small_city()
    keys = [uuid.uuid4() for _ in range(MANY // 2)]
    # Each key comes twice: a form pressed twice.
    receipts = at_once([partial(submit, city, key) for key in [*keys, *keys]])
    numbers = sorted(InformationRequest.objects.values_list("number", flat=True))
    assert numbers == [f"SJ-B-2026-{n:05d}" for n in range(1, MANY // 2 + 1)]
    assert sum(receipt.is_new for receipt in receipts) == MANY // 2
    assert len({receipt.code for receipt in receipts}) == MANY // 2
    assert Evidence.objects.count() == MANY // 2
    assert verify() is None


def test_fifty_different_submissions() -> None:
    city = small_city()
    at_once([partial(submit, city, uuid.uuid4()) for _ in range(MANY)])
    numbers = sorted(InformationRequest.objects.values_list("number", flat=True))
    assert numbers == [f"SJ-B-2026-{n:05d}" for n in range(1, MANY + 1)]


def test_one_draft_sent_twenty_times_at_once_is_one_application() -> None:
    city = small_city()
    draft = save_draft(public_id=uuid.uuid4(), typed={}, at=SUBMITTED_AT)
    given = HandedIn(io.BytesIO(PNG), "a.png", "identity")
    assert attach_files(draft=draft, files=[given], at=SUBMITTED_AT) == []

    def send() -> Filed:
        held = ApplicationDraft(
            **{field.attname: getattr(draft, field.attname) for field in draft._meta.fields}
        )
        return send_draft(draft=held, application=application(city), at=SUBMITTED_AT, user=None)

    receipts = at_once([send] * 20)
    assert len({receipt.case.pk for receipt in receipts}) == 1
    assert len({receipt.code for receipt in receipts}) == 1
    assert InformationRequest.objects.count() == 1
    assert ApplicationDraft.objects.count() == 0
