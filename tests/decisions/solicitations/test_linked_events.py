"""A chosen topic and the open day that came of it lead to each other."""

from __future__ import annotations

import pytest
from django.test import Client

from decisions.events.models import Event
from decisions.solicitations.models import Solicitation
from decisions.solicitations.selectors import topics_of
from decisions.solicitations.services import projects
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.conftest import NOON
from tests.decisions.events import cases as events
from tests.decisions.solicitations import cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def _answered(city: City, kind: str = "topic") -> Solicitation:
    """Two topics of which the first was chosen, told of to everybody."""
    row = cases.sorted_out(city, at=NOON - 40 * cases.DAY, kind=kind)
    return cases.walk(row, city, "decide", "answer", at=NOON - cases.DAY)


def _event(city: City) -> Event:
    return events.published(city, at=NOON - cases.DAY).event


def _linked(row: Solicitation, event: Event, city: City, project: int = 1) -> Solicitation:
    by = city.people[Role.DECISION_HANDLER]
    return projects.link_event(solicitation=row, project=project, event=event, by=by, at=NOON)


def test_each_leads_to_the_other(city: City, client: Client) -> None:
    row, event = _answered(city), _event(city)
    _linked(row, event, city)
    (topic,) = topics_of(event)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "这次活动从哪里来" in page
    assert row.get_absolute_url() in page
    assert topic.title in page.replace("<wbr>", "")
    assert event.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()


def test_not_before_it_is_told_to_everybody(city: City, client: Client) -> None:
    row, event = _answered(city), _event(city)
    _linked(row, event, city)
    Solicitation.objects.filter(pk=row.pk).update(status="stopped", ended_reason="不再办")
    assert topics_of(event) == []
    assert "这次活动从哪里来" not in client.get(event.get_absolute_url()).content.decode()


def test_only_a_chosen_topic_and_an_event_that_is_read(city: City) -> None:
    row, event = _answered(city), _event(city)
    with pytest.raises(ActRefused, match="第2件没有列入"):
        _linked(row, event, city, project=2)
    with pytest.raises(ActRefused, match="请选择本机关已经发布的活动"):
        _linked(row, events.drafted(city, place="别处"), city)
    Event.objects.filter(pk=event.pk).update(organ=city.root)
    with pytest.raises(ActRefused, match="请选择本机关已经发布的活动"):
        _linked(row, event, city)


def test_of_what_is_no_topic_no_event_comes(city: City) -> None:
    row, event = _answered(city, kind="project"), _event(city)
    with pytest.raises(ActRefused, match="只有开放活动的选题"):
        _linked(row, event, city)


def test_nobody_else_links_it(city: City) -> None:
    row, event = _answered(city), _event(city)
    for by in (city.outsider, city.people[Role.DECISION_REVIEWER]):
        with pytest.raises(NotPermitted):
            projects.link_event(solicitation=row, project=1, event=event, by=by, at=NOON)
