"""OAI-PMH: six verbs, both formats, sets, periods, withdrawals."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from lxml import etree

from disclosure.api.oai_metadata import GW_SCHEMA
from disclosure.choices import Reach, RelationKind
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.documents import address_to, correct_document
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.search.models import SearchEntry
from portal.site.demo.builders import bring_to
from portal.taxonomy.models import PolicyTag
from tests.builders import FILED_AT, City, draft, published
from tests.disclosure.api.conftest import several
from tests.disclosure.api.harvest import ask
from tests.files.samples import docx_bytes

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1"
THEME = "theme-12:1"


def name(document: Document | int) -> str:
    pk = document if isinstance(document, int) else document.pk
    return f"oai:{HOST}:{pk}"


def withdraw(city: City, document: Document, at: dt.datetime) -> None:
    review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=at)


class TestVerbs:
    """What each of the six answers."""

    def test_identify(self, client: Client, city: City) -> None:
        (document,) = several(city, 1)
        said = ask(client, "Identify")
        assert said.texts("o:Identify/o:repositoryName") == ["试江市政务公开"]
        assert said.texts("o:Identify/o:baseURL") == ["http://127.0.0.1:8000/oai/"]
        assert said.texts("o:Identify/o:protocolVersion") == ["2.0"]
        assert said.texts("o:Identify/o:deletedRecord") == ["persistent"]
        assert said.texts("o:Identify/o:granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
        assert "@" in said.texts("o:Identify/o:adminEmail")[0]
        entry = SearchEntry.objects.get(object_id=document.pk)
        earliest = entry.changed_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert said.texts("o:Identify/o:earliestDatestamp") == [earliest]
        request = said.all("o:request")[0]
        assert (request.text, dict(request.attrib)) == (
            "http://127.0.0.1:8000/oai/",
            {"verb": "Identify"},
        )

    def test_an_empty_portal_can_be_identified(self, client: Client) -> None:
        said = ask(client, "Identify")
        assert said.texts("o:Identify/o:earliestDatestamp") == ["2000-01-01T00:00:00Z"]
        assert ask(client, "ListRecords", metadataPrefix="gw").errors == ["noRecordsMatch"]

    def test_formats_and_the_schema_of_our_own(self, client: Client, city: City) -> None:
        said = ask(client, "ListMetadataFormats")
        assert said.texts(".//o:metadataPrefix") == ["oai_dc", "gw"]
        assert client.get("/oai/gw.xsd").content == GW_SCHEMA.read_bytes()
        (document,) = several(city, 1)
        of_one = ask(client, "ListMetadataFormats", identifier=name(document))
        assert of_one.texts(".//o:metadataPrefix") == ["oai_dc", "gw"]

    def test_sets_are_organs_and_themes(self, client: Client, city: City) -> None:
        said = ask(client, "ListSets")
        specs = said.texts(".//o:setSpec")
        assert {"organ-SJ", "organ-SJ-D-S", "theme-1", "theme-1:1"} <= set(specs)
        assert len(specs) == len(set(specs))
        assert "试江市东河区柳桥街道办事处" in said.texts(".//o:setName")

    def test_post_is_the_same_as_get(self, city: City) -> None:
        several(city, 2)
        client = Client(enforce_csrf_checks=True)
        got, posted = (
            ask(client, "ListIdentifiers", metadataPrefix="oai_dc", post=post)
            for post in (False, True)
        )
        assert got.identifiers == posted.identifiers
        assert len(got.identifiers) == 2


class TestRecords:
    """What is told of a document."""

    def test_dublin_core(self, client: Client, city: City) -> None:
        document = published(city, issuers=["试江市人民政府办公室", "试江市财政局"])
        said = ask(client, "GetRecord", identifier=name(document), metadataPrefix="oai_dc")
        assert said.texts(".//dc:title") == [document.title]
        assert said.texts(".//dc:creator") == ["试江市人民政府办公室", "试江市财政局"]
        assert said.texts(".//dc:date") == ["2026-11-02"]
        assert said.texts(".//dc:language") == ["zh-Hans"]
        assert said.texts(".//dc:identifier") == [
            f"http://127.0.0.1:8000/documents/{document.pk}/",
            document.doc_number,
            document.index_no,
        ]
        root = said.all(".//o:metadata/*")[0]
        assert root.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"

    def test_our_own_format_follows_its_schema(self, client: Client, city: City) -> None:
        schema = etree.XMLSchema(etree.parse(GW_SCHEMA))
        tag = PolicyTag.objects.create(name="绿化<补贴>")
        first = published(city, doc_number="试府办〔2026〕8号")
        second = draft(city, changed_on=dt.date(2026, 11, 3), labels={"tags": [tag]})
        clerk = city.people[Role.CLERK]
        stream = BytesIO(docx_bytes("屋顶绿化申请表"))
        attach(document=second, stream=stream, name="申请表.docx", by=clerk, at=FILED_AT)
        bring_to(second, "published", cast=city.cast, at=FILED_AT + dt.timedelta(hours=3))
        relate(
            source=second,
            target=first,
            kind=RelationKind.AMENDS,
            effective_on=dt.date(2026, 11, 5),
            note="修改第二条",
            by=city.people[Role.SIGNER],
            at=FILED_AT + dt.timedelta(hours=4),
        )
        said = ask(client, "ListRecords", metadataPrefix="gw")
        for metadata in said.all(".//o:metadata/*"):
            schema.assertValid(metadata)
        assert said.texts(".//gw:tag") == ["绿化<补贴>"]
        assert said.texts(".//gw:attachment/gw:name") == ["申请表"]
        assert {r.get("direction") for r in said.all(".//gw:relation")} == {"in", "out"}
        assert {r.get("note") for r in said.all(".//gw:relation")} == {"修改第二条"}

    def test_of_a_rule_never_the_order(self, client: Client, city: City) -> None:
        rule = published(
            city,
            title="试江市绿化管理办法",
            is_rule=True,
            doc_type="命令（令）",
            doc_number="",
            rule_note="（2026年11月2日公布）",
            recipients="",
            body="市长令的落款\n试江市绿化管理办法\n第一条　为了绿化，制定本办法。",
        )
        said = ask(client, "GetRecord", identifier=name(rule), metadataPrefix="gw")
        assert said.texts(".//gw:paragraph") == ["第一条 为了绿化，制定本办法。"]

    def test_what_xml_cannot_hold_is_left_out(self, client: Client, city: City) -> None:
        document = published(city)
        Document.objects.filter(pk=document.pk).update(
            title="前\x0b后\ufffe<&>]]>", body="甲\x01乙"
        )
        for prefix in ("oai_dc", "gw"):
            said = ask(client, "ListRecords", metadataPrefix=prefix)
            assert "前后<&>]]>" in said.texts(f".//{'dc' if prefix == 'oai_dc' else 'gw'}:title")


class TestWithdrawal:
    """Deleted records stay, with nothing of what they said."""

    def check_deleted(self, client: Client, document: Document) -> None:
        for verb in ("ListRecords", "ListIdentifiers"):
            for selected in ({}, {"set": "organ-SJ"}, {"set": "theme-1"}):
                said = ask(client, verb, metadataPrefix="gw", **selected)
                assert name(document) in said.deleted
        said = ask(client, "GetRecord", identifier=name(document), metadataPrefix="oai_dc")
        assert said.deleted == [name(document)]
        assert not said.all(".//o:setSpec")
        assert document.title not in etree.tostring(said.root, encoding="unicode")
        formats = ask(client, "ListMetadataFormats", identifier=name(document))
        assert formats.errors == ["noMetadataFormats"]

    def test_withdrawn(self, client: Client, city: City, now: dt.datetime) -> None:
        kept, gone = several(city, 2)
        before = ask(client, "GetRecord", identifier=name(gone), metadataPrefix="oai_dc")
        withdraw(city, gone, now)
        self.check_deleted(client, gone)
        after = ask(client, "GetRecord", identifier=name(gone), metadataPrefix="oai_dc")
        assert after.texts(".//o:datestamp") > before.texts(".//o:datestamp")
        assert after.texts(".//o:datestamp") == ["2026-11-20T04:00:00Z"]
        everyone = ask(client, "ListRecords", metadataPrefix="oai_dc")
        assert everyone.identifiers == [name(kept), name(gone)]

    def test_now_for_its_addressees_only(
        self, client: Client, city: City, now: dt.datetime
    ) -> None:
        (document,) = several(city, 1)
        withdraw(city, document, now)
        again = review.reopen(document=document, by=city.people[Role.CLERK], at=now)
        clerk = city.people[Role.CLERK]
        elements = {"reach": Reach.ADDRESSED, "reach_reason": "只涉及街道"}
        again = correct_document(document=again, by=clerk, at=now, elements=elements)
        address_to(document=again, organs=[city.street], groups=[], by=clerk, at=now)
        bring_to(again, "published", cast=city.cast, at=now + dt.timedelta(hours=1))
        assert Document.objects.get(pk=document.pk).is_published
        self.check_deleted(client, document)

    def test_a_live_entry_of_a_hidden_row_is_deleted(self, client: Client, city: City) -> None:
        (document,) = several(city, 1)
        Document.objects.filter(pk=document.pk).update(status="withdrawn")
        said = ask(client, "ListRecords", metadataPrefix="gw")
        assert said.deleted == said.identifiers == [name(document)]

    def test_what_never_was_public_does_not_exist(self, client: Client, city: City) -> None:
        hidden = draft(city)
        for identifier in (name(hidden), name(99_999), "oai:other.example:1", "really_wrong"):
            for verb in ("GetRecord", "ListMetadataFormats"):
                arguments = {"metadataPrefix": "gw"} if verb == "GetRecord" else {}
                said = ask(client, verb, identifier=identifier, **arguments)
                assert said.errors == ["idDoesNotExist"], identifier


class TestSelection:
    """Sets and periods."""

    def test_sets_select_with_all_below(self, client: Client, city: City) -> None:
        of_office = published(city)
        of_street = published(
            city, organ=city.street, doc_number="柳街办〔2026〕1号", title="街道的通知"
        )

        def held(spec: str) -> list[str]:
            return ask(client, "ListIdentifiers", metadataPrefix="gw", set=spec).identifiers

        assert held("organ-SJ") == [name(of_office), name(of_street)]
        assert held("organ-SJ-D") == held("organ-SJ-D-S") == [name(of_street)]
        said = ask(client, "GetRecord", identifier=name(of_street), metadataPrefix="gw")
        specs = said.texts(".//o:setSpec")
        themes = [spec for spec in specs if spec.startswith("theme-")]
        assert sorted(set(specs) - set(themes)) == ["organ-SJ", "organ-SJ-D", "organ-SJ-D-S"]
        assert len(themes) == 2
        assert all(name(of_street) in held(spec) for spec in specs)
        nothing = ask(client, "ListRecords", metadataPrefix="gw", set="organ-SJ-X")
        assert nothing.errors == ["noRecordsMatch"]

    @pytest.mark.parametrize(
        ("period", "expected"),
        [
            ({"from_": "2026-11-02T04:11:00Z"}, [1, 2]),
            ({"from_": "2026-11-02T04:11:01Z"}, [2]),
            ({"until": "2026-11-02T04:11:00Z"}, [0, 1]),
            ({"until": "2026-11-02T04:10:59Z"}, [0]),
            ({"from_": "2026-11-02T04:11:00Z", "until": "2026-11-02T04:11:00Z"}, [1]),
            ({"from_": "2026-11-02", "until": "2026-11-02"}, [0, 1, 2]),
            ({"from_": "0001-01-01", "until": "9999-12-31"}, [0, 1, 2]),
            ({"from_": "2026-11-03"}, []),
            ({"until": "2026-11-01"}, []),
        ],
    )
    def test_periods_include_both_ends(
        self, client: Client, city: City, period: dict[str, str], expected: list[int]
    ) -> None:
        documents = several(city, 3)  # published at 04:10, 04:11 and 04:12 UTC
        said = ask(client, "ListRecords", metadataPrefix="oai_dc", **period)
        assert said.identifiers == [name(documents[place]) for place in expected]
        assert said.errors == ([] if expected else ["noRecordsMatch"])
