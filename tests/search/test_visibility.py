"""The database disposes: what the index still has is not what people see."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User
from portal.search import follower, queries, registry
from portal.search.follower import check_index
from portal.search.models import SearchEntry
from portal.search.querysets import Span
from portal.search.services import Period, withdraw_entry
from tests.search.conftest import DAY, ids

pytestmark = pytest.mark.django_db

SECRET = "尚未公布的拆迁名单"
FACETS = {"organ": ["310104"], "validity": ["in_force"]}


def _values(page, name):
    return {value.value: value.count for value in page.facets.get(name, ())}


@pytest.fixture
def insider(monkeypatch):
    """Someone who may see entry 2; nobody else may."""
    person = User(username="insider")

    def visible_ids(ids, viewer):
        return set(ids) - (set() if viewer is person else {2})

    monkeypatch.setitem(registry._KINDS, "document", visible_ids)
    return person


@pytest.mark.parametrize("indexed", [True, False])
def test_an_outsider_learns_nothing_from_hits_totals_or_facets(
    publish, reindex, find, insider, indexed
):
    publish(1, "征收公告", "名单", facets=FACETS)
    publish(2, SECRET, SECRET, facets={"organ": ["310104"], "validity": ["secret"]})
    publish(3, "征收公告二", "名单", facets=FACETS)
    if indexed:
        reindex()
    for filters in ({}, {"organ": ("310104",)}, {"validity": ("in_force",)}):
        for text in ("", "名单" if indexed else "征收"):
            page = find(text, filters=filters)
            assert sorted(ids(page)) == [1, 3]
            assert page.total == 2
            assert _values(page, "validity") == {"in_force": 2}
            assert _values(page, "organ") == {"310104": 2}
            assert SECRET not in "".join(hit.title_html + hit.snippet_html for hit in page.hits)
    assert find(SECRET).total == 0
    assert find(filters={"validity": ("secret",)}).total == 0
    seen = find("", viewer=insider)
    assert (seen.total, sorted(ids(seen))) == (3, [1, 2, 3])
    assert _values(seen, "validity") == {"in_force": 2, "secret": 1}
    assert ids(find(SECRET, viewer=insider)) == [2]


def test_pages_are_full_although_hits_were_refused(publish, reindex, find, monkeypatch):
    for number in range(1, 31):
        publish(number)
    reindex()
    monkeypatch.setitem(
        registry._KINDS, "document", lambda ids, _: {number for number in ids if number % 3}
    )
    pages = [find(per_page=5, page=number) for number in range(1, 6)]
    assert [len(page.hits) for page in pages] == [5, 5, 5, 5, 0]
    assert {page.total for page in pages} == {20}
    assert len({number for page in pages for number in ids(page)}) == 20


@pytest.mark.parametrize("checked_whole", [queries.CHECKED_WHOLE, 0])
def test_withdrawn_is_gone_at_once(publish, reindex, find, monkeypatch, checked_whole):
    """Also when there are too many hits to ask about each of them."""
    monkeypatch.setattr(queries, "CHECKED_WHOLE", checked_whole)
    publish(1, "甲方案", "方案正文", facets=FACETS)
    publish(2, "乙方案", "方案正文", facets=FACETS)
    reindex()
    withdraw_entry(kind="document", object_id=1, at=DAY)
    for changes in ({}, {"text": "方案"}, {"sort": "signed_on"}, {"filters": FACETS}):
        page = find(**{"text": ""} | changes)
        assert (page.total, ids(page)) == (1, [2])
        assert _values(page, "organ") == {"310104": 1}
        first = find(**{"text": "", "per_page": 1} | changes)
        assert (first.total, first.pages, ids(first)) == (1, 1, [2])
    assert not page.degraded


class TestEverybodys:
    """A kind whose live entries are all everybody's: counted by the index, shown by the rows."""

    @pytest.fixture(autouse=True)
    def everybodys(self, monkeypatch):
        monkeypatch.setattr(registry, "_EVERYBODYS", {"document"})

    def test_no_more_is_asked_about_than_is_shown(self, publish, reindex, find, monkeypatch):
        asked: list[int] = []

        def seen(numbers, _viewer):
            asked.extend(numbers)
            return set(numbers)

        monkeypatch.setitem(registry._KINDS, "document", seen)
        for number in range(1, 31):
            publish(number, "方案", facets=FACETS)
        reindex()
        for changes in ({}, {"filters": FACETS}, {"text": "方案"}, {"sort": "signed_on"}):
            asked.clear()
            page = find(**{"text": "", "per_page": 5} | changes)
            assert (page.total, len(page.hits)) == (30, 5)
            assert len(asked) == 5

    def test_what_is_shown_is_asked_about(self, publish, reindex, find, monkeypatch):
        """The owner forgot to withdraw them: they are counted further on, and seen nowhere."""
        monkeypatch.setitem(
            registry._KINDS, "document", lambda ids, _: {number for number in ids if number % 3}
        )
        for number in range(1, 31):
            publish(number)
        reindex()
        pages = [find(per_page=5, page=number) for number in range(1, 6)]
        assert not {number for page in pages for number in ids(page) if number % 3 == 0}
        assert len(pages[0].hits) == 5

    def test_a_kind_beside_it_is_looked_through(self, publish, reindex, find, monkeypatch):
        monkeypatch.setitem(registry._KINDS, "faq", lambda ids, _: {n for n in ids if n == 4})
        publish(1, "方案", facets=FACETS)
        for number in (2, 3, 4):
            publish(number, "方案", kind="faq", facets=FACETS)
        reindex()
        for changes in ({}, {"text": "方案"}, {"filters": FACETS}, {"per_page": 1}):
            page = find(**{"text": "", "kinds": ("document", "faq")} | changes)
            assert page.total == 2
            assert _values(page, "organ") == {"310104": 2}

    def test_withdrawn_is_gone_at_once(self, publish, reindex, find):
        publish(1, "甲方案", facets=FACETS)
        publish(2, "乙方案", facets=FACETS)
        reindex()
        withdraw_entry(kind="document", object_id=1, at=DAY)
        for changes in ({}, {"text": "方案"}, {"sort": "signed_on"}, {"filters": FACETS}):
            page = find(**{"text": "", "per_page": 1} | changes)
            assert (page.total, page.pages, ids(page)) == (1, 1, [2])
            assert _values(page, "organ") == {"310104": 1}

    def test_a_changed_period_holds_before_the_index_knows(self, publish, reindex, find):
        day = DAY.date()
        for number in (1, 2, 3):
            publish(number, "方案", signed_on=day, facets=FACETS)
        reindex()
        ended = Period(None, day - dt.timedelta(days=1))
        publish(3, "方案", signed_on=day, facets=FACETS, valid_during=ended)
        page = find("方案", valid_on=day, per_page=1)
        assert (page.total, page.pages) == (2, 2)
        assert _values(page, "organ") == {"310104": 2}
        publish(2, "方案", signed_on=None, facets=FACETS)
        page = find("方案", signed=Span(day, day), per_page=1)
        assert page.total == 2

    def test_the_check_tells_what_an_owner_forgot(self, publish, reindex, index_dir, monkeypatch):
        for number in range(1, 8):
            publish(number)
        reindex()
        assert check_index(index_dir) == []
        monkeypatch.setattr(follower, "_CHECKED_AT_ONCE", 2)
        monkeypatch.setitem(registry._KINDS, "document", lambda ids, _: set(ids) - {3, 6})
        (problem,) = check_index(index_dir)
        assert problem.startswith("2条")


