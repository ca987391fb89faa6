"""Every free text of a case stands sealed in its column; rotation, purge and migration know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from portal.personal.retention import GONE
from portal.vault.registry import sealed_columns
from requests_app.models import Deferral, Extension, InformationRequest, RequestAct
from requests_app.services import (
    assistance,
    conference,
    contacts,
    correction,
    extension,
    reasons,
    withdrawal,
)
from requests_app.services.consultation import letters
from requests_app.services.retention import purge
from requests_app.services.retention.words import WRITTEN
from requests_app.workflow.states import HANDLER, HEAD, INTAKE
from tests.builders import City
from tests.requests_app.cases import DAY, STEPS, SUBMITTED_AT, Desk, desk, submitted

pytestmark = pytest.mark.django_db
BEFORE = "0013_letters"
# Stands in every text that is written below.
MARK = "柳桥电梯公司的报价"
# Sealed, and with an end of their own: the case itself, drafts, records, numbered letters.
ELSEWHERE = {
    "answerdraft", "informationrequest", "applicationdraft", "rectification",
    "rectificationdecision", "rectificationforwarding", "rectificationact",
    "rectificationletter", "letter", "answerfile", "preparedfile",
}  # fmt: skip
Texts = dict[tuple[str, int, str], Any]


def written(city: City, people: Desk) -> InformationRequest:
    """A case in whose course everybody has written something."""
    case, at = submitted(city, help_needed=MARK), SUBMITTED_AT
    handler, head = people[HANDLER], people[HEAD]
    for action in ("confirm", "assign"):
        STEPS[action](case, people, at)
    correction.ask_correction(request=case, unclear=MARK, guidance=MARK, by=handler, at=at)
    correction.supply_correction(request=case, text=MARK, at=at)
    until = at.date() + 10 * DAY
    reasons.ask_reasons(request=case, why=MARK, respond_by=until, by=handler, at=at)
    reasons.supply_reasons(request=case, text=MARK, at=at)
    letters.consult(request=case, kind="third_party", party=MARK, question=MARK, by=handler, at=at)
    letters.record_opinion(
        consultation=case.consultations.get(), opinion="objects", text=MARK,
        received_on=at.date(), by=handler, at=at,
    )  # fmt: skip
    extension.propose_extension(request=case, days=5, reason=MARK, by=handler, at=at)
    extension.extend(request=case, days=5, reason=MARK, by=head, at=at)
    contacts.log_contact(request=case, way="phone", summary=MARK, happened_at=at, by=handler, at=at)
    assistance.ask_assistance(
        request=case, organ=city.street, question=MARK, days=3, by=handler, at=at
    )
    assistance.give_assistance(assistance=case.assistances.get(), answer=MARK, by=handler, at=at)
    conference.confer(
        request=case, question=MARK, conclusion=MARK, held_on=at.date(), by=handler, at=at
    )
    for action in ("refuse", "approve_withholding"):
        STEPS[action](case, people, at)
    withdrawal.withdraw(request=case, reason=MARK, by=people[INTAKE], at=at)
    return InformationRequest.objects.get(pk=case.pk)


def sealed_models() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model, columns in sealed_columns():
        if model._meta.app_label == "requests_app":
            yield model, [column.name for column in columns]


def opened() -> Texts:
    return {
        (model._meta.model_name or "", row.pk, name): getattr(row, name)
        for model, names in sealed_models()
        for row in model._default_manager.all()
        for name in names
    }


def raw(table: str, *columns: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY id')  # noqa: S608 - names from here
        return list(cursor.fetchall())


def test_nothing_of_it_stands_open_and_the_purge_takes_all_of_it(city: City) -> None:
    case = written(city, desk(city))
    marked = {key for key, value in opened().items() if MARK in str(value)}
    assert {model for model, _, _ in marked} >= {
        "correctionnotice", "reasonsdemand", "consultation", "extension", "extensionproposal",
        "contactlog", "assistance", "conference", "requestact", "informationrequest",
    }  # fmt: skip
    for model, names in sealed_models():
        for row in raw(model._meta.db_table, *names):
            assert [text for text in row if text and not text.startswith("v1.")] == [], model
    # What rotation finds sealed, the purge finds too.
    known = {model._meta.model_name for model in WRITTEN}
    assert known | ELSEWHERE >= {model._meta.model_name for model, _ in sealed_models()}
    assert purge.purge_due(at=SUBMITTED_AT + 31 * 70 * DAY) == 1
    assert [key for key, value in opened().items() if MARK in str(value)] == []
    assert RequestAct.objects.get(request=case, action="record_withdrawal").reason == GONE
    # What was empty says nothing of a purge.
    assert RequestAct.objects.get(request=case, action="confirm").reason == ""


def test_a_part_has_the_words_of_the_whole_under_a_seal_of_its_own(city: City) -> None:
    people = desk(city)
    case = submitted(city)
    for action in ("confirm", "assign", "ask_correction", "supply_correction", "split"):
        STEPS[action](case, people, SUBMITTED_AT)
    parts = [part.correction_notice for part in case.parts.all()]
    assert [part.unclear for part in parts] == [case.correction_notice.unclear] * 2
    assert len({part.seal_id for part in parts} | {case.correction_notice.seal_id}) == 3


@pytest.mark.upgrade
def test_the_migration_carries_every_text_over_both_ways(city: City) -> None:
    written(city, desk(city))
    before = opened()
    migrated_to(("requests_app", BEFORE))
    assert raw("requests_app_consultation", "question", "opinion_text") == [(MARK, MARK)]
    assert raw("requests_app_reasonsdemand", "why", "supplied") == [(MARK, MARK)]
    assert raw("requests_app_informationrequest", "help_needed") == [(MARK,)]
    assert raw("requests_app_answer", "body") == [("不予公开。",)]
    migrated_to(*MigrationExecutor(connection).loader.graph.leaf_nodes("requests_app"))
    assert without_new_keys(opened()) == without_new_keys(before)
    assert raw("requests_app_consultation", "question")[0][0].startswith("v1.")


def without_new_keys(texts: Texts) -> Texts:
    """The parts of a refusal are written down anew from its reason, under keys of their own."""
    return {
        (model, 0 if model == "withheldpart" else row, name): text
        for (model, row, name), text in texts.items()
    }


def migrated_to(*targets: tuple[str, str]) -> None:
    """Within the test's own transaction: what the rows still owe is checked first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate(list(targets))


def test_the_database_still_asks_that_a_text_is_there(city: City) -> None:
    """It cannot read what is sealed, and sees that there is nothing."""
    given = {"request": submitted(city), "by": city.outsider, "at": SUBMITTED_AT}
    day = SUBMITTED_AT.date()
    for row in (
        Extension(days=5, reason="", approved_on=day, **given),
        Deferral(until=day + DAY, reason="", decided_on=day, **given),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
