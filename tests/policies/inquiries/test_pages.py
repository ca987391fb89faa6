"""Inquiries for everybody and in the back office; what is not published is nobody's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from policies.inquiries.models import FEW, Inquiry
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City, person
from tests.policies.inquiries.cases import TEXTS, brought, ordered, published, walk
from tests.policies.messages.cases import CAME_AT, DAY, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ORDER = "/admin/policies/inquiry/order/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
GIVEN = {"title": TEXTS["title"], "question": TEXTS["question"], "due_on": "2026-12-30"}


@pytest.fixture(autouse=True)
def signs_in_at_once(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode()).replace("<wbr>", "")


def test_everybody_reads_what_was_found(client: Client, city: City) -> None:
    row = published(city, messages=[written(city)])
    page = words(client.get(row.get_absolute_url()))
    assert all(text in page for text in TEXTS.values())
    assert "件留言" not in page
    assert TEXTS["title"] in words(client.get("/messages/inquiries/"))
    assert "/messages/inquiries/" in words(client.get("/messages/"))
    row.messages.add(*(written(city, f"第{n}件", at=CAME_AT + n * DAY) for n in range(FEW)))
    assert f"起因：{FEW + 1} 件留言" in words(client.get(row.get_absolute_url()))
    walk(row, city, "withdraw")
    assert client.get(row.get_absolute_url()).status_code == 410
    assert TEXTS["title"] not in words(client.get("/messages/inquiries/"))


def test_before_it_is_published_it_is_nobodys(client: Client, city: City) -> None:
    for state in ("ordered", "review", "dropped"):
        row = brought(city, state)
        assert client.get(row.get_absolute_url()).status_code == 404
    assert TEXTS["title"] not in words(client.get("/messages/inquiries/?page=0&page=x"))


def test_queries_do_not_grow(client: Client, city: City, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        published(city)
        with django_assert_num_queries(3):
            client.get("/messages/inquiries/")


def test_ordered_on_a_form_that_keeps_what_was_typed(city: City) -> None:
    desk, message = signed_in(city.people[Role.MESSAGE_DESK]), written(city)
    given = {**GIVEN, "office": city.office.pk, "organ": city.office.pk}
    wrong = desk.post(ORDER, {**given, "messages": f"{message.number}\n<b>没有</b>"})
    assert wrong.status_code == 400
    assert "没有这些留言，请核对编号：&lt;b&gt;没有&lt;/b&gt;" in words(wrong)
    assert TEXTS["question"] in words(wrong)
    past = desk.post(ORDER, {**given, "due_on": "2026-01-01"})
    assert (past.status_code, Inquiry.objects.count()) == (409, 0)
    done = desk.post(ORDER, {**given, "messages": message.number})
    row = Inquiry.objects.get()
    assert done["Location"] == reverse("admin:policies_inquiry_change", args=[row.pk])
    assert message.number in words(desk.get(done["Location"]))
    assert list(row.messages.all()) == [message]


def test_what_another_organ_looks_into_is_seen_by_who_ordered_it(city: City) -> None:
    message = written(city)
    row = ordered(city, organ=city.street, messages=[message])
    page = reverse("admin:policies_inquiry_change", args=[row.pk])
    office = signed_in(city.people[Role.MESSAGE_DESK])
    link = reverse("admin:policies_message_change", args=[message.pk])
    assert link in words(office.get(page))
    assert row.title in words(office.get("/admin/policies/inquiry/?queue=all"))
    street = signed_in(person("street", organs=[city.street], roles=[Role.MESSAGE_RESPONDER]))
    seen = words(street.get(page))
    assert message.number in seen
    assert link not in seen


def test_outsiders_neither_order_nor_see(city: City) -> None:
    row = ordered(city)
    page = reverse("admin:policies_inquiry_change", args=[row.pk])
    outside = signed_in(city.outsider)
    assert outside.get(page).status_code == 404
    assert row.title not in words(outside.get("/admin/policies/inquiry/"))
    given = {**GIVEN, "office": city.office.pk, "organ": city.office.pk}
    assert outside.post(ORDER, given).status_code == 400
    reviewer = signed_in(city.people[Role.ANSWER_REVIEWER])
    assert reviewer.post(ORDER, given).status_code == 403
    assert Inquiry.objects.count() == 1