def test_a_tombstone_holds_no_text(publish):
    publish(1, SECRET, SECRET, numbers=["沪府发〔2025〕1号"], facets=FACETS)
    withdraw_entry(kind="document", object_id=1, at=DAY)
    withdraw_entry(kind="document", object_id=99, at=DAY)
    (row,) = SearchEntry.objects.values()
    assert SECRET not in str(row)
    assert "沪府发" not in str(row)
    assert row["is_live"] is False


def test_published_again_after_withdrawal(publish, reindex, find):
    publish(1, "甲")
    withdraw_entry(kind="document", object_id=1, at=DAY)
    publish(1, "乙")
    reindex()
    assert SearchEntry.objects.count() == 1
    assert (ids(find("乙")), ids(find("甲"))) == ([1], [])


def test_a_row_that_vanished_is_not_shown(publish, reindex, find):
    publish(1)
    publish(2)
    reindex()
    SearchEntry.objects.filter(object_id=1).delete()
    page = find()
    assert (page.total, ids(page)) == (1, [2])


def test_a_kind_nobody_answers_for_is_not_shown(publish, reindex, find):
    publish(1, kind="orphan")
    reindex()
    assert find(kinds=("orphan",)).total == 0


def test_a_kind_is_registered_once(monkeypatch):
    monkeypatch.setattr(registry, "_KINDS", {})
    registry.register("document", len)
    registry.register("document", len)
    with pytest.raises(ValueError, match="twice"):
        registry.register("document", set)
    assert registry.visible_ids("unknown", [1], AnonymousUser()) == set()


def test_an_answer_cannot_add_rows(monkeypatch):
    monkeypatch.setattr(registry, "_KINDS", {"document": lambda ids, _: {*ids, 7}})
    assert registry.visible_ids("document", iter([1]), AnonymousUser()) == {1}


@pytest.mark.parametrize("rows", [1, 3, 25])
def test_a_page_costs_the_same_however_many_hits(
    publish, reindex, find, django_assert_num_queries, rows
):
    for number in range(1, rows + 1):
        publish(number, "公告", "正文", facets=FACETS)
    reindex()
    find("正文")
    # What is pending, what is live, the rows shown; the directory where there is room for more.
    with django_assert_num_queries(3 if rows > 20 else 4):
        find("正文", filters=FACETS)
    withdraw_entry(kind="document", object_id=1, at=DAY)
    with django_assert_num_queries({1: 2, 3: 4, 25: 3}[rows]):
        assert find("正文").total == rows - 1
