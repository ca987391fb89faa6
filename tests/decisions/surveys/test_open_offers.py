"""Questionnaires on the page of their decision, with what its rules read of them, and on that of
an event.
"""

from __future__ import annotations

import pytest
from django.test import Client

from decisions.dossiers.sources import facts_from_elsewhere, told_elsewhere
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.dossiers.cases import started
from tests.decisions.events.cases import published as held
from tests.decisions.surveys import cases

pytestmark = pytest.mark.django_db


def test_a_survey_is_an_occasion_of_its_decision(city: City) -> None:
    decision = started(city)
    cases.drafted(city, decision=decision)
    assert facts_from_elsewhere(decision) == []
    running = cases.running(city, decision=decision)
    cases.filled(running, 23)
    (fact,) = facts_from_elsewhere(decision)
    assert (fact.way, fact.opinions, fact.is_open) == ("survey", 0, True)
    assert (fact.first, fact.last) == (cases.day(0), cases.day(cases.SPAN - 1))
    (told,) = told_elsewhere(decision)
    assert told.step == "taking_part"
    assert "23" not in told.words
    cases.walk(running, city, "announce", at=cases.after())
    (fact,) = facts_from_elsewhere(decision)
    assert (fact.opinions, fact.is_open) == (23, False)
    assert "收到23份" in told_elsewhere(decision)[0].words


def test_only_for_a_decision_of_the_same_organ(city: City) -> None:
    other = started(city, organ=city.district, by=city.people[Role.DECISION_HANDLER])
    with pytest.raises(ActRefused, match="本机关承办"):
        cases.drafted(city, decision=other)


def test_who_came_is_asked_on_the_page_of_the_event(city: City, client: Client) -> None:
    event = held(city, at=cases.AT).event
    title = "这次活动怎么样（演示）"
    cases.drafted(city, title=title, event=event)
    assert title not in client.get(event.get_absolute_url()).content.decode()
    running = cases.running(city, title=title, event=event)
    cases.filled(running, 23)
    page = client.get(event.get_absolute_url()).content.decode()
    assert title in page
    assert running.get_absolute_url() in page
    assert "收到23份" not in page
    assert event.title in client.get(running.get_absolute_url()).content.decode()
    cases.walk(running, city, "announce", at=cases.after())
    assert "收到23份，结果已公布" in client.get(event.get_absolute_url()).content.decode()
    stopped = cases.running(city, title="另一份（演示）", event=event)
    cases.walk(stopped, city, "stop")
    assert "另一份" not in client.get(event.get_absolute_url()).content.decode()


def test_only_on_an_event_of_the_same_organ(city: City) -> None:
    event = held(city, at=cases.AT).event
    event.organ = city.district
    event.save()
    with pytest.raises(ActRefused, match="本机关主办"):
        cases.drafted(city, event=event)
