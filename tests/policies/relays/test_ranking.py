"""接力排名: worked by hand, its list behind each relay, the same rows as a file."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from policies.relays.indicators import Standing, ranked
from policies.relays.selectors import ranking
from portal.accounts.choices import Role
from tests.builders import City, person
from tests.policies.audiences.pushing import AT, policy
from tests.policies.relays.handing import handed, relay, walk
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PAGE = "/admin/policies/relay/ranking/"


def standing(name: str, tasks: int, received: int, reported: int, people: int) -> Standing:
    return Standing(1, name, "", "", tasks, tasks, received, tasks, reported, people)


def test_the_order_and_equals(city: City) -> None:
    rows = [
        standing("丁", 0, 0, 0, 0), standing("甲", 3, 3, 2, 10), standing("乙", 3, 2, 2, 900),
        standing("丙", 3, 3, 2, 10),
    ]  # fmt: skip
    assert [(place, row.name) for place, row in ranked(rows)] == [
        (1, "丙"), (1, "甲"), (3, "乙"), (4, "丁"),
    ]  # fmt: skip
    # Rounded down, and nothing is known of whom nothing was asked.
    assert (rows[1].reported_percent, rows[1].received_percent) == (66, 100)
    assert (rows[0].reported_percent, rows[0].received_percent) == (None, None)


def test_tasks_of_the_year_by_their_days(city: City) -> None:
    one, other = relay(city, "甲"), relay(city, "乙")
    documents = [policy(city, "elderly", doc_number=f"试府办〔2026〕{n}号") for n in range(40, 43)]
    walk(handed(city, one, documents[0]), city, "receive", "report", "report", at=AT + DAY)
    walk(handed(city, one, documents[1]), city, "receive", at=AT + 10 * DAY)
    walk(handed(city, one, documents[2]), city, "cancel")
    walk(handed(city, other, documents[0]), city, "record_receipt", "record_report")
    organs = {city.office.pk}
    on = timezone.localdate(AT + 60 * DAY)
    first, second = ranking(2026, organs, on=on)
    assert (first[1].name, first[1].tasks, first[1].reported_in_time) == ("乙", 1, 1)
    assert first[1].received_in_time == 1
    made = second[1]
    assert (made.tasks, made.received_in_time, made.reported_in_time, made.people) == (2, 1, 1, 80)
    assert ranking(2025, organs, on=on) == ranking(2026, {city.other_district.pk}, on=on) == []
    # The second task was received late; what it reports is not due the day after.
    early = {row.name: row for _, row in ranking(2026, organs, on=timezone.localdate(AT))}
    assert (early["甲"].receipts, early["甲"].reports, made.reports) == (2, 1, 2)


def test_what_is_not_due_yet_counts_for_nobody(city: City) -> None:
    task = handed(city, relay(city, "甲"))
    ((_, before),) = ranking(2026, {city.office.pk}, on=timezone.localdate(AT))
    assert (before.tasks, before.receipts, before.received_percent) == (1, 0, None)
    assert task.receive_due_on is not None
    ((_, after),) = ranking(2026, {city.office.pk}, on=task.receive_due_on + DAY)
    assert (after.receipts, after.received_percent) == (1, 0)


def as_file(client: Client, kind: str) -> bytes:
    answer: Any = client.get(f"{PAGE}{kind}/?year=2026")
    return bytes(answer.getvalue())


def test_the_page_leads_to_the_tasks_and_is_had_as_a_file(city: City) -> None:
    task = handed(city, relay(city, "甲协会"))
    clerk = signed_in(city.people[Role.CLERK])
    page = clerk.get(f"{PAGE}?year=2026").content.decode()
    behind = f"/admin/policies/relaytask/?queue=all&amp;relay__id__exact={task.relay_id}"
    assert behind in page
    assert task.number in clerk.get(behind.replace("&amp;", "&")).content.decode()
    csv = as_file(clerk, "csv").decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("1,甲协会,")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(as_file(clerk, "xlsx"))).active
    assert sheet["B2"].value == "甲协会"
    assert clerk.get(f"{PAGE}exe/").status_code == 404
    assert clerk.get(f"{PAGE}?year=%00州").status_code in (200, 400)
    above = signed_in(person("p-above", organs=[city.root], roles=[Role.SUPERVISOR]))
    assert "甲协会" in above.get(f"{PAGE}?year=2026").content.decode()
    assert "甲协会" not in signed_in(city.outsider).get(f"{PAGE}?year=2026").content.decode()
    idle = signed_in(person("p-idle", organs=[city.office], roles=[Role.REQUEST_INTAKE]))
    assert idle.get(PAGE).status_code == 404


@pytest.mark.parametrize("many", [1, 6])
def test_it_asks_as_often_however_many_there_are(
    city: City, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        walk(handed(city, relay(city, f"协会{number}")), city, "receive", "report")
    with django_assert_num_queries(3):
        found = ranking(2026, {city.office.pk}, on=timezone.localdate(AT))
    assert len(found) == many
