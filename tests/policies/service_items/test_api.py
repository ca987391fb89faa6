"""Service items sent by the system that keeps them: each by itself, once, its organs' alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policies.service_items.models import ServiceItem
from portal.audit.models import AuditEntry
from tests.builders import City
from tests.policies.partners.calling import partner, send
from tests.policies.service_items.items import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def secret(city: City) -> str:
    return partner(city, brings_items=True)[1]


def sent(client: Client, secret: str, *items: Any, call: str = "1", **more: Any) -> Any:
    return send(client, "service-items", secret, {"items": list(items), **more}, call=call)


def test_new_changed_known_and_wrong(client: Client, city: City, secret: str) -> None:
    report = sent(client, secret, row(), {**row(), "task_code": 310}, row(shoe="x")).json()
    assert [each["outcome"] for each in report["rows"]] == ["新录入", "有误", "已有"]
    assert "编码不能写成数" in report["rows"][1]["messages"][0]
    assert report["notes"] == ["没有用到的字段：shoe。"]
    changed = {"task_code": row()["task_code"], "task_name": "新名称", "task_state": "1",
               "dept_code": "SJ-B"}  # fmt: skip
    again = sent(client, secret, changed, call="2").json()
    assert again["rows"][0]["messages"] == ["改动：事项名称。"]
    item = ServiceItem.objects.get()
    assert (item.task_name, item.link_addr) == ("新名称", row()["link_addr"])
    entries = AuditEntry.objects.filter(action="policies.service_item").order_by("pk")
    assert [each.details["system"] for each in entries] == ["platform"] * 2


def test_a_replay_brings_nothing_old_back(client: Client, city: City, secret: str) -> None:
    first = sent(client, secret, row())
    sent(client, secret, row(task_name="新名称"), call="2")
    assert sent(client, secret, row()).json() == first.json()
    assert ServiceItem.objects.get().task_name == "新名称"


def test_a_dry_run_writes_nothing(client: Client, city: City, secret: str) -> None:
    report = sent(client, secret, row(), dry_run=True).json()
    assert report["rows"][0]["outcome"] == "新录入"
    assert not ServiceItem.objects.exists()


def test_only_items_of_its_organs(client: Client, city: City) -> None:
    _, secret = partner(city, organ=city.outsider.memberships.get(role="clerk").organ,
                        brings_items=True)  # fmt: skip
    report = sent(client, secret, row()).json()
    assert "不是这个系统送来事项的机关" in report["rows"][0]["messages"][0]
    assert not ServiceItem.objects.exists()


def test_who_may_not_is_told_so(client: Client, city: City) -> None:
    _, secret = partner(city)
    answer = sent(client, secret, row())
    assert answer.status_code == 409
    assert "没有给这个系统开通" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"items": []}, "items"), ({"items": "x"}, "items"), ({"items": [{}] * 501}, "items"),
        ({"items": [{}], "dry_run": "ja"}, "dry_run"), ({}, "items"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    client: Client, secret: str, given: dict[str, Any], parameter: str
) -> None:
    answer = send(client, "service-items", secret, given)
    assert answer.status_code == 400
    assert answer.json()["error"]["parameter"] == parameter


def test_odd_items_are_told_one_by_one(client: Client, city: City, secret: str) -> None:
    report = sent(
        client, secret, "x", {}, row(task_name="名" * 2000), row(task_code="12 34")
    ).json()
    assert [each["outcome"] for each in report["rows"]] == ["有误"] * 4
    assert all(each["messages"] for each in report["rows"])
