"""What is done shows at the very next look: a reader looks again after every act."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from decisions.consultations.models import Consultation
from decisions.dossiers.models import Decision
from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.relations import relate
from disclosure.services.validity import recompute_due
from portal.accounts.choices import Role
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import SiteProfile
from portal.pages import registry, services
from portal.pages.models import PageChange
from portal.pages.reads import tables_in
from portal.pages.registry import Page, page_of
from portal.search.follower import following
from tests.builders import City, draft, organ, published
from tests.conftest import NOON
from tests.decisions.catalogues.cases import item_of, released
from tests.decisions.consultations import cases as consultations
from tests.decisions.dossiers import cases as dossiers
from tests.disclosure.correction.cases import corrected

pytestmark = pytest.mark.django_db
TITLE = "试江市屋顶绿化办法"


@pytest.fixture
def look(client: Client) -> Callable[[str], str]:
    """Look at a page twice, the second time with the tag of the first: what there is to see."""
    tags: dict[str, str] = {}
    seen: dict[str, str] = {}

    def act(address: str) -> str:
        held = {"If-None-Match": tags[address]} if address in tags else {}
        answer = client.get(address, headers=held)
        if answer.status_code == 304:
            return seen[address]
        if "ETag" in answer:
            tags[address] = answer["ETag"]
        else:
            tags.pop(address, None)
        assert client.get(address).content == answer.content
        # A title may end its line between any two words.
        seen[address] = answer.content.decode().replace("<wbr>", "")
        return seen[address]

    return act


@pytest.mark.usefixtures("at_noon")
class TestActs:
    def test_publishing_and_withdrawing(
        self, city: City, look: Callable[[str], str], now: dt.datetime
    ) -> None:
        assert TITLE not in look("/")
        document = published(city, title=TITLE)
        assert TITLE in look("/")
        address = document.get_absolute_url()
        assert TITLE in look(address)
        review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=now)
        assert TITLE not in look("/")
        assert "撤" in look(address)
        assert TITLE not in look(address)

    def test_correcting(self, city: City, look: Callable[[str], str], now: dt.datetime) -> None:
        document = published(city, title=TITLE)
        address = document.get_absolute_url()
        assert "更正后的概述" not in look(address)
        corrected(city, document, at=now, body="第一条　更正后的概述。")
        assert "更正后的概述" in look(address)

    def test_relating(self, city: City, look: Callable[[str], str], now: dt.datetime) -> None:
        old, new = (
            published(city, title=TITLE),
            published(city, title="试江市绿化新办法", doc_number="试府办〔2026〕99号"),
        )
        address = old.get_absolute_url()
        assert new.title not in look(address)
        relate(
            source=new, target=old, kind=RelationKind.REPEALS, effective_on=now.date(),
            by=city.people[Role.SIGNER], at=now,
        )  # fmt: skip
        assert new.title in look(address)

    def test_the_list_waits_for_the_index_and_is_right_before(
        self, city: City, look: Callable[[str], str], settings: Settings, client: Client
    ) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
            every = "/library/?validity=all"
            assert TITLE not in look(every)
            assert "ETag" in client.get(every)
            document = published(city, title=TITLE)
            # Committed, and the index does not know it yet: the page is nobody's to keep.
            assert "ETag" not in client.get(every)
            follower.rebuild()
            assert TITLE in look(every)
            by = city.people[Role.SIGNER]
            review.withdraw(document=document, reason="内容有误", by=by, at=NOON)
            assert TITLE not in look(every)

    def test_settings_of_the_site(self, city: City, look: Callable[[str], str]) -> None:
        look("/contact/")
        SiteProfile.objects.update(phone="021-55558888")
        assert "021-55558888" in look("/contact/")

    def test_drafts_turn_no_page_of_others(
        self, city: City, client: Client, look: Callable[[str], str]
    ) -> None:
        tag = client.get("/")["ETag"]
        found = draft(city, title="没有公开的")
        Document.objects.filter(pk=found.pk).update(title="没有公开的，改过")
        assert client.get("/")["ETag"] == tag


def test_the_day_turns_pages(city: City, look: Callable[[str], str]) -> None:
    """Expiry is a matter of the day, first of the page's own words and then of the row."""
    last = dt.date(2026, 11, 20)
    with time_machine.travel(NOON, tick=True) as clock:
        document = published(city, title=TITLE, expires_on=last)
        address = document.get_absolute_url()
        assert "2026年11月20日" in look(address)
        before = look(address)
        clock.move_to(NOON + dt.timedelta(days=1))
        after = look(address)
        assert after != before
        recompute_due(at=NOON + dt.timedelta(days=1))
        assert "失效" in look(address)


