"""The page of a batch: who sees it, how far it has come, the four steps, the sample."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from disclosure.models import Document, HistoricalBatch
from disclosure.services.historical.runs import run
from disclosure.services.historical.samples import draw
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City
from tests.disclosure.historical.batch import a_batch, look_at_sample, old_draft

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADD = "/admin/disclosure/historicalbatch/add/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def _page(batch: HistoricalBatch) -> str:
    return reverse("admin:disclosure_historicalbatch_change", args=[batch.pk])


def _do(name: str, batch: HistoricalBatch, action: str) -> str:
    return reverse(f"admin:disclosure_historical_{name}", args=[batch.pk, action])


def test_chosen_drafts_become_a_batch(city: City) -> None:
    drafts = [old_draft(city, 1), old_draft(city, 2)]
    client = _client(city.people[Role.CLERK])
    chosen = {"action": "bulk_historical", "_selected_action": [d.pk for d in drafts], "index": 0}
    answer = client.post("/admin/disclosure/document/?queue=all", chosen)
    address = answer["Location"]
    assert address == f"{ADD}?ids={drafts[0].pk},{drafts[1].pk}"
    assert "2019-03-01" in client.get(address).content.decode()
    given: dict[str, Any] = {"name": "旧文件", "where": "市政府公报2019年第5期", "rule": "each",
                             f"day_{drafts[0].pk}": "2019-03-20"}  # fmt: skip
    refused = client.post(address, given)
    words = refused.content.decode()
    assert refused.status_code == 409
    assert "《关于旧事2的通知》：请填写首次公开日期" in words
    assert 'value="2019-03-20"' in words
    assert "市政府公报2019年第5期" in words
    assert client.post(address, {**given, "rule": "shared"}).status_code == 400
    done = client.post(address, {**given, "rule": "signed"})
    batch = HistoricalBatch.objects.get()
    assert done["Location"] == _page(batch)
    days = Document.objects.order_by("pk").values_list("first_published_on", flat=True)
    assert list(days) == [dt.date(2019, 3, 20), dt.date(2019, 3, 1)]


def test_outsiders_find_nothing(city: City) -> None:
    batch = a_batch(city, [old_draft(city, 1)])
    (document,) = Document.objects.all()
    outside, signer = _client(city.outsider), _client(city.people[Role.SIGNER])
    assert outside.get(_page(batch)).status_code == 404
    assert outside.post(_do("run", batch, "submit")).status_code == 404
    assert outside.get(f"{ADD}?ids={document.pk}").status_code == 302
    assert signer.get(f"{ADD}?ids={document.pk}").status_code == 403
    assert batch.name not in outside.get("/admin/disclosure/historicalbatch/").content.decode()
    assert signer.post(_do("run", batch, "submit")).status_code == 403
    assert signer.get(_do("run", batch, "submit")).status_code == 405
    assert signer.post(_do("run", batch, "withdraw")).status_code == 404
    assert Document.objects.get().status == Status.DRAFT


def test_from_draft_to_public_on_one_page(city: City, now: dt.datetime) -> None:
    batch = a_batch(city, [old_draft(city, 1), old_draft(city, 2, abstract="")])
    fine, bare = Document.objects.order_by("pk")
    clerk = _client(city.people[Role.CLERK])
    words = clerk.post(_do("run", batch, "submit"), follow=True).content.decode()
    assert "已办理 1 件" in words
    assert "待公开审查 1 件" in words
    assert "请填写内容概述" in words
    assert f"{bare.title}" in clerk.get(f"{_page(batch)}?refused=1").content.decode()
    reviewer = _client(city.people[Role.OPENNESS_REVIEWER])
    assert "请先抽取样本" in reviewer.get(_page(batch)).content.decode()
    assert reviewer.post(_do("run", batch, "confirm_openness")).status_code == 409
    reviewer.post(_do("draw", batch, "confirm_openness"))
    judged = reverse(
        "admin:disclosure_historical_judge", args=[batch.pk, "confirm_openness", fine.pk]
    )
    words = reviewer.get(judged).content.decode()
    assert "现就屋顶绿化养护有关事项通知如下" in words
    assert reviewer.post(judged, {"verdict": "bad", "note": ""}).status_code == 409
    assert reviewer.post(judged, {}).status_code == 400
    assert reviewer.post(judged, {"verdict": "good"})["Location"] == _page(batch)
    words = reviewer.post(_do("run", batch, "confirm_openness"), follow=True).content.decode()
    assert "已办理 1 件" in words
    # Nobody else's sample is theirs to judge.
    assert clerk.get(judged).status_code == 404
    look_at_sample(city, batch, "pass_secrecy", at=now)
    secrecy = _client(city.people[Role.SECRECY_REVIEWER])
    assert secrecy.post(_do("run", batch, "pass_secrecy"), {"opinion": " "}).status_code == 409
    secrecy.post(_do("run", batch, "pass_secrecy"), {"opinion": "不涉密。"})
    look_at_sample(city, batch, "publish", at=now)
    signer = _client(city.people[Role.SIGNER])
    words = signer.post(_do("run", batch, "publish"), follow=True).content.decode()
    assert "已公开 1 件" in words
    fine.refresh_from_db()
    assert fine.is_public


def test_taken_out_on_its_own_page(city: City) -> None:
    batch = a_batch(city, [old_draft(city, 1)])
    (document,) = Document.objects.all()
    address = reverse("admin:disclosure_historical_take_out", args=[batch.pk, document.pk])
    clerk = _client(city.people[Role.CLERK])
    assert clerk.post(address, {"reason": ""}).status_code == 400
    assert _client(city.outsider).post(address, {"reason": "误"}).status_code == 404
    words = clerk.post(address, {"reason": "记错了", "is_mistaken": "on"}, follow=True)
    assert "已移出《关于旧事1的通知》" in words.content.decode()
    document.refresh_from_db()
    assert not document.is_historical
    assert clerk.post(address, {"reason": "再来"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    city: City, now: dt.datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    batch = a_batch(city, [old_draft(city, number) for number in range(1, count + 1)])
    run(batch=batch, action="submit", by=city.people[Role.CLERK], at=now)
    draw(batch=batch, action="confirm_openness", by=city.people[Role.OPENNESS_REVIEWER], at=now)
    client = _client(city.people[Role.OPENNESS_REVIEWER])
    client.get(_page(batch))
    with django_assert_num_queries(37):
        client.get(_page(batch))


def test_the_list_of_drafts_says_historical_and_not_late(city: City) -> None:
    a_batch(city, [old_draft(city, 1)])
    client = _client(city.people[Role.CLERK])
    words = client.get("/admin/disclosure/document/?queue=all").content.decode()
    assert "历史公文" in words
    assert "逾期" not in words.replace("逾期未公开", "")
    (document,) = Document.objects.all()
    words = client.get(f"/admin/disclosure/document/{document.pk}/change/").content.decode()
    assert "不计公开期限" in words
