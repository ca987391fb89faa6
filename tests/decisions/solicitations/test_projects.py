"""The vote, the outcome of each project with its reason, and what was built."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, transaction

from decisions.solicitations.models import Progress
from decisions.solicitations.services import projects
from decisions.surveys.models import Survey
from decisions.surveys.services import holders
from decisions.surveys.services.answers import NotComplete, answer
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.solicitations.cases import (
    DAY,
    OUTCOMES,
    again,
    brought,
    polled,
    sorted_out,
    walk,
)
from tests.decisions.surveys.cases import citizen
from tests.decisions.surveys.cases import walk as run

pytestmark = pytest.mark.django_db


def handler(city: City) -> Any:
    return city.people[Role.DECISION_HANDLER]


def again_poll(row: Any) -> Survey:
    return Survey.objects.get(pk=row.poll.pk)


def decided(city: City, row: Any, outcomes: list[str] = OUTCOMES, at: Any = None) -> Any:
    return projects.decide(
        solicitation=row, outcomes=outcomes, upshot="列入一件。", by=handler(city),
        at=at or row.closes_at + 30 * DAY,
    )  # fmt: skip


def test_one_mailbox_has_one_vote_on_no_more_than_it_may_choose(city: City) -> None:
    row = sorted_out(city)
    row = walk(row, city, "put_to_vote", at=row.closes_at)
    poll = row.poll
    run(poll, city, "submit", "release", at=row.closes_at)
    secret = holders.for_account(survey=poll, user=citizen("a"), at=row.closes_at)
    with pytest.raises(NotComplete):
        answer(secret=secret, typed={"q1": ["1", "2"]}, version=1, at=row.closes_at)
    answer(secret=secret, typed={"q1": ["1"]}, version=1, at=row.closes_at)
    with pytest.raises(holders.AlreadyAnswered):
        holders.for_account(survey=poll, user=citizen("a"), at=row.closes_at)


def test_nothing_is_decided_while_the_vote_goes_on(city: City) -> None:
    row = sorted_out(city)
    row = walk(row, city, "put_to_vote", at=row.closes_at)
    with pytest.raises(ActRefused, match="投票的结果还没有公布"):
        decided(city, row)


def test_a_vote_ends_with_its_solicitation(city: City) -> None:
    row = sorted_out(city)
    row = walk(row, city, "put_to_vote", at=row.closes_at)
    run(row.poll, city, "submit", "release", at=row.closes_at)
    secret = holders.for_account(survey=row.poll, user=citizen("a"), at=row.closes_at)
    walk(row, city, "stop", at=row.closes_at)
    poll = again_poll(row)
    assert (poll.status, poll.ended_reason) == ("stopped", "征集终止：计划变了")
    assert not poll.tokens.exists()
    with pytest.raises(ActRefused):
        answer(secret=secret, typed={"q1": ["1"]}, version=1, at=row.closes_at)


@pytest.mark.parametrize("acts", [(), ("submit",)])
def test_a_vote_that_was_not_released_is_never_held(city: City, acts: tuple[str, ...]) -> None:
    row = sorted_out(city)
    row = walk(row, city, "put_to_vote", at=row.closes_at)
    run(row.poll, city, *acts, at=row.closes_at)
    walk(row, city, "stop", at=row.closes_at)
    assert again_poll(row).status == "discarded"


def test_the_result_of_a_vote_outlives_its_solicitation(city: City) -> None:
    row = polled(city, sorted_out(city), {"1": 40, "2": 25})
    walk(row, city, "stop", at=row.closes_at + 30 * DAY)
    assert again_poll(row).status == "published"


def test_votes_are_taken_over_and_what_is_hidden_stays_hidden(city: City) -> None:
    row = polled(city, sorted_out(city), {"1": 40, "2": 25})
    decided(city, row)
    votes = {one.number: one.votes for one in row.projects.all()}
    assert votes == {1: 40, 2: 25}
    few = polled(city, sorted_out(city, title="另一次（演示）"), {"1": 40, "2": 3})
    decided(city, few)
    assert few.projects.get(number=2).votes is None


def test_a_need_is_not_voted_on(city: City) -> None:
    row = sorted_out(city, kind="need")
    with pytest.raises(ActRefused, match="不投票"):
        walk(row, city, "put_to_vote", at=row.closes_at)


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        (["1 列入 开工"], "第2件还没有写结果"),
        ([*OUTCOMES, "3 列入 开工"], "没有第3件"),
        ([OUTCOMES[0], OUTCOMES[0]], "写了两次"),
        (["1 也许 开工", OUTCOMES[1]], "每行写"),
        (["1 列入", OUTCOMES[1]], "第1件的理由"),
    ],
)
def test_each_project_has_an_outcome_with_its_reason(
    city: City, outcomes: list[str], words: str
) -> None:
    with pytest.raises(ActRefused, match=words):
        decided(city, sorted_out(city), outcomes)


def test_whoever_proposed_is_told(city: City) -> None:
    row = sorted_out(city)
    walk(row, city, "decide", "answer", at=row.closes_at)
    letters = OutboxMessage.objects.filter(kind="solicitations.party")
    assert letters.count() == 4
    assert not letters.filter(body__contains="电梯").exists()
    assert {one.status for one in row.proposals.all()} == {"answered"}


def test_progress_is_shown_by_another_and_never_changed(city: City) -> None:
    row = brought(city, "answered")
    walk(row, city, "note_progress", at=row.closes_at)
    line = Progress.objects.get()
    assert line.shown_at is None
    with pytest.raises(ActRefused, match="没有公布的进展"):
        walk(row, city, "finish", at=row.closes_at)
    walk(row, city, "show_progress", at=row.closes_at)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Progress.objects.update(words="别的")
    assert walk(row, city, "finish", at=row.closes_at).status == "done"


def test_what_was_not_chosen_has_no_progress(city: City) -> None:
    row = brought(city, "answered")
    given = {"solicitation": row, "words": "开工。", "by": handler(city), "at": row.closes_at}
    with pytest.raises(ActRefused, match="没有列入"):
        projects.note_progress(project=2, on=row.closes_at.date(), **given)
    with pytest.raises(ActRefused, match="晚于今天"):
        projects.note_progress(project=1, on=(row.closes_at + 2 * DAY).date(), **given)
    assert again(row).status == "answered"
