"""The desk: from the first draft to the reader, the queues, the token, who learns nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from policies.answers.admin.entries import WAITING
from policies.answers.choices import Audience
from policies.answers.models import Consumer, Entry, Feedback
from policies.answers.selectors import open_version
from policies.answers.services.consumers import consumer_of
from policies.answers.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City
from tests.policies.answers.base import (
    AT,
    QUESTION,
    again,
    asked,
    brought,
    consumer,
    drafted,
    operator,
    policy,
    released,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ENTRIES = "/admin/policies/entry/"
FEEDBACK = "/admin/policies/feedback/"
CONSUMERS = "/admin/policies/consumer/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def without_lockout(settings: Settings) -> None:
    """Signing in by force has no address to count."""
    settings.AXES_ENABLED = False


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def editor(city: City) -> Client:
    return signed_in(city.people[Role.MESSAGE_RESPONDER])


@pytest.fixture
def reviewer(city: City) -> Client:
    return signed_in(city.people[Role.ANSWER_REVIEWER])


def shown(client: Client, address: str, expected: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == expected, address
    return answer.content.decode()


def act(client: Client, entry: Entry, action: str, expected: int = 302, **typed: Any) -> str:
    answer = client.post(f"{ENTRIES}{entry.pk}/act/{action}/", typed)
    assert answer.status_code == expected, answer.content.decode()[:2000]
    return answer.content.decode()


def test_from_the_first_word_to_the_reader(city: City, editor: Client, reviewer: Client) -> None:
    document = policy(city)
    typed = {
        "organ": city.office.pk, "audience": "public", "source": "policy", "question": QUESTION,
        "policies": f"{document.doc_number} 第二条",
    }  # fmt: skip
    answer = editor.post(f"{ENTRIES}draft/", typed)
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert answer["Location"] == f"{ENTRIES}{entry.pk}/change/"
    begun = shown(editor, answer["Location"])
    assert "还没有写简答" in begun
    written = {
        "question": QUESTION, "similar": "谁出钱\n谁交钱", "short_answer": "由产权人出。",
        "answer": "一、日常养护\n二、补贴", "policies": f"{document.doc_number} 第二条",
        "review_on": "2027-03-01",
    }  # fmt: skip
    act(editor, entry, "write", **written)
    act(editor, entry, "submit")
    page = shown(reviewer, f"{ENTRIES}{entry.pk}/change/")
    for words in ("由产权人出。", "谁出钱；谁交钱", "第二条", "现行有效"):
        assert words in page
    act(editor, entry, "release", 403)
    act(reviewer, entry, "release")
    assert again(entry).status == Status.PUBLIC
    assert "由产权人出。" in shown(Client(), entry.get_absolute_url())


def test_what_was_typed_is_never_lost(city: City, editor: Client) -> None:
    page = editor.post(f"{ENTRIES}draft/", {"question": QUESTION, "policies": "nirgends"})
    assert page.status_code == 400
    assert QUESTION in page.content.decode()
    entry = drafted(city)
    typed = {"question": "很长的" * 40, "short_answer": "写了一半的简答", "policies": "nirgends",
             "review_on": "2027-03-01"}  # fmt: skip
    told = act(editor, entry, "write", 400, **typed)
    assert "标准问最多100字" in told
    assert "写了一半的简答" in told
    told = act(editor, entry, "write", 409, **typed | {"question": QUESTION})
    assert "没有找到公开、有效的文件：nirgends" in told
    assert "写了一半的简答" in told


def test_a_date_may_be_taken_away_again(city: City, editor: Client) -> None:
    entry = drafted(city)
    typed = {"question": QUESTION, "short_answer": "答", "policies": "试府办〔2026〕7号",
             "review_on": "2027-03-01", "expires_on": "2027-01-01"}  # fmt: skip
    for given, expected in ((typed, dt.date(2027, 1, 1)), (typed | {"expires_on": ""}, None)):
        act(editor, entry, "write", **given)
        version = open_version(entry)
        assert version is not None
        assert version.expires_on == expected


def test_a_revision_shows_what_it_changes(city: City, editor: Client) -> None:
    entry = released(city)
    act(editor, entry, "revise")
    typed = {"question": QUESTION, "short_answer": "改由街道出。", "policies": "试府办〔2026〕7号",
             "review_on": "2027-03-01", "level": "major", "note": "改了出钱的人"}  # fmt: skip
    act(editor, entry, "write", **typed)
    page = shown(editor, f"{ENTRIES}{entry.pk}/change/")
    assert "与现在公开的不同" in page
    assert "<ins>" in page


class TestQueues:
    def test_each_sees_what_is_theirs_to_do(self, city: City) -> None:
        draft = brought(city, "draft")
        asked_there = drafted(city, policies=[], organ=city.street, question="街道的问题")
        Entry.objects.filter(pk=asked_there.pk).update(status=Status.REVIEW)
        on = AT.date()
        editor, reviewer = (
            city.people[role] for role in (Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER)
        )
        assert list(WAITING.rows(editor, on)) == [draft]
        assert [row.status for row in WAITING.rows(reviewer, on)] == ["review"]
        assert not WAITING.rows(city.outsider, on)

    def test_what_is_public_waits_from_its_review_day(self, city: City) -> None:
        entry = released(city, review_on=dt.date(2026, 9, 20))
        editor = city.people[Role.MESSAGE_RESPONDER]
        assert not WAITING.rows(editor, dt.date(2026, 9, 19))
        assert list(WAITING.rows(editor, dt.date(2026, 9, 20))) == [entry]

    def test_on_the_first_page(self, city: City, editor: Client) -> None:
        drafted(city)
        asked(city)
        page = shown(editor, "/admin/")
        assert "待我办理的问答" in page
        assert "待我办理的反馈" in page

    def test_the_list_by_queue_and_words(
        self, city: City, editor: Client, django_assert_num_queries: Any
    ) -> None:
        document = policy(city)
        released(city, document)
        type(document).objects.filter(pk=document.pk).update(validity="expired")
        assert QUESTION in shown(editor, f"{ENTRIES}?queue=lost")
        assert QUESTION not in shown(editor, ENTRIES)
        assert QUESTION in shown(editor, f"{ENTRIES}?q=屋顶")
        shown(editor, f"{ENTRIES}?queue=all&versions__question__startswith=x", 400)


class TestOutsiders:
    """Those of another district, and those of no role here, learn nothing, not even that it is."""

    @pytest.mark.parametrize("path", ["change/", "act/write/", "act/release/"])
    def test_nothing_of_an_entry(self, city: City, path: str) -> None:
        entry = drafted(city)
        shown(signed_in(city.outsider), f"{ENTRIES}{entry.pk}/{path}", 404)
        assert QUESTION not in shown(signed_in(city.outsider), f"{ENTRIES}?queue=all")

    @pytest.mark.parametrize("path", ["change/", "act/answer/"])
    def test_nothing_of_a_question_fed_back(self, city: City, path: str) -> None:
        row = asked(city)
        shown(signed_in(city.outsider), f"{FEEDBACK}{row.pk}/{path}", 404)

    @pytest.mark.parametrize("role", [Role.MESSAGE_RESPONDER, Role.SUPERVISOR, Role.CLERK])
    def test_nothing_of_the_consumers(self, city: City, role: Role) -> None:
        row = consumer(city)[0]
        client = signed_in(city.people[role])
        for path in ("", "add/", f"{row.pk}/change/"):
            shown(client, f"{CONSUMERS}{path}", 403)
        assert client.post(f"{CONSUMERS}{row.pk}/token/").status_code == 404

    def test_a_clerk_drafts_no_answer(self, city: City) -> None:
        client = signed_in(city.people[Role.ANSWER_REVIEWER])
        assert "由机关的留言答复人员拟写" in shown(client, f"{ENTRIES}draft/", 403)


class TestFeedback:
    def test_what_was_asked_with_answers_that_may_fit(self, city: City, editor: Client) -> None:
        released(city)
        row = asked(city, question="屋顶绿化养护费是谁出")
        page = shown(editor, f"{FEEDBACK}{row.pk}/change/")
        assert "屋顶绿化养护费是谁出" in page
        assert "可能已有的答案" in page
        answer = editor.post(
            f"{FEEDBACK}{row.pk}/act/draft/", {"question": "养护费谁出", "audience": "public"}
        )
        assert answer.status_code == 302
        assert Feedback.objects.get().entry == Entry.objects.get(source="feedback")

    def test_only_answers_the_consumer_reads_are_offered(self, city: City, editor: Client) -> None:
        inside = released(city, audience=Audience.INTERNAL)
        row = asked(city)
        answer = editor.post(f"{FEEDBACK}{row.pk}/act/answer/", {"entry": inside.pk})
        assert answer.status_code == 400
        assert QUESTION not in answer.content.decode()


class TestConsumers:
    @pytest.fixture
    def office(self, city: City) -> Client:
        return signed_in(operator(city))

    def test_set_up_and_its_token_shown_once(self, city: City, office: Client) -> None:
        typed = {"code": "hotline", "name": "12345热线", "scope": "window", "rate": 60,
                 "is_active": "on"}  # fmt: skip
        assert office.post(f"{CONSUMERS}add/", typed).status_code == 302
        row = Consumer.objects.get()
        page = office.post(reverse("admin:policies_consumer_token", args=[row.pk]))
        found = re.search(r"kb_[A-Za-z0-9_-]{43}", page.content.decode())
        assert found is not None
        assert "no-store" in page["Cache-Control"]
        assert consumer_of(found[0]) == row
        later = shown(office, f"{CONSUMERS}{row.pk}/change/")
        assert found[0] not in later
        assert found[0][:8] in later
        assert office.get(f"{CONSUMERS}{row.pk}/token/").status_code == 405

    @pytest.mark.parametrize(
        "typed", [{"code": "a b"}, {"rate": 0}, {"rate": -1}, {"scope": "all"}, {"name": "\u200b"}]
    )
    def test_what_cannot_be_is_refused(self, office: Client, typed: dict[str, Any]) -> None:
        given = {"code": "x", "name": "热线", "scope": "public", "rate": 60, "is_active": "on"}
        assert office.post(f"{CONSUMERS}add/", given | typed).status_code == 400
        assert not Consumer.objects.exists()

    def test_none_for_one_that_is_switched_off(self, city: City, office: Client) -> None:
        row = consumer(city)[0]
        Consumer.objects.update(is_active=False)
        answer = office.post(f"{CONSUMERS}{row.pk}/token/", follow=True)
        assert "已停用" in answer.content.decode()
        assert Consumer.objects.get().token_at == row.token_at == AT
