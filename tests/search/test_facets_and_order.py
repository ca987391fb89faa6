"""Filters, facet counts and pages against an independent recomputation in plain Python."""

import datetime as dt
import random
from collections import Counter

import pytest

from portal.search import queries
from tests.search.conftest import DAY, ids

pytestmark = pytest.mark.django_db

WORDS = ["养老", "住房", "教育", "营商环境", "数据"]
VALUES = {
    "organ": ["310000", "310104", "310115", "310104001"],
    "theme": ["卫生、体育", "城乡建设、环境保护", "a=b"],
    "validity": ["in_force", "repealed", "to_verify"],
    "year": ["2023", "2024", "2025"],
}
FILTERS = [
    {},
    {"organ": ("310104",)},
    {"organ": ("310104", "310115"), "validity": ("in_force",)},
    {"theme": ("a=b",), "year": ("2024", "2025"), "organ": ("310000",)},
    {"validity": ("nothing like it",)},
    {"validity": ()},
]


@pytest.fixture
def rows(publish):
    """Sixty entries whose dates and facets collide often, some without a date of signing."""
    chance = random.Random(7)  # noqa: S311
    made = {}
    for number in range(1, 61):
        row = {
            "text": chance.sample(WORDS, 2),
            "facets": {
                name: chance.sample(values, chance.randint(0, 2)) for name, values in VALUES.items()
            },
            "signed_on": chance.choice([None, *(dt.date(2024, 1, day) for day in range(1, 6))]),
            "published_at": DAY + dt.timedelta(minutes=chance.randint(0, 9)),
            "kind": "faq" if number % 10 == 0 else "document",
        }
        words = "、".join(row["text"])
        publish(number, words, words, **{k: row[k] for k in row if k != "text"})
        made[number] = row
    return made


@pytest.fixture(params=["index", "database"])
def indexed(request, rows, reindex):
    if request.param == "index":
        reindex()
    return request.param


def _meets(row, filters):
    return all(set(values) & set(row["facets"][name]) for name, values in filters.items() if values)


def _expected_facets(rows, filters):
    facets = {}
    for name in VALUES:
        others = {other: values for other, values in filters.items() if other != name}
        counts = Counter(
            value
            for row in rows
            if _meets(row, others if filters.get(name) else filters)
            for value in row["facets"][name]
        )
        if counts:
            facets[name] = dict(counts)
    return facets


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("text", ["", *WORDS[:2]])
def test_filters_and_facets(rows, indexed, find, filters, text):
    page = find(text, filters=filters, per_page=100)
    pool = {
        number: row
        for number, row in rows.items()
        if row["kind"] == "document" and (not text or text in row["text"])
    }
    expected = {number for number, row in pool.items() if _meets(row, filters)}
    assert set(ids(page)) == expected
    assert page.total == len(expected)
    assert page.degraded is (indexed == "database")
    got = {name: {v.value: v.count for v in values} for name, values in page.facets.items()}
    assert got == _expected_facets(pool.values(), filters)
    for values in page.facets.values():
        assert list(values) == sorted(values, key=lambda v: (-v.count, v.value))


@pytest.mark.parametrize("sort", ["signed_on", "published_on"])
def test_newest_first_with_undated_last(rows, indexed, find, sort):
    documents = [(number, row) for number, row in rows.items() if row["kind"] == "document"]
    if sort == "signed_on":
        documents.sort(key=lambda item: (item[1]["signed_on"] or dt.date.min, item[0]))
    else:
        documents.sort(key=lambda item: (item[1]["published_at"], item[0]))
    assert ids(find(sort=sort, per_page=100)) == [number for number, _ in reversed(documents)]


@pytest.mark.parametrize("sort", ["relevance", "signed_on", "published_on"])
@pytest.mark.parametrize("text", ["", "住房"])
def test_pages_join_without_gap_or_repeat(rows, indexed, find, sort, text):
    whole = find(text, sort=sort, per_page=100)
    pages = [find(text, sort=sort, per_page=7, page=n) for n in range(1, 12)]
    assert [n for page in pages for n in ids(page)] == ids(whole)
    assert {page.total for page in pages} == {whole.total}
    assert {page.pages for page in pages} == {-(-whole.total // 7)}


def test_kinds_are_kept_apart(rows, indexed, find):
    assert find(kinds=("faq",)).total == 6
    assert find(kinds=("document", "faq")).total == 60
    assert find(kinds=()).total == 0
    assert find(kinds=("unknown",)).total == 0


def test_many_hits_are_checked_page_by_page(rows, reindex, find, monkeypatch):
    """Beyond the number checked whole, pages are the same."""
    reindex()
    whole = ids(find(sort="signed_on", per_page=100))
    monkeypatch.setattr(queries, "CHECKED_WHOLE", 5)
    pages = [ids(find(sort="signed_on", per_page=7, page=n)) for n in range(1, 9)]
    assert [number for page in pages for number in page] == whole


def test_equal_ranks_go_to_the_newer(publish, reindex, find):
    for number in range(1, 6):
        publish(number, "公告", published_at=DAY + dt.timedelta(days=number % 3))
    reindex()
    assert ids(find("公告")) == [5, 2, 4, 1, 3]
