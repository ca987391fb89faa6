"""What held on a day: in hits, totals, pages and facets, by the index and by the rows alike."""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search import queries, registry
from portal.search.follower import following
from portal.search.models import SearchEntry
from portal.search.services import ALWAYS, NEVER, Period, withdraw_entry
from tests.search.conftest import DAY, ids

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2021, 3, 1), dt.date(2024, 2, 29)
ONE_DAY = dt.timedelta(days=1)
EXTREMES = [dt.date.min, dt.date.min + ONE_DAY, dt.date.max - ONE_DAY, dt.date.max]
YEARS = {"year": ["2021"]}


@pytest.fixture(params=["index", "database"])
def settle(request, reindex):
    """Let the index follow, or leave the rows to answer alone."""
    return reindex if request.param == "index" else lambda: None


@pytest.mark.parametrize(
    ("period", "held", "not_held"),
    [
        (Period(FIRST, LAST), [FIRST, LAST], [FIRST - ONE_DAY, LAST + ONE_DAY, *EXTREMES]),
        (Period(FIRST, FIRST), [FIRST], [FIRST - ONE_DAY, FIRST + ONE_DAY]),
        (Period(None, LAST), [*EXTREMES[:2], LAST], [LAST + ONE_DAY, *EXTREMES[2:]]),
        (Period(FIRST, None), [FIRST, *EXTREMES[2:]], [FIRST - ONE_DAY, *EXTREMES[:2]]),
        (Period(dt.date.min, dt.date.min), [dt.date.min], [dt.date.min + ONE_DAY]),
        (Period(dt.date.max, dt.date.max), [dt.date.max], [dt.date.max - ONE_DAY]),
        (ALWAYS, [FIRST, *EXTREMES], []),
        (NEVER, [], [FIRST, *EXTREMES]),
        (Period(FIRST, FIRST - ONE_DAY), [], [FIRST - ONE_DAY, FIRST, *EXTREMES]),
        (Period(LAST, FIRST), [], [FIRST, LAST, dt.date(2022, 1, 1), *EXTREMES]),
    ],
)
def test_the_first_and_the_last_day_belong_to_it(publish, settle, find, period, held, not_held):
    publish(1, facets=YEARS, valid_during=period)
    settle()
    assert find().total == 1
    for day in held + not_held:
        page = find(valid_on=day)
        found = [1] if day in held else []
        assert (page.total, ids(page)) == (len(found), found), day
        assert ("year" in page.facets) is bool(found), day


def test_what_names_no_period_always_holds(publish, settle, find):
    publish(1)
    settle()
    assert [find(valid_on=day).total for day in EXTREMES] == [1, 1, 1, 1]


@dataclass(frozen=True)
class Row:
    """One entry as the test knows it."""

    number: int
    words: tuple[str, ...]
    organ: str
    themes: tuple[str, ...]
    period: Period
    signed_on: dt.date | None

    def holds(self, day: dt.date) -> bool:
        begun = self.period.first is None or self.period.first <= day
        return begun and (self.period.last is None or day <= self.period.last)

    def meets(self, filters: dict[str, tuple[str, ...]]) -> bool:
        own = {"organ": {self.organ}, "theme": set(self.themes)}
        return all(own[name] & set(values) for name, values in filters.items())


WORDS = ("养老", "住房", "教育")
ORGANS = ("310000", "310104", "310115")
THEMES = ("卫生", "城建", "农业", "科技")
START = dt.date(2020, 1, 1)


def _day(chance):
    return START + dt.timedelta(days=chance.randint(0, 60))


def _row(number, chance):
    period = Period(
        _day(chance) if chance.random() < 0.8 else None,
        _day(chance) if chance.random() < 0.7 else None,
    )
    return Row(
        number=number,
        words=tuple(chance.sample(WORDS, 2)),
        organ=chance.choice(ORGANS),
        themes=tuple(chance.sample(THEMES, chance.randint(0, 2))),
        period=NEVER if chance.random() < 0.1 else period,
        signed_on=chance.choice([None, _day(chance), _day(chance)]),
    )


@pytest.fixture
def rows(publish):
    """Three hundred entries whose periods begin and end within two months, or never."""
    chance = random.Random(41)  # noqa: S311
    made = [_row(number, chance) for number in range(1, 301)]
    for row in made:
        publish(
            row.number,
            "、".join(row.words),
            facets={"organ": [row.organ], "theme": row.themes},
            signed_on=row.signed_on,
            valid_during=row.period,
        )
    return made


def _counts(rows):
    counted = {
        "organ": Counter(row.organ for row in rows),
        "theme": Counter(theme for row in rows for theme in row.themes),
    }
    return {name: dict(counts) for name, counts in counted.items() if counts}


def _expected(rows, text, filters, day):
    """The numbers of the hits and the facets: every facet under all filters but its own."""
    pool = [row for row in rows if (not text or text in row.words) and row.holds(day)]
    facets = {}
    for name in ("organ", "theme"):
        others = {other: values for other, values in filters.items() if other != name}
        counts = _counts([row for row in pool if row.meets(others)])
        if name in counts:
            facets[name] = counts[name]
    return {row.number for row in pool if row.meets(filters)}, facets


def _got(page):
    return {name: {v.value: v.count for v in values} for name, values in page.facets.items()}


