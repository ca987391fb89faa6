"""The client that the documentation hands out, against the interface and against forged pushes."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from policies.answers.choices import ChangeLevel
from policies.answers.models import Feedback
from policies.answers.services import feedback as acts
from portal.accounts.choices import Role
from portal.notifications.channels.signatures import standard_headers
from portal.notifications.models.webhook import new_secret
from tests.builders import City
from tests.policies.answers.asking import earlier, reference, through
from tests.policies.answers.base import AT, consumer, released, revised, walk

NOW = 1_790_000_000
BODY = json.dumps({"kind": "answers.changed"}).encode()


@pytest.fixture(scope="module")
def handed_out() -> ModuleType:
    return reference()


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own transaction stays open; count what it wrote as settled."""
    monkeypatch.setattr("portal.search.querysets.SearchEntryQuerySet.settled", lambda rows: rows)


@pytest.mark.django_db
def test_a_system_pulls_feeds_back_and_gets_its_answer(
    handed_out: ModuleType, client: Client, city: City, settled: None, at_noon: None
) -> None:
    token = consumer(city)[1]
    system = handed_out.Client("https://portal.example", token, send=through(client))
    entry = released(city)
    earlier()
    assert system.synchronise() == 1
    assert system.copy[entry.pk]["version"] == 1
    revised(city, entry, ChangeLevel.TYPO)
    earlier()
    assert system.synchronise() == 1
    assert system.copy[entry.pk]["version"] == 2
    assert [row["id"] for row in system.search("屋顶绿化养护费")] == [entry.pk]
    assert system.search("加装电梯") == []
    sent = system.feed_back("12345-7", "加装电梯有没有补贴", organ="SJ-B")
    row = Feedback.objects.get()
    acts.answer(feedback=row, entry=entry, by=city.people[Role.MESSAGE_RESPONDER], at=AT)
    assert system.outcome(sent["id"])["answer"] == entry.pk
    walk(entry, city, "withdraw")
    earlier()
    system.synchronise()
    assert system.copy == {}
    with pytest.raises(handed_out.Refused, match="没有这一条") as refused:
        system.answer(entry.pk)
    assert refused.value.status == 404


@pytest.mark.django_db
def test_after_a_restored_database_the_copy_is_built_anew(
    handed_out: ModuleType, client: Client, city: City, settled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    system = handed_out.Client("https://portal.example", consumer(city)[1], send=through(client))
    entry = released(city)
    system.synchronise()
    system.copy[0] = "left over"
    monkeypatch.setattr("policies.answers.api.changes.history", lambda: "0" * 12)
    system.synchronise()
    assert list(system.copy) == [entry.pk]


class TestDoorkeeper:
    """Acceptance test 22: a push replayed after five minutes, or with the same id, is refused."""

    @pytest.fixture
    def keeper(self, handed_out: ModuleType) -> Any:
        return handed_out.Doorkeeper(new_secret(), clock=lambda: NOW)

    @staticmethod
    def push(keeper: Any, *, number: str = "m1", moment: int = NOW) -> dict[str, str]:
        return standard_headers(keeper.secret, timestamp=moment, delivery=number, body=BODY)

    def test_a_genuine_push_is_let_in_once(self, keeper: Any, handed_out: ModuleType) -> None:
        headers = self.push(keeper)
        assert keeper.admit(headers, BODY) == {"kind": "answers.changed"}
        with pytest.raises(handed_out.NotGenuine, match="已经收过"):
            keeper.admit(headers, BODY)
        with pytest.raises(handed_out.NotGenuine, match="已经收过"):
            keeper.admit(self.push(keeper, moment=NOW + 1), BODY)

    @pytest.mark.parametrize(("late", "is_let_in"), [(300, True), (301, False), (-301, False)])
    def test_five_minutes_and_no_longer(
        self, keeper: Any, handed_out: ModuleType, late: int, is_let_in: bool
    ) -> None:
        headers = self.push(keeper, moment=NOW - late)
        if is_let_in:
            keeper.admit(headers, BODY)
            return
        with pytest.raises(handed_out.NotGenuine, match="超过五分钟"):
            keeper.admit(headers, BODY)

    @pytest.mark.parametrize(
        "change",
        [
            {"webhook-id": "m2"},
            {"webhook-timestamp": str(NOW + 1)},
            {"webhook-signature": "v1,AAAA"},
            {"webhook-signature": ""},
        ],
    )
    def test_what_was_altered_is_refused(
        self, keeper: Any, handed_out: ModuleType, change: dict[str, str]
    ) -> None:
        with pytest.raises(handed_out.NotGenuine, match="签名不对"):
            keeper.admit(self.push(keeper) | change, BODY)
        assert keeper.seen == set()

    def test_one_of_several_signatures_is_enough(self, keeper: Any) -> None:
        headers = self.push(keeper)
        headers["webhook-signature"] = f"v1,AAAA {headers['webhook-signature']}"
        assert keeper.admit(headers, BODY)

    @pytest.mark.parametrize("headers", [{}, {"webhook-id": "a", "webhook-timestamp": "x"}])
    def test_without_headers_it_is_nothing(
        self, keeper: Any, handed_out: ModuleType, headers: dict[str, str]
    ) -> None:
        with pytest.raises(handed_out.NotGenuine, match="没有签名"):
            keeper.admit(headers, BODY)
