"""Corrections beside readers and beside one another, each on a connection of its own."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from disclosure.choices import RelationKind
from disclosure.correction.services import drafts, review, signature
from disclosure.correction.workflow import Status
from disclosure.models import Correction, Document
from disclosure.services.relations import relate
from disclosure.services.review import withdraw
from portal.accounts.choices import Role
from portal.audit.services import verify
from portal.common.errors import ActRefused
from portal.search.follower import following
from tests.builders import published, small_city
from tests.conftest import NOON
from tests.disclosure.correction.cases import MINUTE, begun, brought, corrected
from tests.requests_app.test_intake_race import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_noon"),
]
CORRECTIONS = 6


@dataclass
class Reader:
    """Somebody who reads the same pages over and over, on a connection of their own."""

    new: int
    old: int
    ended: threading.Event = field(default_factory=threading.Event)
    rounds: int = 0
    amiss: list[str] = field(default_factory=list)

    def run(self) -> None:
        client = Client()
        try:
            while not self.ended.is_set() or self.rounds < 3:
                self._read(client)
                self.rounds += 1
        except Exception as error:  # told to whoever looks
            self.amiss.append(repr(error))
        finally:
            connection.close()

    def _read(self, client: Client) -> None:
        for address in (
            f"/documents/{self.new}/",
            f"/documents/{self.new}/print/",
            f"/documents/{self.new}/editions/",
            f"/documents/{self.old}/",
            f"/api/v1/documents/{self.new}/",
        ):
            answer = client.get(address)
            if answer.status_code != 200:
                self.amiss.append(f"{address} {answer.status_code}")
        if "已废止" not in client.get(f"/documents/{self.old}/").content.decode():
            self.amiss.append("the repeal was undone")
        found = client.get("/api/v1/documents/?validity=all&q=养护").json()["results"]
        states = {row["id"]: row["validity"] for row in found}
        if self.new not in states:
            self.amiss.append("not found by the search")
        if states.get(self.old) != "repealed":
            self.amiss.append(f"found as {states.get(self.old)}")


def test_readers_never_miss_a_document_while_it_is_corrected() -> None:
    city = small_city()
    old = published(city, title="关于旧绿化养护的通知", doc_number="试府办〔2020〕1号")
    new = published(city, doc_number="试府办〔2026〕8号")
    relate(
        source=new,
        target=old,
        kind=RelationKind.REPEALS,
        by=city.people[Role.SIGNER],
        at=NOON,
        effective_on=dt.date(2026, 11, 10),
    )
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
        reader = Reader(new.pk, old.pk)
        thread = threading.Thread(target=reader.run)
        thread.start()
        try:
            for number in range(CORRECTIONS):
                at = NOON + (number + 1) * 10 * MINUTE
                kind = "content" if number % 2 else "form"
                body = f"{Document.objects.get(pk=new.pk).body}\n又增加一句。"
                corrected(city, new, kind, at=at, body=body)
                if number == CORRECTIONS - 1:
                    corrected(city, new, at=at + 5 * MINUTE, effective_on=dt.date(2026, 11, 6))
                follower.catch_up()
        finally:
            reader.ended.set()
            thread.join(120)
    assert reader.amiss == []
    assert reader.rounds >= 3
    assert new.editions.count() == CORRECTIONS + 2
    assert verify() is None


# The helper of applications, for acts of any kind.
all_at_once: Callable[[list[Callable[[], Any]]], list[Any]] = at_once


def told(act: Callable[[], Any]) -> str:
    """What came of an attempt: nothing, or why not."""
    try:
        act()
    except ActRefused as error:
        return str(error)
    return ""


def test_of_two_who_begin_one_wins() -> None:
    city = small_city()
    document = published(city)
    begin = partial(
        drafts.begin_correction,
        document=document,
        kind="form",
        reason="错字",
        by=city.people[Role.CLERK],
        at=NOON,
    )
    results = all_at_once([partial(told, begin) for _ in range(4)])
    assert sorted(results).count("") == 1
    assert Correction.objects.count() == 1


def test_of_two_who_sign_one_wins() -> None:
    city = small_city()
    correction = brought(city, "signing")
    sign = partial(
        signature.sign_correction, correction=correction, by=city.people[Role.SIGNER],
        at=NOON + 10 * MINUTE,
    )  # fmt: skip
    results = all_at_once([partial(told, sign) for _ in range(4)])
    assert results.count("") == 1
    assert correction.document.editions.count() == 2


@pytest.mark.parametrize("turn", range(3))
def test_signature_and_withdrawal_all_at_once(turn: int) -> None:
    """Whoever comes first, nothing drafted stays open and nothing withdrawn stays shown."""
    del turn
    city = small_city()
    correction = brought(city, "signing")
    at, signer = NOON + 10 * MINUTE, city.people[Role.SIGNER]
    document = correction.document
    acts = [
        partial(signature.sign_correction, correction=correction, by=signer, at=at),
        partial(withdraw, document=document, reason="有误", by=signer, at=at),
    ]
    all_at_once([partial(told, act) for act in acts])
    document.refresh_from_db()
    correction.refresh_from_db()
    assert document.status == "withdrawn"
    assert correction.status in (Status.SIGNED, Status.ENDED)
    assert not document.editions.filter(closure=None).exists()
    assert Client().get(f"/documents/{document.pk}/").status_code == 410


def test_work_on_the_draft_and_withdrawal_all_at_once() -> None:
    city = small_city()
    correction = begun(city)
    clerk, signer = city.people[Role.CLERK], city.people[Role.SIGNER]
    acts: list[Callable[[], Any]] = [
        partial(review.submit, correction=correction, by=clerk, at=NOON),
        partial(
            drafts.edit_correction, correction=correction, elements={"title": "新题"},
            by=clerk, at=NOON,
        ),
        partial(
            withdraw, document=correction.document, reason="有误", by=signer, at=NOON
        ),
    ]  # fmt: skip
    all_at_once([partial(told, act) for act in acts])
    correction.refresh_from_db()
    assert correction.status == Status.ENDED
    assert verify() is None