def test_a_moment_turns_pages(city: City, client: Client) -> None:
    """A consultation begins and ends at an instant, and no row changes then."""
    row: Consultation = consultations.running(city)
    address = row.get_absolute_url()
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at - dt.timedelta(seconds=2), tick=False) as clock:
        before = client.get(address)
        assert client.get(address).content == before.content
        clock.move_to(row.closes_at)
        after = client.get(address, headers={"If-None-Match": before["ETag"]})
        assert after.status_code == 200
        assert "已截止" in after.content.decode()


def test_and_the_catalogue_that_tells_of_it(city: City, client: Client) -> None:
    item = item_of(released(city))
    dossiers.disclosed(city, "submitted")
    Decision.objects.update(item=item)
    row: Consultation = consultations.running(city, decision=Decision.objects.get())
    assert row.closes_at is not None
    with time_machine.travel(row.closes_at - dt.timedelta(seconds=2), tick=False) as clock:
        addresses = (item.catalogue.get_absolute_url(), item.get_absolute_url())
        before = [client.get(address) for address in addresses]
        clock.move_to(row.closes_at)
        for address, seen in zip(addresses, before, strict=True):
            assert "意见截止，24时" in seen.content.decode()
            after = client.get(address, headers={"If-None-Match": seen["ETag"]})
            assert after.status_code == 200
            assert "意见截止，24时" not in after.content.decode()
            assert "ETag" in after


def test_a_page_that_reads_what_it_does_not_declare_is_not_kept(
    city: City, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._pages, "site:home", Page(frozenset({"organs.SiteProfile"})))
    assert "ETag" not in client.get("/")
    assert "disclosure_document" in caplog.text
    # A page that declares what it reads, and more than that, is kept.
    assert "ETag" in client.get("/privacy/")


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('SELECT 1 FROM "organs_organ" JOIN "files_storedfile" ON 1=1', 2),
        ("select 1 from organs_organ", 1),
        ('SELECT EXTRACT(YEAR FROM U0."at") FROM (SELECT 1 FROM "organs_organ") U0', 1),
        ("SELECT 1", 0),
    ],
)
def test_which_tables_a_statement_reads(sql: str, tables: int) -> None:
    assert len(tables_in(sql)) == tables


