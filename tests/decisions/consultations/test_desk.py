"""The back office: the list, the page, the ledger many at once, the entry, outsiders."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.services.group_proposals import propose
from portal.accounts.choices import Role
from tests.builders import City, person
from tests.decisions.consultations.cases import CAME_AT, DAY, TITLE, hands, running, written
from tests.decisions.dossiers.cases import started

pytestmark = pytest.mark.django_db
LIST = "/admin/decisions/consultation/"


@pytest.fixture(autouse=True)
def moment(time_machine: Any, settings: Any) -> Any:
    settings.AXES_ENABLED = False
    time_machine.move_to(CAME_AT + 2 * DAY, tick=False)
    return time_machine


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _handler(city: City) -> Client:
    return _client(hands(city)[0])


def test_outsiders_find_nothing(city: City, client: Client) -> None:
    row = running(city)
    made = written(row)
    for user in (city.outsider, city.people[Role.CLERK]):
        outside = _client(user)
        for address in (
            f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/ledger/", f"{LIST}{row.pk}/enter/",
            f"{LIST}{row.pk}/act/answer/", f"/admin/decisions/opinion/{made.pk}/change/",
        ):  # fmt: skip
            assert outside.get(address).status_code == 404, address
            assert outside.post(address).status_code in (404, 405), address
        assert (
            outside.post(
                f"/admin/decisions/opinion/{made.pk}/reveal/", {"purpose": "handle"}
            ).status_code
            == 404
        )
        assert TITLE not in outside.get(LIST).content.decode()
    assert client.get(LIST).status_code == 302


def test_begun_written_and_submitted(city: City) -> None:
    client, decision = _handler(city), started(city)
    assert client.get(f"{LIST}begin/").status_code == 200
    made = client.post(
        f"{LIST}begin/",
        {"organ": city.office.pk, "decision": decision.pk, "title": "公园开放办法"},
    )
    row = Consultation.objects.get()
    assert made["Location"].endswith(f"{row.pk}/change/")
    typed = {
        "title": "公园开放办法", "gist": "要开放。", "opens_at": "2026-09-09T09:00",
        "last_day": "2026-09-20", "showing": "each", "seen": row.updated_at.isoformat(),
    }  # fmt: skip
    short = client.post(f"{LIST}{row.pk}/act/write/", typed)
    assert short.status_code == 409
    assert "不足三十日" in short.content.decode()
    assert "要开放。" in short.content.decode()
    done = client.post(f"{LIST}{row.pk}/act/write/", {**typed, "last_day": "2026-10-20"})
    assert done.status_code == 302
    row.refresh_from_db()
    page = client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "还缺 1 项" in page
    put = {"text": "第一条　公园开放。", "seen": row.updated_at.isoformat()}
    assert client.post(f"{LIST}{row.pk}/act/put_draft/", put).status_code == 302
    assert row.versions.get().clauses.get().label == "第一条"


def test_the_ledger_groups_answers_and_shows_many_at_once(city: City) -> None:
    row, client = running(city), _handler(city)
    for number in range(4):
        written(row, "请再便宜一些，电话13800001111。" if number else "另一条。", on="第三条",
                may_publish=True)  # fmt: skip
    propose(consultation=row)
    address = f"{LIST}{row.pk}/ledger/"
    page = client.get(address).content.decode()
    assert "请再便宜一些" in page
    assert "13800001111" not in page
    page = client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "3 条，第三条" in page
    refused = client.post(address, {"pick": ["2", "3"], "do": "group", "summary": ""})
    assert refused.status_code == 409
    assert 'value="2" aria-label="第2号" checked' in refused.content.decode()
    told = {"pick": ["2", "3", "4"], "do": "group", "summary": "再便宜一些"}
    assert client.post(address, told).status_code == 302
    single = {"pick": ["1"], "do": "answer", "outcome": "partly", "reason": "写明期限。"}
    assert client.post(address, single).status_code == 302
    assert client.post(address, {"pick": ["1", "2"], "do": "show"}).status_code == 302
    assert row.groups.get().opinions == 3
    assert Opinion.objects.get(serial=1).outcome == "partly"
    assert row.opinions.shown().count() == 2
    group = row.groups.get()
    row.refresh_from_db()
    answer = client.post(
        f"{LIST}{row.pk}/act/answer/",
        {"groups": [group.pk], "outcome": "adopted", "reason": "改为半价。",
         "seen": row.updated_at.isoformat()},
    )  # fmt: skip
    assert answer.status_code == 302
    assert not row.opinions.open().exists()
    for wrong in ({"pick": ["1"]}, {"do": "answer"}, {"pick": ["x"], "do": "show"}):
        assert client.post(address, wrong).status_code == 409


def test_numbers_that_are_none_are_named(city: City) -> None:
    row, client = running(city), _handler(city)
    written(row)
    row.refresh_from_db()
    answer = client.post(
        f"{LIST}{row.pk}/act/answer/",
        {
            "serials": "三",
            "outcome": "adopted",
            "reason": "好。",
            "seen": row.updated_at.isoformat(),
        },
    )
    assert answer.status_code == 409
    assert "“三”不是序号" in answer.content.decode()


def test_a_letter_is_typed_in_and_kept_when_refused(city: City) -> None:
    row, client = running(city), _handler(city)
    address = f"{LIST}{row.pk}/enter/"
    assert client.get(address).status_code == 200
    typed = {
        "key": str(uuid.uuid4()), "way": "letter", "sent_on": "2026-08-01", "stance": "for",
        "text": "来信收到。",
    }  # fmt: skip
    refused = client.post(address, typed)
    assert refused.status_code == 409
    assert "来信收到。" in refused.content.decode()
    done = client.post(address, {**typed, "sent_on": "2026-09-09"})
    assert done.status_code == 302, done.content.decode()[:2000]
    assert client.post(address, {**typed, "sent_on": "2026-09-09"}).status_code == 302
    made = Opinion.objects.get()
    assert (made.way, made.entered_by) == ("letter", hands(city)[0])
    assert _client(hands(city)[1]).post(address, typed).status_code == 403


def test_one_opinion_masked_and_seen_for_a_purpose(city: City) -> None:
    row, client = running(city), _handler(city)
    made = written(row, "我电话13800001111。", name="陈演示", email="chen@example.test")
    address = f"/admin/decisions/opinion/{made.pk}/"
    page = client.get(f"{address}change/").content.decode()
    assert "13800001111" not in page
    assert "陈演示" not in page
    shown = client.post(f"{address}reveal/", {"purpose": "contact"})
    assert "13800001111" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert client.get(f"{address}reveal/").status_code == 405


def test_a_supervisor_reads_no_words_and_does_nothing(city: City) -> None:
    row = running(city)
    made = written(row, "夜间再低一些。")
    over = _client(person("over", organs=[city.root], roles=[Role.SUPERVISOR]))
    assert over.get(f"{LIST}{row.pk}/change/").status_code == 200
    page = over.get(f"{LIST}{row.pk}/ledger/").content.decode()
    assert "夜间再低" not in page
    refused = over.post(
        f"{LIST}{row.pk}/ledger/",
        {"pick": ["1"], "do": "answer", "outcome": "adopted", "reason": "好。"},
    )
    assert refused.status_code == 403
    page = over.get(f"/admin/decisions/opinion/{made.pk}/change/").content.decode()
    assert "夜间再低" not in page


@pytest.mark.parametrize("number", [3, 60])
def test_queries(city: City, number: int, django_assert_num_queries: Any) -> None:
    row, client = running(city), _handler(city)
    for place in range(number):
        written(row, f"第{place}条。", on="第三条")
    for address, queries in ((f"{LIST}{row.pk}/ledger/", 12), (f"{LIST}{row.pk}/change/", 31)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
