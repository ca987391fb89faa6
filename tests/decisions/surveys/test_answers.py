"""An answer: one a person, whole, until the instant; nothing ties it to anybody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from decisions.surveys.models import Answer, SurveyDraft, Token
from decisions.surveys.services import answers, holders
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.surveys import cases
from tests.decisions.surveys.racing import race
from tests.decisions.surveys.sheets import typed

pytestmark = pytest.mark.django_db
TICK = dt.timedelta(microseconds=1)


def test_the_token_is_burnt_with_the_answer(city: City) -> None:
    survey = cases.running(city)
    secret, trail = cases.token(survey), AuditEntry.objects.count()
    made = answers.answer(secret=secret, typed=typed(), version=1, at=cases.AT)
    assert made.given["q2"].picks == ("B",)
    assert made.written == {"q8": "邻居", "q9": "很好。"}
    token = Token.objects.get()
    assert (token.is_spent, token.email, token.asked_at) == (True, "", None)
    assert AuditEntry.objects.count() == trail
    with pytest.raises(holders.AlreadyAnswered):
        answers.answer(secret=secret, typed=typed(), version=1, at=cases.AT)
    assert Answer.objects.count() == 1


def test_the_row_tells_nothing_of_whose_it_is(city: City) -> None:
    columns = {column.name for column in Answer._meta.get_fields()}
    assert columns == {
        "id", "seal_id", "version", "channel", "picks", "texts", "answered_on",
    }  # fmt: skip
    made = cases.answered(cases.running(city), q9="独有的话")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM decisions_answer a")
        row = cursor.fetchone()[0]
    assert "独有的话" not in row
    assert made.answered_on == cases.day(0)


def test_a_hidden_question_is_not_kept(city: City) -> None:
    made = cases.answered(cases.running(city), q2="A")
    assert "q3" not in made.picks


def test_what_is_wrong_is_told_and_the_token_is_kept(city: City) -> None:
    survey = cases.running(city)
    secret = cases.token(survey)
    with pytest.raises(answers.NotComplete) as told:
        answers.answer(secret=secret, typed=typed(q2=""), version=1, at=cases.AT)
    assert set(told.value.problems) == {"q2"}
    assert answers.answer(secret=secret, typed=typed(), version=1, at=cases.AT)


def test_the_instant_of_the_end(city: City) -> None:
    survey = cases.running(city)
    early, late = cases.token(survey, "a"), cases.token(survey, "b")
    answers.answer(secret=early, typed=typed(), version=1, at=cases.after() - TICK)
    with pytest.raises(ActRefused, match="24时截止"):
        answers.answer(secret=late, typed=typed(), version=1, at=cases.after())
    with pytest.raises(ActRefused, match="24时截止"):
        answers.save(secret=late, names=[], typed={}, at=cases.after())


def test_questions_that_were_changed_are_looked_through_again(city: City) -> None:
    survey = cases.running(city)
    secret = cases.token(survey)
    answers.save(secret=secret, names=["q2"], typed={"q2": ["B"]}, at=cases.AT)
    cases.walk(survey, city, "revise", "renew")
    with pytest.raises(ActRefused, match="刚刚改过"):
        answers.answer(secret=secret, typed=typed(), version=1, at=cases.AT)
    assert SurveyDraft.objects.get().typed == {"q2": ["B"]}
    assert answers.answer(secret=secret, typed=typed(), version=2, at=cases.AT).version.number == 2


def test_saved_and_come_back_to(city: City) -> None:
    survey = cases.running(city)
    secret = cases.token(survey)
    answers.save(secret=secret, names=["q2", "q2-other"], typed={"q2": ["A"]}, at=cases.AT)
    # Of a page everything is as it is now: what is not ticked any more is not.
    kept = answers.save(secret=secret, names=["q4"], typed={"q4": ["A", "B"]}, at=cases.AT)
    assert kept == {"q2": ["A"], "q4": ["A", "B"]}
    kept = answers.save(secret=secret, names=["q4"], typed={"other": ["x"]}, at=cases.AT)
    assert kept == {"q2": ["A"]}
    # An account that comes back has the same link and the same draft.
    again = cases.token(survey)
    assert again == secret
    assert answers.save(secret=again, names=[], typed={}, at=cases.AT) == {"q2": ["A"]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM decisions_surveydraft")
        assert "q2" not in cursor.fetchone()[0]
    answers.answer(secret=again, typed=typed(), version=1, at=cases.AT)
    assert not SurveyDraft.objects.exists()


def test_more_than_anybody_types_is_not_kept(city: City) -> None:
    secret = cases.token(cases.running(city))
    with pytest.raises(ActRefused, match="太长"):
        answers.save(secret=secret, names=["q9"], typed={"q9": ["长" * 60_001]}, at=cases.AT)


def test_an_answer_is_never_changed_nor_deleted(city: City) -> None:
    cases.answered(cases.running(city))
    for change in (
        lambda: Answer.objects.all().delete(),
        lambda: Answer.objects.update(picks={}),
        lambda: Answer.objects.update(answered_on=cases.day(3)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_one_instant_make_one(city: City) -> None:
    survey = cases.running(city)
    secret = cases.token(survey)

    def answer() -> object:
        return answers.answer(secret=secret, typed=typed(), version=1, at=cases.AT)

    ends = race([answer] * 4)
    assert sum(isinstance(end, Answer) for end in ends) == 1
    assert sum(isinstance(end, holders.AlreadyAnswered) for end in ends) == 3
    assert Answer.objects.count() == 1
