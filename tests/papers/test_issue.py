"""Numbers of letters: one after another under a head, kept when void, put right when still here."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor

from portal.accounts.choices import Role
from portal.acts.models import Counter
from portal.common.errors import ActRefused
from portal.papers.issue import number, put_right, series_of, standing, strike
from portal.papers.paper import Body, Paper, from_json, said
from portal.papers.printout import paper_of_letter
from requests_app.rectification.letters import ANSWER, RECTIFICATION_KINDS
from requests_app.rectification.models import (
    Rectification,
    RectificationDecision,
    RectificationLetter,
)
from requests_app.rectification.workflow import Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT
from tests.requests_app.rectification.cases import brought

pytestmark = pytest.mark.django_db
HEAD = "演公开答"


def paper(text: str = "甲") -> Paper:
    body = Body(said(text), dt.date(2026, 9, 7))
    return Paper("record_answer", ANSWER.title, "申请人", "机关", body.paragraphs, body.dated_on)


@pytest.fixture
def decisions(city: City) -> list[RectificationDecision]:
    """Decisions whose letters are not made yet."""
    cases = [brought(city, Status.DECLINED) for _ in range(2)]
    RectificationLetter.objects.all().delete()
    return [case.decisions.get() for case in cases]


def made(row: RectificationDecision, city: City, at: dt.datetime) -> RectificationLetter:
    case: Rectification = row.rectification
    return number(
        RectificationLetter,
        ANSWER,
        {"rectification": case, "decision": row},
        paper(),
        organ=case.organ,
        head=HEAD,
        by=city.people[Role.REQUEST_INTAKE],
        at=at,
    )


def test_numbers_run_on_in_a_year_and_begin_anew_in_the_next(
    city: City, decisions: list[RectificationDecision]
) -> None:
    first, second = decisions
    letter = made(first, city, SUBMITTED_AT)
    assert (letter.number, letter.sequence) == (f"{HEAD}〔2026〕1号", 1)
    assert letter.made_on == dt.date(2026, 9, 7)
    assert standing(RectificationLetter, ANSWER, {"decision": first}) == letter
    assert standing(RectificationLetter, ANSWER, {"decision": second}) is None
    later = made(second, city, SUBMITTED_AT + dt.timedelta(days=365))
    assert later.number == f"{HEAD}〔2027〕1号"
    key = {"organ": letter.organ, "series": series_of(HEAD), "year": 2026}
    assert Counter.objects.get(**key).last == 1
    assert Counter.hold(**key).take() == 2


def test_what_is_taken_back_keeps_number_and_words_and_stands_no_more(
    city: City, decisions: list[RectificationDecision]
) -> None:
    letter, other = (made(row, city, SUBMITTED_AT) for row in decisions)
    for later in (dt.timedelta(), dt.timedelta(days=9)):
        mine = letter.rectification.letters.all()
        strike(mine, RECTIFICATION_KINDS.values(), at=SUBMITTED_AT + later)
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.void_on, other.void_on) == (dt.date(2026, 9, 7), None)
    assert paper_of_letter(letter) == replace(paper(), number=f"{HEAD}〔2026〕1号")
    assert standing(RectificationLetter, ANSWER, {"decision": decisions[0]}) is None


def test_put_right_says_whether_it_said_otherwise(
    city: City, decisions: list[RectificationDecision]
) -> None:
    letter = made(decisions[0], city, SUBMITTED_AT)
    assert put_right(letter, paper()) is False
    assert put_right(letter, paper("乙")) is True
    letter.refresh_from_db()
    assert from_json(letter.content) == paper("乙")
    assert letter.sequence == 1


def test_once_the_case_is_purged_the_words_are_gone(
    city: City, decisions: list[RectificationDecision]
) -> None:
    letter = made(decisions[0], city, SUBMITTED_AT)
    letter.rectification.purged_at = SUBMITTED_AT
    with pytest.raises(ActRefused, match="已按保存期限清除"):
        paper_of_letter(letter)


def test_counters_of_before_go_on_where_they_stood_and_back_again(city: City) -> None:
    migration = MigrationExecutor(connection).loader.get_migration(
        "requests_app", "0021_letters_of_one_room"
    )
    before = MigrationExecutor(connection).loader.project_state(
        [("requests_app", "0020_sealed_papers"), ("acts", "0001_initial")]
    )
    old = before.apps.get_model("requests_app", "LetterCounter")
    run = next(step for step in migration.operations if isinstance(step, RunPython))
    assert run.reverse_code is not None
    with connection.schema_editor() as editor:
        editor.create_model(old)
        old.objects.create(organ_id=city.office.pk, head=HEAD, year=2026, last=7)
        run.code(before.apps, editor)
        counter = apps.get_model("acts", "Counter").objects.get(series=series_of(HEAD))
        assert (counter.organ, counter.year, counter.last) == (city.office, 2026, 7)
        old.objects.all().delete()
        run.reverse_code(before.apps, editor)
        row = old.objects.get()
        assert (row.organ_id, row.head, row.year, row.last) == (city.office.pk, HEAD, 2026, 7)
        assert not Counter.objects.filter(series=series_of(HEAD)).exists()
        editor.delete_model(old)
