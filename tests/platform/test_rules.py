"""The catalogue of 制度: chosen by a person, by level, without dead links."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.models import Document
from disclosure.services import review
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import Organ
from portal.platform.choices import RuleLevel
from portal.platform.models import RuleEntry
from portal.platform.services.rules import save_rule
from portal.statute import REGULATION, SECRETS_LAW
from portal.taxonomy.models import Theme
from tests.builders import City, published

pytestmark = pytest.mark.django_db
PAGE = "/openness/rules/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
FORM = "/admin/platform/ruleentry/"


def listed(city: City, organ: Organ, level: str, **given: Any) -> RuleEntry:
    at = given.pop("at", dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    by = given.pop("by", city.people[Role.CLERK])
    return save_rule(organ=organ, level=level, by=by, at=at, **given)


def measure(city: City) -> Document:
    return published(city, title="试江市政务公开办法", doc_number="试府办规〔2026〕3号")


def test_only_what_was_chosen_by_level_with_its_state(
    city: City, client: Client, now: dt.datetime
) -> None:
    openness = Theme.objects.get(path="综合政务\\政务公开")
    published(city, title="关于举办开放月活动的通知", theme=openness)
    document = measure(city)
    listed(city, city.office, RuleLevel.CITY, document=document)
    listed(city, city.district, RuleLevel.DISTRICT, title="东河区公开规程", issuer="东河区政府")
    listed(
        city, city.office, RuleLevel.STATE, title=REGULATION.title, number=REGULATION.number,
        issuer="国务院", url="https://www.example.gov.cn/711.htm",
    )  # fmt: skip
    page = client.get(PAGE).content.decode()
    assert "开放月" not in page
    places = [page.index(f">{word}</h2>") for word in ("国家", "市", "区")]
    assert places == sorted(places)
    assert f'<a href="{document.get_absolute_url()}">试江市政务公开办法</a>' in page
    assert 'class="state' in page
    # Listed with its address it stands there once, and the law without one is no link.
    assert page.count(REGULATION.title) == 1
    assert 'href="https://www.example.gov.cn/711.htm"' in page
    assert SECRETS_LAW.title in page
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=now)
    assert "试江市政务公开办法" not in client.get(PAGE).content.decode()


def test_what_is_refused(city: City, make_draft: Any) -> None:
    document = measure(city)
    with pytest.raises(NotPermitted, match="市级机关"):
        listed(city, city.district, RuleLevel.CITY, title="甲", issuer="乙")
    with pytest.raises(NotPermitted, match="录入人员"):
        listed(city, city.office, RuleLevel.CITY, title="甲", issuer="乙", by=city.outsider)
    with pytest.raises(ActRefused, match="请不要再填"):
        listed(city, city.office, RuleLevel.CITY, document=document, title="甲")
    with pytest.raises(ActRefused, match="已经公开"):
        listed(city, city.office, RuleLevel.CITY, document=make_draft())
    with pytest.raises(ActRefused, match="制定机关"):
        listed(city, city.office, RuleLevel.CITY, title="甲")
    for url in ("http://127.0.0.1/a", "http://[::1]/a", "http://localhost/a", "ftp://a.example/a"):
        with pytest.raises(ActRefused, match="域名"):
            listed(city, city.office, RuleLevel.CITY, title="甲", issuer="乙", url=url)
    listed(city, city.office, RuleLevel.CITY, document=document)
    with pytest.raises(ActRefused, match="已经在制度目录里"):
        listed(city, city.office, RuleLevel.CITY, document=document)


def test_the_form_keeps_what_was_typed_and_finds_documents_by_number(
    city: City, client: Client, at_noon: None
) -> None:
    document = measure(city)
    client.force_login(city.people[Role.CLERK], backend=BACKEND)
    typed = {"organ": city.office.pk, "level": "city", "position": 1, "is_listed": "on"}
    unknown = client.post(f"{FORM}add/", typed | {"document": "试府办规〔2026〕99号"})
    assert unknown.status_code == 400
    assert "试府办规〔2026〕99号" in unknown.content.decode()
    both = client.post(f"{FORM}add/", typed | {"document": document.doc_number, "title": "甲"})
    assert both.status_code == 409
    assert "请不要再填" in both.content.decode()
    assert client.post(f"{FORM}add/", typed | {"document": document.doc_number}).status_code == 302
    entry = RuleEntry.objects.get()
    assert entry.document == document
    change = f"{FORM}{entry.pk}/change/"
    assert f"/documents/{document.pk}/" in client.get(change).content.decode()
    hidden = typed | {"document": f"/documents/{document.pk}/"}
    del hidden["is_listed"]
    assert client.post(change, hidden).status_code == 302
    assert not RuleEntry.objects.get().is_listed
    assert AuditEntry.objects.filter(action="platform.save_rule").count() == 2
    outsider = Client()
    outsider.force_login(city.outsider, backend=BACKEND)
    assert outsider.get(change).status_code in (302, 403, 404)
    assert "试江市政务公开办法" not in outsider.get(FORM).content.decode()


def test_a_place_beyond_the_column_is_refused_in_words(
    city: City, client: Client, at_noon: None
) -> None:
    client.force_login(city.people[Role.CLERK], backend=BACKEND)
    typed = {"organ": city.office.pk, "level": "city", "title": "甲办法", "issuer": "乙"}
    for place in ("40000", "-1"):
        refused = client.post(f"{FORM}add/", typed | {"position": place})
        assert refused.status_code == 400
        assert f'value="{place}"' in refused.content.decode()
    assert not RuleEntry.objects.exists()


def test_an_entry_of_a_withdrawn_document_is_put_in_order(
    city: City, client: Client, at_noon: None
) -> None:
    document, other = measure(city), published(city, doc_number="试府办规〔2026〕8号")
    entry = listed(city, city.office, RuleLevel.CITY, document=document)
    signer, clerk = city.people[Role.SIGNER], city.people[Role.CLERK]
    for each in (document, other):
        review.withdraw(document=each, reason="有误", by=signer, at=timezone.now())
    client.force_login(clerk, backend=BACKEND)
    typed = {"level": "city", "position": 7, "document": f"/documents/{document.pk}/"}
    assert client.post(f"{FORM}{entry.pk}/change/", typed).status_code == 302
    entry.refresh_from_db()
    assert (entry.position, entry.is_listed, entry.document_id) == (7, False, document.pk)
    # Another one that is not public is no more to be listed than before.
    refused = client.post(f"{FORM}{entry.pk}/change/", typed | {"document": other.doc_number})
    assert refused.status_code == 400


def test_of_two_who_list_the_same_at_once_the_second_waits(city: City) -> None:
    with CaptureQueriesContext(connection) as asked:
        listed(city, city.office, RuleLevel.CITY, title="甲办法", issuer="乙")
    said = [query["sql"] for query in asked]
    lock = next(n for n, sql in enumerate(said) if "pg_advisory_xact_lock" in sql)
    looked = next(n for n, sql in enumerate(said) if 'FROM "platform_ruleentry"' in sql)
    assert lock < looked


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow_with_entries(
    city: City, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        document = published(
            city, title=f"办法{number}", doc_number=f"试府办规〔2026〕{number + 3}号"
        )
        listed(city, city.office, RuleLevel.CITY, document=document)
    with django_assert_num_queries(4):
        client.get(PAGE)
