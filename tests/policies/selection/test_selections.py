"""The acts on a selection: its rules, its result, its end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from policies.interpretations.workflow import Status as Edition
from policies.selection.deadlines import Course, Phase
from policies.selection.models import AskedBallot, Ballot, Nomination, Selection
from policies.selection.search_entries import KIND, visible_ids
from policies.selection.services import ballots, selections
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.common.moments import from_words, until_words
from portal.search.models import SearchEntry
from tests.builders import City
from tests.policies.selection.cases import (
    CAME_AT,
    DAY,
    SPAN,
    STEPS,
    after,
    announced,
    counting,
    day,
    drafted,
    drawn,
    expert,
    instant,
    running,
    with_ballot,
)

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def test_what_goes_on_follows_from_the_instants() -> None:
    first = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    course = Course(first, first + DAY, first + 2 * DAY, first + 3 * DAY)
    asked = {
        first - SECOND: Phase.NOMINATING, first: Phase.BETWEEN, first + DAY: Phase.VOTING,
        first + 2 * DAY - SECOND: Phase.VOTING, first + 2 * DAY: Phase.MARKING,
        first + 3 * DAY: Phase.COUNTING,
    }  # fmt: skip
    assert {at: course.phase(at) for at in asked} == asked
    assert course.is_in_order
    assert not Course(first, first, first, first + DAY).is_in_order


def test_an_end_is_written_as_the_day_until_24() -> None:
    midnight = instant(0, CAME_AT)
    assert until_words(midnight).endswith("日24时")
    assert from_words(midnight).endswith("日0时")
    assert until_words(midnight + dt.timedelta(hours=17)).endswith("日17:00")


def test_one_selection_an_organ_and_year(city: City) -> None:
    made, clerk = drafted(city), city.people[Role.CLERK]
    given: dict[str, Any] = {"organ": city.office, "title": "又一次", "by": clerk, "at": CAME_AT}
    with pytest.raises(ActRefused, match="2026年已有一次评选"):
        selections.create(year=2026, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Selection.objects.create(organ=city.office, year=2026, title="又", updated_at=CAME_AT)
    with pytest.raises(NotPermitted):
        selections.create(year=2026, **{**given, "by": city.outsider})
    with pytest.raises(ActRefused, match="年度应在"):
        selections.create(year=1949, **given)
    STEPS["discard"](made, clerk, city, CAME_AT)
    assert selections.create(year=2026, **given).pk != made.pk


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "\u200b"}, "请填写名称"),
        ({"voting_ends": day(1, CAME_AT)}, "日期的先后不对"),
        ({"marking_ends": day(2 * SPAN - 1, CAME_AT)}, "日期的先后不对"),
        ({"votes_weight": 100}, "应在1到99之间"),
        ({"awards": 0}, "应在1到100之间"),
        ({"votes_each": 51}, "应在1到50之间"),
        ({"criteria": ["讲得准 60"]}, "相加须为100"),
        ({"criteria": ["讲得准 60", "讲得准 40"]}, "同名"),
        ({"criteria": ["讲得准"]}, "看不出占多少"),
        ({"criteria": ["讲得准 100", "听得懂 0"]}, "每条至少1"),
    ],
)
def test_rules_that_cannot_be_are_refused(city: City, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ActRefused, match=told):
        drafted(city, **changes)


def test_wide_digits_and_marks_are_read(city: City) -> None:
    made = drafted(city, criteria=["政策讲得准：６０％", "听得懂（40%）"])
    assert list(made.criteria.values_list("name", "weight")) == [
        ("政策讲得准", 60), ("听得懂", 40),
    ]  # fmt: skip


def test_announced_rules_stay_as_they_are(city: City) -> None:
    made = running(city)
    for change in ({"votes_weight": 60, "marks_weight": 40}, {"voting_until": after(made)}):
        with pytest.raises(InternalError, match="keeps its rules"), transaction.atomic():
            Selection.objects.filter(pk=made.pk).update(**change)


def test_a_release_needs_a_day_left_to_nominate(city: City) -> None:
    made = drafted(city)
    selections.STEPS.perform(made, "submit", by=city.people[Role.CLERK], at=CAME_AT)
    with pytest.raises(ActRefused, match="提名截止的日子已经过了"):
        selections.STEPS.perform(
            made, "release", by=city.people[Role.SIGNER], at=CAME_AT + SPAN * DAY
        )


def test_a_result_is_drawn_from_votes_and_marks(city: City) -> None:
    """Of two voters both chose the first: 100.00 and 50.00. Marks 80 × 60 % + 90 × 40 % = 84.00
    and 90.00; 100.00 × 40 % + 84.00 × 60 % = 90.4, 50.00 × 40 % + 90.00 × 60 % = 74.
    """
    made = counting(city)
    with pytest.raises(ActRefused, match="没有全部截止"):
        selections.draw(selection=made, by=city.people[Role.CLERK], at=after(made) - DAY)
    made = selections.draw(selection=made, by=city.people[Role.CLERK], at=after(made))
    rows = made.nominations.order_by("place").values_list("votes", "score", "place", "is_awarded")
    assert [(votes, f"{score:f}", *rest) for votes, score, *rest in rows] == [
        (2, "90.4000", 1, True), (1, "74.0000", 2, True),
    ]  # fmt: skip
    assert made.voters == 2


def test_a_result_needs_a_mark_for_everything(city: City) -> None:
    made, _ = with_ballot(city)
    expert(city, made)
    clerk, signer = city.people[Role.CLERK], city.people[Role.SIGNER]
    with pytest.raises(ActRefused, match="还有2件没有专家打分"):
        selections.draw(selection=made, by=clerk, at=after(made))
    last = day(3 * SPAN - 1, CAME_AT)
    with pytest.raises(ActRefused, match="应晚于"):
        selections.prolong(
            selection=made, marking_ends=last, reason="专家出差", by=signer, at=after(made)
        )
    made = selections.prolong(
        selection=made, marking_ends=last + 9 * DAY, reason="专家出差", by=signer, at=after(made)
    )
    assert made.course is not None
    assert made.course.phase(after(made) - 2 * DAY) is Phase.MARKING


def test_what_was_taken_down_falls_out(city: City) -> None:
    made = counting(city)
    gone = made.nominations.order_by("pk")[0]
    gone.series.editions.update(status=Edition.WITHDRAWN)
    made = selections.draw(selection=made, by=city.people[Role.CLERK], at=after(made))
    assert list(made.nominations.order_by("pk").values_list("place", flat=True)) == [None, 1]
    # Of what falls out between the draft and its release the places change: it is drawn again.
    made.nominations.get(place=1).series.editions.update(status=Edition.WITHDRAWN)
    with pytest.raises(ActRefused, match="名次会变"):
        selections.announce(selection=made, by=city.people[Role.SIGNER], at=after(made))
    made = selections.send_back(
        selection=made, reason="重拟", by=city.people[Role.SIGNER], at=after(made)
    )
    assert not Nomination.objects.exclude(place=None).exists()
    with pytest.raises(ActRefused, match="没有列入评选的解读"):
        selections.draw(selection=made, by=city.people[Role.CLERK], at=after(made))


def test_the_end_forgets_who_voted(city: City) -> None:
    made = drawn(city)
    assert Ballot.objects.count() == 2
    assert made.experts.get().email
    made = selections.announce(selection=made, by=city.people[Role.SIGNER], at=after(made))
    assert Ballot.objects.count() == 0
    assert made.experts.get().email == ""


def test_a_stop_deletes_votes_and_figures(city: City) -> None:
    made = drawn(city)
    row = made.nominations.first()
    assert row is not None
    AskedBallot.objects.create(selection=made, voter="0" * 64, email="a@b.cn", asked_at=CAME_AT)
    STEPS["stop"](made, city.people[Role.SIGNER], city, after(made))
    assert (Ballot.objects.count(), AskedBallot.objects.count()) == (0, 0)
    assert not made.nominations.exclude(votes=None).exists()
    with pytest.raises(ActRefused):
        ballots.ask_by_mail(selection=made, chosen=[row.pk], address="c@d.cn", at=after(made))


def test_a_withdrawn_result_is_gone_at_once(city: City, client: Client) -> None:
    made = announced(city)
    address, series = made.get_absolute_url(), made.nominations.order_by("place")[0].series_id
    assert client.get(address).status_code == 200
    assert "2026年好解读</a>" in client.get(f"/policies/{series}/").content.decode()
    assert visible_ids([made.pk], city.outsider) == {made.pk}
    assert SearchEntry.objects.filter(kind=KIND, is_live=True).exists()
    STEPS["withdraw"](made, city.people[Role.SIGNER], city, after(made))
    assert not SearchEntry.objects.filter(kind=KIND, is_live=True).exists()
    assert visible_ids([made.pk], city.outsider) == set()
    gone = client.get(address)
    assert gone.status_code == 410
    assert "计票有误" in gone.content.decode()
    assert client.get(f"{address}result.csv").status_code == 410
    assert "2026年好解读" not in client.get(f"/policies/{series}/").content.decode()
