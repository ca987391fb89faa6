"""OAI-PMH: lists in parts by tokens, every refusal, and a harvester of others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.sessions import Session
from sickle import Sickle  # type: ignore[import-untyped]

from disclosure.api import oai_records
from disclosure.api.cursors import pack
from disclosure.models import Document
from disclosure.services import review
from portal.accounts.choices import Role
from portal.search.models import SearchEntry
from portal.search.services import publish_entry, withdraw_entry
from tests.builders import FILED_AT, City, published
from tests.disclosure.api.conftest import several
from tests.disclosure.api.harvest import Answer, ask, everything

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1"
THEME = "theme-12:1"


def name(document: Document | int) -> str:
    pk = document if isinstance(document, int) else document.pk
    return f"oai:{HOST}:{pk}"


def withdraw(city: City, document: Document, at: dt.datetime) -> None:
    review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=at)


def synthetic(number: int) -> None:
    """An entry without its document, as it looks after the document was hidden: deleted."""
    publish_entry(
        kind="document",
        object_id=10_000_000 + number,
        title="演示",
        body="",
        numbers=[],
        facets={},
        signed_on=None,
        published_at=FILED_AT,
        url="",
        at=FILED_AT + dt.timedelta(seconds=number),
    )


class TestTokens:
    """Lists that do not fit into one answer."""

    @pytest.fixture(autouse=True)
    def short_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(oai_records, "PAGE", {"ListIdentifiers": 3, "ListRecords": 2})

    def test_every_record_once(self, client: Client, city: City) -> None:
        documents = [name(document) for document in several(city, 7)]
        for verb, sizes in (("ListRecords", [2, 2, 2, 1]), ("ListIdentifiers", [3, 3, 1])):
            parts = everything(client, verb, metadataPrefix="gw", from_="2026-01-01")
            assert [len(part.identifiers) for part in parts] == sizes
            assert [pk for part in parts for pk in part.identifiers] == documents
            tokens = [part.all(".//o:resumptionToken")[0] for part in parts]
            starts = [sum(sizes[:place]) for place in range(len(sizes))]
            assert [int(token.get("cursor")) for token in tokens] == starts
            assert tokens[-1].text is None

    def test_a_full_last_page_ends_the_list(self, client: Client, city: City) -> None:
        several(city, 4)
        parts = everything(client, "ListRecords", metadataPrefix="oai_dc")
        assert [len(part.identifiers) for part in parts] == [2, 2]
        (whole,) = everything(client, "ListRecords", metadataPrefix="oai_dc", set="theme-99")
        assert whole.errors == ["noRecordsMatch"]

    def test_the_selection_travels_in_the_token(self, client: Client, city: City) -> None:
        wanted = [name(document) for document in several(city, 5)]
        published(city, organ=city.street, doc_number="柳街办〔2026〕1号", title="街道的通知")
        parts = everything(
            client, "ListRecords", metadataPrefix="gw", set="organ-SJ-B", until="2026-11-19"
        )
        assert [pk for part in parts for pk in part.identifiers] == wanted

    def test_what_changes_meanwhile_is_not_passed_by(self, client: Client) -> None:
        for number in range(8):
            synthetic(number)
        first = ask(client, "ListIdentifiers", metadataPrefix="gw")
        seen = {*first.identifiers}
        # Already told, waiting to be told, and new: each is written while the harvester is away.
        # One transaction holds this test, so the order of writing is put in by hand.
        last = SearchEntry.objects.latest("change_xid").change_xid
        withdraw_entry(kind="document", object_id=10_000_000, at=FILED_AT)
        synthetic(5)
        synthetic(20)
        changed = [10_000_000, 10_000_005, 10_000_020]
        SearchEntry.objects.filter(object_id__in=changed).update(change_xid=last + 1)
        parts = everything(client, "ListIdentifiers", resumptionToken=first.token)
        later = [pk for part in parts for pk in part.identifiers]
        assert seen | {*later} == {name(10_000_000 + n) for n in (*range(8), 20)}
        assert name(10_000_000) in later, "told again, as deleted"

    def test_tokens_that_were_not_given_out(self, client: Client, city: City) -> None:
        several(city, 5)
        good = ask(client, "ListRecords", metadataPrefix="gw").token
        known = oai_records.history()
        own = ("ListRecords", "gw", "", "", "")
        bad = [
            "x",
            "\x00",
            "<&>'\"",
            good[:-2],
            good + "A" * 400,
            pack("0" * 12, *own, 1, 1, 1),
            pack(known, *own, 1, 1),
            pack(known, *own, "1", 1, 1),
            pack(known, *own, None, 1, 1),
            pack(known, "ListRecords", None, "", "", "", 1, 1, 1),
            pack(known, "ListRecords", 7, "", "", "", 1, 1, 1),
            pack(known, "ListRecords", "mods", "", "", "", 1, 1, 1),
            pack(known, "ListRecords", "gw", "2026-13-01", "", "", 1, 1, 1),
            pack(known, "GetRecord", "gw", "", "", "", 1, 1, 1),
        ]
        for token in bad:
            said = ask(client, "ListRecords", resumptionToken=token)
            assert said.errors == ["badResumptionToken"], token
        crossed = ask(client, "ListIdentifiers", resumptionToken=good)
        assert crossed.errors == ["badResumptionToken"]
        assert ask(client, "ListSets", resumptionToken="x").errors == ["badResumptionToken"]
        mixed = ask(client, "ListRecords", resumptionToken=good, metadataPrefix="gw")
        assert mixed.errors == ["badArgument"]


PREFIX = "metadataPrefix=gw"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=%00%ff<script>", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=Identify&%00=%01", "badArgument"),
        ("verb=ListSets&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=gw", "badArgument"),
        ("verb=GetRecord&identifier=oai:x:1", "badArgument"),
        ("verb=GetRecord&metadataPrefix=gw&identifier=%0b", "badArgument"),
        ("verb=GetRecord&metadataPrefix=gw&identifier=" + "9" * 400, "badArgument"),
        ("verb=GetRecord&metadataPrefix=gw&identifier=oai:127.0.0.1:" + "9" * 30, "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:127.0.0.1:٣", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&{PREFIX}", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-02-30", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-01-01T00:00:00", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-01-01T25:00:00Z", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-01-01T00:00:00%2B08:00", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=0000-01-01", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-02-01&until=2026-01-01", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&from=2026-01-01&until=2026-02-01T00:00:00Z", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&set=a::b", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&set=organ-无", "badArgument"),
        (f"verb=ListRecords&{PREFIX}&set=organ-none", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
        ("verb=ListIdentifiers&metadataPrefix=mods", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=a b", "badArgument"),
    ],
)
def test_refusals(client: Client, city: City, query: str, code: str) -> None:
    response = client.get(f"/oai/?{query}")
    said = Answer(response.content)
    assert said.errors == [code]
    request = said.all("o:request")[0]
    assert bool(request.attrib) == (code not in ("badVerb", "badArgument"))
    posted = client.post("/oai/", query, content_type="application/x-www-form-urlencoded")
    assert Answer(posted.content).errors == [code]


def test_a_format_that_one_record_does_not_have(client: Client, city: City) -> None:
    (document,) = several(city, 1)
    said = ask(client, "GetRecord", identifier=name(document), metadataPrefix="mods")
    assert said.errors == ["cannotDisseminateFormat"]


class InProcess(BaseAdapter):
    """Lets a client library that speaks HTTP talk to this process."""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        found = Client().get(str(request.path_url))
        response = Response()
        response.status_code, response._content = found.status_code, found.content
        response.headers["Content-Type"] = found["Content-Type"]
        response.url, response.request = str(request.url), request
        return response

    def close(self) -> None:
        return None


def test_a_harvester_of_others_reads_everything(
    city: City, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai_records, "PAGE", {"ListIdentifiers": 2, "ListRecords": 2})
    documents = several(city, 5)
    withdraw(city, documents[1], now)
    with Session() as session:
        session.mount("http://", InProcess())
        monkeypatch.setattr("sickle.app.requests", session)
        harvester = Sickle("http://127.0.0.1:8000/oai/")
        assert harvester.Identify().deletedRecord == "persistent"
        assert {one.metadataPrefix for one in harvester.ListMetadataFormats()} == {"oai_dc", "gw"}
        assert "organ-SJ" in {one.setSpec for one in harvester.ListSets()}
        records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
        titles = [None if r.deleted else r.metadata["title"][0] for r in records]
        assert titles == [None if d == documents[1] else d.title for d in documents]
        headers = list(harvester.ListIdentifiers(metadataPrefix="gw", ignore_deleted=True))
        assert [header.identifier for header in headers] == [
            name(document) for document in documents if document != documents[1]
        ]
        one = harvester.GetRecord(identifier=name(documents[0]), metadataPrefix="gw")
        assert one.header.identifier == name(documents[0])
