"""A catalogue on its way: begun once a year, published by another hand, withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import InternalError, transaction

from decisions.catalogues.models import Catalogue, CatalogueItem, ItemEdition
from decisions.catalogues.services import catalogues
from decisions.catalogues.workflow import Status
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.search.models import SearchEntry
from tests.builders import City
from tests.decisions.catalogues.cases import (
    AT,
    TITLE,
    D,
    again,
    begun,
    drafted,
    handler,
    lines_on,
    put,
    released,
    reviewer,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


class TestBegin:
    def test_an_office_keeps_that_of_its_government(self, city: City) -> None:
        row = begun(city)
        assert (row.organ, row.maker, row.status) == (city.office, city.root, Status.DRAFT)
        assert str(row) == f"{city.root.short_name}2026年决策事项目录"
        assert begun(city, organ=city.street).maker == city.street

    def test_once_a_year(self, city: City) -> None:
        row = begun(city)
        with pytest.raises(ActRefused, match="已经有目录"):
            begun(city)
        begun(city, year=2025)
        catalogues.STEPS.perform(row, "discard", by=handler(city), at=AT, reason="重复")
        assert begun(city).pk != row.pk

    @pytest.mark.parametrize("year", [2018, 2028, -1, 9999])
    def test_of_a_year_there_is(self, city: City, year: int) -> None:
        with pytest.raises(ActRefused, match="年度应在"):
            begun(city, year=year)

    def test_by_its_handlers_alone(self, city: City) -> None:
        for user in (reviewer(city), city.outsider):
            with pytest.raises(NotPermitted, match="决策承办人员编制"):
                catalogues.begin(organ=city.office, year=2026, by=user, at=AT)
        assert not Catalogue.objects.exists()


class TestWrite:
    def test_what_it_says_of_itself(self, city: City) -> None:
        row = catalogues.write(
            catalogue=begun(city), note="说明", collected_by="市司法局", approved_by="市政府",
            approved_on=D(2026, 3, 20), party_on=D(2026, 3, 24), by=handler(city), at=AT,
        )  # fmt: skip
        assert (row.collected_by, row.party_on) == ("市司法局", D(2026, 3, 24))

    def test_days_to_come_are_refused(self, city: City) -> None:
        row = begun(city)
        for name in ("approved_on", "party_on"):
            with pytest.raises(ActRefused, match="晚于今天"):
                catalogues.write(
                    catalogue=row, approved_by="市政府", by=handler(city), at=AT,
                    **{name: D(2026, 3, 28)},
                )  # fmt: skip
        with pytest.raises(ActRefused, match="由谁批准"):
            catalogues.write(catalogue=row, approved_on=D(2026, 3, 1), by=handler(city), at=AT)


class TestRelease:
    def test_what_it_lacks_is_said(self, city: City) -> None:
        row = begun(city)
        with pytest.raises(ActRefused, match=r"还没有事项。还没有写明目录由谁批准"):
            catalogues.STEPS.perform(row, "submit", by=handler(city), at=AT)
        assert "还没有事项" in catalogues.lacks_of(row, AT.date())

    def test_numbers_days_and_the_search(self, city: City) -> None:
        row = drafted(city, 3)
        row.items.get(position=2).delete()
        catalogues.STEPS.perform(row, "submit", by=handler(city), at=AT)
        assert not SearchEntry.objects.filter(kind="catalogue_item").exists()
        catalogues.release(catalogue=row, by=reviewer(city), at=AT)
        row = again(row)
        assert (row.published_on, row.status) == (D(2026, 3, 27), Status.RELEASED)
        lines = lines_on(row, D(2026, 3, 27))
        assert [(line.item.number, line.edition.title) for line in lines] == [
            (1, TITLE), (2, "第3件大事"),
        ]  # fmt: skip
        assert lines_on(row, D(2026, 3, 26)) == []
        assert SearchEntry.objects.live(["catalogue_item"]).count() == 2
        entry = AuditEntry.objects.filter(action="catalogues.release").get()
        assert entry.details["items"] == 2

    def test_by_another_hand_than_the_writer(self, city: City) -> None:
        row = drafted(city)
        catalogues.STEPS.perform(row, "submit", by=handler(city), at=AT)
        both = reviewer(city)
        both.memberships.create(organ=city.office, role="decision_handler")
        catalogues.STEPS.perform(row, "return", by=reviewer(city), at=AT, reason="改一处")
        both = type(both).objects.get(pk=both.pk)
        catalogues.STEPS.perform(row, "submit", by=both, at=AT)
        with pytest.raises(NotPermitted, match="须由他人办理"):
            catalogues.release(catalogue=row, by=both, at=AT)

    def test_one_that_was_published_elsewhere_before(self, city: City) -> None:
        row = drafted(city)
        catalogues.STEPS.perform(row, "submit", by=handler(city), at=AT)
        by = reviewer(city)
        for day, where, why in (
            (D(2026, 3, 1), "", "先在哪里公布"), (D(2026, 3, 28), "旧站", "晚于今天"),
            (None, "旧站", "那里的公布日期"), (D(2020, 3, 1), "旧站", "早得太多"),
        ):  # fmt: skip
            with pytest.raises(ActRefused, match=why):
                catalogues.release(
                    catalogue=row, published_on=day, published_where=where, by=by, at=AT
                )
        catalogues.release(
            catalogue=row, published_on=D(2026, 3, 20), published_where="市政府公报", by=by, at=AT
        )
        assert lines_on(again(row), D(2026, 3, 20))

    def test_numbers_of_persons_keep_it_back(self, city: City) -> None:
        row = drafted(city)
        put(row, city, title="一件事", gist="联系人手机13900001234")
        catalogues.STEPS.perform(row, "submit", by=handler(city), at=AT)
        with pytest.raises(Blocked, match="疑似有"):
            catalogues.release(catalogue=row, by=reviewer(city), at=AT)
        assert again(row).status == Status.REVIEW


class TestWithdraw:
    def test_nobody_finds_it_and_the_year_may_have_another(self, city: City) -> None:
        row = released(city)
        catalogues.withdraw(catalogue=row, reason="没有报同级党委", by=reviewer(city), at=AT + DAY)
        row = again(row)
        assert (row.status, row.withdrawn_on) == (Status.WITHDRAWN, D(2026, 3, 28))
        assert not SearchEntry.objects.live(["catalogue_item"]).exists()
        assert not CatalogueItem.objects.public().exists()
        assert released(city, at=AT + DAY).pk != row.pk


class TestWhatStays:
    """The database itself holds to it."""

    def test_a_public_edition_is_never_changed(self, city: City) -> None:
        row = released(city)
        rows = ItemEdition.objects.filter(item__catalogue=row)
        for change in ({"title": "别的"}, {"on": None}, {"place": "removed"}):
            with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
                rows.update(**change)
        with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
            rows.delete()

    def test_a_published_item_stays_with_its_number(self, city: City) -> None:
        row = released(city)
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            row.items.update(number=7)
        with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
            row.items.all().delete()