class TestRecord:
    def cursor(self) -> Any:
        page = page_of("site:home")
        assert page is not None
        return PageChange.objects.cursor_of(page.tables, page.moments, NOON)

    def test_a_statement_without_rows_is_no_change(self, city: City) -> None:
        before = self.cursor().mark
        SiteProfile.objects.filter(pk=-1).update(name="x")
        Document.objects.filter(pk=-1).delete()
        assert self.cursor().mark == before
        SiteProfile.objects.update(name="x")
        assert self.cursor().mark != before

    def test_emptying_a_table_is_one(self, city: City) -> None:
        before = self.cursor().mark
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE disclosure_document_tags")
        assert self.cursor().mark != before

    def test_copying_into_one_too(self, city: City) -> None:
        before = self.cursor().mark
        with connection.cursor() as cursor:
            rows = io.StringIO("9000001\t区划\tx\tt\n")
            cursor.copy_expert(
                'COPY taxonomy_policytag (id, "group", name, is_active) FROM STDIN', rows
            )
        assert self.cursor().mark != before

    def test_what_was_undone_did_not_happen(self, city: City) -> None:
        before = self.cursor().mark
        with transaction.atomic():
            SiteProfile.objects.update(name="x")
            transaction.set_rollback(True)
        assert self.cursor().mark == before

    def test_a_table_that_nobody_watches_makes_no_page(self, city: City) -> None:
        assert PageChange.objects.cursor_of(["accounts_user"], [], NOON) is None

    def test_folding_moves_no_cursor(self, city: City) -> None:
        assert services.fold() == 0 or PageChange.objects.count() < 200
        for number in range(201):
            SiteProfile.objects.update(name=f"x{number}")
        before, rows = self.cursor().mark, PageChange.objects.count()
        assert services.fold() == rows
        assert self.cursor().mark == before
        assert PageChange.objects.count() == (
            PageChange.objects.values("source").distinct().count()
        )
        assert services.fold() == 0

    def test_the_cursor_is_one_query(self, city: City) -> None:
        with CaptureQueriesContext(connection) as asked:
            self.cursor()
        assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("at_noon")
def test_a_reader_beside_acts(settings: Settings) -> None:
    """A reader in a loop, with the tag in hand, while rows change and are committed: what was
    committed before a look began is what the look shows, whatever order others commit in.
    """
    root = organ("SJ", "试江市人民政府", OrganLevel.CITY, OrganKind.GOVERNMENT)
    SiteProfile.objects.create(name="门户0", organ=root, is_current=True)
    committed, stop, wrong = [0], threading.Event(), []

    def read() -> None:
        client, tag = Client(), ""
        shown = 0
        while not stop.is_set():
            least = committed[0]
            answer = client.get("/privacy/", headers={"If-None-Match": tag})
            if answer.status_code == 200:
                tag = answer["ETag"]
                title = answer.content.decode().split("<title>")[1].split("</title>")[0]
                shown = int(title.rsplit("门户", 1)[1])
            if shown < least:
                wrong.append((least, shown))
        connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 40):
        SiteProfile.objects.update(name=f"门户{number}")
        committed[0] = number
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_costs_a_page_made_anew(client: Client) -> None:
    root = organ("SJ", "试江市人民政府", OrganLevel.CITY, OrganKind.GOVERNMENT)
    SiteProfile.objects.create(name="门户", organ=root, is_current=True)
    assert "ETag" in client.get("/privacy/")
    connection.connection.close()
    assert "门户" in client.get("/privacy/").content.decode()
    assert "ETag" in client.get("/privacy/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("at_noon")
def test_whoever_commits_late_turns_the_page_too(client: Client) -> None:
    """One began first and commits last: the cursor moves for both."""
    root = organ("SJ", "试江市人民政府", OrganLevel.CITY, OrganKind.GOVERNMENT)
    profile = SiteProfile.objects.create(name="先", organ=root, is_current=True)
    seen = client.get("/privacy/")
    began, others = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            SiteProfile.objects.filter(pk=profile.pk).update(name="后来的")
            began.set()
            others.wait(10)
        connections.close_all()

    late = threading.Thread(target=slow)
    late.start()
    began.wait(10)
    organ("XJ", "旁江市人民政府", OrganLevel.CITY, OrganKind.GOVERNMENT)
    between = client.get("/privacy/", headers={"If-None-Match": seen["ETag"]})
    assert between.status_code == 200
    assert "先" in between.content.decode()
    # Somebody is writing: no time is told by which a reader could ask.
    assert "Last-Modified" not in between
    others.set()
    late.join()
    after = client.get("/privacy/", headers={"If-None-Match": between["ETag"]})
    assert after.status_code == 200
    assert "后来的" in after.content.decode()