def test_against_a_plain_recomputation(rows, settle, find):
    """Days around and within the two months; the number checked whole lies below and above."""
    settle()

    @given(
        day=st.one_of(
            st.integers(-2, 62).map(lambda days: START + dt.timedelta(days=days)),
            st.sampled_from(EXTREMES),
        ),
        text=st.sampled_from(["", *WORDS]),
        organs=st.lists(st.sampled_from([*ORGANS, "none"]), max_size=2),
        themes=st.lists(st.sampled_from(THEMES), max_size=2),
        sort=st.sampled_from(queries.SORTS),
        checked_whole=st.sampled_from([queries.CHECKED_WHOLE, 10]),
    )
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    def agree(day, text, organs, themes, sort, checked_whole):
        asked = {"organ": tuple(organs), "theme": tuple(themes)}
        filters = {name: values for name, values in asked.items() if values}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(queries, "CHECKED_WHOLE", checked_whole)
            numbers, facets = _expected(rows, text, filters, day)
            pages = [
                find(text, filters=filters, sort=sort, valid_on=day, per_page=100, page=page)
                for page in (1, 2, 3)
            ]
        shown = [number for page in pages for number in ids(page)]
        assert sorted(shown) == sorted(numbers)
        assert {page.total for page in pages} == {len(numbers)}
        assert {page.pages for page in pages} == {max(1, -(-len(numbers) // 100))}
        for page in pages:
            assert _got(page) == facets

    agree()


@pytest.mark.parametrize("sort", queries.SORTS)
@pytest.mark.parametrize("text", ["", "住房"])
def test_the_order_is_that_of_the_whole_list(rows, settle, find, sort, text):
    settle()
    day = START + dt.timedelta(days=30)
    holding = {row.number for row in rows if row.holds(day)}
    whole = [n for page in range(1, 5) for n in ids(find(text, sort=sort, per_page=100, page=page))]
    pages = [find(text, sort=sort, valid_on=day, per_page=9, page=n) for n in range(1, 40)]
    assert [n for page in pages for n in ids(page)] == [n for n in whole if n in holding]


def test_the_number_comes_first_only_while_it_holds(publish, settle, find):
    publish(1, "关于养老的通知", numbers=["徐府发〔2025〕3号"], valid_during=Period(FIRST, LAST))
    publish(2, "徐府发（2025）3号的解读")
    settle()
    assert ids(find("徐府发[2025]3号", valid_on=LAST)) == [1, 2]
    assert ids(find("徐府发[2025]3号", valid_on=LAST + ONE_DAY)) == [2]


def test_an_outsider_learns_nothing_of_a_day_either(publish, settle, find, monkeypatch):
    """Without filters and with them: what is hidden is looked for among what holds."""
    monkeypatch.setitem(registry._KINDS, "document", lambda ids, _: set(ids) - {2})
    for number, period in ((1, Period(FIRST, LAST)), (2, Period(FIRST, LAST)), (3, NEVER)):
        publish(number, facets={"year": ["2021"], "organ": [f"3101{number}"]}, valid_during=period)
    settle()
    for filters in ({}, {"organ": ("31011",)}, {"year": ("2021",)}):
        page = find(filters=filters, valid_on=FIRST)
        assert (page.total, ids(page)) == (1, [1])
        assert _got(page) == {"year": {"2021": 1}, "organ": {"31011": 1}}


def test_a_changed_period_is_followed(publish, reindex, find, index_dir):
    for number in (1, 2):
        publish(number, "公告", facets=YEARS)
    reindex()
    publish(1, "公告", facets=YEARS, valid_during=Period(None, LAST))
    # The index has not followed yet; the row has the last word.
    page = find("公告", valid_on=LAST + ONE_DAY)
    assert (page.total, ids(page), _got(page)) == (1, [2], {"year": {"2021": 1}})
    with following(index_dir) as follower:
        follower.catch_up()
    for day, found in ((LAST, [2, 1]), (LAST + ONE_DAY, [2])):
        page = find("公告", valid_on=day)
        assert (ids(page), page.degraded) == (found, False)


def test_segments_without_an_entry(publish, reindex, find, index_dir):
    """A batch of withdrawals alone leaves a segment that has no days at all."""
    publish(1)
    publish(2, valid_during=Period(FIRST, LAST))
    reindex()
    withdraw_entry(kind="document", object_id=1, at=DAY)
    with following(index_dir) as follower:
        follower.catch_up()
    assert (ids(find(valid_on=FIRST)), find(valid_on=LAST + ONE_DAY).total) == ([2], 0)


def test_an_empty_index_answers(reindex, find):
    reindex()
    assert [find(valid_on=day).total for day in EXTREMES] == [0, 0, 0, 0]
    assert not find(valid_on=FIRST).degraded


def test_a_tombstone_says_nothing_of_its_period(publish):
    publish(1, valid_during=Period(FIRST, LAST))
    withdraw_entry(kind="document", object_id=1, at=DAY)
    (entry,) = SearchEntry.objects.all()
    assert (entry.valid_from, entry.valid_until) == (dt.date.min, dt.date.max)
    for field in ("valid_from", "valid_until"):
        with pytest.raises(IntegrityError, match="tombstone"), transaction.atomic():
            SearchEntry.objects.update(**{field: FIRST})


def test_published_again_it_has_its_new_period(publish, settle, find):
    publish(1, valid_during=Period(FIRST, LAST))
    publish(1, valid_during=Period(LAST, None))
    settle()
    assert (find(valid_on=FIRST).total, find(valid_on=LAST).total) == (0, 1)
    publish(1)
    settle()
    assert find(valid_on=FIRST).total == 1
