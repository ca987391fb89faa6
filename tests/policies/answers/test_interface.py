"""The interface: whose token reads what, in what words it refuses, what a copy is told."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema
from pytest_django import Settings

from disclosure.api.cursors import pack, unpack
from policies.answers.api.changes import sealed
from policies.answers.choices import Audience, ChangeLevel
from policies.answers.models import Consumer, Feedback, Usage, ZeroHit
from portal.accounts.choices import Role
from portal.search.querysets import Position
from tests.builders import City
from tests.policies.answers.asking import BASE, earlier, get, own_cache, post
from tests.policies.answers.base import (
    AT,
    FEEDBACK_STEPS,
    QUESTION,
    consumer,
    policy,
    released,
    revised,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own transaction stays open; count what it wrote as settled."""
    monkeypatch.setattr("portal.search.querysets.SearchEntryQuerySet.settled", lambda rows: rows)


@pytest.fixture
def token(city: City) -> str:
    return consumer(city)[1]


class TestDoor:
    PATHS = ("", "suggestions/?q=x", "changes/", "1/", "usage/hotline/", "zero-hits/",
             "feedback/00000000-0000-4000-8000-000000000000/")  # fmt: skip

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("header", ["", "Bearer kb_wrong", "Bearer", "Basic eDp4"])
    def test_nobody_without_a_token(self, client: Client, path: str, header: str, db: None) -> None:
        answer = client.get(BASE + path, headers={"Authorization": header} if header else {})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["error"]["code"] == "no_token"

    def test_a_token_in_the_address_is_none(self, client: Client, token: str) -> None:
        assert client.get(f"{BASE}?token={token}").status_code == 401

    def test_an_answer_is_kept_by_nobody(self, client: Client, token: str) -> None:
        answer = client.get(BASE, headers={"Authorization": f"Bearer {token}"})
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer

    def test_each_has_its_own_rate(self, client: Client, city: City, settings: Settings) -> None:
        settings.CACHES = own_cache("rate")
        slow, fast = consumer(city, "slow", rate=2)[1], consumer(city, "fast")[1]
        for _ in range(2):
            get(client, slow)
        told = get(client, slow, expected=429)
        assert told["error"]["message"] == "请求过于频繁，请在60秒后再试。"
        get(client, fast)

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_reading_changes_nothing(self, client: Client, token: str, method: str) -> None:
        answer = getattr(client, method)(BASE, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (405, "wrong_method")


class TestReading:
    def test_search_tells_the_answer_and_what_it_rests_on(
        self, client: Client, city: City, token: str
    ) -> None:
        document = policy(city)
        entry = released(city, document)
        found = get(client, token, f"?q=屋顶绿化养护费&policy={document.pk}&organ=SJ")
        assert found["total"] == 1
        row = found["results"][0]
        assert (row["id"], row["question"], row["version"]) == (entry.pk, QUESTION, 1)
        assert row["answer"] == ["一、产权人负责日常养护。", "二、每平方米补贴十元。"]
        assert row["bases"][0]["passage"] == "第二条"
        assert row["bases"][0]["url"].endswith(f"{document.get_absolute_url()}#tiao-2")
        assert get(client, token, "suggestions/?q=屋顶绿化养护费")["results"][0]["id"] == entry.pk

    def test_provenance_with_every_version(self, client: Client, city: City, token: str) -> None:
        entry = revised(city, released(city, contact="李工"), ChangeLevel.TYPO, contact="李工")
        told = get(client, token, f"{entry.pk}/")
        assert [(row["version"], row["level"]) for row in told["versions"]] == [
            (2, "typo"),
            (1, "major"),
        ]
        assert (told["organ"]["code"], told["origin"], told["contact"]) == ("SJ-B", "政策", "")
        inside = consumer(city, "inside", Audience.INTERNAL)[1]
        assert get(client, inside, f"{entry.pk}/")["contact"] == "李工"

    @pytest.mark.parametrize("scope", list(Audience))
    def test_a_scope_reads_its_own_and_those_before(
        self, client: Client, city: City, scope: Audience, settled: None
    ) -> None:
        rows = {
            audience: released(city, policy(city, f"试府办〔2026〕{number}号"), audience=audience)
            for number, audience in enumerate(Audience, 20)
        }
        token = consumer(city, scope=scope)[1]
        wanted = {rows[audience].pk for audience in scope.reads}
        assert {row["id"] for row in get(client, token)["results"]} == wanted
        assert {row["id"] for row in get(client, token, "changes/")["results"]} == wanted
        for entry in rows.values():
            get(client, token, f"{entry.pk}/", 200 if entry.pk in wanted else 404)

    def test_words_in_vain_are_kept_for_the_editors(
        self, client: Client, city: City, token: str
    ) -> None:
        other = consumer(city, "other")[1]
        assert get(client, token, "?q=加装电梯")["total"] == 0
        assert get(client, token, "zero-hits/")["results"][0]["words"] == "加装电梯"
        assert get(client, other, "zero-hits/")["results"] == []
        assert ZeroHit.objects.count() == 1

    def test_usage_is_told_to_its_own_consumer_alone(
        self, client: Client, city: City, token: str
    ) -> None:
        """Acceptance test 22: the usage of B asked with the token of A is not there."""
        consumer(city, "windows")
        get(client, token)
        get(client, token, "changes/")
        told = get(client, token, "usage/hotline/")["results"]
        assert [(row["asked"], row["count"]) for row in told] == [("changes", 1), ("search", 1)]
        assert get(client, token, "usage/windows/", 404)["error"]["code"] == "not_found"
        get(client, token, "usage/nobody/", 404)
        assert Usage.objects.count() == 2

    @pytest.mark.parametrize(
        "path",
        [
            "?x=1", "?q=a&q=b", f"?q={'长' * 201}", "?page=0", "?page=-1", "?page=1e9", "?limit=0",
            "?limit=101", f"?organ={'x' * 81}", "?q=%00", "changes/?limit=x", "changes/?x=1",
            "suggestions/?q=a&x=1", "zero-hits/?a=1",
        ],
    )  # fmt: skip
    def test_odd_questions_are_told_what_is_wrong(
        self, client: Client, token: str, path: str
    ) -> None:
        told = get(client, token, path, 400)["error"]
        assert told["code"] == "bad_parameter"
        assert told["parameter"]
        assert told["message"].endswith("。")

    def test_queries_do_not_grow_with_the_answers(
        self, client: Client, city: City, token: str, django_assert_num_queries: Any, settled: None
    ) -> None:
        released(city)
        for path in ("", "changes/"):  # the first call of a day makes the row that counts it
            get(client, token, path)
        for path, count in (("", 10), ("changes/", 6)):
            with django_assert_num_queries(count):
                get(client, token, path)
        for number in (20, 21):
            document = policy(city, f"试府办〔2026〕{number}号")
            released(city, document, question=f"第{number}问")
        for path, count in (("", 10), ("changes/", 6)):
            with django_assert_num_queries(count):
                assert len(get(client, token, path)["results"]) == 3


@pytest.mark.usefixtures("settled")
class TestChanges:
    def test_a_copy_follows_release_correction_and_withdrawal(
        self, client: Client, city: City, token: str
    ) -> None:
        entry = released(city)
        earlier()
        first = get(client, token, "changes/")
        assert [(row["change"], row["id"]) for row in first["results"]] == [("published", entry.pk)]
        nothing = get(client, token, f"changes/?since={first['next_cursor']}")
        assert nothing["results"] == []
        revised(city, entry, ChangeLevel.TYPO, short_answer="改过的简答")
        earlier()
        second = get(client, token, f"changes/?since={nothing['next_cursor']}")
        assert second["results"][0]["answer"]["short_answer"] == "改过的简答"
        walk(entry, city, "withdraw")
        earlier()
        third = get(client, token, f"changes/?since={second['next_cursor']}")
        assert [(row["change"], row["answer"]) for row in third["results"]] == [("withdrawn", None)]

    def test_page_by_page(self, client: Client, city: City, token: str) -> None:
        rows = [
            released(city, policy(city, f"试府办〔2026〕{number}号"), question=f"第{number}问")
            for number in (20, 21, 22)
        ]
        first = get(client, token, "changes/?limit=2")
        second = get(client, token, f"changes/?limit=2&since={first['next_cursor']}")
        assert (first["has_more"], second["has_more"]) == (True, False)
        told = [row["id"] for row in (*first["results"], *second["results"])]
        assert told == [row.pk for row in rows]

    def test_a_cursor_that_was_altered_is_refused(
        self, client: Client, city: City, token: str
    ) -> None:
        released(city)
        cursor = get(client, token, "changes/")["next_cursor"]
        history, xid, key, seal = unpack(cursor, 4)
        for altered in (
            pack(history, xid, key + 1, seal),
            pack(history, xid - 1, key, seal),
            pack(history, xid, key, "0" * 16),
            pack(history, xid, key),
            cursor[:-2],
            "kein",
            "x" * 401,
        ):
            told = get(client, token, f"changes/?since={altered}", 400)["error"]
            assert "不是本接口给出的游标" in told["message"]

    def test_a_cursor_from_the_future_is_refused_in_words(
        self, client: Client, city: City, token: str
    ) -> None:
        released(city)
        cursor = sealed(Audience.PUBLIC, Position(2**62, 1))
        told = get(client, token, f"changes/?since={cursor}", 400)["error"]
        assert told["message"] == "参数 since 的游标在现在之后，请不带 since 从头同步。"

    def test_a_cursor_of_another_scope_is_none_of_this(
        self, client: Client, city: City, token: str
    ) -> None:
        released(city)
        inside = consumer(city, "inside", Audience.INTERNAL)[1]
        cursor = get(client, inside, "changes/")["next_cursor"]
        get(client, token, f"changes/?since={cursor}", 400)

    def test_another_database_begins_anew(
        self, client: Client, city: City, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        released(city)
        cursor = get(client, token, "changes/")["next_cursor"]
        monkeypatch.setattr("policies.answers.api.changes.history", lambda: "0" * 12)
        assert get(client, token, f"changes/?since={cursor}", 410)["error"]["code"] == "cursor_gone"


class TestFeedback:
    def test_once_taken_in_and_answered_back(
        self, client: Client, city: City, token: str, at_noon: None
    ) -> None:
        document = policy(city)
        sent = {"reference": "A1", "question": "阳台绿化有没有补贴", "document": document.pk}
        first = post(client, token, sent)
        assert (first["status"], first["organ"]["code"]) == ("received", "SJ-B")
        assert post(client, token, sent, 200)["id"] == first["id"]
        assert post(client, token, sent | {"question": "别的"}, 409)["error"]["code"] == "conflict"
        row, entry = Feedback.objects.get(), released(city, document)
        FEEDBACK_STEPS["answer"](row, city.people[Role.MESSAGE_RESPONDER], city, AT)
        told = get(client, token, f"feedback/{first['id']}/")
        assert (told["status"], told["answer"], told["told"]) == ("answered", entry.pk, "")

    def test_why_not_is_read_back(
        self, client: Client, city: City, token: str, at_noon: None
    ) -> None:
        sent = post(client, token, {"reference": "A1", "question": "几点下雨", "organ": "SJ-B"})
        row = Feedback.objects.get()
        FEEDBACK_STEPS["decline"](row, city.people[Role.MESSAGE_RESPONDER], city, AT)
        told = get(client, token, f"feedback/{sent['id']}/")
        assert (told["status"], told["answer"]) == ("declined", None)
        assert told["told"] == "请拨打街道电话"

    def test_of_another_consumer_nothing_is_there(
        self, client: Client, city: City, token: str, at_noon: None
    ) -> None:
        other = consumer(city, "other")[1]
        given = {"reference": "A1", "question": "甲的问题", "organ": "SJ-B"}
        sent = post(client, token, given)
        get(client, other, f"feedback/{sent['id']}/", 404)
        post(client, other, given | {"question": "乙的问题"})
        assert Feedback.objects.count() == 2

    @pytest.mark.parametrize(
        ("changes", "parameter"),
        [
            ({"reference": ""}, "reference"),
            ({"reference": "A\u202e1"}, "reference"),
            ({"reference": "A\u200b1"}, "reference"),
            ({"reference": "x" * 65}, "reference"),
            ({"question": ""}, "question"),
            ({"question": "\u200b\u202e"}, "question"),
            ({"question": "长" * 1001}, "question"),
            ({"question": {"a": 1}}, "question"),
            ({"organ": "NIRGENDS"}, "organ"),
            ({"organ": ""}, "organ"),
            ({"document": 10**30}, "document"),
            ({"document": 999_999}, "document"),
            ({"document": "x"}, "document"),
        ],
    )
    def test_what_cannot_be_taken_in_is_said(
        self, client: Client, city: City, token: str, changes: dict[str, Any], parameter: str
    ) -> None:
        given = {"reference": "A1", "question": "问题", "organ": "SJ-B"} | changes
        assert post(client, token, given, 400)["error"]["parameter"] == parameter
        assert not Feedback.objects.exists()

    @pytest.mark.parametrize("body", ["{", "[]", "null", '"x"', "x" * 100_000, "[" * 200_000])
    def test_what_is_no_object_is_no_question(self, client: Client, token: str, body: str) -> None:
        answer = client.post(
            f"{BASE}feedback/", body, content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        assert answer.status_code == 400
        assert answer.json()["error"]["message"]

    def test_other_types_are_not_read(self, client: Client, token: str) -> None:
        answer = client.post(
            f"{BASE}feedback/", {"a": 1}, headers={"Authorization": f"Bearer {token}"}
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (415, "bad_type")


def test_answers_are_as_described(
    client: Client, city: City, token: str, settled: None, at_noon: None
) -> None:
    schema = client.get(f"{BASE}schema/").json()
    validate_schema(schema)
    entry = released(city)
    sent = post(client, token, {"reference": "A1", "question": "问题", "organ": "SJ-B"})
    paths = {
        "": "", "suggestions/": "suggestions/?q=x", "changes/": "changes/",
        "{id}/": f"{entry.pk}/", "usage/{code}/": "usage/hotline/", "zero-hits/": "zero-hits/",
        "feedback/{public_id}/": f"feedback/{sent['id']}/",
    }  # fmt: skip
    assert set(schema["paths"]) == {f"{BASE}{path}" for path in (*paths, "feedback/")}
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, address in paths.items():
        told = schema["paths"][BASE + path]["get"]["responses"]["200"]
        whole = told["content"]["application/json"]["schema"] | {"components": schema["components"]}
        jsonschema.Draft202012Validator(whole).validate(get(client, token, address))
    assert Consumer.objects.count() == 1
