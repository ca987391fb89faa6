"""What the answers hold, and that they are what the schema promises."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from disclosure.choices import RelationKind
from disclosure.services.attachments import attach
from disclosure.services.relations import relate
from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from portal.taxonomy import seeds
from tests.builders import FILED_AT, City, draft, published
from tests.disclosure.api.conftest import Get, numbers, several

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "/api/v1/documents/": "/api/v1/documents/",
    "/api/v1/documents/?facets=1&limit=1": "/api/v1/documents/",
    "/api/v1/changes/": "/api/v1/changes/",
    "/api/v1/organs/": "/api/v1/organs/",
    "/api/v1/themes/": "/api/v1/themes/",
    "/api/v1/tags/": "/api/v1/tags/",
}


def check(schema: Any, path: str, status: str, answer: Any) -> None:
    """Compare an answer with what the schema says of it."""
    found = schema["paths"][path]["get"]["responses"][status]
    wanted = found["content"]["application/json"]["schema"]
    whole = {**wanted, "components": schema["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer)


def test_every_answer_is_what_the_schema_promises(
    city: City, get: Get, reindex: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.querysets.SearchEntryQuerySet.settled", lambda rows: rows)
    documents = several(city, 3)
    reindex()
    schema = get("/api/schema/")
    validate_schema(schema)
    assert schema["openapi"] == "3.1.0"
    of_one = ("/api/v1/documents/{id}/", "/api/v1/documents/{id}/editions/{number}/")
    assert set(schema["paths"]) == {*ADDRESSES.values(), *of_one}
    for address, path in ADDRESSES.items():
        check(schema, path, "200", get(address))
    check(schema, "/api/v1/documents/{id}/", "200", get(f"/api/v1/documents/{documents[0].pk}/"))
    edition = f"/api/v1/documents/{documents[0].pk}/editions/1/"
    check(schema, of_one[1], "200", get(edition))
    check(schema, "/api/v1/documents/{id}/", "404", get("/api/v1/documents/999999999/", 404))
    check(schema, "/api/v1/documents/", "400", get("/api/v1/documents/?year=x", 400))


def test_a_document_with_everything(city: City, get: Get, client: Client, now: dt.datetime) -> None:
    clerk = city.people[Role.CLERK]
    document = draft(city, copy_to="市委办公室。", abstract="养护责任")
    stream = io.BytesIO("养护标准\n每月一次。\n".encode())
    attach(
        document=document, stream=stream, name="标准.txt", title="养护标准", by=clerk, at=FILED_AT
    )
    document = bring_to(document, "published", cast=city.cast, at=now)
    later = published(city, doc_number="试府办〔2026〕8号", title="关于修改养护通知的决定")
    relate(
        source=later,
        target=document,
        kind=RelationKind.AMENDS,
        by=city.people[Role.SIGNER],
        at=now,
        effective_on=dt.date(2026, 11, 10),
        note="修改第二条",
    )
    answer = get(f"/api/v1/documents/{document.pk}/")
    assert answer["validity"] == "amended"
    assert answer["validity_label"] == "已修改"
    assert answer["validity_reason"]
    assert answer["paragraphs"] == document.paragraphs()
    assert answer["copy_to"] == "市委办公室。"
    (file,) = answer["attachments"]
    content = b"".join(client.get(file["url"].removeprefix("http://127.0.0.1:8000")))
    assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert (len(content), file["name"]) == (file["size"], "养护标准")
    (inward,) = answer["relations"]
    assert (inward["direction"], inward["kind"], inward["note"]) == ("in", "amends", "修改第二条")
    assert inward["document"]["id"] == later.pk
    (outward,) = get(f"/api/v1/documents/{later.pk}/")["relations"]
    assert (outward["direction"], outward["document"]["id"]) == ("out", document.pk)
    internal = {"status", "secrecy_mark", "created_by", "openness_ground", "publish_due_on"}
    assert not internal & set(answer)


def test_of_a_rule_the_order_is_never_told(city: City, get: Get) -> None:
    rule = published(
        city,
        title="试江市绿地管理规定",
        attached_instrument="试江市绿地管理规定",
        doc_type="命令（令）",
        is_rule=True,
        rule_note="（2026年11月2日试江市人民政府令第3号公布）",
        body="市长签署命令。\n试江市绿地管理规定\n第一条　为了保护绿地，制定本规定。",
        copy_to="命令的抄送机关",
    )
    answer = get(f"/api/v1/documents/{rule.pk}/")
    assert answer["paragraphs"] == ["第一条 为了保护绿地，制定本规定。"]
    assert (answer["recipients"], answer["copy_to"]) == ("", "")


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow(
    city: City,
    client: Client,
    reindex: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    monkeypatch.setattr("portal.search.querysets.SearchEntryQuerySet.settled", lambda rows: rows)
    documents = several(city, count)
    reindex()
    for address, queries in {
        "/api/v1/documents/": 6,
        "/api/v1/documents/?q=养护": 10,
        "/api/v1/changes/": 7,
        f"/api/v1/documents/{documents[0].pk}/": 11,
        f"/api/v1/documents/{documents[0].pk}/editions/1/": 1,
        "/api/v1/organs/": 1,
        "/api/v1/themes/": 2,
        "/api/v1/tags/": 1,
        "/library/feed/": 8,
    }.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


def test_the_tree_of_organs_and_the_themes(city: City, get: Get) -> None:
    several(city, 2)
    (root,) = (row for row in get("/api/v1/organs/")["results"] if row["code"] == "SJ")
    assert {row["code"] for row in root["children"]} == {"SJ-B", "SJ-D", "SJ-X"}
    (district,) = (row for row in root["children"] if row["code"] == "SJ-D")
    assert [row["code"] for row in district["children"]] == ["SJ-D-S"]
    themes = get("/api/v1/themes/")["results"]
    assert [theme["name"] for theme in themes] == [name for name, _ in seeds.THEMES]
    counted = {row["path"]: row["documents"] for theme in themes for row in theme["children"]}
    assert counted["城乡建设、环境保护\\城乡建设（含住房）"] == 2
    theme = themes[[t["name"] for t in themes].index("城乡建设、环境保护")]["path"]
    assert len(numbers(get(f"/api/v1/documents/?theme={theme}"))) == 2
