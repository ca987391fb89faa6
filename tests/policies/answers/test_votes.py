"""One vote a browser and day: a second one changes the first, and nothing tells who it was."""

from __future__ import annotations

import pytest

from policies.answers.choices import ChangeLevel
from policies.answers.models import Entry, EntryVersion, Vote
from policies.answers.selectors import Tally, tally
from policies.answers.services.votes import mark_of, vote
from portal.common.errors import ActRefused
from tests.builders import City
from tests.policies.answers.base import AT, DAY, released, revised, walk

pytestmark = pytest.mark.django_db
BROWSER = "f" * 64


@pytest.fixture
def entry(city: City) -> Entry:
    return released(city)


@pytest.fixture
def version(entry: Entry) -> EntryVersion:
    assert entry.current is not None
    return entry.current


def test_a_second_vote_of_the_day_changes_and_never_adds(
    entry: Entry, version: EntryVersion
) -> None:
    vote(version=version, browser=BROWSER, useful=True, at=AT)
    vote(version=version, browser=BROWSER, useful=False, at=AT)
    assert tally(entry) == Tally(0, 1)
    assert tally(entry).share == 0


def test_other_browsers_and_other_days_count(entry: Entry, version: EntryVersion) -> None:
    vote(version=version, browser=BROWSER, useful=True, at=AT)
    vote(version=version, browser="0" * 64, useful=True, at=AT)
    vote(version=version, browser=BROWSER, useful=False, at=AT + DAY)
    assert tally(entry) == Tally(2, 1)
    assert tally(entry).share == 67


def test_the_mark_names_neither_the_browser_nor_its_other_days(version: EntryVersion) -> None:
    vote(version=version, browser=BROWSER, useful=True, at=AT)
    vote(version=version, browser=BROWSER, useful=True, at=AT + DAY)
    marks = list(Vote.objects.values_list("mark", flat=True))
    assert len(set(marks)) == 2
    assert BROWSER not in marks
    assert mark_of(version, BROWSER, AT.date()) in marks


def test_who_read_another_version_has_not_judged_this(
    city: City, entry: Entry, version: EntryVersion
) -> None:
    revised(city, entry, ChangeLevel.MAJOR)
    with pytest.raises(ActRefused, match="刚刚有了改动"):
        vote(version=version, browser=BROWSER, useful=True, at=AT)
    assert not Vote.objects.exists()


def test_what_was_withdrawn_is_not_judged(city: City, entry: Entry, version: EntryVersion) -> None:
    walk(entry, city, "withdraw")
    with pytest.raises(ActRefused):
        vote(version=version, browser=BROWSER, useful=True, at=AT)
